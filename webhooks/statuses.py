"""Reports of what became of legs and texts; a word we do not know is counted, never guessed at."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response

from intake.carrier import forms
from intake.carrier.fields import FormProblem
from intake.carrier.words import CallStatus, TextStatus
from webhooks.desk import Desk, later, log, nothing, unreadable
from webhooks.gate import Admitted
from webhooks.meters import UNLISTED


def call(desk: Desk, request: Admitted) -> Response:
    """A leg's progress."""

    def keep() -> bool:
        event = forms.status_event(request.form, request.query)
        if event.status is CallStatus.UNKNOWN:
            return _unlisted("call")
        desk.house.statuses.call(event)
        return True

    return _answered(desk, "status", keep)


def message(desk: Desk, request: Admitted) -> Response:
    """A text's progress."""

    def keep() -> bool:
        event = forms.message_status(request.form, request.query)
        if event.status is TextStatus.UNKNOWN:
            return _unlisted("text")
        desk.house.statuses.message(event)
        return True

    return _answered(desk, "text_status", keep)


def _unlisted(kind: str) -> bool:
    UNLISTED.labels(kind).inc()
    log.warning("the carrier reported a status that we do not know", kind=kind)
    return True


def _answered(desk: Desk, route: str, keep: Callable[[], bool]) -> Response:
    def kept() -> bool:
        try:
            return keep()
        except FormProblem as problem:
            desk.report(route, problem)
            return False

    made = desk.attempt(route, kept)
    if made is None:
        return later()
    # What cannot be read will not be readable the next time either.
    return nothing() if made else unreadable()
