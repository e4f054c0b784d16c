"""Every figure of a range, gathered in one read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from intake.enrollments.pipeline import ORDER
from intake.insights import metrics
from intake.insights.facts import CallbackFacts, CallFacts, HandlingFacts
from intake.insights.forecast import WEEKS, HourForecast, forecast
from intake.storage import insights as rows
from intake.storage.insights import Range

CLASSES = ("P0", "P1", "P2", "P3", "P4")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to work out: the range, the zone of its days, Y of the service level, the targets."""

    span: Range
    zone: ZoneInfo
    within_s: float
    short_s: float
    targets_s: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """How callers were served in a range. Seconds, shares 0 to 1, None where nothing counted."""

    answering: metrics.Answering
    handling_s: float | None
    secured_s: Mapping[float, int]
    waited: Sequence[metrics.Waited]
    kept: Sequence[metrics.Kept]
    contact_rate: float | None
    tries_to_contact: float | None
    hold_to_callback: float | None
    p0_acknowledged_s: Mapping[float, int]
    bridge_success: float | None
    heat: Mapping[tuple[int, int], int]
    funnel: Mapping[tuple[str, str], int]
    closings: Mapping[str, int]
    outcomes: Mapping[tuple[str, str], int]

    @property
    def secured_in_time(self) -> float | None:
        """The share of safe numbers given within the target of 60 s."""
        inside = sum(times for one, times in self.secured_s.items() if one <= metrics.SECURED_TARGET_S)
        return metrics.share(inside, sum(self.secured_s.values()))


def figures(connection: Connection, wanted: Wanted, now: datetime) -> Figures:
    """Work out everything for one range."""
    span = wanted.span
    rows.make_room(connection)
    calls = [CallFacts(*row) for row in rows.calls(connection, span)]
    promises = [CallbackFacts(*row) for row in rows.callbacks(connection, span, wanted.targets_s, now)]
    return Figures(
        answering=metrics.answering(calls, wanted.within_s, wanted.short_s),
        handling_s=metrics.handling_time(HandlingFacts(*rows.handling(connection, span))),
        secured_s=metrics.secured_times(calls),
        waited=[metrics.waited(calls, klass, wanted.within_s) for klass in CLASSES],
        kept=[metrics.kept(promises, klass) for klass in CLASSES],
        contact_rate=metrics.contact_rate(promises),
        tries_to_contact=metrics.tries_to_contact(promises),
        hold_to_callback=metrics.hold_to_callback(calls),
        p0_acknowledged_s=metrics.acknowledged(promises),
        bridge_success=metrics.share(*rows.bridges(connection, span)),
        heat=rows.heat(connection, span, wanted.zone.key),
        funnel={(source, ORDER[place - 1]): times for (source, place), times in rows.funnel(connection, span).items()},
        closings=rows.closings(connection, span),
        outcomes=rows.outcomes(connection, span),
    )


def week_ahead(connection: Connection, now: datetime, zone: ZoneInfo) -> tuple[HourForecast, ...]:
    """What each hour of the week will bring, from the last eight of each."""
    span = Range(now - timedelta(weeks=WEEKS), now)
    rows.make_room(connection)
    found = rows.arrivals(connection, span, zone.key)
    return forecast({day * 24 + hour: times for (day, hour), times in found.items()})
