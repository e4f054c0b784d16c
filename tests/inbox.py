"""A place on this machine that takes whatever is sent to it over HTTP, unpacked."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Inbox:
    """`address`, and what came: path, headers and body in one piece each."""

    def __init__(self) -> None:
        self.address = ""
        self.came: list[bytes] = []

    def about(self, path: str) -> list[bytes]:
        """What came to addresses that begin so."""
        return [one for one in self.came if one.startswith(path.encode())]


@contextmanager
def inbox() -> Iterator[Inbox]:
    """The place, while it is open."""
    box = Inbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            box.came.append(f"{self.path}\n{self.headers}\n".encode() + body)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    box.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield box
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
