"""Going from step to step until a person is needed: statements are said, rooms entered, questions put."""

from __future__ import annotations

from intake.conversation.asking import ask
from intake.conversation.detours import detour
from intake.conversation.facts import (
    CallbackPromised,
    CrisisChosen,
    CrisisEntered,
    DoNotContact,
    PersonWanted,
    TalkNowRequested,
)
from intake.conversation.instructions import Bridge988, Ring
from intake.conversation.need import need
from intake.conversation.walk import Walk

_CRISES = frozenset({"overdose", "suicide", "violence"})


def enter(walk: Walk, target: str) -> None:
    """Go to a step, and on from it for as long as nobody has to answer."""
    place: str | None = target
    while place is not None:
        place = detour(walk, place)
        if place in walk.script.endings:
            _end(walk, place)
            return
        place = _arrive(walk, place)


def _arrive(walk: Walk, place: str) -> str | None:
    """Stand at a step; the next one if this one does not stop."""
    pace = 2 if walk.state.slow else 1
    walk.change(step=place, strikes=0, timeouts=0, pace=pace)
    _raise(walk)
    step = walk.step
    if step.kind == "statement":
        walk.say(step.words)
        return _next(walk)
    if step.kind == "room":
        _room(walk)
    elif step.kind == "bridge":
        walk.say(step.words)
        *first, last = walk.says
        walk.instructions.extend(first)
        walk.do(Bridge988(last, walk.state.language))
    elif step.kind == "person":
        _hand_over(walk)
    elif step.id == "N99_DONE":
        _done(walk)
    else:
        ask(walk)
    return None


def _next(walk: Walk) -> str:
    return walk.route("auto") or "END"


def _raise(walk: Walk) -> None:
    flag = walk.step.raises
    if flag is None:
        return
    walk.flag(flag)
    if flag in _CRISES:
        walk.change(crisis=flag)
        walk.fact(CrisisChosen(flag))
    if flag == "violence":
        walk.change(do_not_contact=True)
        walk.fact(DoNotContact(True))


def enter_crisis(walk: Walk, kind: str = "unknown", by_words: bool = False) -> None:
    """The crisis menu; P0 is paged by the fact, before anything is answered."""
    if by_words:
        walk.flag("crisis_words")
    if walk.state.crisis is None:
        walk.change(crisis=kind)
        walk.fact(CrisisEntered(kind, by_words))
    enter(walk, "C10_CRISIS")


def _room(walk: Walk) -> None:
    if not walk.voice:
        # By text there is no room to wait in: the promise itself is the answer.
        promise(walk, partial=False)
        walk.say("N99_DONE")
        return
    walk.change(asked_now=True)
    walk.say(walk.step.words)
    walk.fact(TalkNowRequested(need(walk.state)))
    walk.do(Ring(tuple(walk.says)))


def _hand_over(walk: Walk) -> None:
    if walk.state.person_wanted is None:
        walk.change(person_wanted="asked_for_person")
    walk.say("E_MAX")
    walk.fact(PersonWanted(need(walk.state)))


def _done(walk: Walk) -> None:
    promise(walk, partial=False)
    if walk.voice:
        ask(walk)
    else:
        walk.say("N99_DONE")
        walk.finish(kept_outcome(walk), "END")


def promise(walk: Walk, partial: bool) -> None:
    """Promise the callback; a partial one is promised to a caller who left after giving a safe number."""
    walk.change(promised=True)
    walk.fact(CallbackPromised(need(walk.state), walk.state.answers, partial, pin_given=not partial))


def kept_outcome(walk: Walk) -> str:
    """The outcome of a conversation that ends with a request that we keep."""
    return "text_only" if walk.state.answers.contact_mode == "text_only" else "callback"


def _end(walk: Walk, ending: str) -> None:
    if ending == "END_CRISIS":
        walk.finish("crisis_safe", ending)
    elif walk.state.step == "N98_CANCEL":
        walk.finish("cancelled", ending)
    elif walk.state.confirmed:
        if not walk.state.promised:
            promise(walk, partial=True)
        walk.finish(kept_outcome(walk), "END")
    else:
        walk.finish("abandoned", "END_ABANDON")
