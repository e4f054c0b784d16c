"""One turn in the making: the state as it changes, the words gathered so far, the facts that follow."""

from __future__ import annotations

from typing import TypedDict, Unpack

from intake.conversation.answers import Answers
from intake.conversation.bundle import other
from intake.conversation.context import Context
from intake.conversation.facts import Ended, Fact, Source
from intake.conversation.instructions import HangUp, Instruction, Language, Reply, Say
from intake.conversation.script import Script, Step
from intake.conversation.state import State
from intake.conversation.turn import Turn
from intake.conversation.wording import Speaker
from intake.frozen import changed as with_changes


class Change(TypedDict, total=False):
    """The fields of a state that a turn changes by name."""

    language: Language
    language_chosen: bool
    step: str
    answers: Answers
    typed: str | None
    number: str | None
    number_source: Source | None
    strikes: int
    timeouts: int
    pace: int
    slow: bool
    asked_now: bool
    talk_now_missed: bool
    person_wanted: str | None
    crisis: str | None
    do_not_contact: bool
    preset_when: bool
    promised: bool
    offered: tuple[str, ...]
    nudged: bool
    paused: bool
    outcome: str | None


class Walk:
    """Built for one turn and thrown away after it; everything that leaves it is frozen."""

    def __init__(self, script: Script, state: State, context: Context) -> None:
        self.script = script
        self.context = context
        self.state = state
        self.before = state
        self.says: list[Say] = []
        self.instructions: list[Instruction] = []
        self.facts: list[Fact] = []

    @property
    def voice(self) -> bool:
        """Whether the caller is on the telephone."""
        return self.state.channel == "voice"

    @property
    def step(self) -> Step:
        """The step where the caller stands."""
        return self.script.steps[self.state.step]

    def change(self, **changed: Unpack[Change]) -> None:
        """Replace fields of the state."""
        self.state = with_changes(self.state, changed)

    def answer(self, field: str, value: str | bool | None) -> None:
        """Replace one field of the answers."""
        self.change(answers=with_changes(self.state.answers, {field: value}))

    def flag(self, name: str) -> None:
        """Raise a flag of the record; it stays raised."""
        if not self.state.answers.flagged(name):
            self.change(answers=with_changes(self.state.answers, {"flags": (*self.state.answers.flags, name)}))

    def fact(self, fact: Fact) -> None:
        """Something that the service must record."""
        self.facts.append(fact)

    def route(self, key: str) -> str | None:
        """Where a key leads from here."""
        return self.script.route(self.state.step, self.state.channel, key)

    def say(self, key: str, variant: str | None = None, language: Language | None = None) -> None:
        """Words on the way to the next question; in a text thread a message of their own."""
        speaker = Speaker(self.script, self.context, self.state)
        says = speaker.says(key, variant, language)
        if language is None and self._both_languages():
            says += speaker.says(key, variant, other(self.state.language))
        if self.voice:
            self.says.extend(says)
        else:
            self.instructions.extend(Reply(say) for say in says)

    def _both_languages(self) -> bool:
        """The neutral number asks nobody for a language, so that it speaks both until it knows."""
        return self.voice and self.context.line == "neutral" and not self.state.language_chosen

    def do(self, instruction: Instruction) -> None:
        """An instruction that already carries the words gathered so far."""
        self.says.clear()
        self.instructions.append(instruction)

    def finish(self, outcome: str, end: str, call_back_once: bool = False) -> None:
        """The conversation is over, here."""
        if self.voice:
            self.instructions.extend([*self.says, HangUp()])
            self.says.clear()
        self.change(outcome=outcome)
        self.fact(Ended(outcome, end, self.state.step, call_back_once))

    def turn(self) -> Turn:
        """What the turn came to."""
        state = with_changes(self.state, {"turn": self.before.turn + 1})
        return Turn(state, tuple(self.instructions), tuple(self.facts))
