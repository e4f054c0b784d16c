"""What may be said and done on a leg beyond the script's own instructions: staff pages and waiting."""

from __future__ import annotations

from dataclasses import dataclass

from intake.conversation.instructions import Instruction, Say
from intake.numbers import PhoneNumber


@dataclass(frozen=True, slots=True)
class Question:
    """Ask a professional for keys. Keys, and silence after `seconds`, come back as page `page`.

    With 0 `digits` no key is listened to: the page comes back after `seconds`, whatever is pressed."""

    page: str
    says: tuple[Say, ...]
    digits: int = 1
    seconds: float = 6


@dataclass(frozen=True, slots=True)
class DialCaller:
    """Dial the caller from a number that names nobody; what came of it comes back as page `page`.

    `ring_seconds` stays under the 20-25 s at which a mobile's voicemail answers."""

    number: PhoneNumber
    caller_id: PhoneNumber
    attempt: str
    says: tuple[Say, ...] = ()
    ring_seconds: float = 20
    page: str = "dialed"


@dataclass(frozen=True, slots=True)
class JoinWaiting:
    """Join the caller who waits in the carrier's room `room`; comes back as page `page`."""

    room: str
    says: tuple[Say, ...] = ()
    ring_seconds: float = 10
    page: str = "joined"


@dataclass(frozen=True, slots=True)
class LeaveRoom:
    """Take the caller out of the waiting room: the carrier then asks what to do (`waited`, outcome LEAVE)."""


@dataclass(frozen=True, slots=True)
class DialBackup:
    """The last step: the backup person's phone, which asks for a key before anyone is joined."""

    says: tuple[Say, ...] = ()


Page = Question | DialCaller | JoinWaiting | LeaveRoom | DialBackup


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service has a leg or a thread do next.

    Empty instructions: nothing more to do (a voice leg then ends, a text gets no reply).
    `turn` is the number that the next answer from the caller will carry."""

    instructions: tuple[Instruction | Page, ...] = ()
    language: str = "en"
    conversation: str = ""
    turn: int = 0
    wait_page: int = 0
    offer: str = ""


NOTHING = Answer()
