"""The rota as rows: shifts, people standing in, swaps and time off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, DateTime, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.direct import Direct, given
from intake.storage.records import must, record
from intake.storage.schema.oncall import overrides, shifts, swaps, time_off


@dataclass(frozen=True)
class ShiftRow:
    """A shift in local wall time."""

    id: UUID
    staff_id: UUID
    tier: str
    starts_local: datetime
    ends_local: datetime
    timezone: str
    rrule: str
    created_at: datetime


@dataclass(frozen=True)
class OverrideRow:
    """Somebody stands in for a while."""

    id: UUID
    staff_id: UUID
    tier: str
    starts_at: datetime
    ends_at: datetime
    replaces: UUID | None
    kind: str
    made_at: datetime


@dataclass(frozen=True)
class TimeOffRow:
    """Somebody is away."""

    id: UUID
    staff_id: UUID
    starts_at: datetime
    ends_at: datetime
    created_at: datetime


@dataclass(frozen=True)
class Swap:
    """One person asks another to take a stretch of duty, perhaps for one in return."""

    id: UUID
    giver_id: UUID
    taker_id: UUID
    tier: str
    starts_at: datetime
    ends_at: datetime
    return_tier: str | None
    return_starts_at: datetime | None
    return_ends_at: datetime | None
    asked_at: datetime
    giver_yes_at: datetime | None
    taker_yes_at: datetime | None
    state: str


_SHIFT = tuple(shifts.c[name] for name in ShiftRow.__dataclass_fields__)
_OVERRIDE = tuple(overrides.c[name] for name in OverrideRow.__dataclass_fields__)
_TIME_OFF = tuple(time_off.c[name] for name in TimeOffRow.__dataclass_fields__)
_LIVE_SHIFTS = Direct(
    select(*_SHIFT).where(
        shifts.c.retired_at.is_(None),
        or_(
            shifts.c.rrule != "",
            shifts.c.ends_local
            > func.timezone("UTC", bindparam("start", None, DateTime(timezone=True)))
            - func.make_interval(0, 0, 0, 2),
        ),
    )
)
_LIVE_OVERRIDES = Direct(
    select(*_OVERRIDE).where(
        overrides.c.withdrawn_at.is_(None), overrides.c.starts_at < given("end"), overrides.c.ends_at > given("start")
    )
)
_LIVE_TIME_OFF = Direct(
    select(*_TIME_OFF).where(
        time_off.c.withdrawn_at.is_(None), time_off.c.starts_at < given("end"), time_off.c.ends_at > given("start")
    )
)
_SWAP = tuple(swaps.c[name] for name in Swap.__dataclass_fields__)


def live_shifts(connection: Connection, start: datetime) -> list[ShiftRow]:
    """Shifts that recur, or that are not over by `start` (a day's slack for time zones)."""
    return [ShiftRow(*row) for row in _LIVE_SHIFTS.all(connection, {"start": start})]


def live_overrides(connection: Connection, start: datetime, end: datetime) -> list[OverrideRow]:
    """People standing in at any time from `start` to `end`."""
    return [OverrideRow(*row) for row in _LIVE_OVERRIDES.all(connection, {"start": start, "end": end})]


def live_time_off(connection: Connection, start: datetime, end: datetime) -> list[TimeOffRow]:
    """People away at any time from `start` to `end`."""
    return [TimeOffRow(*row) for row in _LIVE_TIME_OFF.all(connection, {"start": start, "end": end})]


def add_shifts(connection: Connection, values: list[dict[str, Any]]) -> list[UUID]:
    """Write shifts; the ids of those that were not there already."""
    if not values:
        return []
    query = upsert(shifts).values(values).on_conflict_do_nothing().returning(shifts.c.id)
    return list(connection.execute(query).scalars())


def retire_shifts(
    connection: Connection, now: datetime, origin: str, keep: Iterable[UUID], people: Iterable[UUID] | None
) -> list[ShiftRow]:
    """Take away the shifts of one origin that a newer import no longer has: of these people, or of all."""
    rule = [shifts.c.retired_at.is_(None), shifts.c.origin == origin, shifts.c.id.not_in(list(keep))]
    if people is not None:
        rule.append(shifts.c.staff_id.in_(list(people)))
    query = update(shifts).where(*rule).values(retired_at=now).returning(*_SHIFT)
    return [must(ShiftRow, row) for row in connection.execute(query)]


def retire_shift(connection: Connection, shift_id: UUID, now: datetime) -> UUID | None:
    """End one shift; whose it was, or None if there was none."""
    query = (
        update(shifts)
        .where(shifts.c.id == shift_id, shifts.c.retired_at.is_(None))
        .values(retired_at=now)
        .returning(shifts.c.staff_id)
    )
    return connection.execute(query).scalar()


def matching_shifts(connection: Connection, values: list[dict[str, Any]]) -> list[UUID]:
    """The ids of live shifts that say exactly what these values say."""
    same = ("staff_id", "tier", "starts_local", "ends_local", "timezone", "rrule")
    if not values:
        return []
    rules = [and_(*(shifts.c[name] == one[name] for name in same)) for one in values]
    query = select(shifts.c.id).where(shifts.c.retired_at.is_(None), or_(*rules))
    return list(connection.execute(query).scalars())


def add_override(connection: Connection, values: dict[str, Any]) -> None:
    """Write that somebody stands in."""
    connection.execute(insert(overrides).values(values))


def withdraw_override(connection: Connection, override_id: UUID, now: datetime) -> bool:
    """Take an arrangement back; False if it was withdrawn or over."""
    query = (
        update(overrides)
        .where(overrides.c.id == override_id, overrides.c.withdrawn_at.is_(None), overrides.c.ends_at > now)
        .values(withdrawn_at=now)
        .returning(overrides.c.id)
    )
    return connection.execute(query).first() is not None


def add_time_off(connection: Connection, values: dict[str, Any]) -> None:
    """Write that somebody is away."""
    connection.execute(insert(time_off).values(values))


def withdraw_time_off(connection: Connection, time_off_id: UUID, now: datetime) -> UUID | None:
    """Take time off back; whose it was, or None if there was none."""
    query = (
        update(time_off)
        .where(time_off.c.id == time_off_id, time_off.c.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .returning(time_off.c.staff_id)
    )
    return connection.execute(query).scalar()


def add_swap(connection: Connection, values: dict[str, Any]) -> None:
    """Write down that a swap was asked for."""
    connection.execute(insert(swaps).values(values))


def swap(connection: Connection, swap_id: UUID) -> Swap | None:
    """One swap, locked."""
    query = select(*_SWAP).where(swaps.c.id == swap_id).with_for_update()
    return record(Swap, connection.execute(query).first())


def open_swaps(connection: Connection, now: datetime) -> list[Swap]:
    """Swaps that still wait for a yes, soonest first."""
    query = select(*_SWAP).where(swaps.c.state == "asked", swaps.c.starts_at > now).order_by(swaps.c.starts_at)
    return [must(Swap, row) for row in connection.execute(query)]


def change_swap(connection: Connection, swap_id: UUID, **values: object) -> None:
    """Set values on one swap."""
    connection.execute(update(swaps).where(swaps.c.id == swap_id).values(**values))
