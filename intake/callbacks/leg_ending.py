"""Pages on which a professional's call ends: joined or not, and what came of it."""

from __future__ import annotations

from intake.callbacks import outcomes
from intake.callbacks.leg import Leg, stand_by, still_on_the_line
from intake.carrier.pages import NOTHING, Answer
from intake.carrier.words import DialStatus
from intake.storage import callbacks, offers

# Which key says what, in the order in which the words list them.
OUTCOME_KEYS = {
    "1": "reached",
    "2": "no_answer",
    "3": "voicemail_left",
    "4": "wrong_number",
    "5": "reached_call_later",
    "6": "crisis_handoff",
    "7": "third_party",
    "8": "abusive",
}


def dialed(leg: Leg) -> Answer:
    """The dial to the caller is over: noted by itself, or asked about."""
    dial = leg.request.dial
    if dial is None:
        return leg.ends("over")
    connected = dial.outcome in {DialStatus.COMPLETED, DialStatus.ANSWERED} and dial.bridged is not False
    settled = outcomes.dial_ended(leg.connection, leg.desk, leg.callback, dial, connected=connected)
    if settled:
        leg.after.append(("work_callback", leg.callback.id))
        return leg.ends("no_answer")
    if leg.request.input.status.over:
        return NOTHING
    return leg.asks("outcome", leg.says("outcome"), seconds=20)


def joined(leg: Leg) -> Answer:
    """The join with a waiting caller is over, or never came about."""
    dial = leg.request.dial
    if dial is None:
        return leg.ends("over")
    connected = dial.outcome in {DialStatus.COMPLETED, DialStatus.ANSWERED} and dial.bridged is not False
    if not connected:
        return _nobody_there(leg)
    outcomes.live_ended(leg.connection, leg.desk, leg.callback, dial)
    leg.after.append(("joined_live", leg.callback.id))
    if leg.request.input.status.over:
        return NOTHING
    return leg.asks("outcome", leg.says("outcome"), seconds=20)


def bridged(leg: Leg) -> Answer:
    """Asked on the waiting caller's leg in the instant of the join; nothing is said to either of them."""
    if outcomes.joined(leg.connection, leg.desk, leg.callback, leg.now):
        leg.after.append(("joined_live", leg.callback.id))
    return NOTHING


def _nobody_there(leg: Leg) -> Answer:
    """The room was empty: the caller is not in it yet, or has just left it."""
    waits = leg.callback.room is not None and still_on_the_line(leg)
    outcomes.join_failed(leg.connection, leg.desk, leg.callback, still_waiting=waits)
    again = callbacks.get(leg.connection, leg.callback.id, lock=True)
    if again is None or not again.open or leg.request.input.status.over:
        offers.finish(leg.connection, leg.offer.id, "accepted", leg.now)
        return leg.ends("over")
    leg.callback = again
    if waits:
        return stand_by(leg, "stand_by_calm")
    if again.promised_at is None:
        offers.finish(leg.connection, leg.offer.id, "accepted", leg.now)
        return leg.ends("over")
    return leg.asks("ready", leg.says("gone"), seconds=20)


def outcome(leg: Leg) -> Answer:
    """A key says what came of it."""
    pressed = leg.request.input.digits or ""
    chosen = OUTCOME_KEYS.get(pressed)
    if chosen is None:
        if leg.silent_too_often():
            return leg.ends("noted")
        return leg.asks("outcome", leg.says("outcome"), seconds=20)
    actor = f"staff:{leg.offer.staff_id.hex}"
    outcomes.record_outcome(leg.connection, leg.desk, leg.callback.id, outcomes.Said(chosen, actor), leg.now)
    leg.after.append(("work_callback", leg.callback.id))
    return leg.ends("noted")
