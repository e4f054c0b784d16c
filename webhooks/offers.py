"""Professionals' legs: pages that brief, take an accept, join and ask for the outcome."""

from __future__ import annotations

from flask import Response

from intake.carrier import fields, forms
from intake.carrier.requests import OfferRequest
from webhooks.desk import Desk, xml
from webhooks.gate import Admitted


def page(desk: Desk, request: Admitted) -> Response:
    """The page that our link names. If we fail, the leg is let go: what it was about is still due."""

    def document() -> str:
        return desk.render.voice(desk.house.callbacks.offer_page(_asked(request)))

    return xml(desk.attempt("offer", document) or desk.last_resort.staff)


def _asked(request: Admitted) -> OfferRequest:
    return OfferRequest(
        offer=fields.opaque(request.query, "o"),
        page=fields.page(request.query),
        input=forms.turn_input(request.form, request.query),
        dial=forms.dial_result(request.form) if "DialCallStatus" in request.form else None,
    )
