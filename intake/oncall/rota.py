"""Who is on duty at any instant: local wall times, recurrence, time off and people standing in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from intake.oncall.recurrence import Shift, occurrences
from intake.oncall.tiers import Tier

__all__ = ["Duty", "Override", "Rota", "Shift", "TimeOff", "duties", "on_duty"]


@dataclass(frozen=True)
class Override:
    """Somebody stands in, by an arrangement between people; the newest one wins."""

    id: UUID
    staff_id: UUID
    tier: Tier
    # Instants in UTC; the second is already outside.
    start: datetime
    end: datetime
    # Whose duty it replaces, while they have it; None adds a person.
    replaces: UUID | None
    # override | swap | take_now
    kind: str
    made_at: datetime


@dataclass(frozen=True)
class TimeOff:
    """Nobody's duty binds them here, but for a promise to stand in that they made later."""

    staff_id: UUID
    start: datetime
    end: datetime
    made_at: datetime


@dataclass(frozen=True)
class Rota:
    """All that decides who is on duty."""

    shifts: Sequence[Shift] = ()
    overrides: Sequence[Override] = ()
    time_off: Sequence[TimeOff] = ()


@dataclass(frozen=True)
class Duty:
    """One person in one tier from one instant to another, unbroken."""

    staff_id: UUID
    tier: Tier
    start: datetime
    end: datetime
    # shift | override | swap | take_now
    by: str
    # The shift or the override that it comes from.
    source: UUID
    # Whom this person stands in for.
    instead_of: UUID | None = None


def on_duty(rota: Rota, at: datetime) -> tuple[Duty, ...]:
    """Everybody on duty at `at` (aware), nearest tier first.

    Fast enough for each call: only occurrences near `at` are expanded.
    """
    moment = timedelta(microseconds=1)
    found = [duty for duty in _cut(rota, at, at + moment) if duty.start <= at < duty.end]
    return tuple(sorted(found, key=lambda duty: (duty.tier.rank, duty.start, str(duty.staff_id))))


def duties(rota: Rota, start: datetime, end: datetime) -> tuple[Duty, ...]:
    """Every duty that touches the time from `start` to `end`, whole, by beginning."""
    found = _cut(rota, start, end)
    return tuple(sorted(found, key=lambda duty: (duty.start, duty.tier.rank, str(duty.staff_id))))


def _cut(rota: Rota, start: datetime, end: datetime) -> list[Duty]:
    found = [duty for shift in rota.shifts for duty in _of_shift(shift, start, end)]
    arrangements: list[Override | TimeOff] = [*rota.time_off, *rota.overrides]
    for one in sorted(arrangements, key=_made):
        if one.end <= start or end <= one.start:
            continue
        if isinstance(one, TimeOff):
            found = [piece for duty in found for piece in _without(duty, one.staff_id, one.start, one.end)]
        else:
            found = list(_stand_in(found, one))
    return [duty for duty in found if duty.start < end and start < duty.end]


def _made(one: Override | TimeOff) -> tuple[datetime, bool, str]:
    if isinstance(one, TimeOff):
        return one.made_at, True, str(one.staff_id)
    return one.made_at, False, str(one.id)


def _of_shift(shift: Shift, start: datetime, end: datetime) -> Iterable[Duty]:
    for begins, ends in occurrences(shift, start, end):
        yield Duty(shift.staff_id, shift.tier, begins, ends, "shift", shift.id)


def _without(duty: Duty, staff_id: UUID, start: datetime, end: datetime) -> Iterable[Duty]:
    """What is left of a duty outside of a stretch of time."""
    if duty.staff_id != staff_id or duty.end <= start or end <= duty.start:
        yield duty
        return
    for piece_start, piece_end in ((duty.start, start), (end, duty.end)):
        if piece_start < piece_end:
            yield Duty(duty.staff_id, duty.tier, piece_start, piece_end, duty.by, duty.source, duty.instead_of)


def _stand_in(found: Sequence[Duty], override: Override) -> Iterable[Duty]:
    if override.replaces is None:
        yield from found
        yield _duty_of(override, override.start, override.end)
        return
    for duty in found:
        taken = duty.staff_id == override.replaces and duty.tier is override.tier
        start, end = max(duty.start, override.start), min(duty.end, override.end)
        if not taken or start >= end:
            yield duty
            continue
        yield from _without(duty, duty.staff_id, start, end)
        yield _duty_of(override, start, end)


def _duty_of(override: Override, start: datetime, end: datetime) -> Duty:
    return Duty(override.staff_id, override.tier, start, end, override.kind, override.id, override.replaces)
