"""Rules that keep people on call from being burned out, as warnings with their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from intake.oncall.coverage import Finding
from intake.oncall.rota import Duty

LONGEST_SHIFT = timedelta(hours=12)
SHORTEST_REST = timedelta(hours=11)
DAYS_IN_A_ROW = 5
NIGHTS_IN_A_ROW = 2
# At most this share of weekends: one in two, so never two in a row.
_WEEKENDS_IN_A_ROW = 1
# What each warning is measured against, for whoever shows it: hours, days, nights, weekends.
LIMITS = {
    "long_shift": LONGEST_SHIFT // timedelta(hours=1),
    "short_rest": SHORTEST_REST // timedelta(hours=1),
    "many_days": DAYS_IN_A_ROW,
    "many_nights": NIGHTS_IN_A_ROW,
    "many_weekends": _WEEKENDS_IN_A_ROW,
}
# The heart of the night, in the person's own time: a duty that covers any of it is a night.
_NIGHT = (time(0), time(5))


def warnings(found: Sequence[Duty], zones: Mapping[UUID, str]) -> tuple[Finding, ...]:
    """Every rest rule that these duties break, by time; `zones` are the people's own.

    Sources: on-call health guidance gathered in the helpline's own policy; restricted waiting is working
    time (29 CFR 785.17).
    """
    findings: list[Finding] = []
    for staff_id, zone in zones.items():
        blocks = _blocks([duty for duty in found if duty.staff_id == staff_id])
        findings += [
            Finding("long_shift", False, start, end, staff_id, _hours(end - start))
            for start, end in blocks
            if end - start > LONGEST_SHIFT
        ]
        findings += [
            Finding("short_rest", False, before, after, staff_id, _hours(after - before))
            for (_, before), (after, _) in pairwise(blocks)
            if after - before < SHORTEST_REST
        ]
        findings += _runs(blocks, zone, staff_id)
    return tuple(sorted(findings, key=lambda one: (one.start, one.kind, str(one.staff_id))))


def _hours(length: timedelta) -> str:
    return f"{round(length.total_seconds() / 3600, 1):g}"


def _blocks(found: Sequence[Duty]) -> list[tuple[datetime, datetime]]:
    """Unbroken times on duty; duties that touch or overlap are one, whatever their tiers."""
    blocks: list[tuple[datetime, datetime]] = []
    for duty in sorted(found, key=lambda one: one.start):
        if blocks and duty.start <= blocks[-1][1]:
            blocks[-1] = (blocks[-1][0], max(blocks[-1][1], duty.end))
        else:
            blocks.append((duty.start, duty.end))
    return blocks


def _runs(blocks: Sequence[tuple[datetime, datetime]], zone: str, staff_id: UUID) -> Iterator[Finding]:
    where = ZoneInfo(zone)
    # A shift belongs to the day on which it begins; a night to the day on whose morning it lies.
    days = {start.astimezone(where).date() for start, _ in blocks}
    nights = {day for start, end in blocks for day in _nights(start, end, where)}
    weekends = {day - timedelta(days=day.weekday()) for day in _all_days(blocks, where) if day.weekday() >= 5}
    for kind, found, step, most in (
        ("many_days", days, timedelta(days=1), DAYS_IN_A_ROW),
        ("many_nights", nights, timedelta(days=1), NIGHTS_IN_A_ROW),
        ("many_weekends", weekends, timedelta(weeks=1), _WEEKENDS_IN_A_ROW),
    ):
        for first, count in _streaks(found, step):
            if count > most:
                opens = datetime.combine(first, time(), where).astimezone(UTC)
                closes = datetime.combine(first + count * step, time(), where).astimezone(UTC)
                yield Finding(kind, False, opens, closes, staff_id, str(count))


def _nights(start: datetime, end: datetime, where: ZoneInfo) -> Iterator[date]:
    for day in _days_of(start, end, where):
        opens, closes = (datetime.combine(day, hour, where).astimezone(UTC) for hour in _NIGHT)
        if start < closes and opens < end:
            yield day


def _days_of(start: datetime, end: datetime, where: ZoneInfo) -> Iterator[date]:
    day, last = start.astimezone(where).date(), (end - timedelta(microseconds=1)).astimezone(where).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def _all_days(blocks: Sequence[tuple[datetime, datetime]], where: ZoneInfo) -> set[date]:
    return {day for start, end in blocks for day in _days_of(start, end, where)}


def _streaks(found: set[date], step: timedelta) -> Iterator[tuple[date, int]]:
    """First day and length of each unbroken run."""
    for first in sorted(found):
        if first - step in found:
            continue
        count = 1
        while first + count * step in found:
            count += 1
        yield first, count
