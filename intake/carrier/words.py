"""The carrier's closed vocabularies: a word that is not listed becomes UNKNOWN, never a guess."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar


class CallStatus(StrEnum):
    """How a leg stands (Twilio voice webhooks and Call resource)."""

    QUEUED = "queued"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    FAILED = "failed"
    NO_ANSWER = "no-answer"
    CANCELED = "canceled"
    UNKNOWN = "unknown"

    @property
    def over(self) -> bool:
        """Whether the leg has ended and can never be otherwise again."""
        return self in _OVER


_OVER = frozenset((CallStatus.COMPLETED, CallStatus.BUSY, CallStatus.FAILED, CallStatus.NO_ANSWER, CallStatus.CANCELED))


class DialStatus(StrEnum):
    """What came of the party that a leg dialled."""

    COMPLETED = "completed"
    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"
    UNKNOWN = "unknown"


class QueueOutcome(StrEnum):
    """Why a waiting caller is no longer in the carrier's waiting room."""

    BRIDGED = "bridged"
    BRIDGING = "bridging-in-process"
    ERROR = "error"
    HANGUP = "hangup"
    LEAVE = "leave"
    REDIRECTED = "redirected"
    REDIRECTED_FROM_BRIDGED = "redirected-from-bridged"
    QUEUE_FULL = "queue-full"
    SYSTEM_ERROR = "system-error"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """Who began a leg: the caller, our REST call, or a Dial within another leg."""

    INBOUND = "inbound"
    OUTBOUND_API = "outbound-api"
    OUTBOUND_DIAL = "outbound-dial"
    UNKNOWN = "unknown"


class AnsweredBy(StrEnum):
    """The carrier's guess at who answered; never proof of a person."""

    HUMAN = "human"
    MACHINE_START = "machine_start"
    MACHINE_END_BEEP = "machine_end_beep"
    MACHINE_END_SILENCE = "machine_end_silence"
    MACHINE_END_OTHER = "machine_end_other"
    MACHINE = "machine"
    FAX = "fax"
    UNKNOWN = "unknown"


class TextStatus(StrEnum):
    """How a text stands."""

    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELED = "canceled"
    READ = "read"
    PARTIALLY_DELIVERED = "partially_delivered"
    RECEIVING = "receiving"
    RECEIVED = "received"
    UNKNOWN = "unknown"


class OptOut(StrEnum):
    """The keyword that the carrier itself has already acted on (Advanced Opt-Out only)."""

    START = "START"
    STOP = "STOP"
    HELP = "HELP"
    UNKNOWN = "unknown"


Vocabulary = TypeVar("Vocabulary", bound=StrEnum)


def listed(vocabulary: type[Vocabulary], word: str) -> Vocabulary:
    """The member for the word; the vocabulary's UNKNOWN where there is none."""
    try:
        return vocabulary(word)
    except ValueError:
        return vocabulary("unknown")
