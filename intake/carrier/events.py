"""What the phone network tells us, as typed facts; a withheld number is not in them at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from intake.carrier.words import (
    AnsweredBy,
    CallStatus,
    DialStatus,
    Direction,
    OptOut,
    QueueOutcome,
    TextStatus,
)
from intake.numbers import PhoneNumber

AboutKind = Literal["offer", "attempt", "conversation", "message"]


@dataclass(frozen=True, slots=True)
class About:
    """The record of ours that a callback address names: a kind and 32 hex characters."""

    kind: AboutKind
    id: str


@dataclass(frozen=True, slots=True)
class InboundCall:
    """Someone dialled one of our lines. `caller` is None where the number was withheld or is no number."""

    call_sid: str
    line: PhoneNumber
    caller: PhoneNumber | None
    status: CallStatus
    looped: bool = False
    """Our own line called or forwarded to us: nobody is there."""


@dataclass(frozen=True, slots=True)
class TurnInput:
    """What a leg pressed or said. Neither, and not timed out: something came that means nothing."""

    call_sid: str
    status: CallStatus
    digits: str | None = field(default=None, repr=False)
    speech: str | None = field(default=None, repr=False)
    confidence: float | None = None
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class WaitTick:
    """A waiting caller's next page is due; times in seconds as the carrier counts them."""

    call_sid: str
    status: CallStatus
    digits: str | None = field(default=None, repr=False)
    position: int | None = None
    waited: int | None = None
    size: int | None = None
    average: int | None = None
    room_sid: str | None = None


@dataclass(frozen=True, slots=True)
class QueueResult:
    """A caller is out of the waiting room; `waited` in seconds."""

    call_sid: str
    status: CallStatus
    outcome: QueueOutcome
    waited: int | None = None
    room_sid: str | None = None


@dataclass(frozen=True, slots=True)
class DialResult:
    """What came of a Dial. `bridged` is False where the callee never reached the caller, None if not said."""

    call_sid: str
    status: CallStatus
    outcome: DialStatus
    dialed_sid: str | None = None
    seconds: int | None = None
    bridged: bool | None = None

    @property
    def joined(self) -> bool:
        """Whether the two were together. `completed` alone is also what a hang-up in a whisper gives."""
        return self.outcome in (DialStatus.COMPLETED, DialStatus.ANSWERED) and self.bridged is not False


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """One progress event of one leg; any order, any number of times. `seconds` only at the end."""

    call_sid: str
    status: CallStatus
    parent_sid: str | None = None
    sequence: int | None = None
    at: datetime | None = None
    seconds: int | None = None
    answered_by: AnsweredBy | None = None
    direction: Direction = Direction.UNKNOWN
    about: About | None = None


@dataclass(frozen=True, slots=True)
class InboundText:
    """A text to one of our lines. `sender` is None where nobody could read a reply."""

    message_sid: str
    line: PhoneNumber
    sender: PhoneNumber | None
    body: str = field(repr=False)
    media: tuple[str, ...] = ()
    """The kinds of pictures and voice notes that came with it; their addresses are not kept."""
    opt_out: OptOut | None = None
    looped: bool = False
    delivery: str | None = None
    """The carrier's token of this delivery. It tries again with the same one; a hint, because it is not signed."""


@dataclass(frozen=True, slots=True)
class MessageStatus:
    """How a text of ours stands; any order, any number of times."""

    message_sid: str
    status: TextStatus
    error_code: int | None = None
    recipient: PhoneNumber | None = None
    about: About | None = None


@dataclass(frozen=True, slots=True)
class Fallback:
    """The carrier could not get an answer from us, or a key was pressed on a page of the last resort."""

    error_code: int | None = None
    digits: str | None = field(default=None, repr=False)
    # The caller's leg, where the backup phone asks.
    parent_sid: str | None = None
