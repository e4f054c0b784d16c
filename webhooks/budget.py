"""A piece of work is done within its seconds or given up, even if what it waits for is frozen solid.

A database's own time limits cannot end a wait for a database that has stopped; a second thread can."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

Made = TypeVar("Made")


class OverBudget(Exception):
    """The work was not done in time. It may still finish: whatever it does must bear being repeated."""


class _Task(Generic[Made]):
    """One piece of work on its way between two threads."""

    __slots__ = ("done", "late", "made", "problem", "work")

    def __init__(self, work: Callable[[], Made]) -> None:
        self.work = work
        self.done = threading.Lock()
        self.done.acquire()
        self.made: Made
        self.problem: BaseException | None = None
        self.late = False

    def outcome(self) -> Made:
        if self.problem is not None:
            raise self.problem
        return self.made


class Budget:
    """Runs work on threads of its own and waits `seconds` at most.

    While all `hands` are stuck, new work is given up at once instead of making its caller wait."""

    def __init__(self, seconds: float, hands: int = 32) -> None:
        self._seconds = seconds
        self._hands = hands
        self._todo: SimpleQueue[_Task[object]] = SimpleQueue()
        self._guard = threading.Lock()
        self._threads = 0
        self._busy = 0
        self._stuck = 0

    @property
    def stuck(self) -> int:
        """How many pieces of work were given up and have not finished yet."""
        return self._stuck

    def run(self, work: Callable[[], Made]) -> Made:
        """What the work makes or raises; raises `OverBudget` if it takes too long."""
        task = _Task(work)
        with self._guard:
            if self._stuck >= self._hands:
                raise OverBudget
            self._busy += 1
            if self._busy > self._threads and self._threads < self._hands:
                self._threads += 1
                # A daemon: a stuck thread must not keep a process from ending.
                threading.Thread(target=self._serve, name="answer", daemon=True).start()
        self._todo.put(task)  # type: ignore[arg-type]  # the queue holds tasks of any make
        if not task.done.acquire(timeout=self._seconds) and self._give_up(task):
            raise OverBudget
        return task.outcome()

    def _give_up(self, task: _Task[Made]) -> bool:
        with self._guard:
            # It may have been finished between the end of the wait and here.
            if not task.done.locked():
                return False
            task.late = True
            self._stuck += 1
            return True

    def _serve(self) -> None:
        while True:
            task = self._todo.get()
            try:
                task.made = task.work()
            except BaseException as problem:
                task.problem = problem
            with self._guard:
                self._busy -= 1
                self._stuck -= task.late
                task.done.release()
            # Nothing of the last caller's stays behind while this thread waits for the next one.
            del task
