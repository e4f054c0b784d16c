"""Callers of a history: each leg follows what it is told, as the carrier would make it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from intake.carrier.events import DialResult, InboundCall, InboundText, QueueResult, StatusEvent, TurnInput, WaitTick
from intake.carrier.pages import NOTHING, Answer, LeaveRoom
from intake.carrier.requests import BridgedRequest, TurnRequest, WaitedRequest, WaitRequest
from intake.carrier.words import CallStatus, DialStatus, Direction, QueueOutcome
from intake.conversation.instructions import Ask, Bridge988, Hold, Ring
from intake.numbers import PhoneNumber
from tests.house import Town
from tests.integration.callbacks.histories.network import Network, Wire


@dataclass
class Caller:
    """One call to us. `place`: menu, room, bridge, with_pro or over."""

    town: Town
    network: Network
    wire: Wire
    number: str | None
    line: PhoneNumber
    sid: str = ""
    place: str = "menu"
    answer: Answer = NOTHING
    page: int = 0

    def dials(self) -> None:
        """The call begins."""
        self.sid = f"CA{uuid4().hex}"
        self.network.legs[self.sid] = CallStatus.IN_PROGRESS
        number = PhoneNumber(self.number) if self.number else None
        event = InboundCall(self.sid, self.line, number, CallStatus.RINGING)
        self._serve(self.wire.brings(lambda: self.town.house.conversations.begin_call(event)))

    def presses(self, key: str | None) -> None:
        """A key where a key is listened to; None is silence."""
        if self.place == "menu":
            given = TurnInput(self.sid, CallStatus.IN_PROGRESS, digits=key, timed_out=key is None)
            request = TurnRequest(self.answer.conversation, self.answer.turn, given)
            self._serve(self.wire.brings(lambda: self.town.house.conversations.turn(request)))
        elif self.place == "room":
            self._waits(key)

    def _waits(self, key: str | None) -> None:
        tick = WaitTick(self.sid, CallStatus.IN_PROGRESS, digits=key)
        request = WaitRequest(self.answer.conversation, self.answer.turn, self.page, tick)
        answer = self.wire.brings(lambda: self.town.house.conversations.wait(request))
        if any(isinstance(each, Hold) for each in answer.instructions):
            self.page += 1
        elif any(isinstance(each, LeaveRoom) for each in answer.instructions):
            self._serve(self._waited(QueueOutcome.LEAVE, CallStatus.IN_PROGRESS))

    def _waited(self, outcome: QueueOutcome, status: CallStatus) -> Answer:
        request = WaitedRequest(self.answer.conversation, self.answer.turn, QueueResult(self.sid, status, outcome))
        return self.wire.brings(lambda: self.town.house.conversations.waited(request), same=False)

    def bridge_ends(self, answered: bool) -> None:
        """988 has answered and the talk is over, or it has not answered."""
        if self.place != "bridge":
            return
        outcome = DialStatus.COMPLETED if answered else DialStatus.NO_ANSWER
        result = DialResult(self.sid, CallStatus.IN_PROGRESS, outcome, None, 60, bridged=answered)
        request = BridgedRequest(self.answer.conversation, self.answer.turn, result)
        self._serve(self.wire.brings(lambda: self.town.house.conversations.bridged(request)))

    def joined(self) -> None:
        """A professional's leg has taken them out of the room."""
        self.place = "with_pro"

    def parted(self, told: bool) -> None:
        """The professional has hung up; the caller's leg ends with what the room's action answers."""
        if self.place == "with_pro":
            if told:
                self._waited(QueueOutcome.BRIDGED, CallStatus.IN_PROGRESS)
            self._over(told)

    def hangs_up(self, told: bool) -> None:
        """They are gone; what the carrier tells of it may be lost."""
        if self.place == "over":
            return
        if told and self.place in {"room", "with_pro"}:
            outcome = QueueOutcome.HANGUP if self.place == "room" else QueueOutcome.BRIDGED
            self._waited(outcome, CallStatus.COMPLETED)
        self._over(told)

    def _over(self, told: bool) -> None:
        self.place = "over"
        self.network.legs[self.sid] = CallStatus.COMPLETED
        if told:
            event = StatusEvent(self.sid, CallStatus.COMPLETED, seconds=30, direction=Direction.INBOUND)
            self.wire.brings(lambda: self.town.house.statuses.call(event))

    def _serve(self, answer: Answer) -> None:
        last = answer.instructions[-1] if answer.instructions else None
        if isinstance(last, Ask):
            self.place, self.answer = "menu", answer
        elif isinstance(last, Ring):
            self.place, self.answer, self.page = "room", answer, 0
        elif isinstance(last, Bridge988):
            self.place, self.answer = "bridge", answer
        else:
            self._over(told=True)


def text(town: Town, wire: Wire, sender: str, body: str) -> None:
    """Somebody writes to the public line."""
    came = InboundText(f"SM{uuid4().hex}", town.desk.lines.helpline, PhoneNumber(sender), body)
    wire.brings(lambda: town.house.conversations.text(came))
