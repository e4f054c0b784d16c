"""The clock asks for sweeps, and sweeps itself where nobody else would."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest
import redis

from intake.nudges import Nudges
from tests.eventually import eventually
from workers.clock import Clock


@dataclass
class Queue(Nudges):
    """Stands in for the nudges: `waiting_now` None means that Redis is gone."""

    waiting_now: int | None = 0
    asked: list[tuple[int, float]] = field(default_factory=list)

    def waiting(self, name: str) -> int:
        if self.waiting_now is None:
            raise redis.ConnectionError
        return self.waiting_now

    def sweep(self, slot: int, seconds: float) -> None:
        self.asked.append((slot, seconds))


def clock(queue: Queue, swept: list[str], *, fails: bool = False) -> Clock:
    def sweep() -> None:
        swept.append("here")
        if fails:
            raise RuntimeError

    return Clock(queue, 10.0, sweep)


def test_one_sweep_a_slot_however_many_clocks() -> None:
    queue, swept = Queue(), []  # type: tuple[Queue, list[str]]
    for now in (1001.0, 1009.0, 1010.0):
        clock(queue, swept).tick(now)
    assert [slot for slot, _ in queue.asked] == [100, 100, 101]
    assert swept == []


@pytest.mark.parametrize("waiting", [None, 1])
def test_it_sweeps_itself_without_redis_or_without_a_worker(waiting: int | None) -> None:
    queue, swept = Queue(waiting), []  # type: tuple[Queue, list[str]]
    clock(queue, swept).tick(1000.0)
    assert swept == ["here"]
    assert queue.asked == []


def test_a_failed_sweep_does_not_stop_the_clock() -> None:
    swept: list[str] = []
    failing = clock(Queue(None), swept, fails=True)
    failing.tick(1000.0)
    failing.tick(1010.0)
    assert swept == ["here", "here"]


def test_it_runs_until_it_is_told_to_end() -> None:
    queue, ended = Queue(), threading.Event()
    ticking = threading.Thread(target=Clock(queue, 0.02, lambda: None).run, args=(ended,))
    ticking.start()
    eventually(lambda: len(queue.asked) > 2)
    ended.set()
    ticking.join(5)
    assert not ticking.is_alive()
