"""What a result leads to: the next try, the record's stage, a stop, or a coordinator; never nowhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile
from uuid import uuid4

from sqlalchemy import Connection

from intake.callbacks import accepting
from intake.callbacks.answers import ANSWERS, Answer, When
from intake.callbacks.classes import Class
from intake.callbacks.desk import Desk
from intake.callbacks.promise import clocks_of
from intake.callbacks.retries import Next, Then, Tries, next_try
from intake.callbacks.windows import next_window
from intake.enrollments import intake
from intake.enrollments.opened import open_record
from intake.privacy import suppression
from intake.privacy.audit import Act, Action, record
from intake.storage import attempts, callbacks, conversations, enrollments
from intake.storage.callbacks import Callback
from intake.storage.enrollments import Enrollment

# Stages that a word from the phone may still move; later ones belong to the coordinators.
_EARLIER = frozenset({"partial", "queued", "attempting"})


def follow(connection: Connection, desk: Desk, callback: Callback, result: str, now: datetime) -> None:
    """Do what the table of answers says of this result, in the transaction that recorded it."""
    answer = ANSWERS[result]
    fresh = callbacks.get(connection, callback.id, lock=True)
    assert fresh is not None
    kept = enrollments.get(connection, fresh.enrollment_id, lock=True) if fresh.enrollment_id else None
    if kept is not None:
        _change_record(connection, desk, kept, answer, now)
    if answer.counts_as_voicemail:
        fresh = callbacks.change(connection, fresh, voicemails_left=fresh.voicemails_left + 1) or fresh
    if answer.state == "completed":
        complete(connection, fresh, result, now)
    elif answer.again is When.ASKED:
        _at_their_time(connection, desk, fresh, kept, now)
    else:
        try_again(connection, desk, fresh, kept, now)


def _change_record(
    connection: Connection, desk: Desk, kept: Enrollment, answer: Answer, now: datetime
) -> None:
    """Stage, flag and stop as the row of the table has them."""
    number = open_record(desk.vault, kept).number
    if answer.suppress is not None and number is not None:
        stop = suppression.Stop("all", answer.suppress, "spoken", actor="system:desk")
        suppression.suppress(connection, desk.vault, number, stop, now)
    if answer.flag is not None:
        enrollments.change(connection, kept.id, flags=sorted({*kept.flags, answer.flag}))
    if kept.stage in enrollments.CLOSED_STAGES:
        return
    if answer.closed_reason is not None or answer.stage == "do_not_contact":
        intake.close(connection, kept, answer.closed_reason or "do_not_contact", now)
    elif answer.stage is not None and kept.stage in _EARLIER:
        intake.move(connection, kept, answer.stage, "system:desk", now)


def complete(connection: Connection, callback: Callback, reason: str, now: datetime) -> None:
    """The promise is kept or cannot be kept any more: a terminal state with its reason."""
    _end(connection, callback, "completed", reason, now)


def cancel(connection: Connection, callback: Callback, reason: str, now: datetime) -> None:
    """A person ends it without a call, for a reason of their list."""
    _end(connection, callback, "cancelled", reason, now)


def _end(connection: Connection, callback: Callback, state: str, reason: str, now: datetime) -> None:
    accepting.let_go(connection, callback.id, now)
    callbacks.change(
        connection,
        callback,
        state=state,
        closed_reason=reason,
        ended_at=now,
        next_action_at=None,
        room=None,
        room_since=None,
    )
    record(connection, Act(Action.CALLBACK_CLOSE, "system:desk", "callback", callback.id.hex, reason))
    _let_thread_go(connection, callback, reason, now)


def _let_thread_go(connection: Connection, callback: Callback, reason: str, now: datetime) -> None:
    """A thread that a person had is over with its callback.

    A thread is locked before its callback, never after it: one that is being written in just now goes on.
    """
    if callback.conversation_id is None:
        return
    found = conversations.lock_if_free(connection, callback.conversation_id)
    if found is not None and found.channel == "sms" and found.with_human and found.ended_at is None:
        outcome = "live" if reason.startswith("reached") else "text_only"
        values = {"ended_at": now, "ended_at_step": found.step, "outcome": outcome}
        conversations.end(connection, found.id, values)


def _at_their_time(
    connection: Connection, desk: Desk, callback: Callback, kept: Enrollment | None, now: datetime
) -> None:
    """They asked for another time: their next preferred window, by whoever is on duty then."""
    zone = (kept.timezone if kept else None) or desk.settings.timezone
    window = next_window(kept.preferred_time if kept else "asap", zone, now + timedelta(hours=1))
    accepting.let_go(connection, callback.id, now)
    callbacks.change(
        connection,
        callback,
        state="waiting",
        klass="P3",
        reason="asked_for_later",
        accepted_by=None,
        accepted_at=None,
        due_at=window.closes,
        window_opens_at=window.opens,
        window_closes_at=window.closes,
        offering_since=None,
        next_action_at=max(window.opens, now + timedelta(hours=1)),
        room=None,
        room_since=None,
    )


def try_again(
    connection: Connection, desk: Desk, callback: Callback, kept: Enrollment | None, now: datetime
) -> None:
    """The plan of attempts: soon, later, another part of the day; at its end a coordinator."""
    then = plan_next(connection, desk, callback, kept, now)
    if then.then is Then.AGAIN and then.at is not None:
        accepting.let_go(connection, callback.id, now)
        callbacks.change(
            connection,
            callback,
            state="waiting",
            accepted_by=None,
            accepted_at=None,
            offering_since=None,
            room=None,
            room_since=None,
            next_action_at=then.at,
        )
        return
    give_up(connection, callback, kept, then, now)


def plan_next(
    connection: Connection, desk: Desk, callback: Callback, kept: Enrollment | None, now: datetime
) -> Next:
    """When this person may be tried again, or that they are not to be."""
    zone = (kept.timezone if kept else None) or desk.settings.timezone
    week = now - timedelta(days=7)
    made = attempts.made_to(connection, kept.id, week) if kept is not None else []
    tries = Tries(
        klass=Class(callback.klass),
        preferred=kept.preferred_time if kept is not None else "asap",
        zone=zone,
        made=made,
        of_this=callback.attempts_made,
        dropped_crisis=callback.origin == "crisis",
        do_not_contact=kept is not None and kept.stage == "do_not_contact",
        failed_in_a_row=_failed_in_a_row(connection, callback),
    )
    return next_try(tries, now, clocks_of(desk.settings))


def _failed_in_a_row(connection: Connection, callback: Callback) -> int:
    dials = [one for one in attempts.of_callbacks(connection, [callback.id]) if one.kind == "dial"]
    return len(list(takewhile(lambda one: one.result == "failed", reversed(dials))))


def give_up(
    connection: Connection, callback: Callback, kept: Enrollment | None, then: Next, now: datetime
) -> None:
    """Exhausted is not nowhere: a coordinator has it on their list."""
    _end(connection, callback, "exhausted", then.reason, now)
    if kept is None:
        return
    kind = "clinical_decision" if then.then is Then.DECIDE else "exhausted_callback"
    enrollments.add_task(
        connection,
        {"id": uuid4(), "enrollment_id": kept.id, "kind": kind, "due_at": now, "created_at": now},
    )
