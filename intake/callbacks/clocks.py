"""The clocks of the five classes, built once from settings and handed to every rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from intake.callbacks.classes import Class


@dataclass(frozen=True)
class Clocks:
    """Seconds, with fractions; the tuples run from P0 to P4. Field names are those of the settings."""

    escalate_seconds: tuple[float, ...]
    due_seconds: tuple[float, ...]
    retry_seconds: tuple[float, ...]
    crisis_retry_seconds: float
    window_urgent_seconds: float

    def __post_init__(self) -> None:
        """Raises `ValueError` unless every class has its two clocks and nothing runs backwards."""
        if len(self.escalate_seconds) != len(Class) or len(self.due_seconds) != len(Class):
            raise ValueError("each of the five classes needs a time to escalate and a time due")
        if min(self.escalate_seconds) <= 0 or min((*self.due_seconds, *self.retry_seconds), default=0) < 0:
            raise ValueError("a clock cannot stand still or run backwards")

    def escalate(self, klass: Class) -> timedelta:
        """One rung of the class's ladder."""
        return timedelta(seconds=self.escalate_seconds[klass.rank])

    def due(self, klass: Class) -> timedelta:
        """How long a person of this class may wait for a person."""
        return timedelta(seconds=self.due_seconds[klass.rank])

    @property
    def retries(self) -> tuple[timedelta, ...]:
        """The waits after the first attempts; after the last of them, the next preferred window."""
        return tuple(timedelta(seconds=seconds) for seconds in self.retry_seconds)

    @property
    def crisis_retry(self) -> timedelta:
        """The wait before the second attempt of a P0."""
        return timedelta(seconds=self.crisis_retry_seconds)

    @property
    def window_urgent(self) -> timedelta:
        """How far into its window a P3 becomes a P2."""
        return timedelta(seconds=self.window_urgent_seconds)
