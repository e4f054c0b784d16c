"""Turns the carrier's form posts into typed events; extra fields are ignored, withheld numbers dropped."""

from __future__ import annotations

from collections.abc import Collection

from intake.carrier import fields
from intake.carrier.events import (
    About,
    AboutKind,
    DialResult,
    Fallback,
    InboundCall,
    InboundText,
    MessageStatus,
    QueueResult,
    StatusEvent,
    TurnInput,
    WaitTick,
)
from intake.carrier.fields import Form, FormProblem
from intake.carrier.links import TIMED_OUT
from intake.carrier.words import (
    AnsweredBy,
    CallStatus,
    DialStatus,
    Direction,
    OptOut,
    QueueOutcome,
    TextStatus,
    listed,
)
from intake.numbers import PhoneNumber, parse_number, withheld

_MOST_MEDIA = 10
_ABOUT: dict[str, AboutKind] = {"a": "attempt", "c": "conversation", "m": "message", "o": "offer"}
# The network's own sign that a caller asked not to be shown although a toll-free line is given the number.
# CNAM "unknown" and "unavailable" say only that a directory has no name, so they are not among these.
_HIDDEN_NAMES = frozenset(("anonymous", "private", "restricted", "withheld", "blocked", "private caller"))
_HIDDEN_PRIVACY = frozenset(("id", "user", "header", "session", "full"))


def inbound_call(form: Form, own: Collection[PhoneNumber]) -> InboundCall:
    """A call to one of our lines. Raises `FormProblem` without a SID or a line."""
    caller = _caller(form)
    return InboundCall(
        call_sid=fields.call_sid(form),
        line=_line(form),
        caller=caller,
        status=_status(form),
        looped=caller in own or _via(form) in own,
    )


def turn_input(form: Form, query: Form) -> TurnInput:
    """An answer to a question on any leg. Raises `FormProblem` without a SID."""
    return TurnInput(
        call_sid=fields.call_sid(form),
        status=_status(form),
        digits=fields.keys(form),
        speech=fields.speech(form),
        confidence=fields.confidence(form),
        timed_out=query.get("x") == TIMED_OUT,
    )


def wait_tick(form: Form) -> WaitTick:
    """A waiting caller asks for the next page. Raises `FormProblem` without a SID."""
    return WaitTick(
        call_sid=fields.call_sid(form),
        status=_status(form),
        digits=fields.keys(form),
        position=fields.number(form, "QueuePosition"),
        waited=fields.number(form, "QueueTime"),
        size=fields.number(form, "CurrentQueueSize"),
        average=fields.number(form, "AvgQueueTime"),
        room_sid=fields.room_sid(form),
    )


def queue_result(form: Form) -> QueueResult:
    """A caller has left the waiting room. Raises `FormProblem` without a SID."""
    return QueueResult(
        call_sid=fields.call_sid(form),
        status=_status(form),
        outcome=listed(QueueOutcome, form.get("QueueResult", "")),
        waited=fields.number(form, "QueueTime"),
        room_sid=fields.room_sid(form),
    )


def dial_result(form: Form) -> DialResult:
    """A Dial has ended. Raises `FormProblem` without a SID."""
    return DialResult(
        call_sid=fields.call_sid(form),
        status=_status(form),
        outcome=listed(DialStatus, form.get("DialCallStatus", "")),
        dialed_sid=fields.call_sid(form, "DialCallSid") if form.get("DialCallSid") else None,
        seconds=fields.number(form, "DialCallDuration"),
        bridged=fields.yes_no(form, "DialBridged"),
    )


def status_event(form: Form, query: Form) -> StatusEvent:
    """A leg's progress, in seconds and never in billed minutes. Raises `FormProblem` without a SID."""
    answered = form.get("AnsweredBy", "")
    return StatusEvent(
        call_sid=fields.call_sid(form),
        status=_status(form),
        parent_sid=fields.call_sid(form, "ParentCallSid") if form.get("ParentCallSid") else None,
        sequence=fields.number(form, "SequenceNumber"),
        at=fields.instant(form),
        seconds=fields.number(form, "CallDuration"),
        answered_by=listed(AnsweredBy, answered) if answered else None,
        direction=listed(Direction, form.get("Direction", "")),
        about=about(query),
    )


def inbound_text(form: Form, own: Collection[PhoneNumber], delivery: str | None = None) -> InboundText:
    """A text to one of our lines; a picture may come without a body. Raises `FormProblem`."""
    sender = _caller(form)
    opt_out = form.get("OptOutType", "")
    return InboundText(
        message_sid=fields.text_sid(form),
        line=_line(form),
        sender=sender,
        body=fields.text(form),
        media=_media(form),
        opt_out=listed(OptOut, opt_out) if opt_out else None,
        looped=sender in own,
        delivery=delivery,
    )


def message_status(form: Form, query: Form) -> MessageStatus:
    """A text's progress. Raises `FormProblem` without a SID."""
    return MessageStatus(
        message_sid=fields.text_sid(form),
        status=listed(TextStatus, form.get("MessageStatus", "")),
        error_code=fields.number(form, "ErrorCode"),
        recipient=parse_number(form.get("To", "")),
        about=about(query),
    )


def fallback(form: Form) -> Fallback:
    """The carrier had no answer from us, or a page of the last resort is due. Never raises."""
    return Fallback(fields.number(form, "ErrorCode"), fields.keys(form), form.get("ParentCallSid") or None)


def about(query: Form) -> About | None:
    """The record of ours that an address names, if it names one. Raises `FormProblem` on a mangled id."""
    for letter, kind in _ABOUT.items():
        if letter in query:
            return About(kind, fields.opaque(query, letter))
    return None


def _status(form: Form) -> CallStatus:
    return listed(CallStatus, form.get("CallStatus", ""))


def _line(form: Form) -> PhoneNumber:
    try:
        return PhoneNumber(form.get("To", ""))
    except ValueError:
        pass
    raise FormProblem("To")


def _caller(form: Form) -> PhoneNumber | None:
    sender = form.get("From", "")
    name = form.get("CallerName", "").strip().casefold()
    privacy = form.get("SipHeader_Privacy", "").casefold().replace(",", ";").split(";")
    if name in _HIDDEN_NAMES or not _HIDDEN_PRIVACY.isdisjoint(word.strip() for word in privacy):
        return None
    return None if withheld(sender) else parse_number(sender)


def _via(form: Form) -> PhoneNumber | None:
    return parse_number(form.get("ForwardedFrom", "") or form.get("CalledVia", ""))


def _media(form: Form) -> tuple[str, ...]:
    count = min(fields.number(form, "NumMedia") or 0, _MOST_MEDIA)
    return tuple(form.get(f"MediaContentType{index}", "unknown")[:100] for index in range(count))
