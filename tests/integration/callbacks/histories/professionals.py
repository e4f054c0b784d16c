"""Professionals of a history: each leg that was rung, and the caller whom it is joined with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from intake.carrier.events import About, DialResult, StatusEvent, TurnInput
from intake.carrier.pages import Answer, DialCaller, JoinWaiting, Question
from intake.carrier.port import RingOrder
from intake.carrier.requests import OfferRequest
from intake.carrier.words import CallStatus, DialStatus
from tests.house import Town
from tests.integration.callbacks.histories.callers import Caller
from tests.integration.callbacks.histories.network import Network, Wire

RUNG_OUT = {"no_answer": CallStatus.NO_ANSWER, "busy": CallStatus.BUSY, "failed": CallStatus.FAILED}
UNREACHED = {
    "busy": (DialStatus.BUSY, CallStatus.BUSY),
    "no_answer": (DialStatus.NO_ANSWER, CallStatus.NO_ANSWER),
    "failed": (DialStatus.FAILED, CallStatus.FAILED),
    "canceled": (DialStatus.CANCELED, CallStatus.CANCELED),
}


@dataclass
class Pro:
    """One leg to a professional. `place`: ringing, asked, dialing, talking or over."""

    town: Town
    network: Network
    wire: Wire
    sid: str
    order: RingOrder
    on_dial: Callable[[Pro, DialCaller], None]
    find_caller: Callable[[str], Caller | None]
    place: str = "ringing"
    page: str = "brief"
    dialed: DialCaller | None = None
    callee: str = ""
    guest: Caller | None = None
    sequence: int = 0

    @property
    def live(self) -> bool:
        """Whether the carrier still has this leg."""
        return not self.network.legs[self.sid].over

    def answers(self, told: bool) -> None:
        """Picks up; the carrier asks for the brief whether or not its event gets through."""
        if self.place == "ringing" and self.live:
            self.place = "asked"
            self._tell(CallStatus.IN_PROGRESS, told)
            self._ask(None)

    def rings_out(self, how: str, told: bool) -> None:
        """Nobody picks up."""
        if self.place == "ringing" and self.live:
            self.place = "over"
            self._tell(RUNG_OUT[how], told)

    def presses(self, key: str | None) -> None:
        """A key at a question; None is silence."""
        if self.place == "asked":
            self._ask(key)

    def callee_answers(self, told: bool) -> None:
        """Somebody, or something, picks up at the caller's number."""
        if self.place == "dialing" and self.dialed is not None:
            self.place = "talking"
            self._tell_callee(CallStatus.IN_PROGRESS, told)

    def callee_unreached(self, how: str, told: bool) -> None:
        """The caller's phone is busy, rings out, or cannot be reached."""
        if self.place == "dialing" and self.dialed is not None:
            outcome, status = UNREACHED[how]
            self._tell_callee(status, told)
            self._ask(None, DialResult(self.sid, CallStatus.IN_PROGRESS, outcome, self.callee, 0, bridged=False))

    def talk_ends(self, told: bool) -> None:
        """The caller hangs up first."""
        if self.place == "talking":
            self._part(told)
            ended = DialResult(self.sid, CallStatus.IN_PROGRESS, DialStatus.COMPLETED, self.callee or None, 90, True)
            self._ask(None, ended)

    def hangs_up(self, told_page: bool, told_event: bool) -> None:
        """The professional hangs up, wherever they are."""
        if self.place in {"ringing", "over"} or not self.live:
            return
        was = self.place
        if was in {"dialing", "talking"}:
            self._part(told_event, cut=was == "dialing")
            self.network.legs[self.sid] = CallStatus.COMPLETED
            if told_page:
                outcome = DialStatus.COMPLETED if was == "talking" else DialStatus.CANCELED
                self._ask(None, self._ended(outcome, was == "talking"))
        self._over()
        self._tell(CallStatus.COMPLETED, told_event)

    def _ended(self, outcome: DialStatus, bridged: bool) -> DialResult:
        seconds = 90 if bridged else 0
        return DialResult(self.sid, CallStatus.COMPLETED, outcome, self.callee or None, seconds, bridged)

    def _part(self, told: bool, cut: bool = False) -> None:
        self.network.engaged.discard(self.order.to.reveal())
        if self.guest is not None:
            self.guest.parted(told)
            self.guest = None
        elif self.dialed is not None:
            self._tell_callee(CallStatus.CANCELED if cut else CallStatus.COMPLETED, told)

    def _ask(self, key: str | None, dial: DialResult | None = None) -> None:
        status = dial.status if dial is not None else CallStatus.IN_PROGRESS
        given = TurnInput(self.sid, status, digits=key, timed_out=key is None and dial is None and self.page != "brief")
        request = OfferRequest(self.order.offer, self.page, given, dial)
        answer = self.wire.brings(lambda: self.town.house.callbacks.offer_page(request), same=False)
        self.network.engaged.discard(self.order.to.reveal())
        self._serve(answer)

    def _serve(self, answer: Answer) -> None:
        last = answer.instructions[-1] if answer.instructions else None
        if isinstance(last, Question):
            self.place, self.page = "asked", last.page
        elif isinstance(last, DialCaller):
            self._dials(last)
        elif isinstance(last, JoinWaiting):
            self.page, self.dialed, self.callee = last.page, None, ""
            self.guest = self.find_caller(last.room)
            if self.guest is not None:
                self.place = "talking"
                self.network.engaged.add(self.order.to.reveal())
                self.guest.joined()
                self._bridged(self.guest)
            else:
                self._ask(None, DialResult(self.sid, CallStatus.IN_PROGRESS, DialStatus.NO_ANSWER, None, 0, False))
        elif self.live:
            self._over()
            self._tell(CallStatus.COMPLETED, told=True)

    def _bridged(self, guest: Caller) -> None:
        """The carrier asks on the caller's leg what to whisper; nothing is."""
        given = TurnInput(guest.sid, CallStatus.IN_PROGRESS)
        request = OfferRequest(self.order.offer, "bridged", given)
        self.wire.brings(lambda: self.town.house.callbacks.offer_page(request), same=False)

    def _dials(self, order: DialCaller) -> None:
        self.place, self.page, self.dialed = "dialing", order.page, order
        self.callee = f"CA{uuid4().hex}"
        self.network.begun(self.callee, order.number, parent=self.sid)
        self.network.engaged.add(self.order.to.reveal())
        self.on_dial(self, order)

    def _over(self) -> None:
        self.place = "over"
        self.network.engaged.discard(self.order.to.reveal())

    def _tell(self, status: CallStatus, told: bool) -> None:
        self.network.legs[self.sid] = status
        self.sequence += 1
        event = StatusEvent(self.sid, status, sequence=self.sequence, about=About("offer", self.order.offer))
        if told:
            self.wire.brings(lambda: self.town.house.statuses.call(event))

    def _tell_callee(self, status: CallStatus, told: bool) -> None:
        assert self.dialed is not None
        self.network.legs[self.callee] = status
        self.sequence += 1
        about = About("attempt", self.dialed.attempt)
        event = StatusEvent(self.callee, status, parent_sid=self.sid, sequence=self.sequence, seconds=90, about=about)
        if told:
            self.wire.brings(lambda: self.town.house.statuses.call(event))

    @property
    def offer(self) -> UUID:
        """Which offer this leg rings for."""
        return UUID(self.order.offer)
