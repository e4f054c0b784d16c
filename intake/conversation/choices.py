"""What a key means at the steps where it does more than lead on."""

from __future__ import annotations

from collections.abc import Callable

from intake.conversation.asking import ask
from intake.conversation.facts import CrisisCleared, DoNotContact, NumberConfirmed
from intake.conversation.moves import enter, enter_crisis
from intake.conversation.need import need
from intake.conversation.numbers_given import confirm_own, confirm_typed
from intake.conversation.strikes import invalid
from intake.conversation.walk import Walk


def take(walk: Walk, key: str) -> None:
    """Act on a key at the present step: global keys, then the step's own; anything else is a strike."""
    target = walk.route(key)
    if key == "*":
        ask(walk, again=True)
    elif key == "#":
        skip(walk)
    elif target is None:
        invalid(walk)
    elif target == "C10_CRISIS":
        enter_crisis(walk)
    else:
        _keep(walk, key)
        _SPECIAL.get((walk.state.step, key), _plain)(walk, key)
        enter(walk, target)


def skip(walk: Walk) -> None:
    """Leave the question out, with the safest default; a safe number and the crisis menus cannot be."""
    step = walk.step
    if step.required:
        invalid(walk, "E_NONUMBER")
    elif step.id == "C40_DV" and not walk.voice:
        # "OK", "thanks": nothing more is written to a phone that somebody else may be holding.
        return
    elif step.block == "crisis":
        ask(walk, again=True)
    else:
        if step.id == "N62_CONFIRM":
            confirm_typed(walk)
        enter(walk, step.routes[walk.state.channel].get("#") or walk.route("timeout") or "END")


def _keep(walk: Walk, key: str) -> None:
    step = walk.step
    if step.sets is not None and key in step.values:
        walk.answer(step.sets, step.values[key])


def _plain(walk: Walk, key: str) -> None:
    """A key that does nothing but lead on."""


def _language(walk: Walk, key: str) -> None:
    walk.change(language="es" if key == "2" else "en", language_chosen=True)


def _mode(walk: Walk, key: str) -> None:
    if walk.voice:
        return
    walk.answer("contact_mode", "text_only" if key == "3" else "voice")
    walk.change(preset_when=key == "1")
    if key == "1":
        walk.answer("when", "asap")
    if key == "3":
        walk.change(number=None, number_source="sender")
        walk.fact(NumberConfirmed("sender", None, walk.state.answers, need(walk.state)))


def _own_number(walk: Walk, key: str) -> None:
    confirm_own(walk)


def _typed_number(walk: Walk, key: str) -> None:
    confirm_typed(walk)


def change_request(walk: Walk, key: str = "2") -> None:
    """The caller wants to answer again; the old answers stand until they are replaced."""
    walk.change(preset_when=False)


def _cleared(walk: Walk, key: str) -> None:
    walk.change(crisis=None)
    walk.fact(CrisisCleared())


def _may_contact(walk: Walk, key: str) -> None:
    walk.change(do_not_contact=False)
    walk.fact(DoNotContact(False))


def _call_sender(walk: Walk, key: str) -> None:
    if not walk.voice:
        confirm_own(walk)


_SPECIAL: dict[tuple[str, str], Callable[[Walk, str], None]] = {
    ("N10_LANG", "1"): _language,
    ("N10_LANG", "2"): _language,
    ("N50_MODE", "1"): _mode,
    ("N50_MODE", "2"): _mode,
    ("N50_MODE", "3"): _mode,
    ("N60_NUMBER", "1"): _own_number,
    ("N62_CONFIRM", "1"): _typed_number,
    ("N95_REVIEW", "2"): change_request,
    ("N99_DONE", "2"): change_request,
    ("C10_CRISIS", "4"): _cleared,
    ("C20_OD", "1"): _call_sender,
    ("C40_DV", "1"): _may_contact,
}
