"""Checks of a telephone as rows: planned, ringing, verified or failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, update

from intake.storage.records import record
from intake.storage.schema.staff import phone_checks


@dataclass(frozen=True)
class PhoneCheck:
    """One check of one person's telephone."""

    id: UUID
    staff_id: UUID
    code: str
    phone_fingerprint: bytes
    # planned | ringing | verified | failed
    state: str
    wrong: int
    asked_at: datetime
    expires_at: datetime

    def __repr__(self) -> str:
        return f"PhoneCheck({self.id.hex})"

    def live(self, now: datetime) -> bool:
        """Whether its code may still be pressed."""
        return self.state in {"planned", "ringing"} and now < self.expires_at


_COLUMNS = tuple(phone_checks.c[name] for name in PhoneCheck.__dataclass_fields__)


def add(connection: Connection, values: Mapping[str, object]) -> None:
    """Write a planned check."""
    connection.execute(insert(phone_checks).values(values))


def get(connection: Connection, check_id: UUID, *, lock: bool = False) -> PhoneCheck | None:
    """The check with this id."""
    query = select(*_COLUMNS).where(phone_checks.c.id == check_id)
    return record(PhoneCheck, connection.execute(query.with_for_update() if lock else query).first())


def newest(connection: Connection, staff_id: UUID) -> PhoneCheck | None:
    """The last check of this person's telephone."""
    query = select(*_COLUMNS).where(phone_checks.c.staff_id == staff_id)
    return record(PhoneCheck, connection.execute(query.order_by(phone_checks.c.asked_at.desc()).limit(1)).first())


def count_since(connection: Connection, staff_id: UUID, since: datetime) -> int:
    """How often this person's telephone was checked since then."""
    mine = (phone_checks.c.staff_id == staff_id, phone_checks.c.asked_at > since)
    return connection.execute(select(func.count()).where(*mine)).scalar_one()


def change(connection: Connection, check_id: UUID, **values: object) -> None:
    """Set values on one check."""
    connection.execute(update(phone_checks).where(phone_checks.c.id == check_id).values(**values))


def end_others(connection: Connection, staff_id: UUID) -> None:
    """A new check is asked for: the code of an older one means nothing any more."""
    open_ones = (phone_checks.c.staff_id == staff_id, phone_checks.c.state.in_(("planned", "ringing")))
    connection.execute(update(phone_checks).where(*open_ones).values(state="failed"))


def planned_ids(connection: Connection, before: datetime, now: datetime) -> list[UUID]:
    """Checks that should have rung by now."""
    late = (phone_checks.c.state == "planned", phone_checks.c.asked_at < before, phone_checks.c.expires_at > now)
    return list(connection.execute(select(phone_checks.c.id).where(*late)).scalars())
