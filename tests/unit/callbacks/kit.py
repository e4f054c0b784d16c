"""Clocks as they come, and short ways to say who is on duty."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from intake.callbacks.classes import Class
from intake.callbacks.clocks import Clocks
from intake.callbacks.skills import Wanted
from intake.oncall.standing import Person
from intake.oncall.tiers import Tier

CLOCKS = Clocks((60, 120, 300, 900, 14400), (120, 300, 900, 1800, 14400), (900, 7200), 300, 300)
NEW_YORK = "America/New_York"
# A Tuesday, 10:00 in New York.
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def person(number: int, tier: Tier = Tier.PRIMARY, **how: object) -> Person:
    how.setdefault("skills", frozenset({"en"}))
    return Person(UUID(int=number), tier, **how)  # type: ignore[arg-type]


def wanted(klass: Class, language: str = "en", minor: bool = False) -> Wanted:
    return Wanted(klass, language, minor, NOW)
