"""Close a record with a reason of the list: nobody is rung for it any more, and a stop is kept as a stop."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import consequences
from intake.enrollments import desk, pipeline
from intake.enrollments.hand import Hand, Said
from intake.enrollments.opened import open_record
from intake.privacy import suppression
from intake.privacy.audit import Act, Action, record
from intake.storage import callbacks, enrollments
from intake.storage import enrollment_desk as rows
from intake.storage.callbacks import Callback
from intake.storage.enrollments import Enrollment

# What a coordinator learned from the person counts as much as what a professional did (47 CFR 64.1200(a)(10)).
_STOPS = frozenset({"do_not_contact", "wrong_number"})
_TALKING = ("dialing", "connected")


@dataclass(frozen=True, slots=True)
class Closed:
    """How it ended; `called_off` is the callback whose phones are to stop ringing after the commit."""

    said: Said
    called_off: UUID | None = None


def close(connection: Connection, hand: Hand, record_id: UUID, version: int, reason: str) -> Closed:
    """Close a record and call off what is still owed to it; "do_not_contact" is a stage of its own.

    Refused as in hand while somebody talks with the caller: what they say of the call comes first.
    """
    stage = "do_not_contact" if reason == "do_not_contact" else "closed"
    if stage == "closed" and pipeline.reason(reason) is None:
        return Closed(Said.WRONG)
    target = enrollments.get(connection, record_id, lock=True)
    if target is None or not pipeline.judge(target.stage, stage, ()).ok:
        return Closed(Said.GONE)
    if target.version != version:
        return Closed(Said.STALE)
    owed = callbacks.open_for_enrollment(connection, record_id)
    if owed is not None and owed.state in _TALKING:
        return Closed(Said.IN_HAND)
    if owed is not None:
        _call_off(connection, hand, owed)
    if reason in _STOPS:
        _stop(connection, hand, target, reason)
    rows.end_tasks(connection, record_id, hand.now)
    desk.set_stage(connection, hand, target, stage, reason)
    return Closed(Said.DONE, owed.id if owed else None)


def _call_off(connection: Connection, hand: Hand, owed: Callback) -> None:
    consequences.cancel(connection, owed, "record_closed", hand.now)
    act = Act(Action.CALLBACK_CANCEL, hand.actor, "callback", owed.id.hex, "record_closed", hand.origin)
    record(connection, act)


def _stop(connection: Connection, hand: Hand, target: Enrollment, reason: str) -> None:
    number = open_record(hand.vault, target).number
    if number is not None:
        stop = suppression.Stop("all", reason, "staff", actor=hand.actor)
        suppression.suppress(connection, hand.vault, number, stop, hand.now)
