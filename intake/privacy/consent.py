"""What makes a written consent one (42 CFR 2.31), and what a given one allows right now."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime

# 2.31(a)(4), (5), (7): the wording for treatment, payment and health care operations.
TPO_RECIPIENTS = "my treating providers, health plans, third-party payers, and people helping to operate this program"
TPO_PURPOSE = "for treatment, payment, and health care operations"
KINDS = ("tpo", "specific", "counseling_notes", "legal_proceedings")
SIGNERS = ("patient", "guardian", "personal_representative", "minor", "minor_and_parent")
_TOO_VAGUE = frozenset({"all", "everything", "any", "anything", "all information", "records", "all records", "todo"})
_ENDS_WITH_TREATMENT = "end of the treatment"
_NEVER = "none"


@dataclass(frozen=True, slots=True)
class Elements:
    """The ten elements of 2.31(a), in its order. All text is the patient's: sealed as one."""

    patient_name: str  # (a)(1)
    discloser: str  # (a)(2) name or class of who may disclose
    what: str  # (a)(3) "in a specific and meaningful fashion"
    recipients: str  # (a)(4)
    purpose: str  # (a)(5)
    right_to_revoke: str  # (a)(6) and how, with the exception for reliance
    expiry: str  # (a)(7) ISO date, event, or "none" for TPO
    signature: str  # (a)(8) electronic is fine
    signed_on: str  # (a)(9) ISO date
    statements: str  # (a)(10) redisclosure, and what follows from not signing; TPO only

    def __repr__(self) -> str:
        return "Elements(…)"

    def to_json(self) -> str:
        """One document, for sealing."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Elements:
    """Read `to_json` back."""
    return Elements(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Form:
    """A consent as it was signed. `expires_at` is the time of (a)(7) if it is a date, in UTC."""

    kind: str
    elements: Elements
    signer: str
    signed_at: datetime
    expires_at: datetime | None


def deficiencies(form: Form) -> list[str]:
    """Every reason why this is no valid consent, as codes; none if it may be saved (2.31(c))."""
    e = form.elements
    found = [
        f"missing_{field.name}"
        for field in fields(Elements)
        if not getattr(e, field.name).strip() and (field.name != "statements" or form.kind == "tpo")
    ]
    checks = (
        (form.kind not in KINDS, "unknown_kind"),
        (form.signer not in SIGNERS, "unknown_signer"),
        (e.what.strip().lower().rstrip(".") in _TOO_VAGUE, "what_not_specific"),
        (not _names_revocation(e.right_to_revoke), "revocation_incomplete"),
        (form.kind != "tpo" and e.expiry.strip().lower() == _NEVER, "expiry_none_only_for_tpo"),
        (form.kind == "tpo" and e.recipients.strip() == "", "missing_recipients"),
        (form.kind == "tpo" and "redisclos" not in e.statements.lower(), "no_redisclosure_statement"),
        (_is_date(e.expiry) and form.expires_at is None, "expiry_without_time"),
        (form.expires_at is not None and form.expires_at <= form.signed_at, "expired_at_signing"),
        (form.kind == "tpo" and _mixes(e.what), "separate_form_needed"),
    )
    return list(dict.fromkeys([*found, *(code for wrong, code in checks if wrong)]))


def _names_revocation(text: str) -> bool:
    # (a)(6): the right to revoke in writing, how, and the exception for what was done in reliance.
    low = text.lower()
    return "revoke" in low and "writing" in low and "relian" in low.replace("relied", "relian")


def _mixes(what: str) -> bool:
    # 2.31(b) and (d): counselling notes and legal proceedings each need a form of their own.
    low = what.lower()
    return "counseling notes" in low or "counselling notes" in low or "legal proceeding" in low


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Standing:
    """A saved consent now: what it covers, and whether it was taken back or its event came."""

    form: Form
    revoked_at: datetime | None = None
    treatment_ended: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody wants to disclose: to which recipient, for which purpose, of which kind."""

    recipient: str
    purpose: str
    kind: str = "tpo"


def objection(consent: Standing | None, ask: Ask, now: datetime) -> str | None:
    """Why this disclosure must not be made now, as a code; None if it may (2.31(c), checked at sending).

    no_consent, revoked, expired, not_for_this, wrong_recipient or wrong_purpose.
    """
    if consent is None or deficiencies(consent.form):
        return "no_consent"
    form = consent.form
    if consent.revoked_at is not None and consent.revoked_at <= now:
        return "revoked"
    ended = consent.treatment_ended and form.elements.expiry.strip().lower() == _ENDS_WITH_TREATMENT
    if ended or (form.expires_at is not None and form.expires_at <= now):
        return "expired"
    if form.kind != ask.kind:
        return "not_for_this"
    if form.kind == "tpo":
        return None if ask.purpose in {"treatment", "payment", "operations"} else "wrong_purpose"
    if ask.recipient.strip().lower() not in form.elements.recipients.lower() or not ask.recipient.strip():
        return "wrong_recipient"
    return None if ask.purpose.strip().lower() in form.elements.purpose.lower() else "wrong_purpose"
