"""What the carrier reports of professionals' legs and of the legs that they dial, in any order and twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import accepting, outcomes, traces
from intake.callbacks.desk import Desk
from intake.carrier.events import StatusEvent
from intake.carrier.words import CallStatus
from intake.staff.phone_checks import PhoneChecks
from intake.storage import attempts, callbacks, legs, offers
from intake.storage.callbacks import Callback
from intake.storage.offers import Offer

# What an offer came to when its leg ended before anybody accepted.
_UNACCEPTED = {
    CallStatus.COMPLETED: "no_answer",
    CallStatus.NO_ANSWER: "no_answer",
    CallStatus.BUSY: "busy",
    CallStatus.FAILED: "failed",
    CallStatus.CANCELED: "cancelled",
}
# A professional's dial tells us of its end by itself; if that is lost, we look this long after.
_SETTLE_SECONDS = 3


def offer_leg(desk: Desk, event: StatusEvent, offer_id: UUID) -> None:
    """One progress event of a professional's leg; a telephone that is only being tried has no offer."""
    now = desk.clock()
    due: UUID | None = None
    with desk.database.begin() as connection:
        known = offers.get(connection, offer_id)
    if known is None:
        if event.status.over:
            PhoneChecks(desk).leg_over(offer_id)
        return
    with desk.database.begin() as connection:
        callback = callbacks.get(connection, known.callback_id, lock=True)
        offer = offers.get(connection, offer_id, lock=True)
        if callback is None or offer is None:
            # Forgotten in between, as retention may do: there is nothing left to tell of.
            return
        if not _first_time(connection, event, "professional", now, offer_id=offer_id):
            return
        if offer.leg_sid is None:
            offers.change(connection, offer_id, leg_sid=event.call_sid)
            if offer.result in {"planned", "unknown"}:
                offers.change(connection, offer_id, result="ringing")
        if event.status.over and offer.leg_sid in {None, event.call_sid}:
            due = _leg_over(connection, desk, callback, offer, event.status)
    if due is not None:
        desk.nudge("work_callback", due)


def _first_time(connection: Connection, event: StatusEvent, role: str, now: datetime, **of: UUID) -> bool:
    """Claim the event; a terminal status is final, whatever comes after it."""
    row = {"sid": event.call_sid, "role": role, "status": event.status.value, "created_at": now, **of}
    if event.parent_sid:
        row["parent_sid"] = event.parent_sid
    legs.add(connection, row)
    sequence = event.sequence if event.sequence is not None else -1 - list(CallStatus).index(event.status)
    if not legs.event_is_new(connection, event.call_sid, sequence, event.status.value, now):
        return False
    if event.status.over:
        return legs.end(connection, event.call_sid, event.status.value, now, event.seconds)
    legs.set_status(connection, event.call_sid, event.status.value)
    return True


def _leg_over(connection: Connection, desk: Desk, callback: Callback, offer: Offer, status: CallStatus) -> UUID | None:
    now = desk.clock()
    if offer.result != "accepted":
        declined = accepting.decline(connection, offer, _UNACCEPTED.get(status, "failed"), now)
        return callback.id if declined else None
    if offer.ended_at is not None:
        return None
    if callback.state == "accepted" and callback.accepted_by == offer.staff_id:
        # They took it and hung up before dialling: somebody else gets it now, with its first time kept.
        accepting.release(connection, callback, "hung_up_before_dialling", now)
        return callback.id
    under_way = attempts.open_of_callback(connection, callback.id)
    if under_way is not None and under_way.offer_id == offer.id and under_way.kind != "text":
        soon = now + timedelta(seconds=_SETTLE_SECONDS)
        callbacks.change(connection, callback, next_action_at=soon)
        return None
    offers.finish(connection, offer.id, "accepted", now)
    return None


def attempt_leg(desk: Desk, event: StatusEvent, attempt_id: UUID) -> None:
    """One progress event of the leg to the caller."""
    now = desk.clock()
    with desk.database.begin() as connection:
        attempt = attempts.get(connection, attempt_id)
        if attempt is None:
            return
        callback = callbacks.get(connection, attempt.callback_id, lock=True)
        if callback is None:
            return
        if not _first_time(connection, event, "callee", now, attempt_id=attempt_id):
            return
        attempts.change(connection, attempt_id, leg_sid=event.call_sid)
        traces.call(connection, desk, event.call_sid, now)
        if event.status is CallStatus.IN_PROGRESS:
            outcomes.answered(connection, desk, callback, attempt_id, now)
