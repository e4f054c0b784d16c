"""Shifts as calendar files: one feed a person, one for the team; and shifts in from a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from intake.oncall.recurrence import BadRule, Shift, check
from intake.oncall.rota import Duty
from intake.oncall.tiers import Tier
from intake.told import Told, told

# Fixed, so that the same duty has the same UID in every download and calendars update it.
_NAMESPACE = UUID("6f1f4f0c-61c6-4bb5-9a3e-5f3f6d0c9c55")
_LONGEST = timedelta(hours=36)
_MOST_EVENTS = 5000
# An event by property name: the library types each value as a union of everything that it could be.
_Parsed = Any


def feed(duties: Iterable[Duty], names: Mapping[UUID, str], now: datetime, *, title: str) -> bytes:
    """RFC 5545 text of these duties. Nothing in it names the service: calendars are shown on lock screens.

    `names` are those that may be shown; a person's own feed passes none.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//rota//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval;value=duration", "PT1H")
    for duty in duties:
        calendar.add_component(_event(duty, names, now))
    return bytes(calendar.to_ical())


def _event(duty: Duty, names: Mapping[UUID, str], now: datetime) -> Event:
    event = Event()
    name = names.get(duty.staff_id)
    event.add("uid", str(uuid5(_NAMESPACE, f"{duty.staff_id}:{duty.tier}:{duty.start.isoformat()}")))
    event.add("dtstamp", now)
    event.add("dtstart", duty.start.astimezone(UTC))
    event.add("dtend", duty.end.astimezone(UTC))
    event.add("summary", f"On call: {duty.tier.value}" + (f", {name}" if name else ""))
    return event


@dataclass(frozen=True)
class Owner:
    """Whose shifts a file holds, where it does not say: everything in it is theirs."""

    staff_id: UUID
    tier: Tier
    # For times without a zone.
    zone: str


@dataclass(frozen=True)
class Read:
    """Shifts if all of the file could be read; otherwise what is wrong, by event title."""

    shifts: tuple[Shift, ...]
    problems: tuple[Told, ...]


class _NoShift(ValueError):
    """An event that cannot be a shift; `why` is told to whoever gave the file."""

    def __init__(self, why: Told) -> None:
        super().__init__(why)
        self.why = why


def read(data: bytes, owner: Owner, new_id: Callable[[], UUID] = uuid4) -> Read:
    """Shifts of one person from a calendar file, recurrence, exceptions and moved dates included."""
    try:
        events: list[_Parsed] = list(Calendar.from_ical(data).walk("VEVENT"))
    except (ValueError, IndexError):
        return Read((), (told("this is not a calendar file; export it as .ics"),))
    if not events:
        return Read((), (told("there is no shift in the file"),))
    if len(events) > _MOST_EVENTS:
        return Read((), (told("more than {most} events; export a shorter time", most=_MOST_EVENTS),))
    shifts: list[Shift] = []
    problems: list[Told] = []
    for event in events:
        try:
            if str(event.get("status", "")).upper() != "CANCELLED":
                shifts.append(_shift(event, _moved(event, events), owner, new_id))
        except _UNREADABLE as problem:
            problems.append(told("{where}: {what}", where=_title(event), what=_why(problem)))
    return Read((), tuple(problems)) if problems else Read(tuple(shifts), ())


# What the library and the clocks raise for a time that is missing, given twice, no time or out of all calendars.
_UNREADABLE = (ValueError, KeyError, AttributeError, TypeError, OverflowError)


def _why(problem: Exception) -> Told:
    if isinstance(problem, BadRule):
        return problem.cure
    if isinstance(problem, _NoShift):
        return problem.why
    return told("its times cannot be read; write them anew in the calendar")


def _title(event: _Parsed) -> Told | str:
    found = event.get("summary") or event.get("uid")
    return str(found)[:60] if found else told("an event without a name")


def _moved(event: _Parsed, events: Iterable[_Parsed]) -> list[datetime | date]:
    """Occurrences of a recurring event that another event of the file replaces (RECURRENCE-ID)."""
    if "rrule" not in event:
        return []
    return [
        other["recurrence-id"].dt
        for other in events
        if other.get("uid") == event.get("uid") and "recurrence-id" in other
    ]


def _shift(event: _Parsed, moved: Iterable[datetime | date], owner: Owner, new_id: Callable[[], UUID]) -> Shift:
    _zone_known(event)
    starts, zone = _wall(event["dtstart"].dt, owner.zone)
    ends = _end(event, starts, zone)
    if not timedelta() < ends - starts <= _LONGEST:
        raise _NoShift(told("it must end after its start, within 36 hours"))
    if isinstance(event.get("rrule"), list):
        raise _NoShift(told("it has two recurrence rules; make it two events"))
    rule = event["rrule"].to_ical().decode().upper() if "rrule" in event else ""
    if "rrule" in event and not rule:
        raise _NoShift(told("its repetition cannot be read; write it anew in the calendar"))
    if rule:
        gone = [*_exceptions(event), *moved]
        lines = [f"EXDATE:{_wall(at, zone, keep=True)[0].strftime('%Y%m%dT%H%M%S')}" for at in gone]
        rule = "\n".join([rule, *lines])
    shift = Shift(new_id(), owner.staff_id, owner.tier, starts, ends, zone, rule)
    check(shift)
    return shift


def _zone_known(event: _Parsed) -> None:
    """The library reads a time in a zone that it does not know as one without a zone: hours off, unsaid."""
    for name in ("dtstart", "dtend"):
        at = event[name].dt if name in event else None
        if isinstance(at, datetime) and at.tzinfo is None and "TZID" in event[name].params:
            raise _NoShift(told("{zone} is a time zone that is not known", zone=event[name].params["TZID"]))


def _end(event: _Parsed, starts: datetime, zone: str) -> datetime:
    if "dtend" in event:
        return _wall(event["dtend"].dt, zone, keep=True)[0]
    length = event["duration"].dt if "duration" in event else timedelta(days=1)
    return starts + timedelta(seconds=length.total_seconds())


def _exceptions(event: _Parsed) -> list[datetime | date]:
    found = event.get("exdate", [])
    lists = found if isinstance(found, list) else [found]
    return [one.dt for several in lists for one in several.dts]


def _wall(at: datetime | date, zone: str, *, keep: bool = False) -> tuple[datetime, str]:
    """Wall time and zone of a calendar's time; `keep` puts it on the given zone's wall.

    A time in UTC or without a zone, and a whole day, are read on the wall of the person's own zone.
    """
    if not isinstance(at, datetime):
        return datetime.combine(at, datetime.min.time()), zone
    if at.tzinfo is None:
        return at, zone
    named = getattr(at.tzinfo, "key", None)
    own = zone if keep or named in (None, "UTC") else str(named)
    return at.astimezone(ZoneInfo(own)).replace(tzinfo=None), own
