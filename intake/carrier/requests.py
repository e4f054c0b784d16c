"""What a web view asks of a service: an event, and the place that our own link named."""

from __future__ import annotations

from dataclasses import dataclass

from intake.carrier.events import DialResult, QueueResult, TurnInput, WaitTick


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """An answer to the question that turn `turn` of `conversation` asked."""

    conversation: str
    turn: int
    input: TurnInput


@dataclass(frozen=True, slots=True)
class WaitRequest:
    """The `page`-th page (from 0) of what a waiting caller hears since turn `turn` sent them there."""

    conversation: str
    turn: int
    page: int
    tick: WaitTick


@dataclass(frozen=True, slots=True)
class WaitedRequest:
    """The wait that turn `turn` began is over."""

    conversation: str
    turn: int
    result: QueueResult


@dataclass(frozen=True, slots=True)
class BridgedRequest:
    """The 988 bridge that turn `turn` began is over."""

    conversation: str
    turn: int
    result: DialResult


@dataclass(frozen=True, slots=True)
class OfferRequest:
    """A professional's leg is at `page` of an offer; `dial` is what came of a Dial that the page began."""

    offer: str
    page: str
    input: TurnInput
    dial: DialResult | None = None
