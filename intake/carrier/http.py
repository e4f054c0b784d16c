"""One way out to the carrier: always with a time limit, never logging, every failure one of ours.

The SDK's own client is not used because it logs the numbers in a query, keeps the last request, and hands
one thread another's answer."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from requests.exceptions import ConnectionError as NotConnected
from twilio.http import HttpClient
from twilio.http.response import Response
from urllib3.exceptions import MaxRetryError, NewConnectionError

from intake.carrier.errors import CarrierBusy, CarrierError, CarrierRefused, OutcomeUnknown

_TOO_MANY = 429
_TOO_MANY_CODE = 20429
_SILENT = logging.Logger("carrier", level=logging.CRITICAL + 1)
# urllib3 writes whole addresses, numbers included, at its lowest level.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)


class CarrierHttp(HttpClient):  # type: ignore[misc]  # the SDK has no types
    """Requests with `seconds` to connect and to answer. A connection pool for each thread."""

    def __init__(self, seconds: float) -> None:
        super().__init__(_SILENT, False, seconds)
        self._held = threading.local()

    @contextmanager
    def hurried(self, seconds: float | None) -> Iterator[None]:
        """Within, this thread's requests get at most so many seconds; None changes nothing."""
        self._held.hurry = min(seconds, self.timeout) if seconds is not None else None
        try:
            yield
        finally:
            self._held.hurry = None

    def request(self, method: str, uri: str, **given: Any) -> Response:  # noqa: ANN401 - the SDK has no types
        """The answer, if it is one; else raises a `CarrierError` that holds nothing of the request."""
        changes = method.upper() == "POST"
        given["timeout"] = getattr(self._held, "hurry", None) or given.get("timeout") or self.timeout
        problem: CarrierError
        try:
            answer = self._session().request(method, uri, **given)
        except requests.RequestException as error:
            problem = _silence(error, changes)
        else:
            if answer.status_code < 400:
                return Response(answer.status_code, answer.text, answer.headers)
            problem = _refusal(answer, changes)
        # Raised outside the handler: the library's error, with the address in it, must not ride along.
        raise problem

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._held, "session", None)
        if session is None:
            session = self._held.session = requests.Session()
        return session


def _silence(error: requests.RequestException, changes: bool) -> CarrierError:
    if isinstance(error, requests.ConnectTimeout) or _never_sent(error):
        return CarrierBusy("no connection")
    return OutcomeUnknown("no answer") if changes else CarrierBusy("no answer")


def _never_sent(error: requests.RequestException) -> bool:
    cause = error.args[0] if isinstance(error, NotConnected) and error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def _refusal(answer: requests.Response, changes: bool) -> CarrierError:
    status = answer.status_code
    code = _code(answer.text)
    if status == _TOO_MANY or code == _TOO_MANY_CODE:
        return CarrierBusy("too many requests")
    if status < 500:
        return CarrierRefused(code or status, status)
    return OutcomeUnknown(f"status {status}") if changes else CarrierBusy(f"status {status}")


def _code(body: str) -> int | None:
    try:
        code = json.loads(body)["code"]
    except (ValueError, KeyError, TypeError):
        return None
    return code if isinstance(code, int) else None
