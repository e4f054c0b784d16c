"""The one required answer: a number that is safe to call, the caller's own or a typed one."""

from __future__ import annotations

from intake.conversation.facts import DoNotContact, NumberConfirmed
from intake.conversation.moves import promise
from intake.conversation.need import need
from intake.conversation.numerals import phone
from intake.conversation.walk import Walk


def confirm_own(walk: Walk) -> None:
    """The number on the line is safe."""
    walk.answer("contact_mode", "voice")
    walk.change(number=None, typed=None, number_source="caller_id" if walk.voice else "sender")
    _confirmed(walk)


def confirm_typed(walk: Walk) -> None:
    """The number that was read back is right; so is silence after it (domain 4.2, N62)."""
    walk.answer("contact_mode", "voice")
    walk.change(number=walk.state.typed, typed=None, number_source="typed")
    _confirmed(walk)


def _confirmed(walk: Walk) -> None:
    if walk.state.do_not_contact:
        walk.change(do_not_contact=False)
        walk.fact(DoNotContact(False))
    state = walk.state
    source = state.number_source or "sender"
    walk.fact(NumberConfirmed(source, state.number, state.answers, need(state)))
    if state.crisis is not None and not state.promised:
        promise(walk, partial=True)


def take_number(walk: Walk, text: str) -> bool:
    """Keep what was typed or said, if it is a number that we may call."""
    number = phone(text)
    if number is None or not walk.context.accepts_number(number):
        return False
    walk.change(typed=number)
    return True
