"""Plays scenarios of the call-back desk in a house with a carrier of paper: what each `in` means to a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from intake.carrier.errors import CarrierRefused
from intake.carrier.events import InboundText
from intake.carrier.port import TextFacts, TextOrder
from intake.carrier.words import DialStatus
from intake.numbers import PhoneNumber
from tests.house import Professional, Town
from tests.integration.callbacks.conftest import CREW, staffed

Scenario = dict[str, Any]
CALLER = "+12025550147"
_NO_TEXTS_THERE = 30006
_MOST_TRIES = 12


class Desk:
    """One scenario on its way."""

    def __init__(self, town: Town, scenario: Scenario) -> None:
        self.town = town
        before = scenario.get("pre", {})
        self.crew = staffed(town, CREW if before.get("on_duty") is None else ())
        self.caller = town.calls(CALLER)
        self.heard_by_caller = self.caller.words
        self.heard = ""
        self.reply = ""
        if before.get("landline"):
            self._is_a_landline()

    def does(self, at: str, what: str) -> None:
        """One step."""
        if at != "CB":
            self._keys(what)
            return
        kind, _, value = what.partition(":")
        if kind == "wait":
            self.waits(float(value))
        else:
            _CB[what](self)
            self.town.works()

    def _keys(self, what: str) -> None:
        if what == "hangup":
            self.caller.hangs_up()
            self.town.works()
            return
        self.caller.presses(what.partition(":")[2] or what)
        self.heard_by_caller += " " + self.caller.words

    def waits(self, seconds: float) -> None:
        """Time passes, with a sweep now and then."""
        until = self.town.clock.now + timedelta(seconds=seconds)
        while self.town.clock.now < until:
            left = (until - self.town.clock.now).total_seconds()
            self.town.clock.passes(min(30.0 if seconds < 10_000 else 3_600.0, left))
            self.town.sweeps()

    @property
    def pro(self) -> Professional:
        """Whoever's phone rings or talks for this."""
        return self._pro

    def takes(self) -> None:
        """The phone that was rung last is answered, 1 is pressed, and the brief is heard."""
        self._pro = self.town.professional().answers().presses("1")
        self.heard += " " + self._pro.words

    def _is_a_landline(self) -> None:
        plain = self.town.paper.send_text

        def refused(order: TextOrder) -> TextFacts:
            if order.to == PhoneNumber(CALLER):
                raise CarrierRefused(_NO_TEXTS_THERE, 400)
            return plain(order)

        self.town.paper.send_text = refused  # type: ignore[method-assign]

    def callback_id(self) -> UUID:
        """The one callback."""
        with self.town.database.begin() as connection:
            return UUID(str(connection.execute(text("SELECT id FROM callbacks")).scalar_one()))

    def says_on_page(self, outcome: str, hours: float | None = None) -> None:
        """The professional settles it on the page, for a later call with the time that was named."""
        self._ends(DialStatus.COMPLETED, 60)
        later = self.town.clock() + timedelta(hours=hours) if hours is not None else None
        by = self.crew[self.named(self._pro)]
        self.town.house.callback_acts.record_outcome(self.callback_id(), by, outcome, later)

    def named(self, pro: Professional) -> str:
        """Whose phone it is."""
        return next(name.lower() for _, name, phone, *_ in CREW if PhoneNumber(phone) == pro.order.to)

    def _ends(self, status: DialStatus, seconds: int = 0) -> None:
        self._pro.presses("1").dial_ends(status, seconds)
        self.heard += " " + self._pro.words

    def talks(self, keys: str) -> None:
        """They dial, somebody or something answers, and a key says how it went."""
        self._ends(DialStatus.COMPLETED, 60)
        for key in keys:
            self._pro.presses(key)
        self._pro.hangs_up()

    def nobody_answers(self) -> None:
        """They dial and it rings out."""
        self._ends(DialStatus.NO_ANSWER)
        self._pro.hangs_up()

    def hears_wording(self) -> None:
        """They ask what they may say."""
        self._pro.presses("2")
        self.heard += " " + self._pro.words

    def ignores(self) -> None:
        """The phone rings out."""
        self.waits(30)

    def first_writes_yes(self) -> None:
        """Whoever was rung first answers the old text."""
        _, order = self.town.paper.rings[0]
        came = InboundText(f"SM{uuid4().hex}", self.town.desk.lines.neutral, order.to, "Y")
        answer = self.town.house.conversations.text(came)
        self.reply = " ".join(each.say.text for each in answer.instructions)  # type: ignore[union-attr]

    def until_it_ends(self) -> None:
        """Again and again, whenever somebody is rung for it."""
        for _ in range(_MOST_TRIES):
            self.takes()
            self.nobody_answers()
            self.town.works()
            with self.town.database.begin() as connection:
                then = connection.execute(text("SELECT next_action_at FROM callbacks")).scalar_one()
            if then is None:
                return
            self.town.clock.now = then + timedelta(seconds=1)
            self.town.sweeps()


_CB: dict[str, Callable[[Desk], None]] = {
    "takes": Desk.takes,
    "ignores": Desk.ignores,
    "no answer": Desk.nobody_answers,
    "what may I say": Desk.hears_wording,
    "voicemail -> message left": lambda desk: desk.talks("3"),
    # 3 is no answer where no message was allowed: it is asked again.
    "voicemail -> hangs up": lambda desk: desk.talks("32"),
    "wrong number": lambda desk: desk.talks("4"),
    "third party": lambda desk: desk.talks("7"),
    "reached": lambda desk: desk.talks("1"),
    "call later in 5 hours": lambda desk: desk.says_on_page("reached_call_later", 5),
    "says on the page: stop": lambda desk: desk.says_on_page("stop"),
    "the first texts Y": Desk.first_writes_yes,
    "until it ends: nobody answers": Desk.until_it_ends,
}
