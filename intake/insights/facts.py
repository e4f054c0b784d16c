"""What the figures are made of: plain records of calls and callbacks, without anybody's data. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

LOST = frozenset({"abandoned", "short_abandon", "no_number"})


@dataclass(frozen=True, slots=True)
class CallFacts:
    """One call that reached the greeting.

    `asked_person_at` is when the wait for a person began, `answered_at` when a person was joined.
    `left_waiting` says how a wait without a person ended: "callback" or "lost"; null where there was none.
    """

    started_at: datetime
    ended_at: datetime | None
    outcome: str | None
    language: str = "en"
    channel: str = "voice"
    secured_at: datetime | None = None
    asked_person_at: datetime | None = None
    answered_at: datetime | None = None
    left_waiting: str | None = None

    @property
    def seconds(self) -> float | None:
        """How long it lasted; None while it goes on."""
        return None if self.ended_at is None else (self.ended_at - self.started_at).total_seconds()

    @property
    def abandoned(self) -> bool:
        """Left before a person and before a saved callback: lost."""
        return self.outcome in LOST and self.answered_at is None and self.secured_at is None

    def short(self, threshold_s: float) -> bool:
        """Abandoned within the first seconds: a slip or a hesitation, reported apart."""
        return self.abandoned and self.seconds is not None and self.seconds < threshold_s

    @property
    def wait_s(self) -> float | None:
        """Seconds from asking for a person to hearing one; None if nobody came."""
        if self.answered_at is None:
            return None
        return (self.answered_at - (self.asked_person_at or self.started_at)).total_seconds()


@dataclass(frozen=True, slots=True)
class CallbackFacts:
    """One promised callback.

    `asked_at` is the request; `window_opens_at` the start of a chosen window; `acknowledged_at` the first
    accept; `tried_at` the first real attempt (the caller's telephone rang); `reached_at` the first person.
    """

    klass: str
    asked_at: datetime
    due_at: datetime
    window_opens_at: datetime | None = None
    acknowledged_at: datetime | None = None
    tried_at: datetime | None = None
    reached_at: datetime | None = None
    tries: int = 0
    ended: bool = False

    @property
    def clock_from(self) -> datetime:
        """When the promise began to run: the request, or the start of the chosen window."""
        return max(self.asked_at, self.window_opens_at or self.asked_at)

    @property
    def kept_at(self) -> datetime | None:
        """A person reached or a first real attempt, whichever came first."""
        moments = [at for at in (self.tried_at, self.reached_at) if at is not None]
        return min(moments, default=None)


@dataclass(frozen=True, slots=True)
class HandlingFacts:
    """One conversation of a professional with a caller, in seconds."""

    talk_s: float
    hold_s: float = 0.0
    wrap_s: float = 0.0


@dataclass(frozen=True, slots=True)
class BridgeFacts:
    """One bridge to 988."""

    answered: bool
