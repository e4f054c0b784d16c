"""A house of stand-ins behind the real web application, which can be told to fail."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.carrier.events import InboundCall, InboundText, MessageStatus, StatusEvent
from intake.carrier.pages import Answer, Question
from intake.carrier.requests import BridgedRequest, OfferRequest, TurnRequest, WaitedRequest, WaitRequest
from intake.carrier.settings import CarrierSettings
from intake.conversation.instructions import Ask, HangUp, Hold, Reply, Say
from tests.carrier_kit import CONVERSATION, LINES, OFFER

WELCOME = Say("N10", "For English, press 1.", "en")
ASK = Ask("N10_LANG", (WELCOME,), "12", 1, "", True, ("english",), "en", 6.0)


class Broken(Exception):
    """What a dead database looks like from here."""


@dataclass
class StubHouse:
    """Records every request and answers plainly. Fails `faults` times or while `broken`; hangs while `frozen`."""

    carrier_settings: CarrierSettings = LINES
    answer_seconds: float = 3.0
    seen: list[object] = field(default_factory=list)
    broken: bool = False
    faults: int = 0
    frozen: bool = False
    thaw: threading.Event = field(default_factory=threading.Event)
    parts: dict[str, bool] = field(default_factory=lambda: {"database": True, "redis": True})

    @property
    def conversations(self) -> StubHouse:
        return self

    @property
    def callbacks(self) -> StubHouse:
        return self

    @property
    def statuses(self) -> StubStatuses:
        return StubStatuses(self)

    def lost(self) -> Mapping[str, int]:
        self.take("lost")
        return {"callback_not_worked": 3}

    def readiness(self) -> Mapping[str, bool]:
        self.take("readiness")
        return self.parts

    def cut(self, _: int) -> None:
        self.thaw.set()

    def take(self, request: object) -> None:
        self.seen.append(request)
        if self.frozen:
            self.thaw.wait(10)
            raise Broken("the wait was cut")
        self.faults -= 1
        if self.broken or self.faults >= 0:
            raise Broken("secret words of a caller")

    def begin_call(self, call: InboundCall) -> Answer:
        self.take(call)
        return Answer((ASK,), "en", CONVERSATION, 1)

    def turn(self, turn: TurnRequest) -> Answer:
        self.take(turn)
        return Answer((ASK,), "en", turn.conversation, turn.turn + 1)

    def wait(self, wait: WaitRequest) -> Answer:
        self.take(wait)
        return Answer((Hold((WELCOME,), "1", 5),), "en", wait.conversation, wait.turn, wait.page)

    def waited(self, waited: WaitedRequest) -> Answer:
        self.take(waited)
        return Answer((ASK,), "en", waited.conversation, waited.turn + 1)

    def bridged(self, bridged: BridgedRequest) -> Answer:
        self.take(bridged)
        return Answer((HangUp(),))

    def text(self, text: InboundText) -> Answer:
        self.take(text)
        return Answer((Reply(WELCOME),), "en", CONVERSATION, 1)

    def offer_page(self, request: OfferRequest) -> Answer:
        self.take(request)
        return Answer((Question("accept", (WELCOME,)),), offer=OFFER)


@dataclass
class StubStatuses:
    """Reports are kept beside the requests."""

    house: StubHouse

    def call(self, event: StatusEvent) -> None:
        self.house.take(event)

    def message(self, event: MessageStatus) -> None:
        self.house.take(event)
