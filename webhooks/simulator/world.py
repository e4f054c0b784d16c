"""The whole network of one run: account, lines, phones, legs, rooms, texts, and the tasks that move them."""

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from webhooks.simulator.clock import Clock, wall
from webhooks.simulator.config import Config, Line
from webhooks.simulator.describe import Describe
from webhooks.simulator.journal import Journal
from webhooks.simulator.leg import Leg
from webhooks.simulator.phone import Phone
from webhooks.simulator.rooms import Rooms
from webhooks.simulator.sender import Sender
from webhooks.simulator.texts import Texts
from webhooks.simulator.weather import Weather

T = TypeVar("T")


@dataclass
class Account:
    """Credentials; the token can be promoted while calls are going on."""

    sid: str
    token: str
    algorithm: str = "HMAC_SHA1"


class World:
    """Everything there is. To be made inside a running event loop."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.account = Account(config.account_sid, config.auth_token)
        self.clock = Clock(config.speed)
        self.journal = Journal(self.clock)
        self.weather = Weather(config.seed)
        self.describe = Describe(self)
        self.sender = Sender(self)
        self.began = wall()
        self.started = time.monotonic()
        self.cpu_at_start = time.process_time()
        self.served = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self.empty()

    def empty(self) -> None:
        """A network without people, as it was at first."""
        self.lines: dict[str, Line] = {line.number: line for line in self.config.lines}
        self.phones: dict[str, Phone] = {}
        self.legs: dict[str, Leg] = {}
        self.rooms = Rooms(self)
        self.texts = Texts(self)
        self.next_slot = 0.0

    def background(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Let something go on by itself; what it raises becomes a fault, never silence."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.journal.fault(None, f"the simulator itself failed: {error!r}")
        self.journal.pulse.beat()

    @property
    def busy(self) -> bool:
        """Whether a call is live, a webhook under way or anything else still to come."""
        live = any(not leg.over for leg in self.legs.values())
        return live or self.sender.under_way > 0 or bool(self._tasks)

    def phone(self, number: str) -> Phone | None:
        """The phone with this number, if anybody has it."""
        return self.phones.get(number)

    def phone_of(self, number: str) -> Phone:
        """The phone with this number; it is made if there is none yet."""
        if number not in self.phones:
            self.phones[number] = Phone(self, number)
            self.phones[number].tell()
        return self.phones[number]

    def owns(self, number: str) -> bool:
        """Whether the account may call from this number."""
        return number in self.lines or number in self.config.owned or number in self.config.verified

    async def reset(self, seed: int | None = None) -> None:
        """Begin again: calls end without a word, and everything is forgotten."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.journal.clear()
        self.weather = Weather(self.weather.sky.seed if seed is None else seed)
        self.empty()
        self.journal.tell("reset", {})

    async def close(self) -> None:
        """Stop everything and let go of the connections."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sender.close()
