"""The carrier port over Twilio's REST interface; the same requests go to the simulator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from intake.carrier.errors import CarrierRefused, OutcomeUnknown
from intake.carrier.http import CarrierHttp
from intake.carrier.links import Links
from intake.carrier.port import (
    CallFacts,
    LineAddresses,
    LineFacts,
    RingOrder,
    RoomMember,
    TextFacts,
    TextOrder,
)
from intake.carrier.settings import CarrierSettings
from intake.carrier.words import AnsweredBy, CallStatus, TextStatus, listed
from intake.numbers import PhoneNumber, parse_number

_NOT_FOUND = 404
_MOST_CALLS = 50
_EVERY_EVENT = ["initiated", "ringing", "answered", "completed"]
Found = TypeVar("Found")


class _Leg(Protocol):
    """What we read of the SDK's call."""

    sid: str
    status: str
    start_time: datetime | None
    date_created: datetime | None
    duration: str | None
    answered_by: str | None
    parent_call_sid: str | None


class _Text(Protocol):
    """What we read of the SDK's message."""

    sid: str
    status: str


class TwilioCarrier:
    """One account. Safe in any thread; every call has a time limit and raises only `CarrierError`s."""

    def __init__(self, settings: CarrierSettings) -> None:
        self._links = Links(settings.public_base_url)
        self._http = CarrierHttp(settings.request_seconds)
        client = Client(
            settings.account_sid,
            settings.auth_token,
            http_client=self._http,
            # Only the settings say where requests go, not variables that the SDK would look for.
            environment={"TWILIO_EDGE": "", "TWILIO_REGION": ""},
        )
        if settings.api_base_url:
            client.api.base_url = settings.api_base_url
        self._account: Any = client.api.v2010.account

    def ring(self, order: RingOrder) -> CallFacts:
        """Begin a leg to a professional; its first page and its progress name the offer."""
        return _asked(
            lambda: _call(
                self._account.calls.create(
                    to=order.to.reveal(),
                    from_=order.caller_id.reveal(),
                    url=self._links.offer(order.offer, order.page),
                    timeout=order.ring_seconds,
                    status_callback=self._links.call_status("o", order.offer),
                    status_callback_event=_EVERY_EVENT,
                    fallback_url=self._links.fallback("staff", 0),
                )
            )
        )

    def cancel(self, call_sid: str) -> None:
        """Stop a leg that has not been answered; refused with 21220 where it has."""
        _asked(lambda: self._account.calls(call_sid).update(status="canceled"))

    def complete(self, call_sid: str) -> None:
        """Hang a leg up; refused with 21220 where it is over."""
        _asked(lambda: self._account.calls(call_sid).update(status="completed"))

    def redirect(self, call_sid: str, url: str) -> None:
        """Send a live leg to another page of ours; refused with 21220 where it is over."""
        _asked(lambda: self._account.calls(call_sid).update(url=url, method="POST"))

    def fetch_call(self, call_sid: str) -> CallFacts:
        """A leg as it stands; refused with 20404 where there is none."""
        return _asked(lambda: _call(self._account.calls(call_sid).fetch()))

    def find_calls(self, to: PhoneNumber, started_after: datetime) -> tuple[CallFacts, ...]:
        """Legs to a number that began at or after a moment, newest first, at most 50.

        A queued leg has no start yet, so the time is compared here and not by the carrier's filter."""
        found = _asked(lambda: [_call(leg) for leg in self._account.calls.list(to=to.reveal(), limit=_MOST_CALLS)])
        return tuple(leg for leg in found if leg.started_at is None or leg.started_at >= started_after)

    def send_text(self, order: TextOrder) -> TextFacts:
        """Send a text; its progress names the message's row."""
        return _asked(
            lambda: _text(
                self._account.messages.create(
                    to=order.to.reveal(),
                    from_=order.sender.reveal(),
                    body=order.body,
                    status_callback=self._links.text_status("m", order.message),
                )
            )
        )

    def redact_text(self, message_sid: str) -> None:
        """Empty a text's body in the carrier's records."""
        _asked(lambda: self._account.messages(message_sid).update(body=""))

    def delete_text(self, message_sid: str) -> None:
        """Delete a text from the carrier's records; no error where there is none."""
        _absent_is_fine(lambda: self._account.messages(message_sid).delete())

    def delete_call(self, call_sid: str) -> None:
        """Delete an ended leg from the carrier's records; no error where there is none."""
        _absent_is_fine(lambda: self._account.calls(call_sid).delete())

    def room_members(self, room_sid: str) -> tuple[RoomMember, ...]:
        """Who waits in a room, the longest waiting first; nobody where there is no such room."""
        found = _absent_is_fine(lambda: self._account.queues(room_sid).members.list(limit=_MOST_CALLS))
        members = (RoomMember(one.call_sid, one.position, one.wait_time) for one in found or ())
        return tuple(sorted(members, key=lambda member: member.position))

    def delete_room(self, room_sid: str) -> None:
        """Remove an empty waiting room; no error where there is none."""
        _absent_is_fine(lambda: self._account.queues(room_sid).delete())

    def lines(self, within: float | None = None) -> tuple[LineFacts, ...]:
        """The account's numbers; those that are no valid number are left out. `within`: the seconds that somebody
        who waits for a page has, where that is less than any request gets."""
        with self._http.hurried(within):
            return tuple(_lines(_asked(lambda: self._account.incoming_phone_numbers.list(limit=1_000))))

    def connect_line(self, sid: str, addresses: LineAddresses) -> None:
        """Point a line's events at us, always by POST: what rides in an address is kept in logs."""
        _asked(
            lambda: self._account.incoming_phone_numbers(sid).update(
                voice_url=addresses.voice,
                voice_method="POST",
                status_callback=addresses.voice_status,
                status_callback_method="POST",
                voice_fallback_url=addresses.voice_fallback,
                voice_fallback_method="POST",
                sms_url=addresses.sms,
                sms_method="POST",
            )
        )


def _asked(ask: Callable[[], Found]) -> Found:
    """What was asked for; an answer that cannot be read leaves the outcome unknown."""
    try:
        return ask()
    except (TwilioException, ValueError, TypeError, KeyError, AttributeError):
        unreadable = OutcomeUnknown("unreadable answer")
    raise unreadable


def _absent_is_fine(ask: Callable[[], Found]) -> Found | None:
    try:
        return _asked(ask)
    except CarrierRefused as refused:
        if refused.status == _NOT_FOUND:
            return None
        raise


def _call(leg: _Leg) -> CallFacts:
    return CallFacts(
        sid=leg.sid,
        status=listed(CallStatus, leg.status),
        started_at=leg.start_time or leg.date_created,
        seconds=int(leg.duration) if leg.duration else None,
        answered_by=listed(AnsweredBy, leg.answered_by) if leg.answered_by else None,
        parent_sid=leg.parent_call_sid,
    )


def _text(message: _Text) -> TextFacts:
    return TextFacts(message.sid, listed(TextStatus, message.status))


def _lines(records: list[Any]) -> list[LineFacts]:
    return [
        LineFacts(
            record.sid,
            number,
            LineAddresses(
                voice=record.voice_url or "",
                voice_status=record.status_callback or "",
                voice_fallback=record.voice_fallback_url or "",
                sms=record.sms_url or "",
            ),
        )
        for record in records
        if (number := parse_number(record.phone_number or "")) is not None
    ]
