"""Texts from our own people: Y takes an offer, N passes, Y confirms a shift, and a digit says how a call went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import accepting, outcomes
from intake.callbacks.desk import Desk
from intake.callbacks.leg_ending import OUTCOME_KEYS
from intake.callbacks.leg_words import say
from intake.callbacks.outcomes import Said
from intake.carrier.events import InboundText
from intake.carrier.pages import Answer
from intake.conversation.instructions import Reply
from intake.oncall import reminders
from intake.storage import attempts, callbacks, offers, staff
from intake.storage.offers import Offer

_YES = frozenset({"y", "yes", "si", "sí", "s"})
_NO = frozenset({"n", "no"})
# What is said later of a call is said on a page.
_LATELY = timedelta(hours=12)


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
        result = OUTCOME_KEYS.get(word)
        if result is not None and (owed := self._outcome(connection, person.id, result, now)) is not None:
            return Written(f"text_noted:{language}", (("work_callback", owed),))
        offer = offers.live_of_staff(connection, person.id)
        if offer is None and word in _YES and reminders.confirm(connection, person.id, now):
            return Written(f"text_confirmed:{language}")
        if offer is None or offer.result == "accepted":
            return Written(f"text_nothing:{language}")
        key, nudges = self._decided(connection, offer, word, now)
        return Written(f"{key}:{language}", nudges)

    def _outcome(self, connection: Connection, staff_id: UUID, result: str, now: datetime) -> UUID | None:
        """How their last call went, by the digits of the telephone; the callback, if that can be said of it."""
        attempt = attempts.latest_of_staff(connection, staff_id, now - _LATELY)
        if attempt is None or attempt.connected_at is None:
            return None
        said = Said(result, f"staff:{staff_id.hex}", attempt.offer_id)
        noted = outcomes.record_outcome(connection, self.desk, attempt.callback_id, said, now)
        return attempt.callback_id if noted else None

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
