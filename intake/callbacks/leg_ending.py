"""Pages on which a professional's call ends: joined or not, and what came of it."""

from __future__ import annotations

from intake.callbacks import accepting, outcomes, safe_message
from intake.callbacks.leg import Leg, stand_by, still_on_the_line
from intake.carrier.pages import NOTHING, Answer
from intake.storage import attempts, callbacks

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
    settled = outcomes.dial_ended(leg.connection, leg.desk, leg.callback, leg.offer.id, dial)
    if settled:
        leg.after.append(("work_callback", leg.callback.id))
        return leg.ends("no_answer")
    if leg.request.input.status.over:
        return NOTHING
    return _question(leg)


def joined(leg: Leg) -> Answer:
    """The join with a waiting caller is over, or never came about."""
    dial = leg.request.dial
    if dial is None:
        return leg.ends("over")
    if not dial.joined:
        return _nobody_there(leg)
    outcomes.live_ended(leg.connection, leg.desk, leg.callback, leg.offer.id, dial)
    leg.after.append(("joined_live", leg.callback.id))
    if leg.request.input.status.over:
        return NOTHING
    return _question(leg)


def bridged(leg: Leg) -> Answer:
    """Asked on the waiting caller's leg in the instant of the join; nothing is said to either of them."""
    if outcomes.joined(leg.connection, leg.desk, leg.callback, leg.offer.id, leg.now):
        leg.after.append(("joined_live", leg.callback.id))
    return NOTHING


def _nobody_there(leg: Leg) -> Answer:
    """The room was empty: the caller is not in it yet, or has just left it."""
    attempt = attempts.latest_of_offer(leg.connection, leg.offer.id)
    if attempt is None or (not leg.mine and attempt.ended_at is not None):
        return leg.over()
    waits = leg.callback.room is not None and still_on_the_line(leg)
    if attempt.ended_at is None:
        outcomes.join_failed(leg.connection, leg.desk, leg.callback, attempt, still_waiting=waits)
    again = callbacks.get(leg.connection, leg.callback.id, lock=True)
    assert again is not None
    leg.callback = again
    if leg.request.input.status.over or (again.promised_at is None and not waits):
        return _given_back(leg)
    if waits:
        return stand_by(leg, "stand_by_calm")
    return leg.asks("ready", leg.says("gone"), seconds=20)


def _given_back(leg: Leg) -> Answer:
    """They have hung up, or nothing is owed to whoever left: what comes next is decided at once."""
    if leg.callback.state == "accepted":
        accepting.release(leg.connection, leg.callback, "not_joined", leg.now)
        leg.after.append(("work_callback", leg.callback.id))
    return leg.ends("over")


def _question(leg: Leg) -> Answer:
    """How did it go? A message left is among the answers only where one was allowed."""
    words = "outcome_message" if _may_leave(leg) else "outcome"
    return leg.asks("outcome", leg.says(words), seconds=20)


def _may_leave(leg: Leg) -> bool:
    attempt = attempts.latest_of_offer(leg.connection, leg.offer.id)
    if attempt is None:
        return False
    return safe_message.may_leave_voicemail(leg.connection, leg.desk, leg.callback, attempt)


def _said_already(leg: Leg, result: str) -> bool:
    """The same key came twice; the one message that was allowed is left by now, and may still be said."""
    attempt = attempts.latest_of_offer(leg.connection, leg.offer.id)
    return attempt is not None and attempt.result == result


def outcome(leg: Leg) -> Answer:
    """A key says what came of it."""
    pressed = leg.request.input.digits or ""
    chosen = OUTCOME_KEYS.get(pressed)
    if chosen is not None and _said_already(leg, chosen):
        return leg.ends("noted")
    if chosen is None or (chosen == "voicemail_left" and not _may_leave(leg)):
        if leg.silent_too_often():
            return leg.ends("noted")
        return _question(leg)
    actor = f"staff:{leg.offer.staff_id.hex}"
    said = outcomes.Said(chosen, actor, leg.offer.id)
    outcomes.record_outcome(leg.connection, leg.desk, leg.callback.id, said, leg.now)
    leg.after.append(("work_callback", leg.callback.id))
    return leg.ends("noted")
