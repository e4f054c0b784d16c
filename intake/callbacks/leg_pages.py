"""A professional's phone, page by page: take it, hear what is needed, be joined, say what came of it.

Every page is answered from the rows alone, so that a repeated request gets the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import accepting, brief, dialing, outcomes
from intake.callbacks.desk import Desk
from intake.callbacks.leg_words import say
from intake.carrier.pages import NOTHING, Answer, DialCaller, JoinWaiting, Page, Question
from intake.carrier.requests import OfferRequest
from intake.carrier.words import DialStatus
from intake.conversation.instructions import HangUp, Instruction, Say
from intake.storage import callbacks, conversations, offers, staff
from intake.storage.callbacks import Callback
from intake.storage.offers import Offer

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
_REPEATS = 3
# Pages of three seconds: after a minute we stop believing that the caller is still on the line.
_LONGEST_STANDBY = 20


@dataclass
class Leg:
    """One request from a professional's leg, with its rows locked in one order: callback, then offer."""

    connection: Connection
    desk: Desk
    callback: Callback
    offer: Offer
    request: OfferRequest
    language: str
    now: datetime
    after: list[tuple[str, UUID]]

    def answer(self, *instructions: Instruction | Page) -> Answer:
        """What this leg hears next."""
        return Answer(instructions, self.language, offer=self.offer.id.hex)

    def says(self, key: str, **fills: str) -> Say:
        """Words in the professional's language."""
        return say(key, self.language, **fills)

    def ends(self, key: str) -> Answer:
        """Say it and hang up."""
        return self.answer(self.says(key), HangUp())

    def asks(self, page: str, *says: Say, seconds: int = 8) -> Answer:
        """Ask for one key."""
        return self.answer(Question(page, says, seconds=seconds))

    @property
    def mine(self) -> bool:
        """Whether this offer holds the callback."""
        return self.offer.result == "accepted" and self.offer.ended_at is None

    def silent_too_often(self) -> bool:
        """Count a silence; True when it was one too many."""
        offers.change(self.connection, self.offer.id, page=self.offer.page + 1)
        return self.offer.page + 1 >= _REPEATS


class ProfessionalLegs:
    """What the web process asks about professionals' legs."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def offer_page(self, request: OfferRequest) -> Answer:
        """The next page; a leg whose offer is over hears so."""
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            leg = self._leg(connection, request, now)
            if leg is None:
                return Answer((HangUp(),))
            if request.input.status.over and request.dial is None:
                return NOTHING
            answer = _PAGES.get(request.page, _unknown)(leg)
        for job, record_id in leg.after:
            self.desk.nudge(job, record_id)
        return answer

    def _leg(self, connection: Connection, request: OfferRequest, now: datetime) -> Leg | None:
        found = offers.get(connection, UUID(request.offer))
        if found is None:
            return None
        callback = callbacks.get(connection, found.callback_id, lock=True)
        offer = offers.get(connection, found.id, lock=True)
        if callback is None or offer is None:
            return None
        person = staff.by_id(connection, offer.staff_id)
        language = person.languages[0] if person is not None and person.languages else "en"
        return Leg(connection, self.desk, callback, offer, request, language, now, [])


def _brief(leg: Leg) -> Answer:
    if leg.mine:
        # Taken on the page or by text: this leg is only the phone that it runs on.
        return _accepted(leg)
    if leg.offer.ended_at is not None:
        return leg.ends("taken" if leg.offer.result == "taken" else "over")
    return leg.asks("accept", brief.opening(leg.callback, leg.language))


def _accept(leg: Leg) -> Answer:
    if leg.mine:
        return _accepted(leg)
    if leg.offer.ended_at is not None:
        return leg.ends("taken" if leg.offer.result == "taken" else "over")
    pressed = leg.request.input.digits
    if pressed == "2":
        accepting.decline(leg.connection, leg.offer, "declined", leg.now)
        leg.after.append(("work_callback", leg.callback.id))
        return leg.ends("declined")
    if pressed != "1":
        return _again_or_pass(leg)
    won = accepting.accept(leg.connection, leg.desk, leg.offer, leg.now)
    if won is None:
        offers.finish(leg.connection, leg.offer.id, "taken", leg.now)
        return leg.ends("taken" if leg.callback.open else "over")
    leg.after.extend(("end_offer_leg", loser) for loser in won.losers)
    leg.callback = won.callback
    return _accepted(leg)


def _again_or_pass(leg: Leg) -> Answer:
    if leg.silent_too_often():
        accepting.decline(leg.connection, leg.offer, "no_answer", leg.now)
        leg.after.append(("work_callback", leg.callback.id))
        return leg.answer(HangUp())
    return leg.asks("accept", brief.opening(leg.callback, leg.language))


def _accepted(leg: Leg) -> Answer:
    """The way on from an accept: into the room, into the thread, beside a crisis call, or to the dial."""
    callback = leg.callback
    if not callback.open:
        return _called_off(leg)
    subject = brief.subject_of(leg.connection, callback)
    if callback.room is not None:
        dialing.begin_join(leg.connection, callback, leg.offer, leg.now)
        spoken = brief.spoken_language(callback, leg.language)
        return leg.answer(JoinWaiting(callback.room, (leg.says("joining", LANGUAGE=spoken),)))
    if subject.text_only:
        dialing.begin_thread(leg.connection, leg.desk, callback, leg.offer, leg.now)
        return leg.ends("text_only")
    if _still_on_the_line(leg):
        return _stand_by(leg, "stand_by")
    return leg.asks("ready", *brief.briefing(leg.desk, subject, leg.language), seconds=20)


def _still_on_the_line(leg: Leg) -> bool:
    """A caller who is still with the machine, or with 988: dialling them now would only find them busy."""
    if leg.callback.conversation_id is None or leg.offer.page >= _LONGEST_STANDBY:
        return False
    found = conversations.get(leg.connection, leg.callback.conversation_id)
    return found is not None and found.channel == "voice" and found.ended_at is None


def _stand_by(leg: Leg, words: str) -> Answer:
    until = leg.now + timedelta(seconds=leg.desk.settings.accept_seconds)
    offers.change(leg.connection, leg.offer.id, page=leg.offer.page + 1)
    changed = callbacks.change(leg.connection, leg.callback, next_action_at=until)
    leg.callback = changed or leg.callback
    spoken = brief.spoken_language(leg.callback, leg.language)
    if words == "stand_by" and leg.callback.klass != "P0":
        words = "stand_by_calm"
    return leg.asks("standby", leg.says(words, LANGUAGE=spoken), seconds=3)


def _standby(leg: Leg) -> Answer:
    if not leg.mine:
        return leg.ends("over")
    if not leg.callback.open:
        return _called_off(leg)
    if leg.callback.room is None and _still_on_the_line(leg):
        return _stand_by(leg, "still_on")
    if leg.callback.room is not None:
        return _accepted(leg)
    return leg.asks("ready", leg.says("gone"), seconds=20)


def _called_off(leg: Leg) -> Answer:
    offers.finish(leg.connection, leg.offer.id, "accepted", leg.now)
    forbidden = leg.callback.closed_reason in {"do_not_contact", "stop"}
    return leg.ends("gone_for_good" if forbidden else "over")


def _ready(leg: Leg) -> Answer:
    if not leg.mine or not leg.callback.open:
        return leg.ends("over")
    if leg.callback.room is not None and leg.callback.state == "accepted":
        return _accepted(leg)
    if leg.callback.state == "accepted" and leg.request.input.digits != "1":
        if leg.silent_too_often():
            accepting.release(leg.connection, leg.callback, "not_ready", leg.now)
            leg.after.append(("work_callback", leg.callback.id))
            return leg.ends("over")
        subject = brief.subject_of(leg.connection, leg.callback)
        return leg.asks("ready", *brief.briefing(leg.desk, subject, leg.language), seconds=20)
    order = dialing.begin_dial(leg.connection, leg.desk, leg.callback, leg.offer, leg.now)
    if order is None:
        return leg.ends("over")
    ring = round(leg.desk.settings.caller_ring_seconds)
    return leg.answer(
        DialCaller(
            order.number,
            leg.desk.lines.neutral,
            order.attempt_id.hex,
            (leg.says("dialing"),),
            ring_seconds=max(ring, 5),
        )
    )


def _dialed(leg: Leg) -> Answer:
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


def _joined(leg: Leg) -> Answer:
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


def _bridged(leg: Leg) -> Answer:
    """Asked on the waiting caller's leg in the instant of the join; nothing is said to either of them."""
    if outcomes.joined(leg.connection, leg.desk, leg.callback, leg.now):
        leg.after.append(("joined_live", leg.callback.id))
    return NOTHING


def _nobody_there(leg: Leg) -> Answer:
    """The room was empty: the caller is not in it yet, or has just left it."""
    waits = leg.callback.room is not None and _still_on_the_line(leg)
    outcomes.join_failed(leg.connection, leg.desk, leg.callback, still_waiting=waits)
    again = callbacks.get(leg.connection, leg.callback.id, lock=True)
    if again is None or not again.open or leg.request.input.status.over:
        offers.finish(leg.connection, leg.offer.id, "accepted", leg.now)
        return leg.ends("over")
    leg.callback = again
    if waits:
        return _stand_by(leg, "stand_by_calm")
    if again.promised_at is None:
        offers.finish(leg.connection, leg.offer.id, "accepted", leg.now)
        return leg.ends("over")
    return leg.asks("ready", leg.says("gone"), seconds=20)


def _outcome(leg: Leg) -> Answer:
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


def _unknown(leg: Leg) -> Answer:
    return leg.ends("over")


_PAGES: dict[str, Callable[[Leg], Answer]] = {
    "brief": _brief,
    "accept": _accept,
    "standby": _standby,
    "ready": _ready,
    "dialed": _dialed,
    "bridged": _bridged,
    "joined": _joined,
    "outcome": _outcome,
}
