""" "Call me now", written in a thread: this phone may be rung, at any hour, as soon as somebody can."""

from __future__ import annotations

import re

from intake.conversation.instructions import Language
from intake.conversation.moves import enter
from intake.conversation.numbers_given import confirm_own
from intake.conversation.plain import plain
from intake.conversation.walk import Walk

_PLEASE = r"(?:(?:please|pls|can you|could you) )?"
_ENGLISH = re.compile(
    rf"{_PLEASE}(?:call|phone|ring) me(?: back)?(?: right)? (?:now|away|asap|immediately)(?: please| pls)?"
)
_POR_FAVOR = r"(?:(?:por favor|pueden?|podrian?) )?"
_SPANISH = re.compile(
    rf"{_POR_FAVOR}(?:llame(?:n)?me|llamame|llamarme|me llam[ae]n?) "
    r"(?:ya|ahora|ahora mismo|ya mismo|ahorita|inmediatamente|de inmediato)(?: por favor)?"
)


def asked(text: str) -> Language | None:
    """The language in which a whole message asks for a call this minute; None if it does not."""
    said = plain(text)
    if _ENGLISH.fullmatch(said):
        return "en"
    return "es" if _SPANISH.fullmatch(said) else None


def take(walk: Walk, language: Language) -> bool:
    """Promise it; False where this phone cannot be rung, or a person has the thread and reads it there."""
    if not walk.context.caller_dialable or walk.step.kind == "person":
        return False
    if not walk.state.language_chosen:
        walk.change(language=language)
    walk.answer("when", "asap")
    walk.change(asked_now=True, preset_when=True)
    if not walk.state.confirmed or walk.state.answers.contact_mode == "text_only":
        confirm_own(walk)
    enter(walk, "N99_DONE")
    return True
