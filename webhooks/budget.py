"""Work that waits longer than its seconds is broken off, even if what it waits for is frozen solid.

A database's own time limits cannot end a wait for a database that has stopped; a second thread can."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


class OverBudget(Exception):
    """The work was broken off. Part of it may have been done: it must bear being repeated."""


class Budget:
    """Runs work in the caller's own thread, and watches the clock from another.

    `cut` is told the thread whose wait has to end, again and again until it has ended."""

    def __init__(self, seconds: float, cut: Callable[[int], None]) -> None:
        self._seconds = seconds
        self._cut = cut
        self._tick = min(seconds / 10, 0.1)
        self._ends: dict[int, float] = {}
        self._busy = threading.Event()
        self._starting = threading.Lock()
        self._watcher: threading.Thread | None = None

    def run(self, work: Callable[[], Made]) -> Made:
        """What the work makes or raises; raises `OverBudget` instead of whatever a cut made it raise."""
        if self._watcher is None:
            self._start()
        me = threading.get_ident()
        end = self._ends[me] = time.monotonic() + self._seconds
        if not self._busy.is_set():
            self._busy.set()
        try:
            return work()
        except Exception:
            if time.monotonic() < end:
                raise
        finally:
            del self._ends[me]
        # Outside the handler, so that the driver's error does not ride along.
        raise OverBudget

    def _start(self) -> None:
        # Not before the first work: a server may fork between the two, and threads do not come along.
        with self._starting:
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._watch, name="budget", daemon=True)
                self._watcher.start()

    def _watch(self) -> None:
        while self._busy.wait():
            self._cut_overdue()
            if not self._ends:
                self._busy.clear()
                # Somebody may have begun between the look and the clearing.
                if self._ends:
                    self._busy.set()
            time.sleep(self._tick)

    def _cut_overdue(self) -> None:
        now = time.monotonic()
        for thread, end in list(self._ends.items()):
            if end <= now:
                self._cut(thread)
