"""Leaves open, in what was heard or read, what differs from one time to the next: numbers, codes, hours."""

import re

from webhooks.simulator.speech import plain

ANYTHING = "…"
_NUMBERS = re.compile(r"\d(?:[\d\s,.:;-]*\d)?")
_AT_EDGES = " ,.;:!?-"


def opened(text: str) -> str:
    """The text with an ellipsis in place of every number."""
    return _NUMBERS.sub(ANYTHING, " ".join(text.split()))


def parts(phrase: str) -> list[str]:
    """What must be heard or read of a phrase with ellipses, in order; empty if nothing is fixed."""
    pieces = (piece.strip(_AT_EDGES) for piece in phrase.split(ANYTHING))
    return [piece for piece in pieces if any(letter.isalpha() for letter in piece)]


def holds(text: str, phrase: str) -> bool:
    """Whether a text holds all parts of a phrase, in order."""
    rest = plain(text)
    for part in parts(phrase):
        _, found, rest = rest.partition(plain(part))
        if not found:
            return False
    return True
