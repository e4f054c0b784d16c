"""What each hour of the week will bring, from the same hours of the weeks before. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import exp, sqrt
from statistics import NormalDist
from zoneinfo import ZoneInfo

HOURS = 168
WEEKS = 8


@dataclass(frozen=True, slots=True)
class HourForecast:
    """One hour of the week (0 is Monday 00:00 local): the mean, and what 80 % of such hours stay under."""

    hour: int
    mean: float
    p80: int


def hour_of_week(at: datetime, zone: ZoneInfo) -> int:
    """0 to 167, Monday first, on the wall clock of `zone`."""
    local = at.astimezone(zone)
    return local.weekday() * 24 + local.hour


def poisson_quantile(mean: float, share: float) -> int:
    """The smallest count that a Poisson variable stays at or under with at least chance `share`."""
    if mean <= 0:
        return 0
    if mean > 500:  # e^-mean underflows; by then the normal approximation is within one.
        return round(mean + NormalDist().inv_cdf(share) * sqrt(mean))
    count, term = 0, exp(-mean)
    total = term
    while total < share and count < 10_000:
        count += 1
        term *= mean / count
        total += term
    return count


def forecast(counts: Mapping[int, int], weeks: int = WEEKS) -> tuple[HourForecast, ...]:
    """Every hour of the week from what came in that hour over so many `weeks`; an hour not named had nothing."""
    means = (counts.get(hour, 0) / weeks for hour in range(HOURS))
    return tuple(HourForecast(hour, mean, poisson_quantile(mean, 0.8)) for hour, mean in enumerate(means))
