"""Who can speak with this person: language and, for a minor, the skill to; widened when it takes long."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from intake.callbacks.classes import Class
from intake.callbacks.clocks import Clocks

MINOR_SKILL = "minor"


@dataclass(frozen=True)
class Wanted:
    """What a callback asks of whoever takes it."""

    klass: Class
    language: str
    minor: bool
    since: datetime


class Skilled(Protocol):
    """Anybody with languages and skills, as codes."""

    @property
    def skills(self) -> Collection[str]: ...


P = TypeVar("P", bound=Skilled)


def fits(person: Skilled, wanted: Wanted) -> bool:
    """Whether this person needs no interpreter and may speak with this age."""
    return wanted.language in person.skills and (not wanted.minor or MINOR_SKILL in person.skills)


def narrow(people: Sequence[P], wanted: Wanted, now: datetime, clocks: Clocks) -> tuple[tuple[P, ...], bool]:
    """Those who may be rung, best fit first, and whether the search has been widened.

    Only people who fit, until half the class's time has passed; then everybody, with an interpreter. If
    nobody fits there is nothing to wait for. A P0 is never narrowed: a wrong language now is better than
    the right one in a minute.
    """
    fitting = tuple(person for person in people if fits(person, wanted))
    waited = now - wanted.since
    if fitting and wanted.klass is not Class.P0 and waited < clocks.due(wanted.klass) / 2:
        return fitting, False
    others = tuple(person for person in people if not fits(person, wanted))
    return (*fitting, *others), bool(others)


def wider_at(wanted: Wanted, clocks: Clocks) -> datetime:
    """When the search is widened, which is a moment to look again."""
    return wanted.since + clocks.due(wanted.klass) / 2
