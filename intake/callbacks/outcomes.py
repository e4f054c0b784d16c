"""What came of an attempt, by the carrier's word or a person's, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import caution, consequences, safe_message, whose
from intake.callbacks.desk import Desk
from intake.callbacks.lifecycle import NotPossible, attempt_after
from intake.carrier.events import DialResult
from intake.carrier.words import DialStatus
from intake.oncall import breaks
from intake.privacy.audit import Act, Action, record
from intake.storage import attempts, callbacks, debriefs, duty, offers
from intake.storage.attempts import Attempt
from intake.storage.callbacks import Callback

_BY_CARRIER = {
    DialStatus.BUSY: "busy",
    DialStatus.NO_ANSWER: "no_answer",
    DialStatus.FAILED: "failed",
    DialStatus.CANCELED: "disconnected",
}
_UNDER_WAY = frozenset({"dialing", "connected"})


@dataclass(frozen=True)
class Said:
    """A result and who says so ("staff:<id>" or "carrier"), of the latest attempt or of an offer's own."""

    result: str
    actor: str
    offer_id: UUID | None = None

    @property
    def by_person(self) -> bool:
        """A professional's word replaces what the carrier thought."""
        return self.actor.startswith("staff:")


def answered(connection: Connection, desk: Desk, callback: Callback, attempt_id: UUID, now: datetime) -> None:
    """Somebody or something picked up at the caller's number."""
    attempt = attempts.get(connection, attempt_id)
    if attempt is None or attempt.ended_at is not None or attempt.connected_at is not None:
        return
    attempts.change(connection, attempt_id, connected_at=now)
    _connected(connection, desk, callback, now, now)


def _connected(
    connection: Connection, desk: Desk, callback: Callback, since: datetime, now: datetime
) -> None:
    if callback.state != "dialing":
        return
    ceiling = timedelta(seconds=desk.settings.call_limit_seconds)
    callbacks.change(
        connection, callback, state="connected", connected_at=since, next_action_at=now + ceiling
    )
    record(connection, Act(Action.CALLBACK_CONNECT, "carrier", "callback", callback.id.hex))


def dial_ended(connection: Connection, desk: Desk, callback: Callback, offer_id: UUID, dial: DialResult) -> bool:
    """The dial to the caller is over. True if that settles the attempt; otherwise the professional says how it went.

    A repeat that comes late is about the attempt of its own offer, whoever is trying by now.
    """
    now = desk.clock()
    attempt = attempts.latest_of_offer(connection, offer_id)
    if attempt is None:
        return True
    if attempt.ended_at is not None:
        return attempt.result in _BY_CARRIER.values()
    attempts.change(connection, attempt.id, carrier_result=dial.outcome.value, leg_sid=dial.dialed_sid)
    if not dial.joined:
        said = Said(_BY_CARRIER.get(dial.outcome, "no_answer"), "carrier", offer_id)
        record_outcome(connection, desk, callback.id, said, now)
        return True
    _await_outcome(connection, desk, callback, attempt, dial.seconds)
    return False


def live_ended(connection: Connection, desk: Desk, callback: Callback, offer_id: UUID, dial: DialResult) -> None:
    """A caller who waited on the line was joined, and that call is over."""
    attempt = attempts.latest_of_offer(connection, offer_id)
    if attempt is None or attempt.ended_at is not None:
        return
    attempts.change(connection, attempt.id, carrier_result=dial.outcome.value)
    _await_outcome(connection, desk, callback, attempt, dial.seconds)


def _await_outcome(
    connection: Connection, desk: Desk, callback: Callback, attempt: Attempt, seconds: int | None
) -> None:
    now = desk.clock()
    since = attempt.connected_at or now - timedelta(seconds=seconds or 0)
    attempts.change(connection, attempt.id, connected_at=since)
    wrap = timedelta(seconds=desk.settings.wrap_seconds)
    callbacks.change(
        connection,
        callback,
        state="connected",
        connected_at=callback.connected_at or since,
        next_action_at=now + wrap,
    )


def joined(connection: Connection, desk: Desk, callback: Callback, offer_id: UUID, now: datetime) -> bool:
    """A waiting caller and a professional hear each other; False for a repeat."""
    attempt = attempts.latest_of_offer(connection, offer_id)
    if attempt is None or attempt.ended_at is not None or attempt.kind != "live" or attempt.connected_at is not None:
        return False
    answered(connection, desk, callback, attempt.id, now)
    return True


def join_failed(
    connection: Connection, desk: Desk, callback: Callback, attempt: Attempt, *, still_waiting: bool
) -> None:
    """The room was empty: the professional still has the callback, and nobody was joined."""
    now = desk.clock()
    attempts.change(connection, attempt.id, result="disconnected", ended_at=now)
    if callback.state == "dialing":
        until = now + timedelta(seconds=desk.settings.accept_seconds)
        room = {} if still_waiting else {"room": None, "room_since": None}
        callbacks.change(connection, callback, state="accepted", next_action_at=until, **room)


def record_outcome(connection: Connection, desk: Desk, callback_id: UUID, said: Said, now: datetime) -> bool:
    """Say how an attempt ended and do what follows; False where that cannot be said (any more).

    A late word about an earlier attempt corrects that attempt and nothing else.
    """
    callback = callbacks.get(connection, callback_id, lock=True)
    latest = attempts.latest_of_callback(connection, callback_id)
    attempt = attempts.latest_of_offer(connection, said.offer_id) if said.offer_id else latest
    if callback is None or attempt is None or latest is None:
        return False
    try:
        result = attempt_after(attempt.result, said.result, said.by_person)
    except NotPossible:
        return False
    if result == "voicemail_left" and not safe_message.may_leave_voicemail(connection, desk, callback, attempt):
        return False
    first = attempt.ended_at is None
    if attempt.id != latest.id:
        attempts.change(connection, attempt.id, result=result)
        return True
    if not first and (result == attempt.result or not callback.open):
        return result == attempt.result
    attempts.change(connection, attempt.id, result=result, ended_at=attempt.ended_at or now)
    _free_professional(connection, desk, callback, attempt, now)
    if result == "abusive":
        _spare(connection, desk, callback, attempt, now)
    act = Act(Action.CALLBACK_OUTCOME, said.actor, "callback", callback_id.hex, result)
    record(connection, act)
    consequences.follow(connection, desk, callback, result, now)
    if result == "no_answer":
        safe_message.text_instead(connection, desk, callback, attempt, now)
    return True


def _spare(connection: Connection, desk: Desk, callback: Callback, attempt: Attempt, now: datetime) -> None:
    """Who ended an abusive call is not given the next one of that number."""
    number = whose.number_of(connection, desk, callback)
    if number is not None and attempt.staff_id is not None:
        caution.bar(connection, desk.vault, attempt.staff_id, number, now)


def _free_professional(
    connection: Connection, desk: Desk, callback: Callback, attempt: Attempt, now: datetime
) -> None:
    """The offer is over, and whoever has said how it went is free. After a crisis call they rest (domain 7.2)."""
    if attempt.offer_id is not None:
        offers.finish(connection, attempt.offer_id, "accepted", now)
    if attempt.staff_id is None:
        return
    breaks.written_up(connection, attempt.staff_id, now)
    if callback.klass == "P0" and attempt.connected_at is not None and attempt.ended_at is None:
        rest = now + timedelta(seconds=desk.settings.crisis_rest_seconds)
        duty.set_state(connection, attempt.staff_id, now, resting_until=rest)
        debriefs.ask(connection, attempt.staff_id, callback.id, "crisis", (now, now + debriefs.WITHIN))
