"""One request from a professional's phone, with its rows locked, and what every page of it may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import brief
from intake.callbacks.desk import Desk
from intake.callbacks.leg_words import say
from intake.carrier.pages import Answer, Page, Question
from intake.carrier.requests import OfferRequest
from intake.conversation.instructions import HangUp, Instruction, Say
from intake.storage import callbacks, conversations, offers, staff
from intake.storage.callbacks import Callback
from intake.storage.offers import Offer

_REPEATS = 3
# Pages of three seconds: longer than the safety steps and 988's ringing, then we stop believing that the caller
# is still on the line.
_LONGEST_STANDBY = 40
_LOOK_UP_EVERY = 5


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
    person: staff.Person | None
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

    def waits(self, page: str, *says: Say, seconds: int) -> Answer:
        """Say it, and come back after a while; keys change nothing, so that nobody shortens it by pressing."""
        return self.answer(Question(page, says, digits=0, seconds=seconds))

    def over(self) -> Answer:
        """What is heard on a leg whose offer is over: taken, called off, or simply over."""
        if self.offer.result == "taken":
            return self.ends("taken")
        gone = self.callback.closed_reason in {"do_not_contact", "stop"}
        return self.ends("gone_for_good" if gone and self.offer.result == "accepted" else "over")

    @property
    def mine(self) -> bool:
        """Whether this offer holds the callback."""
        return self.offer.result == "accepted" and self.offer.ended_at is None

    def silent_too_often(self) -> bool:
        """Count a silence; True when it was one too many."""
        offers.change(self.connection, self.offer.id, page=self.offer.page + 1)
        return self.offer.page + 1 >= _REPEATS


def still_on_the_line(leg: Leg) -> bool:
    """A caller who is still with the machine, or with 988: dialling them now would only find them busy."""
    if leg.callback.conversation_id is None or leg.offer.page >= _LONGEST_STANDBY:
        return False
    found = conversations.get(leg.connection, leg.callback.conversation_id)
    return found is not None and found.channel == "voice" and found.ended_at is None


def stand_by(leg: Leg, words: str) -> Answer:
    """Keep the professional on the line for three seconds more, and the callback theirs."""
    until = leg.now + timedelta(seconds=leg.desk.settings.accept_seconds)
    offers.change(leg.connection, leg.offer.id, page=leg.offer.page + 1)
    if leg.offer.page % _LOOK_UP_EVERY == 0 and leg.callback.conversation_id is not None:
        # Their hanging up may never have been told: a professional is not kept waiting for nobody.
        leg.after.append(("look_up_call", leg.callback.conversation_id))
    changed = callbacks.change(leg.connection, leg.callback, next_action_at=until)
    leg.callback = changed or leg.callback
    spoken = brief.spoken_language(leg.callback, leg.language)
    if words == "stand_by" and leg.callback.klass != "P0":
        words = "stand_by_calm"
    return leg.waits("standby", leg.says(words, LANGUAGE=spoken), seconds=3)
