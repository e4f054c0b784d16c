"""Answers in the caller's own digits or words: a number, a ZIP code, a name, a code."""

from __future__ import annotations

from collections.abc import Callable

from intake.conversation.facts import CodeEntered
from intake.conversation.moves import enter
from intake.conversation.names import first_name
from intake.conversation.numbers_given import take_number
from intake.conversation.numerals import digits, zip_code
from intake.conversation.strikes import invalid
from intake.conversation.walk import Walk


def take_entry(walk: Walk, text: str) -> None:
    """Keep an entry and go on, or count a strike."""
    step = walk.step
    if step.kind == "code":
        _code(walk, text)
    elif _TAKERS[step.kind](walk, text):
        enter(walk, walk.route("done") or "END")
    else:
        invalid(walk)


def _code(walk: Walk, text: str) -> None:
    code = digits(text)
    if len(code) == 4:
        walk.fact(CodeEntered(code))
    else:
        invalid(walk)


def _zip(walk: Walk, text: str) -> bool:
    code = zip_code(text)
    if code is None or not walk.context.zip_exists(code):
        return False
    walk.answer("zip", code)
    return True


def _name(walk: Walk, text: str) -> bool:
    name = first_name(text)
    if name is None:
        return False
    walk.answer("name", name)
    return True


_TAKERS: dict[str, Callable[[Walk, str], bool]] = {"number": take_number, "zip": _zip, "name": _name}
