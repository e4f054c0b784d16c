"""A phone network for histories: it knows the truth about every leg, and may lose, repeat or refuse anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from intake.carrier.errors import CarrierBusy, CarrierRefused, OutcomeUnknown
from intake.carrier.port import CallFacts, RingOrder, TextFacts, TextOrder
from intake.carrier.words import CallStatus
from intake.conversation.instructions import HangUp
from intake.numbers import PhoneNumber
from tests.house import Paper, Town

T = TypeVar("T")


class Died(BaseException):
    """The process is gone in the middle of a job: nothing after this line happens."""


MOODS = ("fine", "busy", "refused", "unknown_rang", "unknown_not", "died_before", "died_after")


@dataclass
class Network(Paper):
    """Paper that can fail in every way, and that finds calls by number as the carrier does."""

    town: Town | None = None
    next_mood: str = "fine"
    # Every leg to a number, callers' included: (sid, to, began, parent).
    placed: list[tuple[str, PhoneNumber, datetime, str | None]] = field(default_factory=list)
    # What must never be seen, whoever sees it first.
    faults: list[str] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)
    # Professionals who are with a caller, or whose phone dials one.
    engaged: set[str] = field(default_factory=set)

    def ring(self, order: RingOrder) -> CallFacts:
        self._no_connection_is_held()
        mood = self._mood()
        if mood == "busy":
            raise CarrierBusy("busy")
        if mood == "refused":
            raise CarrierRefused(21211, 400)
        if mood == "died_before":
            raise Died
        if mood == "unknown_not":
            raise OutcomeUnknown("timeout")
        if order.to.reveal() in self.engaged:
            self.faults.append("somebody who is with a caller was rung")
        facts = super().ring(order)
        self.begun(facts.sid, order.to)
        if mood == "unknown_rang":
            raise OutcomeUnknown("timeout")
        if mood == "died_after":
            raise Died
        return facts

    def begun(self, sid: str, to: PhoneNumber, parent: str | None = None) -> None:
        """A leg to somebody exists from now on."""
        self.legs.setdefault(sid, CallStatus.RINGING)
        self.placed.append((sid, to, self._town.clock(), parent))

    def cancel(self, call_sid: str) -> None:
        self._no_connection_is_held()
        if self.legs.get(call_sid) not in {CallStatus.QUEUED, CallStatus.RINGING}:
            raise CarrierRefused(21220, 400)
        super().cancel(call_sid)

    def fetch_call(self, call_sid: str) -> CallFacts:
        self._no_connection_is_held()
        if self._mood() == "busy":
            raise CarrierBusy("busy")
        return super().fetch_call(call_sid)

    def find_calls(self, to: PhoneNumber, started_after: datetime) -> tuple[CallFacts, ...]:
        self._no_connection_is_held()
        if self._mood() == "busy":
            raise CarrierBusy("busy")
        return tuple(
            CallFacts(sid, self.legs[sid], at, parent_sid=parent)
            for sid, number, at, parent in reversed(self.placed)
            if number == to and at >= started_after
        )

    def send_text(self, order: TextOrder) -> TextFacts:
        self._no_connection_is_held()
        mood = self._mood()
        if mood == "busy":
            raise CarrierBusy("busy")
        if mood == "died_before":
            raise Died
        if order.to.reveal() in self.stopped:
            self.faults.append("a text to somebody who said STOP")
        facts = super().send_text(order)
        if mood == "died_after":
            raise Died
        return facts

    @property
    def _town(self) -> Town:
        assert self.town is not None
        return self.town

    def _mood(self) -> str:
        mood, self.next_mood = self.next_mood, "fine"
        return mood

    def _no_connection_is_held(self) -> None:
        if self._town.database.busy:
            self.faults.append("a connection was held while the carrier was asked")


def _same(again: object, first: object) -> bool:
    """The same answer, or none at all where the conversation is over and its words are forgotten by design."""
    instructions = getattr(again, "instructions", ())
    return again == first or all(isinstance(each, HangUp) for each in instructions)


class Wire:
    """Brings webhooks to the house: each `times` times, and any of them again later."""

    def __init__(self, times: int = 1) -> None:
        self.times = times
        self.seen: list[Callable[[], object]] = []
        self.faults: list[str] = []

    def brings(self, ask: Callable[[], T], *, same: bool = True) -> T:
        """Deliver one webhook; every repeat must get the first one's answer if `same`."""
        first = ask()
        for _ in range(self.times - 1):
            again = ask()
            if same and not _same(again, first):
                self.faults.append("a repeated webhook got another answer")
        self.seen.append(ask)
        return first

    def brings_again(self, which: int) -> None:
        """One of the earlier webhooks comes late a second time; its answer plays to nobody."""
        if self.seen:
            self.seen[which % len(self.seen)]()
