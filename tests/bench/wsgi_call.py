"""Calls a WSGI application in this process and counts the processor time that it takes, and nothing else."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from tests.carrier_kit import signature

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# As the carrier sends them: some 25 fields, most of which mean nothing to us.
USUAL = {
    "AccountSid": "AC" + "0" * 32,
    "ApiVersion": "2010-04-01",
    "Called": "+12025550100",
    "CalledCity": "",
    "CalledCountry": "US",
    "CalledState": "DC",
    "CalledZip": "",
    "CallStatus": "in-progress",
    "CallerCity": "WASHINGTON",
    "CallerCountry": "US",
    "CallerState": "DC",
    "CallerZip": "20001",
    "Direction": "inbound",
    "FromCity": "WASHINGTON",
    "FromCountry": "US",
    "FromState": "DC",
    "FromZip": "20001",
    "To": "+12025550100",
    "ToCity": "",
    "ToCountry": "US",
    "ToState": "DC",
    "ToZip": "",
}


class Caller:
    """Signs and makes requests, and adds up the time that the application spends on them."""

    def __init__(self, application: Application, token: str) -> None:
        self._application = application
        self._token = token
        self.nanoseconds = 0
        self.calls = 0

    def post(self, target: str, form: Mapping[str, str]) -> str:
        """The body of the answer; raises where it is not 200."""
        fields = {**USUAL, **form}
        environ = _environ(target, urlencode(fields).encode(), signature(target, fields, self._token))
        told: list[str] = []
        began = time.process_time_ns()
        body = b"".join(self._application(environ, lambda status, *_: told.append(status)))
        self.nanoseconds += time.process_time_ns() - began
        self.calls += 1
        if not told[0].startswith("200"):
            raise RuntimeError(f"answered {told[0]}")
        return body.decode()

    def microseconds(self) -> float:
        """Processor time a call since the last time this was asked."""
        spent, calls = self.nanoseconds, self.calls
        self.nanoseconds = self.calls = 0
        return spent / calls / 1_000


def _environ(target: str, body: bytes, mark: str) -> dict[str, Any]:
    path, _, query = target.partition("?")
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "RAW_URI": target,
        "SERVER_NAME": "help.example.org",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "help.example.org",
        "HTTP_X_TWILIO_SIGNATURE": mark,
        "CONTENT_TYPE": "application/x-www-form-urlencoded; charset=UTF-8",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
