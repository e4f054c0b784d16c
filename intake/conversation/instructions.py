"""What the engine asks a renderer to do: our own words for speaking, asking, ringing and texting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Language = Literal["en", "es"]
Channel = Literal["voice", "sms"]


@dataclass(frozen=True)
class Say:
    """One stretch of words in one language. The text may hold digits of a caller, so repr leaves it out."""

    key: str
    text: str = field(repr=False)
    language: Language
    # False: spoken before the gather begins, so that no key press can cut it short (first words of C20).
    barge_in: bool = True


@dataclass(frozen=True)
class Ask:
    """One question: the words that lead to it and the one gather that waits for its answer.

    `timeout` is in seconds. `keys` are all keys that lead somewhere here, 0, 9, * and # included.
    `digits` is how many keys complete the answer at once; `finish_on_key` is "" when # is itself an answer.
    """

    step: str
    says: tuple[Say, ...]
    keys: str
    digits: int
    finish_on_key: str
    speech: bool
    hints: tuple[str, ...]
    language: Language
    timeout: float


@dataclass(frozen=True)
class Ring:
    """Speak, then put the caller into the waiting room while professionals are rung (T10)."""

    says: tuple[Say, ...]


@dataclass(frozen=True)
class Hold:
    """Speak inside the waiting room and keep waiting; `keys` work meanwhile."""

    says: tuple[Say, ...]
    keys: str
    timeout: float


@dataclass(frozen=True)
class Bridge988:
    """Speak, then join the caller to the 988 line (Spanish: 988 and then the digit 2)."""

    say: Say
    language: Language


@dataclass(frozen=True)
class Reply:
    """One text message."""

    say: Say


@dataclass(frozen=True)
class HangUp:
    """End the call after whatever was said."""


Instruction = Say | Ask | Ring | Hold | Bridge988 | Reply | HangUp
