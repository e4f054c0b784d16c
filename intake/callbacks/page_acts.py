"""What staff do to callbacks on a page: each one transaction, each answered in a word, none of them raising."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.callbacks import accepting, consequences, dialing, outcomes, regrading
from intake.callbacks.brief import subject_of
from intake.callbacks.classes import Class, NotAllowed, regrade
from intake.callbacks.desk import Desk
from intake.callbacks.outcomes import Said as Word
from intake.privacy.audit import Act, Action, record
from intake.storage import attempts, callbacks, enrollments, offers, staff
from intake.storage.callbacks import Callback
from intake.storage.offers import Offer

_RING_GRACE_SECONDS = 8
# Outcomes that are about this call, not about the person wanting no more.
_HAND_OVER_STATES = frozenset({"accepted"})


class Result(StrEnum):
    """How an act on a callback ended."""

    DONE = "done"
    # Somebody else was faster.
    TAKEN = "taken"
    # It is over, was never there, or is not this person's.
    GONE = "gone"
    # This person is on another call, or has no telephone number.
    BUSY = "busy"
    # The caller wants texts only, or has asked for nothing more.
    NOT_WANTED = "not_wanted"


class PageActs:
    """Acts on callbacks by members of staff."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def accept_on_page(self, callback_id: UUID, by: UUID) -> Result:
        """Take it; then their own phone rings ("press 1 when ready") and the caller is joined or dialled."""
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            callback = callbacks.get(connection, callback_id, lock=True)
            if callback is None or not callback.open:
                return Result.GONE
            offer, kind = _offer_for(connection, self.desk, callback, by, "page")
            if offer is None:
                return kind
            won = accepting.accept(connection, self.desk, offer, now)
            if won is None:
                offers.finish(connection, offer.id, "taken", now)
                return Result.TAKEN
            offers.change(connection, offer.id, channel="page")
            # Also while the carrier is being asked: they would be rung twice.
            rung = offer.leg_sid is not None or offer.result == "unknown"
            writes = won.callback.room is None and subject_of(connection, won.callback).text_only
            if writes:
                dialing.begin_thread(connection, self.desk, won.callback, offer, now)
        accepting.stop_ringing(self.desk, won.losers)
        # Whoever wants texts only is written to, and no phone rings for it.
        if not rung and not writes:
            self.desk.nudge("ring_accepted", offer.id)
        return Result.DONE

    def decline(self, callback_id: UUID, by: UUID) -> Result:
        """Pass on what rings for this person; nobody asks why."""
        with self.desk.database.begin() as connection:
            callbacks.get(connection, callback_id, lock=True)
            offer = offers.live_of_staff(connection, by)
            if offer is None or offer.callback_id != callback_id or offer.result == "accepted":
                return Result.GONE
            accepting.decline(connection, offer, "declined", self.desk.clock())
        self.desk.nudge("end_offer_leg", offer.id)
        self.desk.nudge("work_callback", callback_id)
        return Result.DONE

    def ring_again(self, callback_id: UUID, by: UUID) -> Result:
        """Ring the phone of whoever holds it once more."""
        with self.desk.database.begin() as connection:
            callback = callbacks.get(connection, callback_id)
            held = offers.live_of_staff(connection, by)
            if callback is None or held is None or held.callback_id != callback_id or callback.accepted_by != by:
                return Result.GONE
            if callback.state != "accepted":
                return Result.BUSY
            until = self.desk.clock() + timedelta(seconds=self.desk.settings.accept_seconds)
            callbacks.change(connection, callback, next_action_at=until)
        self.desk.nudge("ring_accepted", held.id)
        return Result.DONE

    def hand_over(self, callback_id: UUID, by: UUID) -> Result:
        """Give it back: due again at once, with its first time kept."""
        with self.desk.database.begin() as connection:
            callback = callbacks.get(connection, callback_id, lock=True)
            if callback is None or callback.accepted_by != by or callback.state not in _HAND_OVER_STATES:
                return Result.GONE
            accepting.release(connection, callback, "handed_over", self.desk.clock())
        self.desk.nudge("work_callback", callback_id)
        return Result.DONE

    def record_outcome(self, callback_id: UUID, by: UUID, outcome: str, call_later: datetime | None) -> Result:
        """Settle this person's attempt; for a later call also when, if they named a time."""
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            attempt = attempts.latest_of_callback(connection, callback_id)
            if attempt is None or attempt.staff_id != by:
                return Result.GONE
            said = Word(outcome, f"staff:{by.hex}")
            if not outcomes.record_outcome(connection, self.desk, callback_id, said, now):
                return Result.GONE
            if call_later is not None and outcome == "reached_call_later":
                _at(connection, callback_id, call_later)
        self.desk.nudge("work_callback", callback_id)
        return Result.DONE

    def raise_class(self, callback_id: UUID, by: UUID, klass: str, reason: str = "clinical") -> Result:
        """More urgent than it is, for one of `RAISE_REASONS`; the ladder starts anew for the new class."""
        return self._regrade(callback_id, by, Class(klass), reason, higher=True)

    def lower_class(self, callback_id: UUID, by: UUID, klass: str, reason: str = "clinical") -> Result:
        """Less urgent than it is, for one of `LOWER_REASONS`; only a person may say so."""
        return self._regrade(callback_id, by, Class(klass), reason, higher=False)

    def _regrade(self, callback_id: UUID, by: UUID, klass: Class, reason: str, *, higher: bool) -> Result:
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            callback = callbacks.get(connection, callback_id, lock=True)
            if callback is None or not callback.open or (klass < Class(callback.klass)) is not higher:
                return Result.GONE
            try:
                ranked = regrade(Class(callback.klass), klass, reason, by_person=True)
            except NotAllowed:
                return Result.GONE
            moved = regrading.moved(connection, self.desk, callback, ranked, now)
            callbacks.change(connection, callback, raised_by=by if higher else None, **moved)
            act = Action.CALLBACK_RAISE if higher else Action.CALLBACK_LOWER
            _note(connection, act, by, callback_id, f"{klass.value}.{reason}")
        self.desk.nudge("work_callback", callback_id)
        return Result.DONE

    def assign(self, callback_id: UUID, by: UUID, to: UUID, reason: str = "free") -> Result:
        """Ring one person for it now, before anybody else, for one of `ASSIGN_REASONS`."""
        with self.desk.database.begin() as connection:
            callback = callbacks.get(connection, callback_id, lock=True)
            if callback is None or callback.state not in {"due", "offered", "waiting"}:
                return Result.GONE
            offer, kind = _offer_for(connection, self.desk, callback, to, f"assigned_{reason}")
            if offer is None:
                return kind
            until = offer.rings_until
            callbacks.change(
                connection,
                callback,
                state="offered",
                offering_since=callback.offering_since or self.desk.clock(),
                next_action_at=until,
            )
            _note(connection, Action.CALLBACK_OFFER, by, callback_id, f"assigned.{reason}")
        self.desk.nudge("ring_offer", offer.id)
        return Result.DONE

    def cancel(self, callback_id: UUID, by: UUID, reason: str) -> Result:
        """End it without a call; whoever rings for it stops ringing."""
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            callback = callbacks.get(connection, callback_id, lock=True)
            if callback is None or not callback.open or callback.state in {"dialing", "connected"}:
                return Result.GONE
            consequences.cancel(connection, callback, reason, now)
            _note(connection, Action.CALLBACK_CANCEL, by, callback_id, reason)
        self.desk.nudge("end_callback_legs", callback_id)
        return Result.DONE


def _note(connection: Connection, action: Action, by: UUID, callback_id: UUID, reason: str) -> None:
    act = Act(action, f"staff:{by.hex}", "callback", callback_id.hex, reason)
    record(connection, act)


def _at(connection: Connection, callback_id: UUID, when: datetime) -> None:
    """The time that they named themselves goes before their usual window."""
    callback = callbacks.get(connection, callback_id, lock=True)
    if callback is not None and callback.state == "waiting":
        callbacks.change(
            connection,
            callback,
            next_action_at=when,
            due_at=when + timedelta(minutes=30),
            window_opens_at=when,
            window_closes_at=when + timedelta(hours=1),
        )


def _offer_for(
    connection: Connection, desk: Desk, callback: Callback, staff_id: UUID, why: str
) -> tuple[Offer | None, Result]:
    """This person's live offer of the callback, or a new one; or why there can be none."""
    person = staff.by_id(connection, staff_id)
    if person is None or person.phone_sealed is None:
        return None, Result.BUSY
    live = offers.live_of_staff(connection, staff_id)
    if live is not None:
        return (live, Result.DONE) if live.callback_id == callback.id else (None, Result.BUSY)
    kept = enrollments.get(connection, callback.enrollment_id) if callback.enrollment_id else None
    if kept is not None and kept.stage == "do_not_contact":
        return None, Result.NOT_WANTED
    now = desk.clock()
    offer_id = uuid4()
    ring = timedelta(seconds=desk.settings.offer_ring_seconds + _RING_GRACE_SECONDS)
    row = {
        "id": offer_id,
        "callback_id": callback.id,
        "staff_id": staff_id,
        "tier": "primary",
        "channel": "page" if why == "page" else "phone",
        "result": "planned",
        "why": why,
        "at": now,
        "rings_until": now + ring,
    }
    if not offers.add(connection, row):
        return None, Result.BUSY
    return offers.get(connection, offer_id), Result.DONE
