"""Attempts as rows: each try at a callback, begun before it is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from intake.storage.records import must, record
from intake.storage.schema.callbacks import attempts, callbacks


@dataclass(frozen=True)
class Attempt:
    """One try at a callback."""

    id: UUID
    callback_id: UUID
    offer_id: UUID | None
    staff_id: UUID | None
    number: int
    kind: str
    result: str | None
    carrier_result: str | None
    leg_sid: str | None
    at: datetime
    connected_at: datetime | None
    ended_at: datetime | None


_COLUMNS = tuple(attempts.c[name] for name in Attempt.__dataclass_fields__)


def add(connection: Connection, values: dict[str, Any]) -> None:
    """Write down the intent to reach the caller; a second open one for the callback is refused."""
    connection.execute(insert(attempts).values(values))


def get(connection: Connection, attempt_id: UUID) -> Attempt | None:
    """One attempt."""
    query = select(*_COLUMNS).where(attempts.c.id == attempt_id)
    return record(Attempt, connection.execute(query).first())


def open_of_callback(connection: Connection, callback_id: UUID) -> Attempt | None:
    """The attempt that is under way, locked."""
    query = (
        select(*_COLUMNS)
        .where(attempts.c.callback_id == callback_id, attempts.c.ended_at.is_(None))
        .with_for_update(key_share=True)
    )
    return record(Attempt, connection.execute(query).first())


def latest_of_callback(connection: Connection, callback_id: UUID) -> Attempt | None:
    """The newest attempt, under way or over, locked."""
    query = (
        select(*_COLUMNS)
        .where(attempts.c.callback_id == callback_id)
        .order_by(attempts.c.number.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    return record(Attempt, connection.execute(query).first())


def latest_of_offer(connection: Connection, offer_id: UUID) -> Attempt | None:
    """The newest attempt that was made on one offer, under way or over, locked."""
    query = (
        select(*_COLUMNS)
        .where(attempts.c.offer_id == offer_id)
        .order_by(attempts.c.number.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    return record(Attempt, connection.execute(query).first())


def latest_of_staff(connection: Connection, staff_id: UUID, since: datetime) -> Attempt | None:
    """The newest attempt that somebody made since a moment."""
    query = select(*_COLUMNS).where(attempts.c.staff_id == staff_id, attempts.c.at >= since)
    return record(Attempt, connection.execute(query.order_by(attempts.c.at.desc()).limit(1)).first())


def last_by(connection: Connection, enrollment_id: UUID) -> UUID | None:
    """Who made the newest attempt to reach this person."""
    query = (
        select(attempts.c.staff_id)
        .select_from(attempts.join(callbacks, callbacks.c.id == attempts.c.callback_id))
        .where(callbacks.c.enrollment_id == enrollment_id, attempts.c.staff_id.is_not(None))
        .order_by(attempts.c.at.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()


def made_to(connection: Connection, enrollment_id: UUID, since: datetime) -> list[datetime]:
    """When the person of a record was dialled since a moment, oldest first, whatever the callback."""
    query = (
        select(attempts.c.at)
        .join(callbacks, callbacks.c.id == attempts.c.callback_id)
        .where(callbacks.c.enrollment_id == enrollment_id, attempts.c.at >= since, attempts.c.kind == "dial")
        .order_by(attempts.c.at)
    )
    return list(connection.execute(query).scalars())


def of_callbacks(connection: Connection, callback_ids: Iterable[UUID]) -> list[Attempt]:
    """Every attempt of several callbacks, oldest first."""
    query = (
        select(*_COLUMNS)
        .where(attempts.c.callback_id.in_(list(callback_ids)))
        .order_by(attempts.c.at, attempts.c.number)
    )
    return [must(Attempt, row) for row in connection.execute(query)]


def change(connection: Connection, attempt_id: UUID, **values: object) -> None:
    """Set values on one attempt."""
    connection.execute(update(attempts).where(attempts.c.id == attempt_id).values(**values))


def any_connected(connection: Connection) -> bool:
    """Whether anybody was ever reached."""
    query = select(attempts.c.id).where(attempts.c.connected_at.is_not(None)).limit(1)
    return connection.execute(query).first() is not None
