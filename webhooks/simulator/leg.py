"""One leg: one call SID, one handset, what is heard on it, and the ways in which it is interrupted."""

import asyncio
import inspect
import secrets
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from webhooks.simulator import speech
from webhooks.simulator.captions import Caption, Captions
from webhooks.simulator.clock import wall
from webhooks.simulator.config import Line
from webhooks.simulator.interrupts import HungUp, Interrupt

if TYPE_CHECKING:
    from webhooks.simulator.party import Party
    from webhooks.simulator.phone import Phone
    from webhooks.simulator.reports import Reporter
    from webhooks.simulator.world import World

T = TypeVar("T")
TERMINAL = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


class Listener(Protocol):
    """Whatever takes keys and speech at the moment: a Gather, a Record, a Dial that hangs up on star."""

    accepts: frozenset[str]

    def key(self, key: str) -> None:
        """A key was pressed."""

    def speech(self, text: str, confidence: float) -> None:
        """Something was said."""

    def hush(self) -> None:
        """The person will not say or press anything."""

    def describe(self) -> dict[str, object]:
        """What it listens for, for the page."""


@dataclass(frozen=True)
class Ends:
    """Who is at the two ends of a leg and how it came about; `extra` are further webhook parameters."""

    caller: str
    called: str
    direction: str
    line: Line | None = None
    parent: "Leg | None" = None
    extra: tuple[tuple[str, str], ...] = ()


@dataclass
class Times:
    """Wall times for the API, simulated seconds for people."""

    created: datetime = field(default_factory=wall)
    begun: datetime | None = None
    ended: datetime | None = None
    began_at: float = 0.0
    answered_at: float | None = None
    ended_at: float | None = None


class Leg:
    """A call resource that somebody can hear and press keys on."""

    def __init__(self, world: "World", ends: Ends, phone: "Phone", reporter: "Reporter") -> None:
        self.world, self.ends, self.phone, self.reporter = world, ends, phone, reporter
        self.sid = "CA" + secrets.token_hex(16)
        self.status = "queued"
        self.times = Times(began_at=world.clock.now())
        self.captions = Captions(self)
        self.listener: Listener | None = None
        self.party: Party | None = None
        self.voice: Caption | None = None
        self.doing = ""
        self.queue: str | None = None
        self.answered_by: str | None = None
        self.ended_by: str | None = None
        # Gone from the carrier's records; what was heard stays heard.
        self.deleted = False
        self.cookies: dict[str, str] = {}
        self.attended_until = 0.0
        self.time_limit: float = 14_400.0
        # Simulated seconds for which the account's own limit of calls a second held it back.
        self.held_back: float = 0.0
        self.script: list[dict[str, Any]] | None = None
        loop = asyncio.get_running_loop()
        self.gone: asyncio.Future[None] = loop.create_future()
        self._wake: asyncio.Future[None] = loop.create_future()
        self._pending: Interrupt | None = None

    @property
    def over(self) -> bool:
        """Whether the leg has reached its end."""
        return self.status in TERMINAL

    @property
    def seconds(self) -> float:
        """Simulated seconds since it was answered, until it ended; 0 if it never was."""
        if self.times.answered_at is None:
            return 0.0
        end = self.world.clock.now() if self.times.ended_at is None else self.times.ended_at
        return end - self.times.answered_at

    def changed(self) -> None:
        """Tell the handset and whoever watches."""
        self.phone.pulse.beat()
        self.world.journal.tell("call", self.world.describe.leg(self))

    def step(self, status: str) -> None:
        """Move on in life (initiated, ringing, in-progress) and report it."""
        if self.over or self.status == status:
            return
        self.status = status
        if status == "in-progress":
            self.times.answered_at = self.world.clock.now()
            self.times.begun = wall()
        self.reporter.report(self, "answered" if status == "in-progress" else status)
        self.changed()

    def finish(self, status: str, by: str) -> None:
        """End for good; whatever it was doing is interrupted. Only the first end counts."""
        if self.over:
            return
        reported = self.status != "queued" or status != "canceled"
        self.status, self.ended_by = status, by
        self.times.ended, self.times.ended_at = wall(), self.world.clock.now()
        self.listener = None
        self.gone.set_result(None)
        self.interrupt(HungUp())
        self.phone.left(self)
        if reported:
            self.reporter.report(self, "completed")
        self.changed()

    def interrupt(self, reason: Interrupt) -> None:
        """Break off what the leg is waiting for; being hung up outweighs everything else."""
        if isinstance(self._pending, HungUp):
            return
        self._pending = reason
        if not self._wake.done():
            self._wake.set_result(None)

    def check(self) -> None:
        """Raise what has interrupted the leg, if anything has."""
        reason = self._pending
        if reason is None:
            return
        if not isinstance(reason, HungUp):
            self._pending = None
            self._wake = asyncio.get_running_loop().create_future()
        raise reason

    async def race(self, work: Awaitable[T], seconds: float | None = None) -> T | None:
        """Wait for work for simulated seconds at most (then None), or until the leg is interrupted.

        A coroutine is given up with the wait; a task or future goes on for those who still want it.
        """
        self.check()
        task = asyncio.ensure_future(work)
        own = [task] if inspect.iscoroutine(work) else []
        waits: set[asyncio.Future[object]] = {task, self._wake}  # type: ignore[arg-type]
        if seconds is not None:
            timer = asyncio.ensure_future(self.world.clock.sleep(seconds))
            waits.add(timer)  # type: ignore[arg-type]
            own.append(timer)  # type: ignore[arg-type]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            self.check()
            return task.result() if task.done() else None
        finally:
            for each in own:
                each.cancel()

    async def rest(self, seconds: float) -> None:
        """Let simulated seconds pass unless the leg is interrupted."""
        await self.race(self.world.clock.sleep(seconds))

    async def linger(self, seconds: float) -> bool:
        """Let simulated seconds pass; whether the leg is over then, or was before. Nothing is interrupted."""
        timer = asyncio.ensure_future(self.world.clock.sleep(seconds))
        try:
            await asyncio.wait({timer, self.gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
        return self.over

    def listen(self, listener: Listener | None) -> None:
        """Install what takes keys and speech from now on."""
        self.listener = listener
        if listener is not None and self.voice is not None and "speech" in listener.accepts:
            listener.speech(speech.left_after(self.voice.text, self._spoken(self.voice)), 0.9)
        self.changed()

    def _spoken(self, voice: Caption) -> float:
        """The share of what the person says that is out already."""
        return (self.world.clock.now() - voice.at) / voice.seconds if voice.seconds else 0.0

    def press(self, key: str) -> None:
        """The person at the handset presses a key."""
        self.captions.add(Caption("me", "key", key, speaker=self.phone.number))
        listener = self.listener
        if listener and "dtmf" in listener.accepts:
            listener.key(key)
        elif self.party:
            self.party.tone(self, key)

    async def speak(self, text: str, confidence: float = 0.9) -> None:
        """The person at the handset says something; returns when it has been said."""
        line = Caption.spoken("me", "speech", text, self.phone.number)
        self.captions.add(line)
        self.voice, listener = line, self.listener
        if self.party:
            self.party.speech(self, text)
        if listener and "speech" in listener.accepts:
            listener.speech(text, confidence)
        await self.linger(line.seconds)
        self.voice = None
