"""Play a list of inputs through a script: the transcript, and what a changed script would change. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from intake.conversation import events, facts
from intake.conversation.context import Context
from intake.conversation.engine import advance
from intake.conversation.instructions import Ask, Bridge988, Channel, HangUp, Hold, Instruction, Reply, Ring, Say
from intake.conversation.script import Script
from intake.conversation.state import State
from intake.told import Told, codes, told

_EVENTS: dict[str, events.Event] = {
    "begin": events.Begin(),
    "timeout": events.Timeout(),
    "silence": events.Timeout(),
    "hangup": events.HungUp(),
    "connected": events.Connected(),
    "noanswer": events.NoAnswer(),
    "waiting": events.Waiting(),
    "nudge": events.Nudge(),
    "lapse": events.Lapse(),
    "expire": events.Expire(),
    "code:right": events.CodeChecked(True),
    "code:wrong": events.CodeChecked(False),
}


@dataclass(frozen=True)
class Line:
    """One turn: the step where it began, what came in, what went out, what was recorded, where it left."""

    at: str
    given: str
    said: tuple[Say, ...]
    instructions: tuple[Instruction, ...]
    facts: tuple[facts.Fact, ...]
    then: str


@dataclass(frozen=True)
class Transcript:
    """A whole conversation as it was played."""

    lines: tuple[Line, ...]
    state: State

    @property
    def facts(self) -> tuple[facts.Fact, ...]:
        """All facts in order."""
        return tuple(fact for line in self.lines for fact in line.facts)

    @property
    def said(self) -> tuple[Say, ...]:
        """All words in order."""
        return tuple(say for line in self.lines for say in line.said)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps where the caller was waited for, in order."""
        return tuple(line.then for line in self.lines)


@dataclass(frozen=True)
class Scenario:
    """A saved conversation: what a caller does, in order."""

    id: str
    channel: Channel
    inputs: tuple[str, ...]
    context: Context = field(repr=False)


@dataclass(frozen=True)
class Difference:
    """What a changed script would do differently to one saved conversation."""

    scenario: str
    turn: int
    before: Told
    after: Told


def event_of(token: str, channel: Channel) -> events.Event:
    """The event that a token stands for: "1", "timeout", "hangup", "speech:my wife", "text:hello", "media:jpg"…"""
    kind, colon, rest = token.partition(":")
    if token in _EVENTS:
        return _EVENTS[token]
    if colon and kind == "media":
        return events.Text("", media=1)
    if colon and kind == "speech":
        return events.Heard(rest)
    given = rest if colon and kind in ("voice", "sms", "text", "digits10", "zip5", "pin", "invalid") else token
    if channel == "sms":
        return events.Text(given)
    return events.Heard(given) if kind == "text" and colon else events.Key(given)


def said(instruction: Instruction) -> tuple[Say, ...]:
    """The words that an instruction carries."""
    if isinstance(instruction, Say):
        return (instruction,)
    if isinstance(instruction, Ask | Ring | Hold):
        return instruction.says
    if isinstance(instruction, Reply | Bridge988):
        return (instruction.say,)
    return ()


def play(script: Script, channel: Channel, inputs: Iterable[str], context: Context) -> Transcript:
    """Play inputs one after the other. A call is begun by itself; after its end nothing more is played."""
    state = State(channel=channel)
    lines: list[Line] = []
    for token in (*(("begin",) if channel == "voice" else ()), *inputs):
        if state.ended and channel == "voice":
            break
        turn = advance(script, state, event_of(token, channel), context)
        words = tuple(say for instruction in turn.instructions for say in said(instruction))
        lines.append(Line(state.step, token, words, turn.instructions, turn.facts, turn.state.step))
        state = turn.state
    return Transcript(tuple(lines), state)


def transcript_text(transcript: Transcript) -> str:
    """A transcript for people: who said what, line by line."""
    rows: list[str] = []
    for line in transcript.lines:
        if line.given != "begin":
            rows.append(f"caller  {line.given}")
        rows += [f"line    {say.text}" for say in line.said]
        rows += [f"        ({_doing(i)})" for i in line.instructions if isinstance(i, Ring | Bridge988 | HangUp)]
    rows.append(f"ended   {transcript.state.outcome or 'still open'} at {transcript.state.step}")
    return "\n".join(rows)


def _doing(instruction: Instruction) -> str:
    names = {Ring: "rings the people on duty", Bridge988: "joins 988", HangUp: "hangs up"}
    return names.get(type(instruction), "")


def differences(old: Script, new: Script, scenarios: Sequence[Scenario]) -> list[Difference]:
    """What would change for saved conversations: the first turn of each that says or records something else."""
    found: list[Difference] = []
    for scenario in scenarios:
        before = play(old, scenario.channel, scenario.inputs, scenario.context)
        after = play(new, scenario.channel, scenario.inputs, scenario.context)
        pairs = zip(_summaries(before), _summaries(after), strict=False)
        changed = next(((n, a, b) for n, (a, b) in enumerate(pairs) if a != b), None)
        if changed is not None:
            found.append(Difference(scenario.id, *changed))
    return found


def _summaries(transcript: Transcript) -> list[Told]:
    return [*map(_summary, transcript.lines), told("nothing")]


def _summary(line: Line) -> Told:
    words = " ".join(say.text for say in line.said)
    if not line.facts:
        return told("{step}: {words}", step=line.then, words=words)
    recorded = codes("fact", (type(fact).__name__ for fact in line.facts))
    return told("{step}: {words} [{recorded}]", step=line.then, recorded=recorded, words=words)
