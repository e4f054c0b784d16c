"""The breach register, and whose records an act touched, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, update

from intake.storage.audit import Filter
from intake.storage.schema.audit import audit_entries
from intake.storage.schema.privacy import breaches

DUTIES = ("people", "authority", "media")


@dataclass(frozen=True, slots=True)
class Breach:
    """One entry of the register; what happened is sealed."""

    id: UUID
    data_key: bytes
    content_sealed: bytes
    discovered_at: datetime
    affected: int
    recorded_by: str
    people_told_at: datetime | None
    authority_told_at: datetime | None
    media_told_at: datetime | None


_COLUMNS = tuple(breaches.c[name] for name in Breach.__slots__)


def add(connection: Connection, breach: Breach) -> None:
    """Enter a breach."""
    connection.execute(insert(breaches), [{name: getattr(breach, name) for name in Breach.__slots__}])


def open_(connection: Connection) -> list[Breach]:
    """Breaches that are not closed, oldest first."""
    query = select(*_COLUMNS).where(breaches.c.closed_at.is_(None))
    return [Breach(*row) for row in connection.execute(query.order_by(breaches.c.discovered_at))]


def told(connection: Connection, breach_id: UUID, duty: str, now: datetime) -> None:
    """Somebody of `DUTIES` was told."""
    change = update(breaches).where(breaches.c.id == breach_id)
    connection.execute(change.values({f"{duty}_told_at": now}))


def close(connection: Connection, breach_id: UUID, now: datetime) -> None:
    """Nothing is left to do."""
    connection.execute(update(breaches).where(breaches.c.id == breach_id).values(closed_at=now))


def touched(connection: Connection, wanted: Filter) -> dict[str, datetime]:
    """The enrollments that acts of this kind touched, with the first time each."""
    c = audit_entries.c
    query = select(c.subject_id, func.min(c.at).label("first")).where(c.subject_kind == "enrollment")
    if wanted.actor is not None:
        query = query.where(c.actor == wanted.actor)
    if wanted.action is not None:
        query = query.where(c.action == wanted.action)
    if wanted.since is not None:
        query = query.where(c.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(c.at < wanted.until)
    found = connection.execute(query.where(c.subject_id.is_not(None)).group_by(c.subject_id))
    return {row.subject_id: row.first for row in found}
