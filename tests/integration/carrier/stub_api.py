"""A carrier's REST interface that answers as it is told and keeps what it was asked."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    form: dict[str, list[str]]


@dataclass
class StubApi:
    """What to answer next, and what was asked. `answer` None: say nothing until `go_on` is set."""

    status: int = 201
    answer: object = None
    asked: list[Asked] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    base_url: str = ""

    def will(self, status: int, answer: object) -> StubApi:
        self.status, self.answer = status, answer
        return self


class _Server(ThreadingHTTPServer):
    """Knows what it is to answer."""

    stub: StubApi


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def handle_any(self) -> None:
        stub = self.server.stub
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        stub.asked.append(Asked(self.command, self.path, parse_qs(body, keep_blank_values=True)))
        if stub.answer is None:
            stub.go_on.wait(10)
            # The asker has gone; there is nobody to answer.
            self.close_connection = True
        elif stub.answer == "cut":
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        else:
            self._answer(stub.status, stub.answer)

    do_GET = do_POST = do_DELETE = handle_any

    def _answer(self, status: int, answer: object) -> None:
        content = answer if isinstance(answer, str) else json.dumps(answer)
        sent = b"" if status == 204 else content.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def stub_api() -> Iterator[StubApi]:
    """A running stand-in on a free port."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.stub = stub = StubApi(base_url=f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stub
    finally:
        stub.go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()
