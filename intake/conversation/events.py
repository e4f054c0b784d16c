"""What can happen to a conversation, in our own words; nothing of the carrier's."""

from __future__ import annotations

from dataclasses import dataclass, field

from intake.conversation.instructions import Language


@dataclass(frozen=True)
class Begin:
    """The call was answered. (A text thread begins with its first Text.)"""


@dataclass(frozen=True)
class Key:
    """Keys pressed: one at a menu, several at an entry; may hold * and #."""

    digits: str = field(repr=False)


@dataclass(frozen=True)
class Heard:
    """Speech as recognised; confidence 0 to 1, or None where the carrier gave none."""

    text: str = field(repr=False)
    confidence: float | None = None


@dataclass(frozen=True)
class Text:
    """A text message. `carrier_handled` is true where the carrier has answered STOP, START or HELP itself."""

    body: str = field(repr=False)
    media: int = 0
    carrier_handled: bool = False


@dataclass(frozen=True)
class Timeout:
    """Nobody answered the present question in time (voice)."""


@dataclass(frozen=True)
class HungUp:
    """The caller's leg is over."""


@dataclass(frozen=True)
class Connected:
    """A professional (T10) or a 988 counselor (T20) is on the line with the caller."""


@dataclass(frozen=True)
class NoAnswer:
    """Nobody took the waiting caller (T10), or the 988 bridge failed (T20)."""


@dataclass(frozen=True)
class Waiting:
    """The waiting room's words are due again."""


@dataclass(frozen=True)
class CodeChecked:
    """The code of a CodeEntered fact was looked up. False for wrong, expired and unknown alike."""

    ok: bool
    language: Language | None = None


@dataclass(frozen=True)
class Nudge:
    """15 minutes without an answer in a text thread."""


@dataclass(frozen=True)
class Lapse:
    """10 minutes without an answer in a text thread that already has a safe number."""


@dataclass(frozen=True)
class Expire:
    """24 hours without an answer in a text thread."""


Event = (
    Begin
    | Key
    | Heard
    | Text
    | Timeout
    | HungUp
    | Connected
    | NoAnswer
    | Waiting
    | CodeChecked
    | Nudge
    | Lapse
    | Expire
)
