"""Answers that are not understood, and silences: twice again with patience, then a person."""

from __future__ import annotations

from intake.conversation.asking import ask, entry
from intake.conversation.moves import enter
from intake.conversation.need import may_call_back
from intake.conversation.numbers_given import confirm_typed
from intake.conversation.walk import Walk
from intake.conversation.wording import extra_allowed

_NUMBER_STEPS = frozenset({"N60_NUMBER", "N61_ENTRY"})


def invalid(walk: Walk, words: str | None = None) -> None:
    """One more answer that leads nowhere; the third brings a person. `words` replace the usual ones."""
    strikes = walk.state.strikes + 1
    walk.change(strikes=strikes)
    if strikes >= 3:
        give_up(walk)
        return
    walk.say(words or f"E_INVALID_{strikes}")
    if walk.voice or entry(walk.step) or words:
        ask(walk, again=True)


def give_up(walk: Walk) -> None:
    """A person instead of a fourth try."""
    if not walk.voice:
        walk.change(person_wanted="three_strikes")
        enter(walk, walk.script.globals["sms"].get("0", "HUMAN"))
        return
    if walk.context.on_duty or walk.state.crisis is not None:
        walk.say("E_MAX")
    elif walk.state.step in _NUMBER_STEPS:
        no_number(walk)
        return
    enter(walk, walk.script.globals["voice"].get("0", "T10_TALKNOW"))


def silent(walk: Walk) -> None:
    """Nobody answered in time (voice): said once more, then the step's own way on."""
    timeouts = walk.state.timeouts + 1
    walk.change(timeouts=timeouts, slow=True)
    step = walk.step
    if timeouts < step.patience:
        walk.say("E_TIMEOUT_1")
        if step.id == walk.script.first:
            walk.say("E_TIMEOUT_1", language="es" if walk.state.language == "en" else "en")
        ask(walk, again=True)
    elif step.id in _NUMBER_STEPS:
        no_number(walk)
    else:
        enter(walk, _after_silence(walk))


def _after_silence(walk: Walk) -> str:
    """The step's way on, its one-time offer first. Whoever has a promise and stays silent is let go."""
    step = walk.step
    if step.id == "N62_CONFIRM":
        confirm_typed(walk)
    offer = step.once is not None and step.once not in walk.state.offered
    if offer and extra_allowed(walk.state, walk.context):
        return step.once or "END"
    if step.id == "N90_MORE" and walk.state.promised:
        return "END"
    return walk.route("timeout") or "END"


def no_number(walk: Walk) -> None:
    """No safe number, so nothing can be promised; an earlier safe number keeps its promise."""
    if walk.state.confirmed:
        enter(walk, "END")
        return
    walk.say("E_NONUMBER")
    if walk.state.crisis is not None:
        walk.finish("crisis_hangup", "END_CRISIS", may_call_back(walk.state))
    else:
        walk.finish("no_number", "END_ABANDON")
