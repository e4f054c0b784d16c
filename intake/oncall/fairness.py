"""Who has carried how much in the last 28 days, and who is next, with the reason as a code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

ROLLING = timedelta(days=28)
# More than this between the most and the least loaded is shown as unfair.
FAIR_RATIO = 1.3
_NIGHT = (time(22), time(6))
_SATURDAY = 5


@dataclass(frozen=True)
class Taken:
    """One callback or call that somebody took."""

    staff_id: UUID
    at: datetime
    klass: str
    # Others were rung for it first and did not answer.
    unanswered_by_others: bool = False


def weight(taken: Taken, zone: str, holidays: Collection[date] = ()) -> float:
    """How heavy it was: 1, at night times 1.5, weekend or holiday 1.25, P0 3, unanswered by others 1.5.

    Nothing about outcomes: a load that paid for admissions would steer callers (18 U.S.C. 220).
    """
    local = taken.at.astimezone(ZoneInfo(zone))
    heavy = 1.0
    if local.time() >= _NIGHT[0] or local.time() < _NIGHT[1]:
        heavy *= 1.5
    if local.weekday() >= _SATURDAY or local.date() in holidays:
        heavy *= 1.25
    if taken.klass == "P0":
        heavy *= 3
    return heavy * 1.5 if taken.unanswered_by_others else heavy


def loads(
    taken: Iterable[Taken], zones: Mapping[UUID, str], now: datetime, holidays: Collection[date] = ()
) -> dict[UUID, float]:
    """The rolling load of everybody in `zones` (their own time zones), those with none included."""
    found = dict.fromkeys(zones, 0.0)
    for one in taken:
        if one.staff_id in found and now - ROLLING < one.at <= now:
            found[one.staff_id] += weight(one, zones[one.staff_id], holidays)
    return found


def gini(values: Collection[float]) -> float:
    """0 when all carry the same, towards 1 when one carries all; 0 for nobody or no load."""
    ordered = sorted(values)
    total = sum(ordered)
    if total == 0:
        return 0.0
    count = len(ordered)
    ranked = sum((place + 1) * value for place, value in enumerate(ordered))
    return 2 * ranked / (count * total) - (count + 1) / count


def spread(values: Collection[float]) -> float | None:
    """Most over least; None while somebody has no load yet."""
    return max(values) / min(values) if values and min(values) > 0 else None


@dataclass(frozen=True)
class Balance:
    """How evenly the load lies."""

    gini: float
    spread: float | None

    @property
    def fair(self) -> bool:
        """Within the ratio, or nothing to compare yet."""
        return self.spread is None or self.spread <= FAIR_RATIO


def balance(loads_now: Mapping[UUID, float]) -> Balance:
    """Gini and spread of the present loads."""
    values = list(loads_now.values())
    return Balance(gini(values), spread(values))


def why_next(load: float, others: Sequence[float]) -> str:
    """The reason, `code` or `code=load/others`, which a page says in words: no names, no speed, no ranking."""
    if not others:
        return "only"
    code = "least" if load < min(others) else "equal" if load == min(others) else "load"
    return f"{code}={load:.1f}/{', '.join(f'{other:.1f}' for other in sorted(others))}"
