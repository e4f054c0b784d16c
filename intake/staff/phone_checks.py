"""A staff number verified by a call: the telephone rings, and the code on the screen is pressed there.

A number that nobody has verified is still rung, for no caller waits for our paperwork; where others fit as
well, they come first. A key on the very telephone shows more than a code that is read out: it is how calls
are accepted, and a wrong number or a voicemail box cannot do it. What is heard says nothing about us.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.callbacks.desk import Desk
from intake.callbacks.leg_words import say
from intake.callbacks.ringing import phone_of
from intake.carrier.errors import CarrierBusy, CarrierRefused, OutcomeUnknown
from intake.carrier.events import TurnInput
from intake.carrier.pages import NOTHING, Answer, Question
from intake.carrier.port import RingOrder
from intake.carrier.requests import OfferRequest
from intake.conversation.instructions import HangUp
from intake.privacy.audit import Act, Action, record
from intake.staff.people import Refused
from intake.storage import duty, phone_checks, staff
from intake.storage.phone_checks import PhoneCheck
from intake.storage.staff import Person

PAGE = "check"
LASTS = timedelta(minutes=10)
RING_SECONDS = 25
# A telephone is not a toy: this often an hour it may be rung for a check.
_MOST_AN_HOUR = 6
_MOST_WRONG = 3


def ask(connection: Connection, person: Person, actor: str, now: datetime) -> UUID:
    """Plan a ring of this person's telephone; the job is `check_phone`. Raises `Refused`: no_phone, too_often."""
    if person.phone_fingerprint is None:
        raise Refused("no_phone")
    if phone_checks.count_since(connection, person.id, now - timedelta(hours=1)) >= _MOST_AN_HOUR:
        raise Refused("too_often")
    phone_checks.end_others(connection, person.id)
    check_id = uuid4()
    row = {
        "id": check_id,
        "staff_id": person.id,
        "code": f"{secrets.randbelow(10_000):04d}",
        "phone_fingerprint": person.phone_fingerprint,
        "asked_at": now,
        "expires_at": now + LASTS,
    }
    phone_checks.add(connection, row)
    record(connection, Act(Action.STAFF_CHANGE, actor, "staff", person.id.hex, "phone_check"))
    return check_id


class PhoneChecks:
    """Rings for a check, and what is heard and pressed on that leg."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def ring(self, check_id: UUID) -> None:
        """Ring once; whatever becomes of this process, it is not rung again by itself: somebody sits before it."""
        with self.desk.database.begin() as connection:
            check = phone_checks.get(connection, check_id, lock=True)
            if check is None or check.state != "planned" or not check.live(self.desk.clock()):
                return
            phone_checks.change(connection, check_id, state="ringing")
            number = phone_of(self.desk, staff.by_id(connection, check.staff_id))
        if number is None:
            return
        order = RingOrder(number, self.desk.lines.neutral, check_id.hex, RING_SECONDS, page=PAGE)
        try:
            self.desk.carrier.ring(order)
        except (CarrierRefused, CarrierBusy):
            with self.desk.database.begin() as connection:
                phone_checks.change(connection, check_id, state="failed")
        except OutcomeUnknown:
            # If it does ring, its leg finds the check; if not, the person asks for another ring.
            return

    def leg_over(self, check_id: UUID) -> None:
        """The call is over: whoever sits before the page is told at once, not when the code runs out."""
        with self.desk.database.begin() as connection:
            check = phone_checks.get(connection, check_id, lock=True)
            if check is not None and check.live(self.desk.clock()):
                phone_checks.change(connection, check_id, state="failed")

    def page(self, request: OfferRequest) -> Answer:
        """Ask for the code, or take it. A repeated request hears the same again."""
        with self.desk.database.begin() as connection:
            check = phone_checks.get(connection, UUID(request.offer), lock=True)
            person = staff.by_id(connection, check.staff_id) if check is not None else None
            if check is None or person is None:
                return Answer((HangUp(),))
            if request.input.status.over:
                return NOTHING
            return _Leg(connection, check, person, self.desk.clock()).heard(request.input)


@dataclass(frozen=True)
class _Leg:
    """A telephone that rings for a check, with the check locked."""

    connection: Connection
    check: PhoneCheck
    person: Person
    now: datetime

    def heard(self, pressed: TurnInput) -> Answer:
        """What follows a key, a silence, or the first moment."""
        live = self.check.live(self.now)
        right = pressed.digits is not None and secrets.compare_digest(pressed.digits, self.check.code)
        if self.check.state == "verified" or (right and live):
            self._verified()
            return self._says("check_right")
        if not live:
            return self._says("check_over")
        tried = pressed.digits is not None or pressed.timed_out
        wrong = self.check.wrong + tried
        last = wrong >= _MOST_WRONG
        phone_checks.change(self.connection, self.check.id, wrong=wrong, state="failed" if last else "ringing")
        return self._says("check_over") if last else self._says("check_wrong" if tried else "check", asks=True)

    def _says(self, key: str, *, asks: bool = False) -> Answer:
        language = self.person.languages[0] if self.person.languages else "en"
        words = say(key, language)
        if asks:
            question = Question(PAGE, (words,), digits=4, seconds=10)
            return Answer((question,), language, offer=self.check.id.hex)
        return Answer((words, HangUp()), language)

    def _verified(self) -> None:
        """Known from now on to be theirs and to work, if it is still the number that was rung."""
        if self.check.state == "verified" or self.check.phone_fingerprint != self.person.phone_fingerprint:
            return
        phone_checks.change(self.connection, self.check.id, state="verified")
        staff.change(self.connection, self.person.id, phone_verified_at=self.now)
        duty.number_works(self.connection, self.person.id)
        mine = self.person.id.hex
        record(self.connection, Act(Action.STAFF_CHANGE, f"staff:{mine}", "staff", mine, "phone_verified"))
