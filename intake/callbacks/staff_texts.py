"""Texts from our own people: Y takes the offer they have now, N passes, and a shift is confirmed by Y too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import accepting
from intake.callbacks.desk import Desk
from intake.callbacks.leg_words import say
from intake.carrier.events import InboundText
from intake.carrier.pages import Answer
from intake.conversation.instructions import Reply
from intake.oncall import reminders
from intake.storage import callbacks, offers, staff
from intake.storage.offers import Offer

_YES = frozenset({"y", "yes", "si", "sí", "s"})
_NO = frozenset({"n", "no"})


@dataclass(frozen=True, slots=True)
class Written:
    """What we write back, and what must be made to happen soon. `said` names the sentence: the same one again."""

    said: str
    nudges: tuple[tuple[str, UUID], ...] = ()

    @property
    def answer(self) -> Answer:
        """The reply."""
        return answer_of(self.said)


def answer_of(said: str) -> Answer:
    """The reply that a sentence's name stands for."""
    key, _, language = said.partition(":")
    return Answer((Reply(say(key, language)),), language)


class StaffTexts:
    """Answers a text whose sender is one of us, to the neutral line; None for everybody else."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def answer(self, connection: Connection, came: InboundText, now: datetime) -> Written | None:
        """What to write back; None if the sender is no professional or wrote to the public line."""
        if came.sender is None or came.line != self.desk.lines.neutral:
            return None
        word = came.body.strip().strip(".!").casefold()
        person = staff.by_phone(connection, self.desk.vault.fingerprints(came.sender))
        if person is None:
            return None
        language = person.languages[0] if person.languages else "en"
        offer = offers.live_of_staff(connection, person.id)
        if offer is None and word in _YES and reminders.confirm(connection, person.id, now):
            return Written(f"text_confirmed:{language}")
        if offer is None or offer.result == "accepted":
            return Written(f"text_nothing:{language}")
        key, nudges = self._decided(connection, offer, word, now)
        return Written(f"{key}:{language}", nudges)

    def _decided(
        self, connection: Connection, offer: Offer, word: str, now: datetime
    ) -> tuple[str, tuple[tuple[str, UUID], ...]]:
        callbacks.get(connection, offer.callback_id, lock=True)
        if word in _NO:
            accepting.decline(connection, offer, "declined", now)
            return "text_passed", (("end_offer_leg", offer.id), ("work_callback", offer.callback_id))
        if word not in _YES:
            return "text_how", ()
        won = accepting.accept(connection, self.desk, offer, now)
        if won is None:
            return "text_too_late", ()
        offers.change(connection, offer.id, channel="text")
        nudges = [("end_offer_leg", loser) for loser in won.losers]
        if offer.result != "unknown":
            # Not while the carrier is being asked to ring them: they would be rung twice.
            nudges.append(("ring_accepted", offer.id))
        return "text_taken", tuple(nudges)
