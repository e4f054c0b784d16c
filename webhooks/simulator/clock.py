"""Simulated time: `speed` times as fast as the wall; sleepers wake right also when the speed changes."""

import asyncio
import time
from datetime import UTC, datetime


class Clock:
    """Seconds since the network began, simulated."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._real = time.monotonic()
        self._simulated = 0.0
        self._sleepers: set[asyncio.Future[None]] = set()

    @property
    def speed(self) -> float:
        """Simulated seconds in one real second."""
        return self._speed

    def now(self) -> float:
        """Simulated seconds since the start."""
        return self._simulated + (time.monotonic() - self._real) * self._speed

    def set_speed(self, speed: float) -> None:
        """Change the pace from this instant on; ValueError unless it is above 0."""
        if not 0 < speed <= 10_000:
            raise ValueError("speed is above 0 and at most 10000")
        self._simulated = self.now()
        self._real = time.monotonic()
        self._speed = speed
        for sleeper in self._sleepers:
            _wake(sleeper)

    async def sleep(self, seconds: float) -> None:
        """Sleep for simulated seconds."""
        until = self.now() + seconds
        while (left := until - self.now()) > 0:
            await self._nap(left / self._speed)

    async def _nap(self, real_seconds: float) -> None:
        loop = asyncio.get_running_loop()
        sleeper: asyncio.Future[None] = loop.create_future()
        self._sleepers.add(sleeper)
        timer = loop.call_later(real_seconds, _wake, sleeper)
        try:
            await sleeper
        finally:
            timer.cancel()
            self._sleepers.discard(sleeper)


def _wake(sleeper: asyncio.Future[None]) -> None:
    if not sleeper.done():
        sleeper.set_result(None)


def wall() -> datetime:
    """The real time, UTC."""
    return datetime.now(UTC)


def rfc2822(moment: datetime | None) -> str | None:
    """The carrier's way of writing a moment: `Sun, 25 Mar 2018 09:53:19 +0000`."""
    return None if moment is None else moment.strftime("%a, %d %b %Y %H:%M:%S +0000")
