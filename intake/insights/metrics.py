"""How well callers are served: each figure by one printed definition, over plain records. Pure.

Shares are 0 to 1 and None where nothing was counted: an empty day is neither perfect nor bad.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from intake.insights.facts import BridgeFacts, CallbackFacts, CallFacts, HandlingFacts

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


def share(part: int, whole: int) -> float | None:
    """part / whole; None when there is nothing to divide by."""
    return part / whole if whole else None


def percentile(values: Iterable[float], percent: float) -> float | None:
    """The nearest-rank percentile; None without values."""
    ordered = sorted(values)
    return ordered[max(1, ceil(percent / 100 * len(ordered))) - 1] if ordered else None


def answering(calls: Iterable[CallFacts], within_s: float, short_s: float = SHORT_S) -> Answering:
    """Offered, short abandons, abandoned, answered, service level and average speed of answer (seconds)."""
    found = list(calls)
    waits = [call.wait_s for call in found if call.wait_s is not None]
    return Answering(
        offered=len(found),
        short=sum(call.short(short_s) for call in found),
        abandoned=sum(call.abandoned for call in found),
        answered=len(waits),
        within=sum(wait <= within_s for wait in waits),
        average_wait_s=sum(waits) / len(waits) if waits else None,
    )


def handling_time(conversations: Sequence[HandlingFacts]) -> float | None:
    """Average handling time in seconds: talk + hold + wrap."""
    if not conversations:
        return None
    return sum(one.talk_s + one.hold_s + one.wrap_s for one in conversations) / len(conversations)


def secured_times(calls: Iterable[CallFacts]) -> list[float]:
    """Seconds from the greeting to a number that is safe to call, for calls that gave one."""
    return [(call.secured_at - call.started_at).total_seconds() for call in calls if call.secured_at is not None]


def kept(callbacks: Iterable[CallbackFacts], klass: str, targets_s: Mapping[str, float], now: datetime) -> Kept:
    """Callback SLA of one class: request or window start to a person reached or a first real attempt.

    P4 runs on business hours, so its due time is its target; the others have seconds in `targets_s`.
    """
    own = [one for one in callbacks if one.klass == klass]
    judged = [one for one in own if one.kept_at is not None or _late(one, targets_s, now)]
    spans = [(one.kept_at - one.clock_from).total_seconds() for one in own if one.kept_at is not None]
    return Kept(
        klass,
        promised=len(own),
        judged=len(judged),
        within=sum(one.kept_at is not None and not _late(one, targets_s, one.kept_at) for one in judged),
        p50_s=percentile(spans, 50),
        p90_s=percentile(spans, 90),
    )


def _late(one: CallbackFacts, targets_s: Mapping[str, float], at: datetime) -> bool:
    target = targets_s.get(one.klass)
    if target is None:
        return at > one.due_at
    return (at - one.clock_from).total_seconds() > target


def contact_rate(callbacks: Iterable[CallbackFacts]) -> float | None:
    """Callbacks that reached a person / callbacks that ended or reached one."""
    judged = [one for one in callbacks if one.ended or one.reached_at is not None]
    return share(sum(one.reached_at is not None for one in judged), len(judged))


def tries_to_contact(callbacks: Iterable[CallbackFacts]) -> float | None:
    """Median number of attempts that it took to reach a person."""
    return percentile([one.tries for one in callbacks if one.reached_at is not None], 50)


def hold_to_callback(calls: Iterable[CallFacts]) -> float | None:
    """Waits for a person that ended in a callback / all waits for a person that ended."""
    waits = [call for call in calls if call.answered_at is not None or call.left_waiting is not None]
    return share(sum(call.left_waiting == "callback" for call in waits), len(waits))


def acknowledged(callbacks: Iterable[CallbackFacts]) -> list[float]:
    """Seconds from the start of each P0 to the first professional who took it."""
    return [
        (one.acknowledged_at - one.asked_at).total_seconds()
        for one in callbacks
        if one.klass == "P0" and one.acknowledged_at is not None
    ]


def bridge_success(bridges: Sequence[BridgeFacts]) -> float | None:
    """Bridges to 988 that a counselor answered / all bridges."""
    return share(sum(one.answered for one in bridges), len(bridges))
