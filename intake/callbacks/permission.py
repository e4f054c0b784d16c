"""The one place that says whether we may call, leave a message, text or say who we are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from intake.callbacks.retries import VOICEMAILS
from intake.callbacks.windows import may_ring_at, within_contact_hours


class Deed(StrEnum):
    """What somebody is about to do."""

    CALL = "call"
    VOICEMAIL = "voicemail"
    TEXT = "text"
    SAY_BRAND = "say_brand"


@dataclass(frozen=True)
class ContactPermission:
    """What the caller allowed, with the safest answer wherever they gave none."""

    # voice | text_only
    mode: str = "voice"
    # none | voicemail | text | either
    message: str = "none"
    # first_name_only | brand_ok
    identify_as: str = "first_name_only"
    # asap | morning | afternoon | evening
    when: str = "asap"
    zone: str = "America/New_York"
    do_not_contact: bool = False
    # Open suppressions of the number: all, sms, voice.
    suppressed: Collection[str] = field(default_factory=frozenset)
    # In a thread that the caller began and has not stopped, we may answer at any hour.
    in_thread: bool = False
    landline: bool = False
    voicemails_left: int = 0
    # A crisis call (P0): one call back by a person at any hour, never a message.
    crisis: bool = False
    # The caller asked in these very minutes ("call me now"): that is permission for any hour.
    asked_now: bool = False


@dataclass(frozen=True)
class Verdict:
    """Yes or no, with the rule that says so; true in a condition when it is yes."""

    ok: bool
    reason: str

    def __bool__(self) -> bool:
        return self.ok


_YES = Verdict(True, "allowed")


def allowed(contact: ContactPermission, deed: Deed, now: datetime) -> Verdict:
    """Whether `deed` is permitted at `now`; the first rule that forbids it is named.

    Sources: 47 CFR 64.1200(a)(10) (stop means stop, by any means), Fla. Stat. 501.616(6) (8 to 20 local),
    42 CFR 2.13 (no message may show that somebody is a patient; so first name and neutral number only).
    """
    if contact.do_not_contact:
        return Verdict(False, "do_not_contact")
    rule = {Deed.CALL: _call, Deed.VOICEMAIL: _voicemail, Deed.TEXT: _text, Deed.SAY_BRAND: _brand}[deed]
    forbidden = rule(contact, now)
    return _YES if forbidden is None else Verdict(False, forbidden)


def _call(contact: ContactPermission, now: datetime) -> str | None:
    if {"all", "voice"} & set(contact.suppressed):
        return "suppressed"
    if contact.mode == "text_only" and not contact.asked_now:
        return "text_only"
    if contact.crisis or contact.asked_now or may_ring_at(contact.when, contact.zone, now):
        return None
    return "outside_their_hours"


def _voicemail(contact: ContactPermission, now: datetime) -> str | None:
    if contact.crisis:
        return "never_in_a_crisis"
    if contact.message not in ("voicemail", "either"):
        return "no_voicemail_allowed"
    if contact.voicemails_left >= VOICEMAILS:
        return "one_was_left"
    return _call(contact, now)


def _text(contact: ContactPermission, now: datetime) -> str | None:
    if {"all", "sms"} & set(contact.suppressed):
        return "suppressed"
    if contact.landline:
        return "landline"
    if contact.in_thread:
        return None
    if contact.crisis:
        return "never_in_a_crisis"
    if contact.message not in ("text", "either") and contact.mode != "text_only":
        return "no_text_allowed"
    return None if within_contact_hours(now, contact.zone) else "outside_contact_hours"


def _brand(contact: ContactPermission, now: datetime) -> str | None:
    """To the person only, by voice; a message never carries the brand whatever was allowed."""
    return None if contact.identify_as == "brand_ok" else "first_name_only"
