"""When a callback is due, and which of all that wait comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from intake.callbacks.classes import Class, Ranked
from intake.callbacks.clocks import Clocks
from intake.callbacks.windows import Window, next_window, on_day

# Monday to Friday, local time of the caller.
_OFFICE_HOURS = (time(9), time(17))
_WEEKEND = 5


@dataclass(frozen=True)
class Schedule:
    """When a callback may begin and by when somebody must have been reached."""

    # Before this nobody is rung for it.
    starts_at: datetime
    due_at: datetime
    window: Window | None


@dataclass(frozen=True)
class Asked:
    """What the caller asked for, and where they are."""

    when: str
    zone: str
    at: datetime
    # Whether a professional is on duty: texts are answered within minutes only then.
    staffed: bool = True


def schedule(ranked: Ranked, asked: Asked, clocks: Clocks) -> Schedule:
    """The first times of a new callback.

    P0 begins at once whatever was chosen. Everything else keeps to a chosen part of the day, for that is
    when it is safe to be called; "as soon as you can" begins at once. P4 has office hours, except a text
    thread, which is answered as fast as a call while it is staffed.
    """
    klass = ranked.klass
    if ranked.reason == "text_only":
        due = clocks.due(Class.P2 if asked.staffed else klass)
        return Schedule(asked.at, asked.at + due, None)
    if klass is Class.P0 or (asked.when == "asap" and klass is not Class.P4):
        return Schedule(asked.at, asked.at + clocks.due(klass), None)
    if asked.when == "asap":
        return Schedule(_office_time(asked, timedelta()), _office_time(asked, clocks.due(klass)), None)
    window = next_window(asked.when, asked.zone, asked.at)
    starts = max(window.opens, asked.at)
    due = clocks.due(Class.P1 if klass is Class.P1 else Class.P3)
    return Schedule(starts, min(starts + due, window.closes), window)


def _office_time(asked: Asked, wait: timedelta) -> datetime:
    """The instant when `wait` has passed in office hours."""
    at, day = asked.at, asked.at.astimezone(ZoneInfo(asked.zone)).date()
    while True:
        if day.weekday() < _WEEKEND:
            hours = on_day(day, _OFFICE_HOURS, asked.zone)
            at = max(at, hours.opens)
            if at + wait <= hours.closes and at < hours.closes:
                return (at + wait).astimezone(UTC)
            wait -= max(hours.closes - at, timedelta())
        day += timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """As much of an open callback as its place among the others depends on."""

    id: str
    klass: Class
    created_at: datetime
    due_at: datetime
    window_opens_at: datetime | None = None


def effective_class(waiting: Waiting, now: datetime, clocks: Clocks) -> Class:
    """The class that it counts as by now; this is what keeps any class from starving.

    A window's callback is a P2 soon after it opens. A P4 that is overdue is a P2 from then on. A P2 that
    is older than twice its time sorts with P1.
    """
    klass, since = waiting.klass, waiting.created_at
    if klass is Class.P3 and waiting.window_opens_at is not None:
        since = max(since, waiting.window_opens_at) + clocks.window_urgent
        klass = Class.P2 if now >= since else klass
    elif klass is Class.P4 and now >= waiting.due_at:
        klass, since = Class.P2, waiting.due_at
    if klass is Class.P2 and now - since > 2 * clocks.due(Class.P2):
        return Class.P1
    return klass


def order_key(waiting: Waiting, now: datetime, clocks: Clocks) -> tuple[int, datetime, datetime, str]:
    """Sorts by class, then earliest due, then longest waiting; the id only makes it the same everywhere."""
    klass = effective_class(waiting, now, clocks)
    return (klass.rank, waiting.due_at, waiting.created_at, waiting.id)
