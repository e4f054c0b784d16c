"""How gunicorn serves either web process: threads, patient endings, and no log of who asked for what."""

from __future__ import annotations

import gc
import shutil
import tempfile
from typing import Any

from gunicorn.http.errors import InvalidHeader, UnsupportedTransferCoding
from gunicorn.workers.gthread import ThreadWorker

from intake import logs
from intake.settings import Settings


class Serving(ThreadWorker):  # type: ignore[misc]
    """A worker for which nothing that a stranger sends is a fault of ours."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:  # noqa: ANN401
        """A transfer coding that nobody knows is a bad request like the others; gunicorn says 501."""
        known = InvalidHeader("Transfer-Encoding") if isinstance(exc, UnsupportedTransferCoding) else exc
        super().handle_error(req, client, addr, known)


def options(settings: Settings, *, port: int, processes: int, threads: int) -> dict[str, Any]:
    """Gunicorn's settings for one of our web processes."""
    logs.configure(settings.log_level)  # here, in the process that loads the application and is forked
    # Where the processes of one server put their counts together.
    counts = tempfile.mkdtemp(prefix="helpline-metrics-")
    return {
        "bind": f"{settings.bind_address}:{port}",
        "worker_class": "intake.serving.Serving",
        "workers": processes,
        "threads": threads,
        # Loaded once, then forked: the first caller finds everything warm, and memory is shared.
        "preload_app": True,
        # What was loaded before the fork is never looked at by the collector, and so stays shared.
        "when_ready": lambda server: gc.freeze(),
        # Behind a proxy, and for the carrier, a connection is worth keeping; idle ones hold no thread.
        "keepalive": 75,
        "timeout": 30,
        "graceful_timeout": 15,
        "accesslog": None,  # its lines would hold addresses
        "logconfig_dict": logs.dictionary(settings.log_level),
        "control_socket_disable": True,
        "proc_name": "helpline",
        "raw_env": [f"PROMETHEUS_MULTIPROC_DIR={counts}"],
        "on_exit": lambda server: shutil.rmtree(counts, ignore_errors=True),
        "limit_request_line": 4094,
        "limit_request_fields": 60,
    }
