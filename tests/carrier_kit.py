"""A deployment to test the carrier's rooms with, and a stranger's independent way of signing for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from intake.carrier.settings import CarrierSettings
from intake.numbers import PhoneNumber

TOKEN = "first-token-0123456789abcdef01234"
NEXT_TOKEN = "next-token-0123456789abcdef012345"
SHARED = "shared-secret-0123456789abcdef01"
BASE = "https://help.example.org"
HELPLINE = "+12025550100"
NEUTRAL = "+12025550101"
BACKUP = "+12025550102"
CALLER = "+12025550147"
CALL = "CA" + "0" * 31 + "1"
TEXT = "SM" + "0" * 31 + "1"
CONVERSATION = "c" * 32
OFFER = "0f" * 16
DATA = Path(__file__).parent / "data"

LINES = CarrierSettings(
    account_sid="AC" + "0" * 32,
    auth_token=TOKEN,
    public_base_url=BASE,
    helpline=PhoneNumber(HELPLINE),
    neutral=PhoneNumber(NEUTRAL),
    backup=PhoneNumber(BACKUP),
    crisis=PhoneNumber("+18002738255"),
)
ROTATING = replace(LINES, next_token=NEXT_TOKEN)
WITH_SHARED = replace(LINES, shared_secret=SHARED)


def call_form(**changes: str) -> dict[str, str]:
    """The form of an inbound call."""
    form = {"CallSid": CALL, "From": CALLER, "To": HELPLINE, "CallStatus": "ringing", "FromCity": ""}
    return {**form, **changes}


def text_form(body: str = "hello", **changes: str) -> dict[str, str]:
    """The form of an inbound text."""
    form = {"MessageSid": TEXT, "From": CALLER, "To": HELPLINE, "Body": body, "NumMedia": "0"}
    return {**form, **changes}


def payloads() -> list[tuple[str, dict[str, str]]]:
    """Captured and documented requests of the carrier's: kind and form."""
    lines = (DATA / "carrier_payloads.jsonl").read_text().splitlines()
    return [(row["kind"], row["params"]) for row in map(json.loads, lines)]


def signature(target: str, form: Mapping[str, object], token: str = TOKEN, algorithm: str = "HMAC_SHA1") -> str:
    """The carrier's signature, by the carrier's own library."""
    made: str = RequestValidator(token).compute_signature(BASE + target, form, algorithm)
    return made


def post(client: FlaskClient, target: str, form: Mapping[str, str], token: str = TOKEN) -> TestResponse:
    """A genuine request: `target` is path and query as they go over the wire."""
    return client.post(
        target,
        data=urlencode(form),
        content_type="application/x-www-form-urlencoded; charset=UTF-8",
        headers={"X-Twilio-Signature": signature(target, form, token)},
    )
