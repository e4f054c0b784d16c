"""What the web process needs of the house; services fulfil these shapes without knowing the web."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from intake.carrier.events import InboundCall, InboundText, MessageStatus, StatusEvent
from intake.carrier.pages import Answer
from intake.carrier.requests import BridgedRequest, OfferRequest, TurnRequest, WaitedRequest, WaitRequest
from intake.carrier.settings import CarrierSettings


class Conversations(Protocol):
    """A caller's way through the script: each call is one transaction, and repeating it changes nothing."""

    def begin_call(self, call: InboundCall) -> Answer:
        """Begin, or give the first answer again where the leg is known."""

    def turn(self, turn: TurnRequest) -> Answer:
        """Take one answer; a repeated or stale one gets what the first one got."""

    def wait(self, wait: WaitRequest) -> Answer:
        """What a waiting caller hears next."""

    def waited(self, waited: WaitedRequest) -> Answer:
        """The waiting room is left, for whatever reason."""

    def bridged(self, bridged: BridgedRequest) -> Answer:
        """The 988 bridge has ended."""

    def with_backup(self, caller_leg: str) -> None:
        """The backup person has taken the caller on this leg."""

    def text(self, text: InboundText) -> Answer:
        """Take one text, once."""


class Callbacks(Protocol):
    """The professional's leg."""

    def offer_page(self, request: OfferRequest) -> Answer:
        """The next page on a professional's leg."""


class Statuses(Protocol):
    """What the carrier reports afterwards, in any order and any number of times."""

    def call(self, event: StatusEvent) -> None:
        """A leg's progress."""

    def message(self, event: MessageStatus) -> None:
        """A text's progress."""


class House(Protocol):
    """The wired product, as far as the web process knows it."""

    @property
    def conversations(self) -> Conversations: ...

    @property
    def callbacks(self) -> Callbacks: ...

    @property
    def statuses(self) -> Statuses: ...

    @property
    def carrier_settings(self) -> CarrierSettings: ...

    @property
    def answer_seconds(self) -> float:
        """How long a caller may wait for an answer before the apology is spoken (3)."""

    def lost(self) -> Mapping[str, int]:
        """How many rows have no end beyond their time, by kind; all zero is as it should be."""

    def readiness(self) -> Mapping[str, bool]:
        """Each thing that we lean on, and whether it answers now."""
