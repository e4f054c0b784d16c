"""Numbers to leave alone, known by fingerprint only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, Connection, LargeBinary, any_, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from intake.storage.direct import Direct
from intake.storage.schema.privacy import suppressions


@dataclass(frozen=True, slots=True)
class Suppression:
    """One open stop. `channel` is all, sms or voice."""

    id: UUID
    number_fingerprint: bytes
    channel: str
    reason: str
    how: str
    since: datetime


_FIND = Direct(
    select(*(suppressions.c[name] for name in Suppression.__slots__)).where(
        suppressions.c.number_fingerprint == any_(bindparam("prints", None, ARRAY(LargeBinary))),
        suppressions.c.lifted_at.is_(None),
    )
)


def add(connection: Connection, stop: Suppression) -> None:
    """Write a stop; one that is there already stays as it is."""
    row = {name: getattr(stop, name) for name in Suppression.__slots__}
    connection.execute(insert(suppressions).on_conflict_do_nothing(), [row])


def new_id() -> UUID:
    """An id for a stop."""
    return uuid4()


def find(connection: Connection, prints: Sequence[bytes]) -> list[Suppression]:
    """Every open stop stored under any of these fingerprints."""
    return [Suppression(*row) for row in _FIND.all(connection, {"prints": list(prints)})]


def lift(connection: Connection, prints: Sequence[bytes], reasons: Collection[str], now: datetime) -> int:
    """End the open stops that were made for one of `reasons`; returns how many."""
    c = suppressions.c
    change = update(suppressions).values(lifted_at=now)
    change = change.where(c.number_fingerprint.in_(prints), c.lifted_at.is_(None), c.reason.in_(reasons))
    return connection.execute(change).rowcount


def end(connection: Connection, stop_id: UUID, now: datetime) -> None:
    """End one open stop."""
    change = update(suppressions).values(lifted_at=now)
    connection.execute(change.where(suppressions.c.id == stop_id))


def reprint(connection: Connection, stop_id: UUID, fingerprint: bytes) -> None:
    """Store a stop under a newer fingerprint of the same number."""
    change = update(suppressions).values(number_fingerprint=fingerprint)
    connection.execute(change.where(suppressions.c.id == stop_id))
