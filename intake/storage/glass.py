"""Opened glasses as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, update

from intake.storage.schema.staff import glass_breaks


@dataclass(frozen=True, slots=True)
class Glass:
    """One emergency access."""

    id: UUID
    staff_id: UUID
    subject_kind: str
    subject_id: str
    data_key: bytes
    reason_sealed: bytes
    opened_at: datetime
    expires_at: datetime
    review_due_at: datetime


_COLUMNS = tuple(glass_breaks.c[name] for name in Glass.__slots__)


def add(connection: Connection, glass: Glass) -> None:
    """Write it down."""
    connection.execute(insert(glass_breaks), [{name: getattr(glass, name) for name in Glass.__slots__}])


def get(connection: Connection, glass_id: UUID) -> Glass | None:
    """One by id."""
    row = connection.execute(select(*_COLUMNS).where(glass_breaks.c.id == glass_id)).one_or_none()
    return Glass(*row) if row else None


def open_until(connection: Connection, staff_id: UUID, subject_id: str, now: datetime) -> datetime | None:
    """When the last such glass that is open now closes; None if none is."""
    c = glass_breaks.c
    query = select(func.max(c.expires_at)).where(c.staff_id == staff_id, c.subject_id == subject_id)
    found: datetime | None = connection.execute(query.where(c.expires_at > now)).scalar_one()
    return found


def unreviewed(connection: Connection) -> list[Glass]:
    """Those that wait for a review, the most urgent first."""
    c = glass_breaks.c
    query = select(*_COLUMNS).where(c.reviewed_at.is_(None)).order_by(c.review_due_at)
    return [Glass(*row) for row in connection.execute(query)]


def review(connection: Connection, glass_id: UUID, reviewer: UUID, result: str, now: datetime) -> bool:
    """Store a review; False if there was one."""
    c = glass_breaks.c
    change = update(glass_breaks).where(c.id == glass_id, c.reviewed_at.is_(None))
    values = {"reviewed_by": reviewer, "reviewed_at": now, "review_result": result}
    return connection.execute(change.values(values)).rowcount == 1
