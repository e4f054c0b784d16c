"""The carrier's fallback address and all its pages: needs neither database nor Redis."""

from __future__ import annotations

from flask import Response

from intake.carrier import fields, forms
from intake.carrier.events import Fallback
from intake.carrier.lastresort import LastResort
from webhooks.desk import EMPTY, Desk, log, xml
from webhooks.gate import Admitted
from webhooks.meters import CARRIER_FALLBACKS


def page(desk: Desk, request: Admitted) -> Response:
    """A page of the last resort; without a page's name it is the carrier telling us that we failed a call."""
    name = request.query.get("p", "")
    tries = min(fields.number(request.query, "n") or 0, 9)
    event = forms.fallback(request.form)
    if not name:
        _report(event)
        if desk.failed_before.seen(request.form.get("CallSid", "")):
            return xml(desk.last_resort.backup(tries))
    if name == "accept" and event.digits and event.parent_sid:
        _taken(desk, event.parent_sid)
    if name in ("dialed", "bridged"):
        return xml(_after_dial(desk.last_resort, request, tries))
    return xml(_page(desk.last_resort, name, tries, event.digits))


def _taken(desk: Desk, caller_leg: str) -> None:
    """Nobody else need be rung for them; they are joined whether that can be written down or not."""
    desk.attempt("backup_took", lambda: desk.house.conversations.with_backup(caller_leg))


def _page(last_resort: LastResort, name: str, tries: int, digits: str | None) -> str:
    match name:
        case "key":
            return last_resort.after_key(digits)
        case "backup":
            return last_resort.backup(tries)
        case "whisper":
            return last_resort.whisper(tries)
        case "accept":
            return last_resort.accepted(digits)
        case "staff":
            return last_resort.staff
        case _:
            return last_resort.apology


def _after_dial(last_resort: LastResort, request: Admitted, tries: int) -> str:
    try:
        result = forms.dial_result(request.form)
    except fields.FormProblem:
        return last_resort.backup(tries + 1)
    if result.status.over or result.joined:
        return EMPTY
    return last_resort.backup(tries + 1 if request.query["p"] == "dialed" else tries)


def _report(event: Fallback) -> None:
    CARRIER_FALLBACKS.labels(str(event.error_code or "none")).inc()
    log.error("the carrier could not get an answer from us", code=event.error_code)
