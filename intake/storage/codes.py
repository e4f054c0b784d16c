"""Codes of open requests and the tries to guess them, as rows; both known by keyed hash only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, Connection, LargeBinary, any_, bindparam, delete, func, insert, select

from intake.storage.direct import Direct, fixed, given
from intake.storage.schema.enrollments import enrollments
from intake.storage.schema.privacy import code_tries

_ENDED = ("closed", "do_not_contact", "enrolled")
_TAKEN = Direct(
    select(enrollments.c.pin_fingerprint).where(
        enrollments.c.pin_fingerprint == any_(bindparam("prints", None, ARRAY(LargeBinary))),
        enrollments.c.pin_expires_at > given("now"),
        enrollments.c.stage.not_in(fixed(_ENDED)),
    )
)


def taken(connection: Connection, prints: Sequence[bytes], now: datetime) -> set[bytes]:
    """Which of these codes belong to an open request now."""
    return {row[0] for row in _TAKEN.all(connection, {"prints": list(prints), "now": now})}


def holders(connection: Connection, prints: Sequence[bytes], now: datetime) -> list[UUID]:
    """The open requests that have this code now: none, one, or by bad luck two."""
    c = enrollments.c
    query = select(c.id).where(c.pin_fingerprint.in_(prints), c.pin_expires_at > now, c.stage.not_in(_ENDED))
    return [row.id for row in connection.execute(query.limit(2))]


def tries(connection: Connection, subjects: Sequence[bytes], since: datetime) -> Mapping[bytes, int]:
    """How many failures each subject has since then."""
    c = code_tries.c
    query = select(c.subject, func.count().label("failures")).where(c.subject.in_(subjects), c.at > since)
    return {bytes(row.subject): row.failures for row in connection.execute(query.group_by(c.subject))}


def add_tries(connection: Connection, subjects: Sequence[bytes], now: datetime) -> None:
    """Count one try for each subject."""
    connection.execute(insert(code_tries), [{"id": uuid4(), "subject": one, "at": now} for one in subjects])


def sweep(connection: Connection, before: datetime) -> int:
    """Forget old tries; returns how many."""
    return connection.execute(delete(code_tries).where(code_tries.c.at < before)).rowcount
