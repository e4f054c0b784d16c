"""The console served over HTTP for a real browser, for the length of a test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import make_server

from intake.console.pages.events import HUB
from tests.console_kit import Console


@contextmanager
def serving(console: Console, port: int = 0) -> Iterator[str]:
    """The address of the console while the block lasts."""
    server = make_server("127.0.0.1", port, console.app, threaded=True)
    # Closing waits for the last request, so that no connection is left behind.
    server.daemon_threads = False  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        console.app.extensions[HUB].close()
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()
