"""The script as the engine reads it: steps and their routes, words by channel and language, meanings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from intake.conversation.instructions import Channel, Language

Kind = Literal["menu", "number", "zip", "name", "code", "statement", "room", "bridge", "person"]
Block = Literal["core", "ext", "crisis", "util"]

LANGUAGES: tuple[Language, ...] = ("en", "es")
CHANNELS: tuple[Channel, ...] = ("voice", "sms")
# Steps that put a question; the others are passed through, waited in or handed over.
ASKING = frozenset({"menu", "number", "zip", "name", "code"})
ENTRIES = frozenset({"number", "zip", "name", "code"})


@dataclass(frozen=True)
class Step:
    """One step; `routes` is by channel and then by key, "done", "auto", "timeout", "hangup", …"""

    id: str
    title: str
    block: Block
    kind: Kind
    channels: tuple[Channel, ...]
    routes: Mapping[Channel, Mapping[str, str]]
    words: str
    sets: str | None = None
    values: Mapping[str, str | bool] = field(default_factory=dict)
    raises: str | None = None
    patience: int = 1
    once: str | None = None
    required: bool = False

    @property
    def asks(self) -> bool:
        """Whether the engine stops here for an answer."""
        return self.kind in ASKING


@dataclass(frozen=True)
class Script:
    """One version of the script, known by the digest of its content."""

    digest: str
    text: str = field(repr=False)
    first: str
    endings: frozenset[str]
    globals: Mapping[Channel, Mapping[str, str]]
    steps: Mapping[str, Step]
    # (channel, language) -> key -> variant -> wording; the ordinary variant is "say".
    words: Mapping[tuple[Channel, Language], Mapping[str, Mapping[str, str]]]
    # (channel, language) -> key -> the stretches that are in the other language.
    foreign: Mapping[tuple[Channel, Language], Mapping[str, tuple[str, ...]]]
    # (channel, language) -> key -> the stretches that no key press may cut short.
    unbroken: Mapping[tuple[Channel, Language], Mapping[str, tuple[str, ...]]]
    # channel -> step -> key -> normalised phrases, of both languages together.
    meanings: Mapping[Channel, Mapping[str, Mapping[str, frozenset[str]]]]
    # Phrases worth hinting to a speech recogniser: language -> step -> phrases.
    hints: Mapping[Language, Mapping[str, tuple[str, ...]]]

    def route(self, step: str, channel: Channel, key: str) -> str | None:
        """Where a key leads from a step; the step's own routes come before the global ones."""
        own = self.steps[step].routes[channel].get(key)
        return own if own is not None else self.globals[channel].get(key)

    def wording(self, channel: Channel, language: Language, key: str, variant: str = "say") -> str | None:
        """The words of a key, or None where it has no such variant."""
        return self.words[channel, language].get(key, {}).get(variant)
