"""The callbacks board's reads: by index only, a page at a time, as quick with a hundred thousand as with ten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, literal, select, text, tuple_, union_all

from intake.storage.records import must
from intake.storage.schema.callbacks import callbacks
from intake.storage.schema.console import IN_HAND_SQL, LATER_SQL, READY_SQL
from intake.storage.schema.enrollments import enrollments

CLASSES = ("P0", "P1", "P2", "P3", "P4")
COUNT_UP_TO = 1000


@dataclass(frozen=True)
class Line:
    """One open callback as a board shows it: nothing that names or reaches anybody."""

    id: UUID
    klass: str
    reason: str
    state: str
    origin: str
    language: str
    minor: bool
    created_at: datetime
    due_at: datetime
    window_opens_at: datetime | None
    window_closes_at: datetime | None
    next_action_at: datetime | None
    accepted_by: UUID | None
    accepted_at: datetime | None
    connected_at: datetime | None
    room_since: datetime | None
    attempts_made: int
    conversation_id: UUID | None
    enrollment_id: UUID | None
    contact_mode: str | None
    message: str | None
    flags: list[str] | None


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page ends: the next one begins behind it."""

    klass: str
    due_at: datetime
    id: UUID


_THERE = ("contact_mode", "message", "flags")
_COLUMNS = tuple(enrollments.c[name] if name in _THERE else callbacks.c[name] for name in Line.__dataclass_fields__)
_ORDER = (callbacks.c.klass, callbacks.c.due_at, callbacks.c.id)


def _base() -> Select[Any]:
    return select(*_COLUMNS).select_from(
        callbacks.outerjoin(enrollments, enrollments.c.id == callbacks.c.enrollment_id)
    )


def _lines(connection: Connection, query: Select[Any]) -> list[Line]:
    return [must(Line, row) for row in connection.execute(query)]


def ready(connection: Connection, after: Key | None, limit: int, klass: str | None = None) -> list[Line]:
    """Callbacks that wait for somebody now, in the order in which they are offered."""
    return _page(connection, READY_SQL, after, limit, klass)


def later(connection: Connection, after: Key | None, limit: int, klass: str | None = None) -> list[Line]:
    """Callbacks that wait for their next try or their window."""
    return _page(connection, LATER_SQL, after, limit, klass)


def _page(connection: Connection, which: str, after: Key | None, limit: int, klass: str | None) -> list[Line]:
    query = _base().where(text(f"callbacks.{which}")).order_by(*_ORDER).limit(limit)
    if klass is not None:
        query = query.where(callbacks.c.klass == klass)
    if after is not None:
        query = query.where(tuple_(*_ORDER) > tuple_(literal(after.klass), literal(after.due_at), literal(after.id)))
    return _lines(connection, query)


def late(connection: Connection, now: datetime, limit: int) -> list[Line]:
    """Callbacks that nobody has taken in time, class by class."""
    each = [
        select(callbacks.c.id)
        .where(text(f"callbacks.{READY_SQL}"), callbacks.c.klass == klass, callbacks.c.due_at < now)
        .order_by(callbacks.c.due_at)
        .limit(limit)
        for klass in CLASSES
    ]
    ids = union_all(*(one.subquery().select() for one in each)).subquery()
    query = _base().where(callbacks.c.id.in_(select(ids.c.id))).order_by(*_ORDER).limit(limit)
    return _lines(connection, query)


def in_hand(connection: Connection, limit: int = 100) -> list[Line]:
    """Callbacks that somebody has taken and not finished."""
    query = _base().where(text(f"callbacks.{IN_HAND_SQL}")).order_by(*_ORDER).limit(limit)
    return _lines(connection, query)


def of(connection: Connection, callback_id: UUID) -> Line | None:
    """One callback, open or over."""
    found = _lines(connection, _base().where(callbacks.c.id == callback_id))
    return found[0] if found else None


def counts(connection: Connection) -> dict[str, int]:
    """How many wait now, by class; counting stops at `COUNT_UP_TO`."""
    each = [
        select(literal(klass).label("klass"), func.count().label("many")).select_from(
            select(callbacks.c.id)
            .where(text(f"callbacks.{READY_SQL}"), callbacks.c.klass == klass)
            .limit(COUNT_UP_TO)
            .subquery()
        )
        for klass in CLASSES
    ]
    return {row.klass: int(row.many) for row in connection.execute(union_all(*each))}
