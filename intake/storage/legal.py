"""Requests by outsiders and legal holds, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, exists, insert, select, update

from intake.storage.schema.enrollments import enrollments
from intake.storage.schema.privacy import legal_holds, legal_requests


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody from outside asked about somebody; what they said is sealed."""

    id: UUID
    asker: str
    data_key: bytes
    content_sealed: bytes
    taken_by: str
    received_at: datetime
    due_at: datetime | None


_COLUMNS = tuple(legal_requests.c[name] for name in Request.__slots__)


def add_request(connection: Connection, request: Request) -> None:
    """Put a request on the privacy officer's list."""
    row = {name: getattr(request, name) for name in Request.__slots__}
    connection.execute(insert(legal_requests), [row])


def open_requests(connection: Connection) -> list[Request]:
    """The list, what is due first on top."""
    c = legal_requests.c
    query = select(*_COLUMNS).where(c.closed_at.is_(None))
    return [Request(*row) for row in connection.execute(query.order_by(c.due_at.nulls_last(), c.received_at))]


def close_request(connection: Connection, request_id: UUID, by: str, result: str, now: datetime) -> bool:
    """Take a request off the list; False if it was closed."""
    c = legal_requests.c
    change = update(legal_requests).where(c.id == request_id, c.closed_at.is_(None))
    return connection.execute(change.values(closed_at=now, closed_by=by, result=result)).rowcount == 1


@dataclass(frozen=True, slots=True)
class Hold:
    """A matter for which a record must not be forgotten."""

    id: UUID
    subject_kind: str
    subject_id: UUID
    matter: str
    placed_by: str
    placed_at: datetime


def place_hold(connection: Connection, hold: Hold) -> None:
    """Hold a record."""
    connection.execute(insert(legal_holds), [{name: getattr(hold, name) for name in Hold.__slots__}])
    _mark(connection, hold.subject_id, held=True)


def lift_hold(connection: Connection, hold_id: UUID, by: str, now: datetime) -> UUID | None:
    """End a hold; returns its subject, None if there was none. Other holds of it stay."""
    c = legal_holds.c
    change = update(legal_holds).where(c.id == hold_id, c.lifted_at.is_(None))
    subject = connection.execute(
        change.values(lifted_at=now, lifted_by=by).returning(c.subject_id)
    ).scalar_one_or_none()
    if subject is not None:
        _mark(connection, subject, held=is_held(connection, subject))
    return subject


def is_held(connection: Connection, subject_id: UUID) -> bool:
    """Whether any hold covers this record."""
    c = legal_holds.c
    found = exists().where(c.subject_id == subject_id, c.lifted_at.is_(None))
    return bool(connection.execute(select(found)).scalar_one())


def holds(connection: Connection) -> list[Hold]:
    """Every hold in force, oldest first."""
    c = legal_holds.c
    query = select(*(c[name] for name in Hold.__slots__)).where(c.lifted_at.is_(None))
    return [Hold(*row) for row in connection.execute(query.order_by(c.placed_at))]


def _mark(connection: Connection, subject_id: UUID, *, held: bool) -> None:
    change = update(enrollments).where(enrollments.c.id == subject_id)
    connection.execute(change.values(legal_hold=held))
