"""Written consents and what was disclosed under them, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from intake.storage.schema.privacy import consents, disclosures


@dataclass(frozen=True, slots=True)
class Consent:
    """One signed form; its elements are sealed as one document."""

    id: UUID
    enrollment_id: UUID
    kind: str
    data_key: bytes
    elements_sealed: bytes
    form_version: str
    signer: str
    signed_at: datetime
    expires_at: datetime | None
    expires_event: str | None
    revoked_at: datetime | None
    revoked_how: str | None
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One time that something left the house."""

    id: UUID
    enrollment_id: UUID
    basis: str
    consent_id: UUID | None
    data_key: bytes
    content_sealed: bytes
    statement: str | None
    consent_copy: str | None
    made_by: str
    at: datetime


def add(connection: Connection, consent: Consent) -> None:
    """Save a consent; it never changes afterwards."""
    connection.execute(insert(consents), [{name: getattr(consent, name) for name in Consent.__slots__}])


def get(connection: Connection, consent_id: UUID) -> Consent | None:
    """One by id; locked against a revocation while something is sent under it."""
    query = select(consents).where(consents.c.id == consent_id).with_for_update(read=True)
    row = connection.execute(query).one_or_none()
    return Consent(*row) if row else None


def of(connection: Connection, enrollment_id: UUID) -> list[Consent]:
    """The consents of an enrollment, newest first."""
    query = select(consents).where(consents.c.enrollment_id == enrollment_id)
    return [Consent(*row) for row in connection.execute(query.order_by(consents.c.signed_at.desc()))]


def revoke(connection: Connection, consent_id: UUID, how: str, now: datetime) -> bool:
    """Take a consent back; False if it was."""
    change = update(consents).where(consents.c.id == consent_id, consents.c.revoked_at.is_(None))
    return connection.execute(change.values(revoked_at=now, revoked_how=how)).rowcount == 1


def add_disclosure(connection: Connection, made: Disclosure) -> None:
    """Write a disclosure down; it never changes afterwards."""
    connection.execute(insert(disclosures), [{name: getattr(made, name) for name in Disclosure.__slots__}])


def disclosures_of(connection: Connection, enrollment_id: UUID, since: datetime) -> list[Disclosure]:
    """What was disclosed of an enrollment since then, newest first."""
    c = disclosures.c
    query = select(disclosures).where(c.enrollment_id == enrollment_id, c.at >= since)
    return [Disclosure(*row) for row in connection.execute(query.order_by(c.at.desc()))]
