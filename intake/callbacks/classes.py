"""The five classes of a need for a human, and who may move one from class to class, for which reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Class(StrEnum):
    """P0 is a crisis, P4 can wait for office hours."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"

    @property
    def rank(self) -> int:
        """0 for P0."""
        return int(self.value[1])


@dataclass(frozen=True)
class Ranked:
    """A class with the word for why, as the conversation gave it or as somebody moved it."""

    klass: Class
    reason: str


# Why a person may move a callback; a free text would end up in reports.
RAISE_REASONS = ("worse", "asked_again", "medical_first", "minor", "priority_group", "crisis", "clinical")
LOWER_REASONS = ("calmer", "asked_to_wait", "mistake", "clinical")
# Why somebody is rung out of turn.
ASSIGN_REASONS = ("free", "knows_them", "asked_for", "language", "skill")


class NotAllowed(ValueError):
    """A change of class that the rules do not know."""


def regrade(current: Class, wanted: Class, reason: str, by_person: bool) -> Ranked:
    """The class after somebody (or the machine) moves it, for a reason of the list.

    The machine only raises: an answer that makes things look calmer never makes a person wait longer.
    Raises `NotAllowed` for no change, an unknown reason, or a lowering by the machine.
    """
    if wanted is current:
        raise NotAllowed("it has this class already")
    if wanted.rank < current.rank:
        if reason not in RAISE_REASONS:
            raise NotAllowed("not a reason to raise a callback")
        return Ranked(wanted, reason)
    if not by_person:
        raise NotAllowed("only a person may lower a callback")
    if reason not in LOWER_REASONS:
        raise NotAllowed("not a reason to lower a callback")
    return Ranked(wanted, reason)
