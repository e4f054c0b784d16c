"""A shift's occurrences near a given time, in local wall time over both clock changes."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from intake.oncall.tiers import Tier
from intake.told import Told, told

# Every offset from UTC lies within a day, so a day's slack finds every occurrence.
_SLACK = timedelta(days=2)
_UNITS = {"DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1)}
_SOON = timedelta(days=366)
_WITHIN = timedelta(days=5 * 366)
_WRITTEN = re.compile(
    r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(?!INTERVAL=0|INTERVAL=\d{4}|BYHOUR|BYMINUTE|BYSECOND|FREQ)[A-Z]+=[A-Z0-9+,\-]+)*"
    r"(\nEXDATE:[0-9T,]+)*"
)
_PARTS = re.compile(r"(?P<name>FREQ|INTERVAL|COUNT)=(?P<value>[A-Z0-9]+)")
_MONTHS, _MONTH_DAYS = re.compile(r";BYMONTH=([\d,]+)"), re.compile(r";BYMONTHDAY=([-+\d,]+)")
_LEAP = 2028
# Far from the ends of all calendars, where the arithmetic of every reader of the rota would fail.
_FIRST_YEAR, _LAST_YEAR = 2000, 2200
_UNTIL = re.compile(r"UNTIL=(\d{8}T\d{6})Z")


@dataclass(frozen=True)
class Shift:
    """A time on duty, once or again and again."""

    id: UUID
    staff_id: UUID
    tier: Tier
    # Local wall times without an offset; every occurrence begins and ends at these times of day.
    start: datetime
    end: datetime
    # IANA name.
    zone: str
    # RFC 5545 recurrence rule in capitals; empty for a single shift. EXDATE lines may follow it.
    rrule: str = ""


class BadRule(ValueError):
    """A recurrence that cannot be a shift's; `cure` says what to write instead."""

    def __init__(self, cure: Told) -> None:
        super().__init__(cure)
        self.cure = cure


def instant(wall: datetime, zone: str) -> datetime:
    """The instant at which a wall clock in `zone` shows `wall`.

    An hour that happens twice means its first time; one that the clocks jump over means the jump itself,
    so that later wall times never come out earlier and two shifts that meet on the wall always meet.
    """
    where = ZoneInfo(zone)
    found = wall.replace(tzinfo=where, fold=0).astimezone(UTC)
    if found.astimezone(where).replace(tzinfo=None) == wall:
        return found
    # In the gap: fold=1 reads it with the offset after the jump, which lies before the jump. The offset
    # change is as long as the gap, and `wall` lies as far into the gap as `found` after the jump.
    after = wall.replace(tzinfo=where, fold=1).astimezone(UTC)
    gap = found - after
    return _jump(after, found, where, gap)


def _jump(low: datetime, high: datetime, where: ZoneInfo, gap: timedelta) -> datetime:
    before = low.astimezone(where).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(where).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def occurrences(shift: Shift, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Begin and end (UTC) of each occurrence that touches the time from `start` to `end`."""
    length = shift.end - shift.start
    for begins in _walls(shift, start, end, length):
        first, last = instant(begins, shift.zone), instant(begins + length, shift.zone)
        if first < end and start < last:
            yield first, last


def soon(shift: Shift, now: datetime, most: int) -> list[tuple[datetime, datetime]]:
    """The first occurrences that are not over, at most so many within one year; none if there is none."""
    since = max(now, instant(shift.start, shift.zone))
    return list(islice(occurrences(shift, since, since + _SOON), most))


def _walls(shift: Shift, start: datetime, end: datetime, length: timedelta) -> list[datetime]:
    if not shift.rrule:
        return [shift.start]
    low = start.astimezone(UTC).replace(tzinfo=None) - length - _SLACK
    high = end.astimezone(UTC).replace(tzinfo=None) + _SLACK
    if high < shift.start:
        return []
    rule = parse(shift.rrule, shift.start, _anchor(shift, low), shift.zone)
    return [wall for wall in rule.between(low, high, inc=True) if wall >= shift.start]


def _anchor(shift: Shift, low: datetime) -> datetime:
    """A later first occurrence with the same phase: a rule that began years ago is not walked through."""
    parts = {match["name"]: match["value"] for match in _PARTS.finditer(shift.rrule)}
    unit = _UNITS.get(parts.get("FREQ", ""))
    if unit is None or "COUNT" in parts or low <= shift.start:
        return shift.start
    period = unit * int(parts.get("INTERVAL", "1"))
    # In steps of many periods, so that the parsed rule is the same one for weeks of asking.
    stride = 8 * period
    return shift.start + ((low - shift.start) // stride) * stride


@lru_cache(maxsize=4096)
def parse(text: str, start: datetime, anchor: datetime, zone: str) -> rrule | rruleset:
    """The rule as dateutil's. Raises `BadRule` with the cure.

    A rule with an UNTIL in UTC, as RFC 5545 3.3.10 asks for, is read on the shift's own wall clock.
    """
    local = _UNTIL.sub(lambda match: f"UNTIL={_wall(match[1], zone)}", text)
    try:
        return rrulestr(local, dtstart=anchor)
    except (ValueError, KeyError, TypeError) as problem:
        raise BadRule(told("not an RFC 5545 rule; write for example FREQ=WEEKLY;BYDAY=MO,TU")) from problem


def _wall(utc: str, zone: str) -> str:
    at = datetime.strptime(utc, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return at.astimezone(ZoneInfo(zone)).strftime("%Y%m%dT%H%M%S")


def _some_day(rule: str) -> bool:
    """Whether any of the months has any of the days: where none has, the library looks for ten thousand years."""
    months, days = (
        [int(one) for one in found[1].split(",")] if found else None
        for found in (_MONTHS.search(rule), _MONTH_DAYS.search(rule))
    )
    real = [month for month in months or range(1, 13) if 1 <= month <= 12]
    return any(not days or any(1 <= abs(day) <= monthrange(_LEAP, month)[1] for day in days) for month in real)


def check(shift: Shift) -> None:
    """Raises `BadRule` if the dates or the recurrence are not those that a shift can have.

    One that never happens is refused too: looking for its next time would not end.
    """
    if not _FIRST_YEAR <= shift.start.year <= shift.end.year <= _LAST_YEAR:
        raise BadRule(told("its dates must lie between {first} and {last}", first=_FIRST_YEAR, last=_LAST_YEAR))
    if not shift.rrule:
        return
    if not _WRITTEN.fullmatch(shift.rrule):
        raise BadRule(told("write one rule that begins with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY"))
    first, _, _ = shift.rrule.partition("\n")
    rule = parse(first, shift.start, shift.start, shift.zone)
    assert isinstance(rule, rrule)
    soon = rule.replace(count=None, until=shift.start + _WITHIN)
    if not _some_day(first) or next(iter(soon), None) is None:
        raise BadRule(told("it never happens; check its days and months"))
