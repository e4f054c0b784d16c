"""Whether a person on duty may be rung just now, and if not, why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from intake.oncall.tiers import Tier


@dataclass(frozen=True)
class Person:
    """Somebody on duty, as far as ringing them goes."""

    staff_id: UUID
    tier: Tier
    # Language codes, and "minor" for whoever may speak with minors.
    skills: frozenset[str]
    # The rolling load (see fairness).
    load: float = 0.0
    # Being rung, or with a caller.
    busy: bool = False
    on_break: bool = False
    # The carrier said that the number does not exist; only a person can set it right.
    number_dead: bool = False
    # Somebody pressed their code on this telephone.
    verified: bool = True
    wrapping_until: datetime | None = None
    resting_until: datetime | None = None


def not_now(person: Person, now: datetime) -> str | None:
    """The code of the rule that keeps this person from being rung; None if nothing does.

    Whoever has just come from a crisis call rests, and whoever writes one up is left to it: a tired person
    is no help to the next caller.
    """
    reasons = (
        ("number_dead", person.number_dead),
        ("on_a_call", person.busy),
        ("on_break", person.on_break),
        ("resting", person.resting_until is not None and now < person.resting_until),
        ("wrapping_up", person.wrapping_until is not None and now < person.wrapping_until),
    )
    return next((reason for reason, holds in reasons if holds), None)
