"""What the figures are made of: calls and callbacks that went alike, counted, without anybody's data. Pure."""

from __future__ import annotations

from dataclasses import dataclass

LOST = frozenset({"abandoned", "short_abandon", "no_number"})


@dataclass(frozen=True, slots=True)
class CallFacts:
    """Calls that reached the greeting and went alike: `times` of them. Seconds, to the tenth.

    `lasted_s` may be None for a call that goes on, or that was not lost. `secured_s`: greeting to a safe number.
    `wait_s`: from asking for a person to hearing one. `left_waiting` says how a wait without a person ended:
    "callback" or "lost"; null where there was none. `klass`: the class of whoever waited for a person.
    """

    outcome: str | None
    lasted_s: float | None = None
    secured_s: float | None = None
    wait_s: float | None = None
    left_waiting: str | None = None
    klass: str | None = None
    times: int = 1

    @property
    def abandoned(self) -> bool:
        """Left before a person and before a saved callback: lost."""
        return self.outcome in LOST and self.wait_s is None and self.secured_s is None

    def short(self, threshold_s: float) -> bool:
        """Abandoned within the first seconds: a slip or a hesitation, reported apart."""
        return self.abandoned and self.lasted_s is not None and self.lasted_s < threshold_s


@dataclass(frozen=True, slots=True)
class CallbackFacts:
    """Promised callbacks that went alike: `times` of them. Seconds, to the tenth.

    `kept_s`: from the request, or the start of a chosen window, to a person reached or a first real attempt,
    whichever came first. `in_time`: whether that was within the class's target, False for one that is late
    already, None for one that may still be in time. `acknowledged_s`: request to the first accept, P0 only.
    """

    klass: str
    kept_s: float | None = None
    in_time: bool | None = None
    acknowledged_s: float | None = None
    reached: bool = False
    tries: int = 0
    ended: bool = False
    times: int = 1


@dataclass(frozen=True, slots=True)
class HandlingFacts:
    """Conversations of professionals with callers, `times` of them together, in seconds."""

    talk_s: float
    hold_s: float = 0.0
    wrap_s: float = 0.0
    times: int = 1
