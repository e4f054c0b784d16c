"""Save, revoke and ask written consents: nothing goes outside without one that holds at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.privacy.audit import Act, Action, record
from intake.privacy.consent import Ask, Form, Standing, deficiencies, from_json, objection
from intake.privacy.vault import Vault
from intake.storage import consents as rows
from intake.storage import enrollments


class Deficient(ValueError):
    """The form is no consent (42 CFR 2.31(c)); `problems` are codes, never what was written."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


def _aad(consent_id: UUID) -> str:
    return f"consents.elements_sealed:{consent_id.hex}"


@dataclass(frozen=True, slots=True)
class Recorded:
    """Who took the consent, for which enrollment, on which version of the form."""

    enrollment_id: UUID
    form_version: str
    actor: str


def sign(connection: Connection, vault: Vault, form: Form, taken: Recorded) -> UUID:
    """Save a signed consent. Raises `Deficient` and saves nothing if an element is missing."""
    if problems := deficiencies(form):
        raise Deficient(problems)
    consent_id, data_key = uuid4(), vault.new_key()
    event = None if form.expires_at else form.elements.expiry.strip().lower()
    rows.add(
        connection,
        rows.Consent(
            id=consent_id,
            enrollment_id=taken.enrollment_id,
            kind=form.kind,
            data_key=data_key,
            elements_sealed=vault.seal(data_key, form.elements.to_json(), _aad(consent_id)),
            form_version=taken.form_version,
            signer=form.signer,
            signed_at=form.signed_at,
            expires_at=form.expires_at,
            expires_event=event,
            revoked_at=None,
            revoked_how=None,
            recorded_by=taken.actor,
        ),
    )
    enrollment = taken.enrollment_id.hex
    record(connection, Act(Action.CONSENT_SIGN, taken.actor, "enrollment", enrollment, consent_id.hex))
    return consent_id


def revoke(connection: Connection, consent_id: UUID, how: str, actor: str, now: datetime) -> bool:
    """Take a consent back from now on; what was done in reliance on it stays done (2.31(a)(6)).

    `how`: a code such as writing, text, electronic or spoken. False if it was revoked or never was.
    """
    revoked = rows.revoke(connection, consent_id, how, now)
    record(connection, Act(Action.CONSENT_REVOKE, actor, "consent", consent_id.hex, how))
    return revoked


def opened(vault: Vault, consent: rows.Consent) -> Form:
    """The form as it was signed."""
    text = vault.open(consent.data_key, consent.elements_sealed, _aad(consent.id))
    return Form(consent.kind, from_json(text), consent.signer, consent.signed_at, consent.expires_at)


def allowing(
    connection: Connection, vault: Vault, enrollment_id: UUID, ask: Ask, now: datetime
) -> tuple[UUID | None, str | None]:
    """The consent that allows this disclosure now, or why none does (a code, see `consent.objection`)."""
    why: str | None = "no_consent"
    held = enrollments.get(connection, enrollment_id)
    ended = held is not None and held.stage == "closed"
    for found in rows.of(connection, enrollment_id):
        locked = rows.get(connection, found.id) or found
        why = objection(Standing(opened(vault, locked), locked.revoked_at, ended), ask, now)
        if why is None:
            return locked.id, None
    return None, why
