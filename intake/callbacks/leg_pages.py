"""A professional's phone, page by page: take it, hear what is needed, be joined, say what came of it.

Every page is answered from the rows alone, so that a repeated request gets the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import leg_ending, leg_taking
from intake.callbacks.desk import Desk
from intake.callbacks.leg import Leg
from intake.carrier.pages import NOTHING, Answer
from intake.carrier.requests import OfferRequest
from intake.conversation.instructions import HangUp
from intake.staff import phone_checks
from intake.storage import callbacks, legs, offers, staff
from intake.storage.offers import Offer

_ON_THE_CALLERS_LEG = frozenset({"bridged"})


class ProfessionalLegs:
    """What the web process asks about professionals' legs."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def offer_page(self, request: OfferRequest) -> Answer:
        """The next page; a leg whose offer is over hears so. A telephone that is only being tried has its own."""
        if request.page == phone_checks.PAGE:
            return phone_checks.PhoneChecks(self.desk).page(request)
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
        if request.page not in _ON_THE_CALLERS_LEG:
            _adopt(connection, offer, request.input.call_sid, now)
        person = staff.by_id(connection, offer.staff_id)
        language = person.languages[0] if person is not None and person.languages else "en"
        return Leg(connection, self.desk, callback, offer, request, language, now, person, [])


def _adopt(connection: Connection, offer: Offer, call_sid: str, now: datetime) -> None:
    """A leg of which we were not told, because the answer or we were lost while it was rung, tells us itself."""
    known = legs.get(connection, offer.leg_sid) if offer.leg_sid else None
    if offer.leg_sid == call_sid or (known is not None and known.ended_at is None):
        return
    row = {"sid": call_sid, "role": "professional", "status": "in-progress", "offer_id": offer.id, "created_at": now}
    legs.add(connection, row)
    found = legs.get(connection, call_sid)
    if found is None or found.offer_id != offer.id or found.ended_at is not None:
        # It was another offer's, or is over.
        return
    ringing = {"result": "ringing"} if offer.result in {"planned", "unknown"} else {}
    offers.change(connection, offer.id, leg_sid=call_sid, **ringing)


def _unknown(leg: Leg) -> Answer:
    return leg.ends("over")


_PAGES: dict[str, Callable[[Leg], Answer]] = {
    "brief": leg_taking.opened,
    "accept": leg_taking.accept,
    "standby": leg_taking.standby,
    "ready": leg_taking.ready,
    "dialed": leg_ending.dialed,
    "bridged": leg_ending.bridged,
    "joined": leg_ending.joined,
    "outcome": leg_ending.outcome,
}
