"""The shipped script, a context with plain defaults, and players that send the state through JSON each turn."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from intake.conversation import rehearse
from intake.conversation.bundle import FILES, join, parse
from intake.conversation.context import Context
from intake.conversation.engine import advance
from intake.conversation.events import Event
from intake.conversation.facts import Fact
from intake.conversation.instructions import Channel, Say
from intake.conversation.script import Script
from intake.conversation.shipped import shipped_text
from intake.conversation.state import State
from intake.conversation.turn import Turn

SCRIPT = parse(shipped_text())
WHEN = {"en": "in 10 to 20 minutes", "es": "en 10 a 20 minutos"}


def context(**changed: Any) -> Context:
    """Somebody on duty, a number that can be called back, nothing out of the ordinary."""
    plain: dict[str, Any] = {
        "brand": "Harbor Path",
        "help_number": "202-555-0100",
        "neutral_number": "202-555-0101",
        "caller_dialable": True,
        "caller_last4": "0147",
        "on_duty": True,
        "when_words": lambda need, when, language: WHEN[language],
        "zip_exists": lambda code: code != "00000",
        "accepts_number": lambda number: number[2:5] not in ("900", "976"),
        "pin": "4821",
    }
    return Context(**(plain | changed))


def edited(replace: Iterable[tuple[str, str, str]]) -> Script:
    """The shipped script with words replaced: (file, old, new); each must be there."""
    files = {name: content for name, content in json.loads(shipped_text()).items() if name in FILES}
    for name, old, new in replace:
        assert old in files[name], f"{old!r} is not in {name}"
        files[name] = files[name].replace(old, new, 1)
    return parse(join(files))


@dataclass
class Talk:
    """One conversation being played; `said` and `facts` gather over all turns."""

    channel: Channel
    world: Context
    script: Script = SCRIPT

    def __post_init__(self) -> None:
        self.state = State(channel=self.channel)
        self.turns: list[Turn] = []
        self.steps: list[str] = []

    def give(self, *tokens: str) -> Talk:
        """Play tokens of the rehearsal's language."""
        for token in tokens:
            self.take(rehearse.event_of(token, self.channel))
        return self

    def take(self, event: Event) -> Turn:
        """One event; what the state becomes must survive JSON."""
        turn = advance(self.script, self.state, event, self.world)
        kept = State.from_json(json.loads(json.dumps(turn.state.to_json())))
        assert kept == turn.state
        self.state = kept
        self.turns.append(turn)
        self.steps.append(kept.step)
        return turn

    @property
    def last(self) -> Turn:
        return self.turns[-1]

    @property
    def said(self) -> list[Say]:
        return [say for turn in self.turns for i in turn.instructions for say in rehearse.said(i)]

    @property
    def keys(self) -> list[str]:
        return [say.key for say in self.said]

    @property
    def heard_last(self) -> list[str]:
        return [say.key for i in self.last.instructions for say in rehearse.said(i)]

    @property
    def facts(self) -> list[Fact]:
        return [fact for turn in self.turns for fact in turn.facts]

    def of(self, kind: type) -> list[Any]:
        return [fact for fact in self.facts if isinstance(fact, kind)]


def call(*tokens: str, **changed: Any) -> Talk:
    """A call from the greeting on."""
    return Talk("voice", context(**changed)).give("begin", *tokens)


def thread(*tokens: str, **changed: Any) -> Talk:
    """A text thread from its first text on."""
    return Talk("sms", context(**changed)).give(*tokens)
