"""Texts to our lines: read the form, ask the house, reply; if we fail, the crisis words still go out."""

from __future__ import annotations

from flask import Response

from intake.carrier import forms
from intake.carrier.fields import FormProblem
from intake.conversation.crisis import danger
from intake.conversation.stopwords import stop
from webhooks.desk import EMPTY, Desk, xml
from webhooks.gate import Admitted


def text(desk: Desk, request: Admitted) -> Response:
    """A text came in."""

    def document() -> str:
        message = forms.inbound_text(request.form, desk.lines.own_lines, request.delivery)
        answer = desk.house.conversations.text(message)
        # Nobody reads a reply to a short code, and a reply to ourselves would never end.
        return EMPTY if message.sender is None or message.looped else desk.render.text(answer)

    return xml(desk.attempt("sms", document) or _sorry(desk, request))


def _sorry(desk: Desk, request: Admitted) -> str:
    try:
        message = forms.inbound_text(request.form, desk.lines.own_lines)
    except FormProblem:
        return EMPTY
    unreadable = message.sender is None or message.looped
    return EMPTY if unreadable or _wants_silence(message.body) else desk.last_resort.text


def _wants_silence(body: str) -> bool:
    """STOP means stop even now; only words of danger outweigh a stop that is not the plain keyword."""
    said = stop(body)
    return said == "keyword" or (said is not None and danger(body) is None)
