"""Putting a question: one gather that holds every word since the last answer, with 0 and 9 open in it."""

from __future__ import annotations

from dataclasses import replace

from intake.conversation.instructions import Ask, Say
from intake.conversation.script import ENTRIES, Step
from intake.conversation.walk import Walk

_LENGTH = {"number": 10, "zip": 5, "code": 4}
_DIGITS = "0123456789*#"


def ask(walk: Walk, again: bool = False) -> None:
    """Put the question of the present step. `again`: nothing of it is kept from being cut short."""
    step = walk.step
    walk.say(step.words)
    if walk.voice:
        says = tuple(replace(say, barge_in=True) for say in walk.says) if again else tuple(walk.says)
        walk.do(_gather(walk, step, says))


def _gather(walk: Walk, step: Step, says: tuple[Say, ...]) -> Ask:
    state, context = walk.state, walk.context
    typed = step.kind in _LENGTH
    wait = context.second_wait if state.timeouts else context.first_wait
    return Ask(
        step=step.id,
        says=says,
        keys=_DIGITS if typed else _keys(walk, step),
        digits=_LENGTH.get(step.kind, 1),
        finish_on_key="#" if typed else "",
        speech=True,
        hints=walk.script.hints[state.language].get(step.id, ()),
        language=state.language,
        timeout=wait * state.pace,
    )


def _keys(walk: Walk, step: Step) -> str:
    own = walk.script.steps[step.id].routes["voice"]
    keys = {*own, *walk.script.globals["voice"]}
    return "".join(sorted(key for key in keys if len(key) == 1))


def entry(step: Step) -> bool:
    """Whether the step takes digits or words of the caller's own rather than a choice."""
    return step.kind in ENTRIES
