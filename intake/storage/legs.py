"""Carrier legs as rows: a terminal status is final, and each event counts once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.records import must, record
from intake.storage.schema.conversations import leg_events, legs


@dataclass(frozen=True)
class Leg:
    """One carrier call SID and what it is for."""

    sid: str
    parent_sid: str | None
    role: str
    status: str
    conversation_id: UUID | None
    offer_id: UUID | None
    attempt_id: UUID | None
    created_at: datetime
    ended_at: datetime | None
    seconds: int | None


_COLUMNS = tuple(legs.c[name] for name in Leg.__dataclass_fields__)


def add(connection: Connection, values: dict[str, Any]) -> None:
    """Write down a leg; a second time changes nothing."""
    connection.execute(upsert(legs).values(values).on_conflict_do_nothing())


def get(connection: Connection, sid: str, *, lock: bool = False) -> Leg | None:
    """One leg by its SID."""
    query = select(*_COLUMNS).where(legs.c.sid == sid)
    return record(Leg, connection.execute(query.with_for_update(key_share=True) if lock else query).first())


def event_is_new(connection: Connection, sid: str, sequence: int, status: str, now: datetime) -> bool:
    """Claim a status event; False for one that was seen before."""
    query = (
        upsert(leg_events)
        .values(leg_sid=sid, sequence=sequence, status=status, at=now)
        .on_conflict_do_nothing()
        .returning(leg_events.c.sequence)
    )
    return connection.execute(query).first() is not None


def set_status(connection: Connection, sid: str, status: str) -> None:
    """A leg's newer status, unless it has ended."""
    connection.execute(update(legs).where(legs.c.sid == sid, legs.c.ended_at.is_(None)).values(status=status))


def end(connection: Connection, sid: str, status: str, now: datetime, seconds: int | None) -> bool:
    """End a leg once; False if it had ended."""
    query = (
        update(legs)
        .where(legs.c.sid == sid, legs.c.ended_at.is_(None))
        .values(status=status, ended_at=now, seconds=seconds)
        .returning(legs.c.sid)
    )
    return connection.execute(query).first() is not None


def live_before(connection: Connection, before: datetime, limit: int) -> list[Leg]:
    """Legs that began long ago and never ended, to be looked up at the carrier."""
    query = (
        select(*_COLUMNS)
        .where(legs.c.ended_at.is_(None), legs.c.created_at < before)
        .order_by(legs.c.created_at)
        .limit(limit)
    )
    return [must(Leg, row) for row in connection.execute(query)]


def known(connection: Connection, sids: list[str]) -> set[str]:
    """Which of these SIDs we have written down."""
    return set(connection.execute(select(legs.c.sid).where(legs.c.sid.in_(sids))).scalars())
