"""Callbacks as rows: made, claimed, moved by compare-and-set, listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, func, insert, literal_column, or_, select, union_all, update

from intake.storage.direct import Direct, Writing, fixed, given
from intake.storage.records import must, record
from intake.storage.schema.callbacks import CLASSES, OPEN_STATES, callbacks
from intake.storage.schema.enrollments import enrollments


@dataclass(frozen=True)
class Callback:
    """One need for a human, promised or waiting on the line."""

    id: UUID
    enrollment_id: UUID | None
    conversation_id: UUID | None
    origin: str
    klass: str
    reason: str
    state: str
    language: str
    minor: bool
    promised_at: datetime | None
    created_at: datetime
    due_at: datetime
    window_opens_at: datetime | None
    window_closes_at: datetime | None
    next_action_at: datetime | None
    offering_since: datetime | None
    accepted_by: UUID | None
    accepted_at: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None
    closed_reason: str | None
    room: str | None
    room_since: datetime | None
    attempts_made: int
    voicemails_left: int
    version: int

    @property
    def open(self) -> bool:
        """Whether somebody is still owed something."""
        return self.state in OPEN_STATES


_COLUMNS = tuple(callbacks.c[name] for name in Callback.__dataclass_fields__)


def _locked(*which: ColumnElement[bool]) -> Direct:
    """Callbacks locked after their records, in one round trip.

    Everybody locks in one order: conversation, record, callback, offer, attempt. So nobody waits for each
    other in a circle. (The records are locked by what the scan is filtered with, the callbacks above it.)
    """
    whose = select(callbacks.c.enrollment_id).where(*which)
    records = select(enrollments.c.id).where(enrollments.c.id.in_(whose)).with_for_update(key_share=True).cte("records")
    held = select(func.count()).select_from(records).scalar_subquery() >= literal_column("0")
    found = select(*_COLUMNS).where(*which, held).order_by(callbacks.c.created_at)
    return Direct(found.with_for_update(key_share=True, of=callbacks))


_OPEN = callbacks.c.state.in_(fixed(OPEN_STATES))
_OF_ENROLLMENT = _locked(callbacks.c.enrollment_id == given("of"), _OPEN)
_OF_CONVERSATION = _locked(callbacks.c.conversation_id == given("of"), _OPEN)
_LOCK = _locked(callbacks.c.id == given("of"))
_AHEAD = Direct(
    select(func.count()).where(
        callbacks.c.state.in_(fixed(("due", "offered"))),
        callbacks.c.promised_at.is_not(None),
        or_(
            callbacks.c.klass < given("class_"),
            and_(callbacks.c.klass == given("class_"), callbacks.c.due_at < given("due")),
        ),
    )
)
_FREE_TO_CLAIM = select(*_COLUMNS).where(callbacks.c.id == given("of"), _OPEN)
_CLAIM_EARLY = Direct(_FREE_TO_CLAIM.with_for_update(skip_locked=True, key_share=True))
_CLAIM = Direct(
    _FREE_TO_CLAIM.where(callbacks.c.next_action_at <= given("now")).with_for_update(skip_locked=True, key_share=True)
)
_NOBODY_RINGS = and_(callbacks.c.state.in_(fixed(("due",))), callbacks.c.offering_since.is_not(None))
_FIRST_OF_EACH = [
    select(*_COLUMNS)
    .where(callbacks.c.klass.in_(fixed((klass,))), _NOBODY_RINGS)
    .order_by(callbacks.c.due_at)
    .limit(given("most"))
    .subquery()
    for klass in CLASSES
]
_UNSERVED = Direct(union_all(*(select(one) for one in _FIRST_OF_EACH)))
_ADD = Writing(insert(callbacks).inline())
_CHANGE = Writing(
    update(callbacks)
    .where(callbacks.c.id == given("record_id"), callbacks.c.version == given("read"))
    .values(version=callbacks.c.version + 1)
    .returning(*_COLUMNS)
)


def add(connection: Connection, values: dict[str, Any]) -> None:
    """Write a new callback."""
    _ADD.of(values).run(connection, values)


def get(connection: Connection, callback_id: UUID, *, lock: bool = False) -> Callback | None:
    """One callback; if asked, locked for this transaction, and its record before it."""
    if lock:
        return _one(_LOCK.first(connection, {"of": callback_id}))
    return record(Callback, connection.execute(select(*_COLUMNS).where(callbacks.c.id == callback_id)).first())


def open_for_enrollment(connection: Connection, enrollment_id: UUID) -> Callback | None:
    """The open callback of an enrollment, locked; there is at most one."""
    return _one(_OF_ENROLLMENT.first(connection, {"of": enrollment_id}))


def _one(row: tuple[Any, ...] | None) -> Callback | None:
    return None if row is None else Callback(*row)


def open_for_conversation(connection: Connection, conversation_id: UUID) -> Callback | None:
    """The open callback that a conversation made or waits in, locked."""
    return _one(_OF_CONVERSATION.first(connection, {"of": conversation_id}))


def claim(connection: Connection, callback_id: UUID, now: datetime, *, only_due: bool = True) -> Callback | None:
    """Lock one callback if it needs something now (or is open at all) and nobody else is at it."""
    return _one((_CLAIM if only_due else _CLAIM_EARLY).first(connection, {"of": callback_id, "now": now}))


def due_ids(connection: Connection, now: datetime, limit: int) -> list[UUID]:
    """Callbacks that need something now: the most urgent, and those that have been due for longest."""
    due = select(callbacks.c.id).where(_OPEN, callbacks.c.next_action_at <= now)
    urgent = due.order_by(callbacks.c.klass, callbacks.c.due_at, callbacks.c.created_at).limit(limit)
    # However many are more urgent, the rest gets its share of every sweep: nobody starves.
    oldest = due.order_by(callbacks.c.next_action_at).limit(max(1, limit // 4))
    found = [*connection.execute(urgent).scalars(), *connection.execute(oldest).scalars()]
    return list(dict.fromkeys(found))


def unserved(connection: Connection, most: int) -> list[Callback]:
    """Callbacks for which somebody was to be rung and nobody rings: of each class the `most` that are due first."""
    return [Callback(*row) for row in _UNSERVED.all(connection, {"most": most})]


def change(connection: Connection, callback: Callback, **values: object) -> Callback | None:
    """Compare-and-set on the version that was read; None if somebody was faster."""
    read = {**values, "record_id": callback.id, "read": callback.version}
    return _one(_CHANGE.of(values).first(connection, read))


def accept(
    connection: Connection, callback_id: UUID, staff_id: UUID, now: datetime, expires_at: datetime
) -> Callback | None:
    """The one compare-and-set that decides who takes it; None means that it is taken or over."""
    query = (
        update(callbacks)
        .where(
            callbacks.c.id == callback_id,
            callbacks.c.accepted_by.is_(None),
            callbacks.c.state.in_(("due", "offered")),
        )
        .values(
            state="accepted",
            accepted_by=staff_id,
            accepted_at=now,
            next_action_at=expires_at,
            version=callbacks.c.version + 1,
        )
        .returning(*_COLUMNS)
    )
    return record(Callback, connection.execute(query).first())


def ahead_of(connection: Connection, klass: str, due_at: datetime) -> int:
    """How many promised callbacks are owed a call before one of this class and time."""
    row = _AHEAD.first(connection, {"class_": klass, "due": due_at})
    assert row is not None, "a count always has a row"
    return int(row[0])


def newest(connection: Connection, limit: int) -> list[Callback]:
    """Promised callbacks, newest first."""
    query = (
        select(*_COLUMNS)
        .where(callbacks.c.promised_at.is_not(None))
        .order_by(callbacks.c.created_at.desc())
        .limit(limit)
    )
    return [must(Callback, row) for row in connection.execute(query)]


def of_enrollments(connection: Connection, enrollment_ids: list[UUID]) -> dict[UUID, list[UUID]]:
    """Promised callback ids by enrollment, oldest first."""
    query = (
        select(callbacks.c.enrollment_id, callbacks.c.id)
        .where(callbacks.c.enrollment_id.in_(enrollment_ids), callbacks.c.promised_at.is_not(None))
        .order_by(callbacks.c.created_at)
    )
    found: dict[UUID, list[UUID]] = {}
    for enrollment_id, callback_id in connection.execute(query):
        found.setdefault(enrollment_id, []).append(callback_id)
    return found
