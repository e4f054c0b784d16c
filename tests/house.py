"""A whole house in one process: real PostgreSQL, a carrier of paper, a clock that is set by hand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from intake.callbacks.desk import Desk
from intake.callbacks.leg_pages import ProfessionalLegs
from intake.callbacks.staff_texts import StaffTexts
from intake.carrier.errors import CarrierBusy, CarrierRefused, OutcomeUnknown
from intake.carrier.events import About, DialResult, InboundCall, InboundText, StatusEvent, TurnInput
from intake.carrier.pages import NOTHING, Answer, DialCaller, JoinWaiting, Question
from intake.carrier.port import CallFacts, LineAddresses, LineFacts, RingOrder, RoomMember, TextFacts, TextOrder
from intake.carrier.requests import OfferRequest, TurnRequest
from intake.carrier.settings import CarrierSettings
from intake.carrier.words import CallStatus, DialStatus, Direction, TextStatus
from intake.conversation.reports import Reports
from intake.conversation.scripts import Scripts
from intake.conversation.service import Calls
from intake.conversation.texts import Threads
from intake.conversation.upkeeping import Upkeep
from intake.conversation.waiting import WaitingRoom
from intake.nudges import Nudges
from intake.numbers import PhoneNumber
from intake.privacy.keyring import parse_keys
from intake.privacy.signing import Signer
from intake.privacy.vault import Vault
from intake.settings import Settings
from intake.storage.session import Database
from intake.wiring import Conversations, House, StaffActs
from workers.jobs import JOBS

START = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@dataclass
class Paper:
    """A carrier that writes down what it is asked and does nothing by itself."""

    legs: dict[str, CallStatus] = field(default_factory=dict)
    rings: list[tuple[str, RingOrder]] = field(default_factory=list)
    texts: list[tuple[str, TextOrder]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    # What the next ring comes to: None rings, an exception is raised, "lost" rings and then says nothing.
    mood: deque[Exception | str] = field(default_factory=deque)
    clock: object = None
    # Called as soon as a ring is placed, before its answer is given.
    rung: Callable[[], None] = lambda: None

    def ring(self, order: RingOrder) -> CallFacts:
        mood = self.mood.popleft() if self.mood else None
        if isinstance(mood, (CarrierBusy, CarrierRefused)):
            raise mood
        sid = f"CA{uuid4().hex}"
        self.legs[sid] = CallStatus.QUEUED
        self.rings.append((sid, order))
        self.rung()
        if mood == "lost":
            raise OutcomeUnknown
        return CallFacts(sid, CallStatus.QUEUED)

    def cancel(self, call_sid: str) -> None:
        self.ended.append(call_sid)
        self.legs[call_sid] = CallStatus.CANCELED

    def complete(self, call_sid: str) -> None:
        self.cancel(call_sid)

    def redirect(self, call_sid: str, url: str) -> None:
        raise CarrierRefused(21220, 400)

    def fetch_call(self, call_sid: str) -> CallFacts:
        return CallFacts(call_sid, self.legs.get(call_sid, CallStatus.COMPLETED))

    def find_calls(self, to: PhoneNumber, started_after: datetime) -> tuple[CallFacts, ...]:
        return tuple(CallFacts(sid, self.legs[sid]) for sid, order in self.rings if order.to == to)

    def send_text(self, order: TextOrder) -> TextFacts:
        sid = f"SM{uuid4().hex}"
        self.texts.append((sid, order))
        return TextFacts(sid, TextStatus.QUEUED)

    def redact_text(self, message_sid: str) -> None:
        self.ended.append(message_sid)

    def delete_text(self, message_sid: str) -> None:
        self.ended.append(message_sid)

    def delete_call(self, call_sid: str) -> None:
        self.ended.append(call_sid)

    def room_members(self, room_sid: str) -> tuple[RoomMember, ...]:
        return ()

    def lines(self, within: float | None = None) -> tuple[LineFacts, ...]:
        return ()

    def connect_line(self, line_sid: str, addresses: LineAddresses) -> None:
        raise CarrierRefused(20404, 404)


class Hand:
    """A clock that only moves when it is told to."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


class Town:
    """The house with its carrier and clock, and the moves that people make."""

    def __init__(self, settings: Settings, now: datetime = START) -> None:
        self.clock = Hand(now)
        self.paper = Paper()
        self.pending: deque[tuple[str, str]] = deque()
        lines = CarrierSettings.of(settings)
        self.database = Database(settings.database_url.get_secret_value())
        self.desk = Desk(
            self.database,
            Vault(parse_keys(settings.vault_keys.get_secret_value())),
            self.paper,
            lines,
            self.nudge,
            self.clock,
            settings,
        )
        scripts = Scripts()
        calls = Calls(self.desk, scripts)
        self.house = House(
            settings=settings,
            desk=self.desk,
            scripts=scripts,
            conversations=Conversations(calls, WaitingRoom(calls), Threads(calls, StaffTexts(self.desk))),
            callbacks=ProfessionalLegs(self.desk),
            callback_acts=StaffActs(self.desk),
            statuses=Reports(calls),
            upkeep=Upkeep(calls),
            signer=Signer(settings.secret_key.get_secret_value()),
            nudges=Nudges(settings.redis_url.get_secret_value(), settings.nudge_seconds),
        )

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    def nudge(self, job: str, record_id: UUID) -> None:
        """A nudge waits until `works`; a test may also lose it."""
        self.pending.append((job, record_id.hex))

    def works(self) -> None:
        """Do every job that was asked for, and those that they ask for."""
        while self.pending:
            job, record = self.pending.popleft()
            JOBS[job](self.house, record)

    def sweeps(self) -> None:
        """One sweep and what it asks for."""
        JOBS["sweep"](self.house, "")
        self.works()

    # -- callers --------------------------------------------------------------------------------

    def calls(self, caller: str | None = "+12025550147", line: str | None = None) -> VoiceCaller:
        """Somebody dials."""
        return VoiceCaller(self, caller, line)

    def texts(self, body: str, sender: str = "+12025550147") -> list[str]:
        """Somebody writes; the replies."""
        answer = self.house.conversations.text(
            InboundText(f"SM{uuid4().hex}", self.desk.lines.helpline, PhoneNumber(sender), body)
        )
        return [each.say.text for each in answer.instructions]  # type: ignore[union-attr]

    def professional(self, ring: int = -1) -> Professional:
        """The phone that was rung last (or the n-th)."""
        sid, order = self.paper.rings[ring]
        return Professional(self, sid, order)


class VoiceCaller:
    """A caller's leg."""

    def __init__(self, town: Town, caller: str | None, line: str | None) -> None:
        self.town = town
        self.sid = f"CA{uuid4().hex}"
        to = PhoneNumber(line) if line else town.desk.lines.helpline
        number = PhoneNumber(caller) if caller else None
        self.answer: Answer = town.house.conversations.begin_call(
            InboundCall(self.sid, to, number, CallStatus.RINGING)
        )

    def presses(self, *keys: str) -> VoiceCaller:
        """Answer question after question."""
        for key in keys:
            given = TurnInput(self.sid, CallStatus.IN_PROGRESS, digits=key)
            self.answer = self._turn(given)
        return self

    def says(self, words: str) -> VoiceCaller:
        """Answer by voice."""
        self.answer = self._turn(TurnInput(self.sid, CallStatus.IN_PROGRESS, speech=words, confidence=0.9))
        return self

    def is_silent(self) -> VoiceCaller:
        """Let the question time out."""
        self.answer = self._turn(TurnInput(self.sid, CallStatus.IN_PROGRESS, timed_out=True))
        return self

    def _turn(self, given: TurnInput) -> Answer:
        return self.town.house.conversations.turn(
            TurnRequest(self.answer.conversation, self.answer.turn, given)
        )

    def hangs_up(self) -> None:
        """The leg is over."""
        self.town.paper.legs[self.sid] = CallStatus.COMPLETED
        self.town.house.statuses.call(
            StatusEvent(self.sid, CallStatus.COMPLETED, seconds=30, direction=Direction.INBOUND)
        )

    @property
    def words(self) -> str:
        """What was said last."""
        said: list[str] = []
        for each in self.answer.instructions:
            says = getattr(each, "says", None) or ((each,) if hasattr(each, "text") else ())
            said += [say.text for say in says]
        return " ".join(said)


@dataclass
class Professional:
    """A professional's leg."""

    town: Town
    sid: str
    order: RingOrder
    answer: Answer = NOTHING
    page: str = "brief"
    sequence: int = 0

    def status(self, status: CallStatus) -> None:
        """The carrier tells of the leg."""
        self.town.paper.legs[self.sid] = status
        about = About("offer", self.order.offer)
        self.sequence += 1
        self.town.house.statuses.call(StatusEvent(self.sid, status, sequence=self.sequence, about=about))

    def answers(self) -> Professional:
        """Pick up and hear the brief."""
        self.status(CallStatus.IN_PROGRESS)
        self.answer = self._asks(OfferRequest(self.order.offer, "brief", self._input(None)))
        return self

    def presses(self, key: str) -> Professional:
        """Answer the question at hand."""
        self.answer = self._asks(OfferRequest(self.order.offer, self.page, self._input(key)))
        return self

    def dial_ends(self, outcome: DialStatus, seconds: int = 0) -> Professional:
        """The dial that the last page began is over."""
        result = DialResult(
            self.sid, CallStatus.IN_PROGRESS, outcome, f"CA{uuid4().hex}", seconds, bridged=seconds > 0
        )
        self.answer = self._asks(OfferRequest(self.order.offer, self.page, self._input(None), result))
        return self

    def hangs_up(self) -> None:
        """The leg is over."""
        self.status(CallStatus.COMPLETED)

    def _input(self, key: str | None) -> TurnInput:
        return TurnInput(self.sid, CallStatus.IN_PROGRESS, digits=key)

    def _asks(self, request: OfferRequest) -> Answer:
        answer = self.town.house.callbacks.offer_page(request)
        for each in answer.instructions:
            if isinstance(each, (Question, DialCaller, JoinWaiting)):
                self.page = each.page
        return answer

    @property
    def words(self) -> str:
        """What was said last."""
        return VoiceCaller.words.fget(self)  # type: ignore[attr-defined,no-any-return]


__all__ = ["START", "Hand", "Paper", "Professional", "Town", "VoiceCaller", "replace"]
