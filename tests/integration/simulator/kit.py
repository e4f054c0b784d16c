"""A product of paper: it answers each address as a test has written, and verifies every signature."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from twilio.request_validator import RequestValidator

ACCOUNT = "AC" + "0" * 32
TOKEN = "simulated-token"
LINE, OTHER_LINE = "+12025550100", "+12025550102"
CALLER, PRO, SECOND = "+12025550147", "+12025550111", "+12025550112"


@dataclass(frozen=True)
class Reply:
    """An answer, to the letter."""

    body: str = ""
    status: int = 200
    content_type: str = "text/xml"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Seen:
    """A request as it came; `form` keeps the last of repeated names."""

    path: str
    form: dict[str, str]
    pairs: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    signed: bool
    method: str


Page = str | Reply | Callable[[Seen], "str | Reply"]


@dataclass
class Product:
    """Pages by path; what is not written is an empty document."""

    base: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    token: str = TOKEN
    answering: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, seen: Seen) -> Reply:
        """The answer to a request; text is put inside a Response."""
        self.seen.append(seen)
        page = self.pages.get(urlsplit(seen.path).path, "")
        found = page(seen) if callable(page) else page
        return found if isinstance(found, Reply) else Reply(f"<Response>{found}</Response>")

    def forms(self, path: str) -> list[dict[str, str]]:
        """The forms that came to a path."""
        return [each.form for each in self.seen if urlsplit(each.path).path == path]

    def one(self, path: str) -> dict[str, str]:
        """The only form that came to a path."""
        (form,) = self.forms(path)
        return form


def _handler(product: Product) -> type[BaseHTTPRequestHandler]:
    """What answers one request for a product."""

    class Handler(BaseHTTPRequestHandler):
        def handle_request(self) -> None:
            with product.lock:
                product.answering += 1
            try:
                self.respond()
            except OSError:
                self.close_connection = True  # the network has hung up on us
            finally:
                with product.lock:
                    product.answering -= 1

        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            pairs = tuple(parse_qsl(body, keep_blank_values=True, strict_parsing=bool(body)))
            signature = self.headers.get("X-Twilio-Signature", "")
            signed = RequestValidator(product.token).validate(product.base + self.path, dict(pairs), signature)
            form = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True)) | dict(pairs)
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = product.answer(Seen(self.path, form, pairs, headers, signed, self.command))
            self.send_response(reply.status)
            kind = (("Content-Type", reply.content_type),) if reply.content_type else ()
            for name, value in (*kind, *reply.headers):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body.encode())

        do_GET = do_POST = handle_request

        def log_message(self, *args: object) -> None:
            pass

    return Handler


@contextmanager
def serving(product: Product) -> Iterator[Product]:
    """Serve a product on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(product))
    server.daemon_threads = True
    product.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield product
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def config(product: Product) -> dict[str, object]:
    """A network with two lines that lead to the product."""
    lines = [
        {
            "number": number,
            "voice_url": f"{product.base}/voice?a=1&b=2",
            "sms_url": f"{product.base}/sms",
            "status_url": f"{product.base}/status",
            "fallback_url": f"{product.base}/fallback",
            "opt_out": "off",
        }
        for number in (LINE, OTHER_LINE)
    ]
    return {"account_sid": ACCOUNT, "auth_token": TOKEN, "speed": 30.0, "seed": 7, "lines": lines}
