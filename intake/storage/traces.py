"""Traces at the carrier as rows: each is removed there once, and its row goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.records import record
from intake.storage.schema.conversations import messages
from intake.storage.schema.traces import carrier_traces


@dataclass(frozen=True, slots=True)
class Trace:
    """One call or text in the carrier's records. `kind` is call or text."""

    id: UUID
    sid: str
    kind: str
    emptied: bool
    tries: int
    delete_at: datetime
    next_action_at: datetime


_COLUMNS = tuple(carrier_traces.c[name] for name in Trace.__slots__)


def note(connection: Connection, sid: str, kind: str, delete_at: datetime, next_action_at: datetime) -> UUID:
    """Write a trace down; one that is known comes forward if it may go sooner. Returns its id."""
    c = carrier_traces.c
    made = upsert(carrier_traces).values(
        id=uuid4(), sid=sid, kind=kind, delete_at=delete_at, next_action_at=next_action_at
    )
    sooner = {
        "delete_at": func.least(c.delete_at, made.excluded.delete_at),
        "next_action_at": case(
            (c.emptied, c.next_action_at), else_=func.least(c.next_action_at, made.excluded.next_action_at)
        ),
    }
    query = made.on_conflict_do_update(index_elements=[c.sid], set_=sooner).returning(c.id)
    return UUID(str(connection.execute(query).scalar_one()))


def claim(connection: Connection, trace_id: UUID, now: datetime, until: datetime) -> Trace | None:
    """Take a due trace; None if it is not due or somebody else has it."""
    c = carrier_traces.c
    query = (
        update(carrier_traces)
        .where(c.id == trace_id, c.next_action_at <= now)
        .values(next_action_at=until, tries=c.tries + 1)
        .returning(*_COLUMNS)
    )
    return record(Trace, connection.execute(query).first())


def again_at(connection: Connection, trace_id: UUID, at: datetime) -> None:
    """Try again then."""
    change = update(carrier_traces).where(carrier_traces.c.id == trace_id)
    connection.execute(change.values(next_action_at=at))


def emptied(connection: Connection, trace: Trace, now: datetime) -> None:
    """Its words are gone there; the rest goes when its time comes."""
    change = update(carrier_traces).where(carrier_traces.c.id == trace.id)
    connection.execute(change.values(emptied=True, next_action_at=trace.delete_at, tries=0))
    connection.execute(update(messages).where(messages.c.sid == trace.sid).values(redacted_at=now))


def remove(connection: Connection, trace_id: UUID) -> None:
    """Nothing is left there."""
    connection.execute(delete(carrier_traces).where(carrier_traces.c.id == trace_id))


def due_ids(connection: Connection, now: datetime, limit: int) -> list[UUID]:
    """Traces that are to go now."""
    c = carrier_traces.c
    query = select(c.id).where(c.next_action_at <= now).order_by(c.next_action_at).limit(limit)
    return list(connection.execute(query).scalars())


def stuck(connection: Connection, before: datetime) -> int:
    """How many should have gone before a moment and are still there."""
    c = carrier_traces.c
    query = select(func.count()).where(c.delete_at < before)
    return int(connection.execute(query).scalar_one())
