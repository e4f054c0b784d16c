"""Texts from our own people: Y takes the offer they have now, N passes, and a shift is confirmed by Y too."""

from __future__ import annotations

from intake.callbacks import accepting
from intake.callbacks.desk import Desk
from intake.callbacks.leg_words import say
from intake.carrier.events import InboundText
from intake.carrier.pages import Answer
from intake.conversation.instructions import Reply
from intake.oncall import reminders
from intake.storage import callbacks, offers, staff

_YES = frozenset({"y", "yes", "si", "sí", "s"})
_NO = frozenset({"n", "no"})


class StaffTexts:
    """Answers a text whose sender is one of us, to the neutral line; None for everybody else."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def answer(self, came: InboundText) -> Answer | None:
        """What to write back; None if the sender is no professional or wrote to the public line."""
        if came.sender is None or came.line != self.desk.lines.neutral:
            return None
        word = came.body.strip().strip(".!").casefold()
        now = self.desk.clock()
        nudges = []
        with self.desk.database.begin() as connection:
            person = staff.by_phone(connection, self.desk.vault.fingerprints(came.sender))
            if person is None:
                return None
            language = person.languages[0] if person.languages else "en"
            offer = offers.live_of_staff(connection, person.id)
            if offer is None and word in _YES and reminders.confirm(connection, person.id, now):
                return _reply("text_confirmed", language)
            if offer is None or offer.result == "accepted":
                return _reply("text_nothing", language)
            callbacks.get(connection, offer.callback_id, lock=True)
            if word in _NO:
                accepting.decline(connection, offer, "declined", now)
                nudges = [("end_offer_leg", offer.id), ("work_callback", offer.callback_id)]
                key = "text_passed"
            elif word in _YES:
                won = accepting.accept(connection, self.desk, offer, now)
                key = "text_taken" if won else "text_too_late"
                nudges = [("end_offer_leg", loser) for loser in won.losers] if won else []
                if won is not None:
                    offers.change(connection, offer.id, channel="text")
                if won is not None and offer.result != "unknown":
                    # Not while the carrier is being asked to ring them: they would be rung twice.
                    nudges.append(("ring_accepted", offer.id))
            else:
                key = "text_how"
        for job, record_id in nudges:
            self.desk.nudge(job, record_id)
        return _reply(key, language)


def _reply(key: str, language: str) -> Answer:
    return Answer((Reply(say(key, language)),), language)
