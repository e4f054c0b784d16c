"""The range that a page of figures is about, from its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import request

from intake.console.language import one_or_many, t
from intake.console.viewer import house, moment_now
from intake.insights.service import Wanted
from intake.storage.insights import Range

DEFAULT_DAYS = 28
_LONGEST = timedelta(days=3660)
_SHORTCUTS = (1, 7, 28, 91, 365)


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last, both inside, on the house's wall clock."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def range(self) -> Range:
        """The same in instants."""
        return Range(_midnight(self.first, self.zone), _midnight(self.last + timedelta(days=1), self.zone))


def asked() -> Span:
    """What the address says; the last four weeks for anything that is no range."""
    zone = ZoneInfo(house().settings.timezone)
    today = moment_now().astimezone(zone).date()
    first, last = _day("since"), _day("until")
    if last is None or last > today:
        last = today
    if first is None or first > last or last - first > _LONGEST:
        first = last - timedelta(days=DEFAULT_DAYS - 1)
    return Span(first, last, zone)


def shortcuts(span: Span) -> list[tuple[str, date, date]]:
    """Ranges that people ask for most, by their words: this month, the last one, and so many days up to today."""
    today = moment_now().astimezone(span.zone).date()
    this_month = today.replace(day=1)
    before = this_month - timedelta(days=1)
    months = [(t("insights.this_month"), this_month, today), (t("insights.last_month"), before.replace(day=1), before)]
    spans = [(one_or_many("insights.last", days), today - timedelta(days=days - 1), today) for days in _SHORTCUTS]
    return [*months, *spans]


def wanted(span: Span) -> Wanted:
    """The range with the targets that are set."""
    settings = house().settings
    seconds = dict(zip(("P0", "P1", "P2", "P3"), settings.due_seconds, strict=False))
    return Wanted(span.range, span.zone, settings.talk_now_ring_seconds, settings.short_abandon_seconds, seconds)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(ZoneInfo("UTC"))


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
