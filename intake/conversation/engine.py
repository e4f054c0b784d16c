"""advance(script, state, event, context): one event in, the next state, instructions and facts out. Pure."""

from __future__ import annotations

from dataclasses import replace

from intake.conversation import endings
from intake.conversation.calling import hold, on_heard, on_key
from intake.conversation.commands import reopens_with
from intake.conversation.context import Context
from intake.conversation.events import (
    Begin,
    CodeChecked,
    Connected,
    Event,
    Expire,
    Heard,
    HungUp,
    Key,
    Lapse,
    NoAnswer,
    Nudge,
    Text,
    Timeout,
    Waiting,
)
from intake.conversation.facts import AnswersChanged, CallbackPromised, NumberConfirmed
from intake.conversation.moves import enter
from intake.conversation.need import need
from intake.conversation.script import Script
from intake.conversation.state import State
from intake.conversation.strikes import invalid, silent
from intake.conversation.texting import on_text
from intake.conversation.turn import Turn
from intake.conversation.walk import Walk


def advance(script: Script, state: State, event: Event, context: Context) -> Turn:
    """Run until a person is needed. Whatever a caller sends, it does not raise; an ended call stays ended."""
    if state.ended:
        if not (isinstance(event, Text) and reopens(state, event.body)):
            return Turn(state, ())
        state = replace(state, outcome=None)
    walk = Walk(script, state, context)
    _happen(walk, event)
    _note_answers(walk)
    return walk.turn()


def reopens(state: State, body: str) -> bool:
    """Whether a text after the end goes on with that thread (CHANGE, NOCALL) rather than a new one."""
    return state.channel == "sms" and state.confirmed and reopens_with(body)


def _happen(walk: Walk, event: Event) -> None:
    if isinstance(event, _BY_TEXT if walk.voice else _BY_VOICE):
        return
    if isinstance(event, Key):
        on_key(walk, event)
    elif isinstance(event, Heard):
        on_heard(walk, event)
    elif isinstance(event, Text):
        on_text(walk, event)
    elif isinstance(event, CodeChecked):
        _code_checked(walk, event)
    else:
        _HAPPENINGS[type(event)](walk)


def _begin(walk: Walk) -> None:
    enter(walk, "NEUTRAL" if walk.context.line == "neutral" else walk.script.first)


def _timeout(walk: Walk) -> None:
    if walk.step.asks:
        silent(walk)
    else:
        hold(walk)


def _code_checked(walk: Walk, event: CodeChecked) -> None:
    """A right code goes to a person; every other code sounds the same, and the third goes to a person too."""
    if walk.step.kind != "code":
        return
    if not event.ok:
        invalid(walk)
        return
    if event.language is not None:
        walk.change(language=event.language, language_chosen=True)
    enter(walk, walk.route("done") or "T10_TALKNOW")


def _note_answers(walk: Walk) -> None:
    """From a safe number on, every change of the answers is recorded in the turn that made it."""
    told = any(isinstance(fact, NumberConfirmed | CallbackPromised) for fact in walk.facts)
    if walk.state.confirmed and not told and walk.state.answers != walk.before.answers:
        walk.fact(AnswersChanged(walk.state.answers, need(walk.state)))


# What cannot come in a thread, or on a call; if it does, it changes nothing.
_BY_VOICE = (Key, Heard, Timeout, HungUp, Connected, NoAnswer, Waiting, CodeChecked)
_BY_TEXT = (Text, Nudge, Lapse, Expire)
_HAPPENINGS = {
    Begin: _begin,
    Timeout: _timeout,
    HungUp: endings.hung_up,
    Connected: endings.connected,
    NoAnswer: endings.no_answer,
    Waiting: hold,
    Nudge: endings.nudge,
    Lapse: endings.lapse,
    Expire: endings.expire,
}
