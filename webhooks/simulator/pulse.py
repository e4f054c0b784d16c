"""A thing that tells whoever waits for it that it has changed."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Pulse:
    """Wakes its waiters at every beat."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def beat(self) -> None:
        """Something has changed."""
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def next(self, real_seconds: float | None = None) -> None:
        """Wait for the next beat, at most so many real seconds."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await asyncio.wait({waiter}, timeout=real_seconds)
        finally:
            self._waiters.discard(waiter)

    async def until(self, met: Callable[[], T | None], deadline: float) -> T | None:
        """Wait until `met` gives something, at most `deadline` real seconds; None if it never did."""
        end = time.monotonic() + deadline
        while (found := met()) is None:
            left = end - time.monotonic()
            if left <= 0:
                return None
            await self.next(left)
        return found
