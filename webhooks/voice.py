"""Callers' legs: read the form, ask the house, speak its answer; whatever fails is spoken too."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response

from intake.carrier import fields, forms
from intake.carrier.pages import Answer
from intake.carrier.requests import BridgedRequest, TurnRequest, WaitedRequest, WaitRequest
from intake.carrier.words import CallStatus, listed
from intake.conversation.crisis import danger
from intake.conversation.instructions import Hold, Say
from webhooks.desk import EMPTY, Desk, xml
from webhooks.gate import Admitted

_PLEASE_HOLD = Hold((Say("hold", "Please stay on the line.", "en"), Say("hold", "No cuelgue, por favor.", "es")), "", 5)


def begin(desk: Desk, request: Admitted) -> Response:
    """Somebody dialled one of our lines."""

    def answer() -> Answer:
        call = forms.inbound_call(request.form, desk.lines.own_lines)
        return desk.house.conversations.begin_call(call)

    return _spoken(desk, request, "voice", answer)


def turn(desk: Desk, request: Admitted) -> Response:
    """A caller pressed, said, or kept silent."""

    def answer() -> Answer:
        conversation, number = _place(request)
        return desk.house.conversations.turn(
            TurnRequest(conversation, number, forms.turn_input(request.form, request.query))
        )

    return _spoken(desk, request, "turn", answer)


def waited(desk: Desk, request: Admitted) -> Response:
    """A caller is out of the waiting room: joined, tired of it, or taken out by us."""

    def answer() -> Answer:
        conversation, number = _place(request)
        return desk.house.conversations.waited(WaitedRequest(conversation, number, forms.queue_result(request.form)))

    return _spoken(desk, request, "waited", answer)


def bridged(desk: Desk, request: Admitted) -> Response:
    """The 988 bridge has ended. If we cannot say what is next, a bridge that failed leads to a person."""

    def answer() -> Answer:
        conversation, number = _place(request)
        return desk.house.conversations.bridged(BridgedRequest(conversation, number, forms.dial_result(request.form)))

    return _spoken(desk, request, "bridge", answer, after_bridge)


def wait(desk: Desk, request: Admitted) -> Response:
    """A caller in the waiting room has heard the last page to its end, or pressed a key."""

    def document() -> str:
        conversation, number = _place(request)
        page = fields.counter(request.query, "n")
        tick = forms.wait_tick(request.form)
        answer = desk.house.conversations.wait(WaitRequest(conversation, number, page, tick))
        return desk.render.waiting(answer)

    return xml(desk.attempt("wait", document) or keep_waiting(desk, request))


def sorry(desk: Desk, request: Admitted) -> str:
    """What a caller hears when we fail: the way out that they asked for, else the apology, else a person.

    9, 0 and the words of a crisis work without anything else working; a call that fails a second time is
    not apologised to twice."""
    if _over(request):
        return EMPTY
    keys = fields.keys(request.form)
    if keys == "9" or danger(fields.speech(request.form) or ""):
        return desk.last_resort.crisis()
    if keys == "0" or desk.failed_before.seen(request.form.get("CallSid", "")):
        return desk.last_resort.backup(0)
    return desk.last_resort.apology


def after_bridge(desk: Desk, request: Admitted) -> str:
    """What follows the 988 bridge when we fail: nothing if they spoke, else a person at once."""
    try:
        result = forms.dial_result(request.form)
    except fields.FormProblem:
        return desk.last_resort.backup(0)
    return EMPTY if result.status.over or result.joined else desk.last_resort.backup(0)


def keep_waiting(desk: Desk, request: Admitted) -> str:
    """What a waiting caller hears when we fail: hold on, once; then out, to where a person is found."""
    keys = fields.keys(request.form)
    try:
        conversation, number = _place(request)
        page = fields.counter(request.query, "n")
    except fields.FormProblem:
        return desk.render.leave()
    hold = Answer((_PLEASE_HOLD,), conversation=conversation, turn=number, wait_page=page)
    out = keys or desk.failed_before.seen(request.form.get("CallSid", ""))
    return desk.render.leave() if out else desk.render.waiting(hold)


def _spoken(
    desk: Desk,
    request: Admitted,
    route: str,
    answer: Callable[[], Answer],
    failed: Callable[[Desk, Admitted], str] = sorry,
) -> Response:
    document = desk.attempt(route, lambda: desk.render.voice(answer()))
    if document is None:
        return xml(failed(desk, request))
    return xml(EMPTY if _over(request) else document)


def _place(request: Admitted) -> tuple[str, int]:
    return fields.opaque(request.query, "c"), fields.counter(request.query, "t")


def _over(request: Admitted) -> bool:
    return listed(CallStatus, request.form.get("CallStatus", "")).over
