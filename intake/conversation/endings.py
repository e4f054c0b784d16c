"""What ends or resumes a wait: hang-ups, answers of professionals and of 988, long silences by text."""

from __future__ import annotations

from intake.conversation.detours import after_room
from intake.conversation.facts import Ended
from intake.conversation.moves import enter, kept_outcome, promise
from intake.conversation.need import may_call_back
from intake.conversation.walk import Walk

_NEVER_NUDGED = frozenset({"C40_DV"})


def hung_up(walk: Walk) -> None:
    """The caller is gone. Nothing is kept but a crisis and what came after a safe number (domain 4.1)."""
    state = walk.state
    if state.crisis is not None and (not state.promised or _in_crisis_steps(walk)):
        _dropped(walk)
    elif state.confirmed:
        if not state.promised:
            promise(walk, partial=True)
        _over(walk, kept_outcome(walk), "END")
    else:
        _over(walk, "abandoned", "END_ABANDON")


def _in_crisis_steps(walk: Walk) -> bool:
    return walk.step.block == "crisis" or walk.step.kind in ("room", "bridge")


def _dropped(walk: Walk) -> None:
    again = may_call_back(walk.state)
    if again and walk.state.confirmed and not walk.state.promised:
        promise(walk, partial=True)
    _over(walk, "crisis_hangup", "END_CRISIS", again)


def _over(walk: Walk, outcome: str, end: str, call_back_once: bool = False) -> None:
    """End without instructions: nobody is there to hear them."""
    walk.change(outcome=outcome)
    walk.fact(Ended(outcome, end, walk.state.step, call_back_once))


def connected(walk: Walk) -> None:
    """A professional, or a 988 counselor, is with the caller: our part is done."""
    if walk.step.kind == "bridge":
        _over(walk, "crisis_988", "END_CRISIS")
    elif walk.step.kind == "room":
        _over(walk, "live" if walk.state.crisis is None else "crisis_live", "END_LIVE")


def no_answer(walk: Walk) -> None:
    """Nobody took the caller: from 988 to our own people, from them to a callback."""
    if walk.step.kind == "bridge":
        enter(walk, walk.route("noanswer") or "T10_TALKNOW")
    elif walk.step.kind == "room" and walk.voice:
        walk.change(talk_now_missed=True)
        enter(walk, after_room(walk))


def nudge(walk: Walk) -> None:
    """One reminder, never a second, and none to somebody who may not be safe to write to."""
    state = walk.state
    if walk.voice or state.nudged:
        return
    # Also where nothing is said: the next silence is the one that ends the thread.
    walk.change(nudged=True)
    if walk.step.asks and state.step not in _NEVER_NUDGED and not walk.context.opted_out:
        walk.say("E_TIMEOUT_1")


def lapse(walk: Walk) -> None:
    """A safe number was given and then nothing: promised now, with the safest defaults."""
    if walk.state.confirmed and not walk.state.promised and not walk.state.do_not_contact:
        promise(walk, partial=True)


def expire(walk: Walk) -> None:
    """A day without a word ends the thread silently, unless a person has it."""
    if walk.step.kind == "person":
        return
    lapse(walk)
    if walk.state.promised:
        _over(walk, kept_outcome(walk), "END")
    else:
        _over(walk, "expired", "END_CRISIS" if walk.state.crisis else "END_ABANDON")
