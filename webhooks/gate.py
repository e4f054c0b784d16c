"""Lets the carrier in and nobody else; every refusal is the same to the byte, whatever was wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, unquote_plus

from flask import Request, Response
from werkzeug.exceptions import HTTPException

from intake.carrier.fields import Form
from intake.carrier.settings import CarrierSettings
from intake.carrier.signature import ALGORITHM_HEADER, SIGNATURE_HEADER, Signed, Verdict, Verifier
from webhooks.meters import REFUSED

LARGEST_BODY = 64 * 1024
DELIVERY_HEADER = "I-Twilio-Idempotency-Token"
_LONGEST_TOKEN = 64
_MOST_FIELDS = 200
_FORM_TYPE = "application/x-www-form-urlencoded"
XML = "application/xml"


@dataclass(frozen=True, slots=True)
class Admitted:
    """A genuine request: its form and its query, each with the first of repeated values."""

    form: Form = field(repr=False)
    query: Form
    delivery: str | None = None
    """The carrier's token of this delivery; a hint and no more, because nobody has signed it."""


def refused() -> Response:
    """The one refusal. Without a body: what the carrier gets as plain text, it may send as a text message."""
    return Response(b"", 403, mimetype=XML)


class Gate:
    """Checks method, type, size and signature, in that order: numbers may ride in bodies only."""

    def __init__(self, settings: CarrierSettings) -> None:
        self._verifier = Verifier(settings)

    def admit(self, request: Request) -> Admitted | None:
        """The request's fields, or None where it is not the carrier's. Never raises."""
        if request.method != "POST" or request.mimetype != _FORM_TYPE:
            return self._turn_away("shape")
        fields = _fields(request)
        if fields is None:
            return self._turn_away("body")
        verdict = self._verifier.check(
            Signed(
                target=_target(request),
                fields=fields,
                signature=request.headers.get(SIGNATURE_HEADER),
                algorithm=request.headers.get(ALGORITHM_HEADER),
            )
        )
        if not verdict.genuine:
            return self._turn_away("unsigned" if verdict is Verdict.MISSING else "forged")
        delivery = request.headers.get(DELIVERY_HEADER, "")[:_LONGEST_TOKEN] or None
        return Admitted(_first(fields), _first(_pairs(request.environ.get("QUERY_STRING", ""))), delivery)

    def _turn_away(self, reason: str) -> Admitted | None:
        REFUSED.labels(reason).inc()
        return None


def _fields(request: Request) -> tuple[tuple[str, str], ...] | None:
    request.max_content_length = LARGEST_BODY
    try:
        body = request.get_data(cache=False, parse_form_data=False)
        return _pairs(body.decode("utf-8", "replace"))
    except (HTTPException, ValueError, OSError):
        return None


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """As `parse_qsl` reads them, blank values kept. Raises ValueError for too many fields."""
    if text.count("&") >= _MOST_FIELDS:
        raise ValueError("too many fields")
    parts = (field.partition("=") for field in text.split("&") if field)
    return tuple((_plain(name), _plain(value)) for name, _, value in parts)


def _plain(text: str) -> str:
    # Most of what the carrier sends needs no decoding.
    return unquote_plus(text) if "%" in text or "+" in text else text


def _first(pairs: tuple[tuple[str, str], ...]) -> Form:
    return dict(reversed(pairs))


def _target(request: Request) -> bytes:
    """Path and query as they came over the wire; a framework's own idea of them has been decoded."""
    raw: str = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or ""
    if not raw.startswith("/"):
        # A server that keeps no raw address, or a proxy's absolute one: put together what is left of it.
        path = quote(request.environ.get("PATH_INFO", "").encode("latin-1"))
        query = request.environ.get("QUERY_STRING", "")
        raw = f"{path}?{query}" if query else path
    return raw.partition("#")[0].encode("latin-1", "replace")
