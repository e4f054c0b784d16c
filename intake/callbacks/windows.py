"""The hours in which a person may be called, in their own local time, over both clock changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# 8 p.m. is the strictest state's cut-off (Fla. Stat. 501.616(6)); the federal rule says 9 p.m.
# (47 CFR 64.1200(c)(1)) and binds solicitations, which a requested call back is not.
CONTACT_HOURS = (time(8), time(20))
DAY_PARTS = {
    "morning": (time(8), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(20)),
}
# A window that is nearly over is not promised any more.
_LEAST_LEFT = timedelta(minutes=30)


@dataclass(frozen=True)
class Window:
    """Two instants in UTC between which a call may be made; the second is already outside."""

    opens: datetime
    closes: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.opens <= at < self.closes


def on_day(day: date, hours: tuple[time, time], zone: str) -> Window:
    """Local hours of one day as instants."""
    where = ZoneInfo(zone)
    opens, closes = (datetime.combine(day, hour, where).astimezone(UTC) for hour in hours)
    return Window(opens, closes)


def part_of_day(preferred: str) -> tuple[time, time]:
    """Local hours of morning, afternoon or evening; of the whole contact day for anything else."""
    return DAY_PARTS.get(preferred, CONTACT_HOURS)


def next_window(preferred: str, zone: str, after: datetime) -> Window:
    """The window under way at `after`, or the next one; one that ends within half an hour has gone."""
    day = after.astimezone(ZoneInfo(zone)).date()
    for offset in range(3):
        window = on_day(day + timedelta(days=offset), part_of_day(preferred), zone)
        if window.closes - after >= _LEAST_LEFT:
            return window
    raise AssertionError("every day has its window")


def next_opening(preferred: str, zone: str, after: datetime) -> datetime:
    """When the chosen part of the day opens next, strictly after `after`.

    For somebody who chose none it is the next part of the day whichever it is: another time to try at.
    """
    hours = [DAY_PARTS[preferred]] if preferred in DAY_PARTS else list(DAY_PARTS.values())
    day = after.astimezone(ZoneInfo(zone)).date()
    openings = (
        on_day(day + timedelta(days=offset), part, zone).opens for offset in range(3) for part in hours
    )
    return next(opens for opens in openings if opens > after)


def within_contact_hours(at: datetime, zone: str) -> bool:
    """Whether it is between 8:00 and 20:00 there."""
    return at in on_day(at.astimezone(ZoneInfo(zone)).date(), CONTACT_HOURS, zone)


def may_ring_at(preferred: str, zone: str, at: datetime) -> bool:
    """Whether a call at this instant keeps to what was asked for.

    "As soon as you can" is permission for any hour for this one request; a chosen part of the day is a
    safety matter and is kept to exactly.
    """
    if preferred == "asap":
        return True
    return at in on_day(at.astimezone(ZoneInfo(zone)).date(), part_of_day(preferred), zone)


def earliest(preferred: str, zone: str, after: datetime) -> datetime:
    """`after` itself if a call is allowed then, else the next opening."""
    if may_ring_at(preferred, zone, after):
        return after
    day = after.astimezone(ZoneInfo(zone)).date()
    openings = (
        on_day(day + timedelta(days=offset), part_of_day(preferred), zone).opens for offset in range(3)
    )
    return next(opens for opens in openings if opens > after)
