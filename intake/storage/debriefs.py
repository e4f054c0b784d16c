"""Debriefs as rows: asked for by one tap, done when two people have talked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from intake.storage.records import must
from intake.storage.schema.console import debriefs

# Talked about while it is fresh (domain 7.2).
WITHIN = timedelta(hours=72)


@dataclass(frozen=True)
class Debrief:
    """Somebody should be talked with about a call."""

    id: UUID
    staff_id: UUID
    why: str
    asked_at: datetime
    due_at: datetime


_COLUMNS = tuple(debriefs.c[name] for name in Debrief.__dataclass_fields__)


def ask(
    connection: Connection,
    staff_id: UUID,
    callback_id: UUID | None,
    why: str,
    times: tuple[datetime, datetime],
) -> UUID | None:
    """Ask for one; `times` are now and when it is due. None if one is open for this call already."""
    asked_at, due_at = times
    query = insert(debriefs).values(
        id=uuid4(), staff_id=staff_id, callback_id=callback_id, why=why, asked_at=asked_at, due_at=due_at
    )
    return connection.execute(query.on_conflict_do_nothing().returning(debriefs.c.id)).scalar()


def open_ones(connection: Connection, limit: int = 50) -> list[Debrief]:
    """Debriefs that have not been held, the most urgent first."""
    query = select(*_COLUMNS).where(debriefs.c.done_at.is_(None)).order_by(debriefs.c.due_at).limit(limit)
    return [must(Debrief, row) for row in connection.execute(query)]


def of_person(connection: Connection, staff_id: UUID) -> list[Debrief]:
    """Those of one person that have not been held."""
    query = select(*_COLUMNS).where(debriefs.c.done_at.is_(None), debriefs.c.staff_id == staff_id)
    return [must(Debrief, row) for row in connection.execute(query.order_by(debriefs.c.due_at))]


def done(connection: Connection, debrief_id: UUID, by: UUID, now: datetime) -> bool:
    """They have talked; nobody debriefs themselves. False if it was done, or is one's own."""
    query = (
        update(debriefs)
        .where(debriefs.c.id == debrief_id, debriefs.c.done_at.is_(None), debriefs.c.staff_id != by)
        .values(done_at=now, done_by=by)
    )
    return connection.execute(query).rowcount == 1
