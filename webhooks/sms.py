"""Texts to our lines: read the form, ask the house, reply; if we fail, the crisis words still go out."""

from __future__ import annotations

from flask import Response

from intake.carrier import forms
from intake.carrier.fields import FormProblem
from webhooks.desk import EMPTY, Desk, xml
from webhooks.gate import Admitted

# The carrier and the network act on these themselves; whoever sent one must get nothing back from a failure.
_STOPS = frozenset(
    ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "ALTO", "PARAR", "BASTA")
)


def text(desk: Desk, request: Admitted) -> Response:
    """A text came in."""

    def document() -> str:
        message = forms.inbound_text(request.form, desk.lines.own_lines)
        answer = desk.house.conversations.text(message)
        # Nobody reads a reply to a short code, and a reply to ourselves would never end.
        return EMPTY if message.sender is None or message.looped else desk.render.text(answer)

    return xml(desk.attempt("sms", document) or _sorry(desk, request))


def _sorry(desk: Desk, request: Admitted) -> str:
    try:
        message = forms.inbound_text(request.form, desk.lines.own_lines)
    except FormProblem:
        return EMPTY
    stop = message.body.strip(" .!\n\r\t").upper() in _STOPS
    return EMPTY if stop or message.sender is None or message.looped else desk.last_resort.text
