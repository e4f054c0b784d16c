"""Behind the server that we run, addresses are verified as they came over the wire."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.carrier_kit import call_form, signature
from tests.eventually import eventually

FORM = "application/x-www-form-urlencoded; charset=UTF-8"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    address = f"127.0.0.1:{number}"
    # A factory with an argument is no application name that gunicorn takes, so a module is made of one line.
    line = "from tests.web_kit import StubHouse; from webhooks.app import create_app; app = create_app(StubHouse())"
    run = f"import sys,types; m = types.ModuleType('served'); exec({line!r}, m.__dict__); sys.modules['served'] = m;"
    run += "from gunicorn.app.wsgiapp import run; sys.argv[0] = 'gunicorn'; run()"
    flags = ["-k", "gthread", "-w", "1", "--threads", "2", "-b", address, "--log-level", "critical", "served:app"]
    server = subprocess.Popen([sys.executable, "-c", run, *flags])
    try:
        eventually(lambda: _ask(number, "GET", "/healthz")[0] == 200, what="the server")
        yield number
    finally:
        server.terminate()
        server.wait(10)


def _ask(port: int, method: str, target: str, body: str = "", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, target, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, response.read()
    except ConnectionError:
        return 0, b""
    finally:
        connection.close()


@pytest.mark.parametrize("tail", ["", "?", "?a=%C3%B1", "?b=%2f&a=%2F", "?a=1+2", "?a=b%20c&&", "?t=1#x"])
def test_a_genuine_request_is_answered_whatever_its_query(port: int, tail: str) -> None:
    target = f"/webhooks/voice{tail}".partition("#")[0]
    mark = signature(target, call_form())
    status, body = _ask(port, "POST", target, urlencode(call_form()), Content_Type=FORM, X_Twilio_Signature=mark)
    assert (status, b"For English" in body) == (200, True)


@pytest.mark.parametrize("target", ["/webhooks/voice", "http://127.0.0.1/webhooks/voice", "/webhooks/%76oice"])
def test_a_forged_request_is_refused(port: int, target: str) -> None:
    status, body = _ask(port, "POST", target, urlencode(call_form()), Content_Type=FORM, X_Twilio_Signature="A" * 28)
    assert (status, body) == (403, b"")


def test_a_chunked_body_without_an_end_is_cut(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    chunks = iter([b"Body=" + b"x" * 40_000, b"y" * 40_000])
    mark = {"Content-Type": FORM, "X-Twilio-Signature": "A" * 28}
    connection.request("POST", "/webhooks/sms", chunks, mark, encode_chunked=True)
    assert connection.getresponse().status == 403
    connection.close()
