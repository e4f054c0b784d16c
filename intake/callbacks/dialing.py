"""The attempt itself: written down before it is made, and never against a permission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.callbacks.desk import Desk
from intake.callbacks.permission import ContactPermission, Deed, Verdict, allowed
from intake.enrollments.intake import Happened, move, note
from intake.enrollments.opened import open_record
from intake.numbers import PhoneNumber, refusal
from intake.privacy import suppression
from intake.privacy.audit import Act, Action, record
from intake.storage import attempts, callbacks, enrollments
from intake.storage.callbacks import Callback
from intake.storage.enrollments import Enrollment
from intake.storage.offers import Offer

# A dial may last this much longer than its ring before the carrier has surely told us of its end.
_GRACE_SECONDS = 60


@dataclass(frozen=True)
class DialOrder:
    """Whom to dial for which attempt."""

    number: PhoneNumber
    attempt_id: UUID


def contact_of(connection: Connection, desk: Desk, callback: Callback, kept: Enrollment) -> ContactPermission:
    """What the caller allowed, and every stop that stands against their number."""
    number = open_record(desk.vault, kept).number
    # Whoever cries for help after their STOP is called by a person, once; they are still not texted.
    cried_at = callback.created_at if callback.klass == "P0" else None
    stopped = suppression.stopped(connection, desk.vault, number, cried_at) if number is not None else frozenset()
    return ContactPermission(
        mode=kept.contact_mode,
        message=kept.message,
        identify_as=kept.identify_as,
        when=kept.preferred_time,
        zone=kept.timezone or desk.settings.timezone,
        do_not_contact=kept.stage == "do_not_contact",
        suppressed=stopped,
        voicemails_left=callback.voicemails_left,
        crisis=callback.klass == "P0",
        asked_now=callback.room is not None,
    )


def may_call(
    connection: Connection, desk: Desk, callback: Callback, kept: Enrollment, now: datetime
) -> Verdict:
    """Whether this person may be rung now, and the rule that forbids it if not."""
    number = open_record(desk.vault, kept).number
    if number is None:
        return Verdict(False, "no_number")
    refused = refusal(number, desk.lines.own_lines, desk.settings.allow_fictional_numbers)
    if refused is not None:
        return Verdict(False, refused)
    return allowed(contact_of(connection, desk, callback, kept), Deed.CALL, now)


def begin_dial(
    connection: Connection, desk: Desk, callback: Callback, offer: Offer, now: datetime
) -> DialOrder | None:
    """Write the attempt down and say whom to dial; the same order again for a repeat; None if not allowed."""
    under_way = attempts.open_of_callback(connection, callback.id)
    kept = enrollments.get(connection, callback.enrollment_id, lock=True) if callback.enrollment_id else None
    number = open_record(desk.vault, kept).number if kept is not None else None
    if kept is None or number is None:
        return None
    if under_way is not None:
        return DialOrder(number, under_way.id) if under_way.offer_id == offer.id else None
    if callback.state != "accepted" or not may_call(connection, desk, callback, kept, now):
        return None
    attempt_id = _begin(connection, callback, offer, "dial", now)
    until = now + timedelta(seconds=desk.settings.caller_ring_seconds + _GRACE_SECONDS)
    callbacks.change(
        connection,
        callback,
        state="dialing",
        next_action_at=until,
        attempts_made=callback.attempts_made + 1,
    )
    if kept.stage in {"partial", "queued"}:
        move(connection, kept, "attempting", f"staff:{offer.staff_id.hex}", now)
    act = Act(Action.CALLBACK_DIAL, f"staff:{offer.staff_id.hex}", "callback", callback.id.hex)
    record(connection, act)
    return DialOrder(number, attempt_id)


def begin_join(connection: Connection, callback: Callback, offer: Offer, now: datetime) -> None:
    """The caller waits in the room: nobody is dialled; a repeat changes nothing."""
    if attempts.open_of_callback(connection, callback.id) is not None:
        return
    _begin(connection, callback, offer, "live", now)
    callbacks.change(
        connection, callback, state="dialing", next_action_at=now + timedelta(seconds=_GRACE_SECONDS)
    )


def begin_thread(connection: Connection, desk: Desk, callback: Callback, offer: Offer, now: datetime) -> None:
    """A person who wants texts only is answered in the thread; the professional has it from now on."""
    if attempts.open_of_callback(connection, callback.id) is not None:
        return
    _begin(connection, callback, offer, "text", now)
    callbacks.change(
        connection,
        callback,
        state="connected",
        connected_at=now,
        next_action_at=now + timedelta(seconds=desk.settings.wrap_seconds),
    )


def _begin(connection: Connection, callback: Callback, offer: Offer, kind: str, now: datetime) -> UUID:
    attempt_id = uuid4()
    number = len(attempts.of_callbacks(connection, [callback.id])) + 1
    attempts.add(
        connection,
        {
            "id": attempt_id,
            "callback_id": callback.id,
            "offer_id": offer.id,
            "staff_id": offer.staff_id,
            "number": number,
            "kind": kind,
            "at": now,
        },
    )
    if callback.enrollment_id is not None:
        tried = Happened("attempt", kind, f"staff:{offer.staff_id.hex}")
        note(connection, callback.enrollment_id, tried, now)
    return attempt_id
