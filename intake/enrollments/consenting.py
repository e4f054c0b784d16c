"""Take a written consent at the desk, and take it back: the gates of the pipeline follow from it at once."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from intake.enrollments import pipeline
from intake.enrollments.hand import Hand, Said
from intake.enrollments.intake import Happened
from intake.enrollments.intake import note as put_on_timeline
from intake.privacy import consents
from intake.privacy.consent import TPO_PURPOSE, TPO_RECIPIENTS, Form, deficiencies
from intake.privacy.consents import Recorded
from intake.storage import consents as rows
from intake.storage import enrollments

# The provider's counsel replaces the wording; the version is kept with every signature.
FORM_VERSION = "2024-1"
REVOKED_HOW = ("writing", "text", "electronic", "spoken")
_MINORS_SIGN = frozenset({"minor", "minor_and_parent"})


def wording(brand: str) -> dict[str, str]:
    """What the form says before anybody writes in it (42 CFR 2.31(a)(2) to (7), (10))."""
    return {
        "discloser": f"{brand} and the people who work there",
        "what": "my request for help, my contact details, my assessment, my level of care and my attendance",
        "recipients": TPO_RECIPIENTS,
        "purpose": TPO_PURPOSE,
        "right_to_revoke": "I may revoke this consent in writing at any time, on paper or by electronic message to "
        "the program, except as far as somebody has acted in reliance on it.",
        "expiry": "end of the treatment",
        "statements": "My records may be redisclosed by those who receive them as HIPAA allows, but never in "
        "proceedings against me without my consent or a court order. The program may not be able to ask my health "
        "plan to pay if I do not sign; I am not refused help for not signing.",
    }


def problems(form: Form, age_band: str | None, flags: list[str]) -> list[str]:
    """Every reason not to take this consent now, as codes: the form's own, and who may not sign today."""
    found = deficiencies(form)
    if age_band == "minor" and form.signer not in _MINORS_SIGN:
        found.append("minor_signs")
    # Somebody who may be intoxicated signs on another day (domain 3).
    if "capacity_doubt" in flags:
        found.append("capacity_doubt")
    return found


def sign(connection: Connection, hand: Hand, record_id: UUID, form: Form) -> tuple[Said, list[str]]:
    """Keep a signed form; nothing is kept while anything is missing (42 CFR 2.31(c))."""
    target = enrollments.get(connection, record_id, lock=True)
    if target is None or target.stage in pipeline.TERMINAL:
        return Said.GONE, []
    if found := problems(form, target.age_band, target.flags):
        return Said.WRONG, found
    consents.sign(connection, hand.vault, form, Recorded(record_id, FORM_VERSION, hand.actor))
    put_on_timeline(connection, record_id, Happened("consent", "signed", hand.actor), hand.now)
    return Said.DONE, []


def revoke(connection: Connection, hand: Hand, record_id: UUID, consent_id: UUID, how: str) -> Said:
    """Take a consent back from now on; what was done in reliance on it stays done (2.31(a)(6))."""
    if how not in REVOKED_HOW:
        return Said.WRONG
    if consent_id not in {one.id for one in rows.of(connection, record_id)}:
        return Said.GONE
    if not consents.revoke(connection, consent_id, how, hand.actor, hand.now):
        return Said.GONE
    put_on_timeline(connection, record_id, Happened("consent", "revoked", hand.actor), hand.now)
    return Said.DONE
