"""Every figure of a range, gathered in one read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from intake.insights import metrics
from intake.insights.facts import BridgeFacts, CallbackFacts, CallFacts, HandlingFacts
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
    secured_s: Sequence[float]
    kept: Sequence[metrics.Kept]
    contact_rate: float | None
    tries_to_contact: float | None
    hold_to_callback: float | None
    p0_acknowledged_s: Sequence[float]
    bridge_success: float | None
    heat: Mapping[tuple[int, int], int]
    funnel: Mapping[tuple[str, str], int]
    closings: Mapping[str, int]
    outcomes: Mapping[tuple[str, str], int]

    @property
    def secured_in_time(self) -> float | None:
        """The share of safe numbers given within the target of 60 s."""
        inside = sum(one <= metrics.SECURED_TARGET_S for one in self.secured_s)
        return metrics.share(inside, len(self.secured_s))


def figures(connection: Connection, wanted: Wanted, now: datetime) -> Figures:
    """Work out everything for one range."""
    span = wanted.span
    calls = [CallFacts(**row._mapping) for row in rows.calls(connection, span)]
    promises = [CallbackFacts(**row._mapping) for row in rows.callbacks(connection, span)]
    return Figures(
        answering=metrics.answering(calls, wanted.within_s, wanted.short_s),
        handling_s=metrics.handling_time(
            [HandlingFacts(row.talk_s, 0.0, row.wrap_s) for row in rows.handling(connection, span)]
        ),
        secured_s=metrics.secured_times(calls),
        kept=[metrics.kept(promises, klass, wanted.targets_s, now) for klass in CLASSES],
        contact_rate=metrics.contact_rate(promises),
        tries_to_contact=metrics.tries_to_contact(promises),
        hold_to_callback=metrics.hold_to_callback(calls),
        p0_acknowledged_s=metrics.acknowledged(promises),
        bridge_success=metrics.bridge_success([BridgeFacts(one) for one in rows.bridges(connection, span)]),
        heat=rows.heat(connection, span, wanted.zone.key),
        funnel=rows.funnel(connection, span),
        closings=rows.closings(connection, span),
        outcomes=rows.outcomes(connection, span),
    )


def week_ahead(connection: Connection, now: datetime, zone: ZoneInfo) -> tuple[HourForecast, ...]:
    """What each hour of the week will bring, from the last eight of each."""
    span = Range(now - timedelta(weeks=WEEKS), now)
    return forecast(rows.arrivals(connection, span), now, zone)
