"""What the product asks of a carrier, whoever that is.

Every call may raise `CarrierRefused`, `CarrierBusy` or, where it changes something, `OutcomeUnknown`.
No database connection may be held while one of them is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from intake.carrier.words import AnsweredBy, CallStatus, TextStatus
from intake.numbers import PhoneNumber


@dataclass(frozen=True, slots=True)
class RingOrder:
    """Ring a professional for an offer. `ring_seconds` counts to the carrier's giving up, about 5 s early."""

    to: PhoneNumber
    caller_id: PhoneNumber
    offer: str
    ring_seconds: int
    page: str = "brief"


@dataclass(frozen=True, slots=True)
class TextOrder:
    """Send one text; `message` is the id of its row, by which its progress is recognised."""

    to: PhoneNumber
    sender: PhoneNumber
    body: str = field(repr=False)
    message: str


@dataclass(frozen=True, slots=True)
class CallFacts:
    """One leg as the carrier's records have it; `seconds` once it is over."""

    sid: str
    status: CallStatus
    started_at: datetime | None = None
    seconds: int | None = None
    answered_by: AnsweredBy | None = None
    parent_sid: str | None = None


@dataclass(frozen=True, slots=True)
class TextFacts:
    """One text as the carrier's records have it."""

    sid: str
    status: TextStatus


@dataclass(frozen=True, slots=True)
class RoomMember:
    """One caller in a waiting room; `waited` in seconds."""

    call_sid: str
    position: int
    waited: int


@dataclass(frozen=True, slots=True)
class LineAddresses:
    """Where one line's events go."""

    voice: str
    voice_status: str
    voice_fallback: str
    sms: str


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One of the account's numbers and where its events go now."""

    sid: str
    number: PhoneNumber
    addresses: LineAddresses


class Carrier(Protocol):
    """A telephone company that does as its REST interface is told."""

    def ring(self, order: RingOrder) -> CallFacts:
        """Begin a leg to a professional. Not idempotent: write the intent down first."""

    def cancel(self, call_sid: str) -> None:
        """Stop a leg that has not been answered."""

    def complete(self, call_sid: str) -> None:
        """Hang a leg up."""

    def redirect(self, call_sid: str, url: str) -> None:
        """Send a live leg to another page of ours."""

    def fetch_call(self, call_sid: str) -> CallFacts:
        """A leg as it stands."""

    def find_calls(self, to: PhoneNumber, started_after: datetime) -> tuple[CallFacts, ...]:
        """Legs to a number that began at or after a moment, newest first, at most 50."""

    def send_text(self, order: TextOrder) -> TextFacts:
        """Send a text. Not idempotent: write the intent down first."""

    def redact_text(self, message_sid: str) -> None:
        """Empty a text's body in the carrier's records."""

    def delete_text(self, message_sid: str) -> None:
        """Delete a text from the carrier's records."""

    def delete_call(self, call_sid: str) -> None:
        """Delete an ended leg from the carrier's records."""

    def room_members(self, room_sid: str) -> tuple[RoomMember, ...]:
        """Who waits in a room, the longest waiting first; nobody where there is no such room."""

    def delete_room(self, room_sid: str) -> None:
        """Remove an empty waiting room; no error where there is none. Rooms outlive their callers."""

    def lines(self, within: float | None = None) -> tuple[LineFacts, ...]:
        """The account's numbers; `within` so many seconds, where that is less than any request gets."""

    def connect_line(self, sid: str, addresses: LineAddresses) -> None:
        """Point a line's events at us."""
