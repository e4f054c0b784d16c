"""An attempt of which we have not heard: looked up at the carrier before anything is tried again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.callbacks import accepting, consequences, offer_texts, outcomes, whose
from intake.callbacks.desk import Desk
from intake.callbacks.outcomes import Said
from intake.carrier.errors import CarrierBusy, CarrierError
from intake.carrier.port import CallFacts
from intake.carrier.words import CallStatus
from intake.numbers import PhoneNumber
from intake.oncall import breaks
from intake.storage import attempts, callbacks, conversations, enrollments, legs, offers
from intake.storage.attempts import Attempt
from intake.storage.callbacks import Callback

_BY_CALLEE = {"busy": "busy", "no-answer": "no_answer", "failed": "failed"}


def settle(desk: Desk, callback_id: UUID) -> None:
    """Settle a callback that has been dialing or connected for longer than it should have told us nothing."""
    with desk.database.begin() as connection:
        callback = callbacks.get(connection, callback_id)
        attempt = attempts.open_of_callback(connection, callback_id)
        if callback is None or callback.state not in {"dialing", "connected"}:
            return
        offer = offers.get(connection, attempt.offer_id) if attempt and attempt.offer_id else None
        sid = offer.leg_sid if offer is not None else None
        tried = attempt.id if attempt is not None else None
        unheard = attempt is not None and attempt.kind == "dial" and attempt.connected_at is None
        number = whose.number_of(connection, desk, callback) if unheard else None
        since = attempt.at if attempt is not None else callback.created_at
    live = _still_live(desk, sid)
    callee = None
    if live is False and number is not None and sid is not None:
        try:
            callee = _callee(desk, number, since, sid)
        except CarrierBusy:
            live = None
    now = desk.clock()
    with desk.database.begin() as connection:
        callback = callbacks.get(connection, callback_id, lock=True)
        attempt = attempts.open_of_callback(connection, callback_id)
        if callback is None or callback.state not in {"dialing", "connected"}:
            return
        if (attempt.id if attempt else None) != tried:
            # Somebody else is trying by now; what we asked the carrier was about the one before.
            return
        if live is None or live:
            later = now + timedelta(seconds=desk.settings.sweep_seconds * 3)
            callbacks.change(connection, callback, next_action_at=later)
            return
        if callee is not None and attempt is not None:
            callback, attempt = _heard_of(connection, desk, callback, attempt, callee)
        _leg_is_over(connection, desk, callback, attempt, now)
    desk.nudge("work_callback", callback_id)


def _still_live(desk: Desk, sid: str | None) -> bool | None:
    """Whether the professional's leg is up; None if the carrier cannot say just now."""
    if sid is None:
        return False
    try:
        status = desk.carrier.fetch_call(sid).status
    except CarrierBusy:
        return None
    except CarrierError:
        # The carrier does not know this leg: then it is not up.
        return False
    return None if status is CallStatus.UNKNOWN else not status.over


def _callee(desk: Desk, number: PhoneNumber, since: datetime, parent: str) -> CallFacts | None:
    """The carrier's record of the leg that a dial made, where we have heard nothing of it ourselves."""
    placed = desk.carrier.find_calls(number, since - timedelta(seconds=1))
    return next((call for call in placed if call.parent_sid == parent), None)


def _heard_of(
    connection: Connection, desk: Desk, callback: Callback, attempt: Attempt, callee: CallFacts
) -> tuple[Callback, Attempt]:
    """Somebody who picked up is not dialled again as if nobody had (the events of their leg were lost)."""
    picked_up = callee.status in {CallStatus.COMPLETED, CallStatus.IN_PROGRESS}
    at = (callee.started_at or attempt.at) if picked_up else None
    row = {"sid": callee.sid, "role": "callee", "status": callee.status.value, "created_at": attempt.at}
    legs.add(connection, row | {"attempt_id": attempt.id, "parent_sid": callee.parent_sid})
    legs.set_status(connection, callee.sid, callee.status.value)
    attempts.change(connection, attempt.id, leg_sid=callee.sid)
    if at is not None:
        outcomes.answered(connection, desk, callback, attempt.id, at)
    return _again(connection, callback), replace(attempt, leg_sid=callee.sid, connected_at=at)


def _again(connection: Connection, callback: Callback) -> Callback:
    found = callbacks.get(connection, callback.id, lock=True)
    assert found is not None, "its row is locked by us"
    return found


def _leg_is_over(
    connection: Connection, desk: Desk, callback: Callback, attempt: Attempt | None, now: datetime
) -> None:
    if attempt is None:
        consequences.try_again(connection, desk, callback, _record_of(connection, callback), now)
    elif attempt.kind == "live":
        _live(connection, desk, callback, attempt, now)
    elif attempt.connected_at is not None or attempt.kind == "text":
        _unrecorded(connection, desk, callback, attempt, now)
    else:
        _never_connected(connection, desk, callback, attempt, now)


def _record_of(connection: Connection, callback: Callback) -> enrollments.Enrollment | None:
    return enrollments.get(connection, callback.enrollment_id, lock=True) if callback.enrollment_id else None


def _live(connection: Connection, desk: Desk, callback: Callback, attempt: Attempt, now: datetime) -> None:
    """Joined on the line: being joined is being reached. Not joined: somebody else takes it."""
    joined = attempt.connected_at is not None
    if not joined and callback.conversation_id is not None:
        found = conversations.get(connection, callback.conversation_id)
        joined = found is not None and found.outcome in {"live", "crisis_live"}
    if joined:
        outcomes.record_outcome(connection, desk, callback.id, Said("reached", _who(attempt)), now)
        _writes_up(connection, desk, callback, attempt, now + timedelta(seconds=desk.settings.wrap_seconds))
        return
    attempts.change(connection, attempt.id, result="disconnected", ended_at=now)
    accepting.release(connection, callback, "not_joined", now)


def _who(attempt: Attempt) -> str:
    return f"staff:{attempt.staff_id.hex}" if attempt.staff_id else "carrier"


def _never_connected(connection: Connection, desk: Desk, callback: Callback, attempt: Attempt, now: datetime) -> None:
    """The caller's phone never picked up: by its own leg's word, or because the professional hung up first."""
    callee = legs.get(connection, attempt.leg_sid) if attempt.leg_sid else None
    result = _BY_CALLEE.get(callee.status) if callee is not None else None
    if result is not None:
        outcomes.record_outcome(connection, desk, callback.id, Said(result, "carrier"), now)
        return
    attempts.change(connection, attempt.id, result="disconnected", ended_at=now)
    accepting.release(connection, callback, "hung_up_while_ringing", now)


def _writes_up(connection: Connection, desk: Desk, callback: Callback, attempt: Attempt, until: datetime) -> None:
    """They hung up without a word on how it went: not rung until they say so, or tap, or the wrap is over.

    Never longer: somebody alone at night who forgot to say would leave every caller of that night unanswered.
    """
    now = desk.clock()
    if attempt.staff_id is not None and attempt.kind != "text":
        wrap = (until - now).total_seconds()
        pauses = breaks.Pauses(wrap, desk.settings.crisis_rest_seconds)
        breaks.after_call(connection, attempt.staff_id, callback.klass, pauses, now)


def _unrecorded(connection: Connection, desk: Desk, callback: Callback, attempt: Attempt, now: datetime) -> None:
    """They spoke, or a machine did, and nobody has said which: they may say so until the wrap is over."""
    if attempt.offer_id is not None:
        offers.finish(connection, attempt.offer_id, "accepted", now)
    since = attempt.connected_at or attempt.at
    talked = legs.get(connection, attempt.leg_sid) if attempt.leg_sid else None
    ended = talked.ended_at if talked is not None and talked.ended_at is not None else since
    until = ended + timedelta(seconds=desk.settings.wrap_seconds)
    if now < until:
        _writes_up(connection, desk, callback, attempt, until)
        offer_texts.ask_how_it_went(connection, desk, attempt)
        callbacks.change(connection, callback, next_action_at=until)
        return
    attempts.change(connection, attempt.id, result="unknown", ended_at=now)
    consequences.complete(connection, callback, "outcome_not_recorded", now)
    if callback.enrollment_id is not None:
        task = {"id": uuid4(), "enrollment_id": callback.enrollment_id, "kind": "outcome_missing"}
        enrollments.add_task(connection, task | {"due_at": now, "created_at": now})
