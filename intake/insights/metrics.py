"""How well callers are served: each figure by one printed definition, over plain records. Pure.

Shares are 0 to 1 and None where nothing was counted: an empty day is neither perfect nor bad.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from intake.insights.facts import CallbackFacts, CallFacts, HandlingFacts

SHORT_S = 10.0
SECURED_TARGET_S = 60.0


@dataclass(frozen=True, slots=True)
class Answering:
    """Calls and what became of them. `level` = answered by a person within Y seconds / (offered − short)."""

    offered: int
    short: int
    abandoned: int
    answered: int
    within: int
    average_wait_s: float | None

    @property
    def counted(self) -> int:
        """Offered without short abandons: the denominator of both shares."""
        return self.offered - self.short

    @property
    def abandonment(self) -> float | None:
        """(abandoned − short) / (offered − short)."""
        return share(self.abandoned - self.short, self.counted)

    @property
    def level(self) -> float | None:
        """Answered by a person within Y seconds / (offered − short)."""
        return share(self.within, self.counted)


@dataclass(frozen=True, slots=True)
class Kept:
    """Callbacks of one class: how many were promised and judged, and how soon each promise was kept."""

    klass: str
    promised: int
    judged: int
    within: int
    p50_s: float | None
    p90_s: float | None

    @property
    def share(self) -> float | None:
        """Kept in time / judged. A promise that is not yet due and not yet kept is not judged."""
        return share(self.within, self.judged)


@dataclass(frozen=True, slots=True)
class Waited:
    """Callers of one class who waited on the line for a person: how many, answered, and answered within Y."""

    klass: str
    waits: int
    answered: int
    within: int
    average_wait_s: float | None

    @property
    def level(self) -> float | None:
        """Answered by a person within Y seconds / waits that ended."""
        return share(self.within, self.waits)


def share(part: int, whole: int) -> float | None:
    """part / whole; None when there is nothing to divide by."""
    return part / whole if whole else None


def percentile(values: Iterable[float], percent: float) -> float | None:
    """The nearest-rank percentile; None without values."""
    return percentile_of(Counter(values), percent)


def percentile_of(times: Mapping[float, int], percent: float) -> float | None:
    """The nearest-rank percentile of values that came so many times each; None without values."""
    rank, passed = max(1, ceil(percent / 100 * sum(times.values()))), 0
    for value in sorted(times):
        passed += times[value]
        if passed >= rank:
            return value
    return None


def answering(calls: Iterable[CallFacts], within_s: float, short_s: float = SHORT_S) -> Answering:
    """Offered, short abandons, abandoned, answered, service level and average speed of answer (seconds)."""
    found = list(calls)
    waits = [(call.wait_s, call.times) for call in found if call.wait_s is not None]
    answered = sum(times for _, times in waits)
    return Answering(
        offered=sum(call.times for call in found),
        short=sum(call.times for call in found if call.short(short_s)),
        abandoned=sum(call.times for call in found if call.abandoned),
        answered=answered,
        within=sum(times for wait, times in waits if wait <= within_s),
        average_wait_s=sum(wait * times for wait, times in waits) / answered if answered else None,
    )


def waited(calls: Iterable[CallFacts], klass: str, within_s: float) -> Waited:
    """Service level of one class: those who waited for a person, until one came or they left."""
    own = [call for call in calls if call.klass == klass and (call.wait_s is not None or call.left_waiting)]
    waits = [(call.wait_s, call.times) for call in own if call.wait_s is not None]
    answered = sum(times for _, times in waits)
    return Waited(
        klass,
        waits=sum(call.times for call in own),
        answered=answered,
        within=sum(times for wait, times in waits if wait <= within_s),
        average_wait_s=sum(wait * times for wait, times in waits) / answered if answered else None,
    )


def handling_time(conversations: HandlingFacts) -> float | None:
    """Average handling time in seconds: talk + hold + wrap."""
    total = conversations.talk_s + conversations.hold_s + conversations.wrap_s
    return total / conversations.times if conversations.times else None


def secured_times(calls: Iterable[CallFacts]) -> Counter[float]:
    """Seconds from the greeting to a number that is safe to call, for calls that gave one, each so many times."""
    found: Counter[float] = Counter()
    for call in calls:
        if call.secured_s is not None:
            found[call.secured_s] += call.times
    return found


def kept(callbacks: Iterable[CallbackFacts], klass: str) -> Kept:
    """Callback SLA of one class: request or window start to a person reached or a first real attempt."""
    own = [one for one in callbacks if one.klass == klass]
    spans: Counter[float] = Counter()
    for one in own:
        if one.kept_s is not None:
            spans[one.kept_s] += one.times
    return Kept(
        klass,
        promised=sum(one.times for one in own),
        judged=sum(one.times for one in own if one.in_time is not None),
        within=sum(one.times for one in own if one.in_time),
        p50_s=percentile_of(spans, 50),
        p90_s=percentile_of(spans, 90),
    )


def contact_rate(callbacks: Iterable[CallbackFacts]) -> float | None:
    """Callbacks that reached a person / callbacks that ended or reached one."""
    judged = [one for one in callbacks if one.ended or one.reached]
    return share(sum(one.times for one in judged if one.reached), sum(one.times for one in judged))


def tries_to_contact(callbacks: Iterable[CallbackFacts]) -> float | None:
    """Median number of attempts that it took to reach a person."""
    tries: Counter[float] = Counter()
    for one in callbacks:
        if one.reached:
            tries[one.tries] += one.times
    return percentile_of(tries, 50)


def hold_to_callback(calls: Iterable[CallFacts]) -> float | None:
    """Waits for a person that ended in a callback / all waits for a person that ended."""
    waits = [call for call in calls if call.wait_s is not None or call.left_waiting is not None]
    ended = [call.times for call in waits if call.wait_s is None and call.left_waiting == "callback"]
    return share(sum(ended), sum(call.times for call in waits))


def acknowledged(callbacks: Iterable[CallbackFacts]) -> Counter[float]:
    """Seconds from the start of each P0 to the first professional who took it, each so many times."""
    found: Counter[float] = Counter()
    for one in callbacks:
        if one.klass == "P0" and one.acknowledged_s is not None:
            found[one.acknowledged_s] += one.times
    return found
