"""Work ends in time or is cut, and only the thread that is late is cut."""

from __future__ import annotations

import threading
import time

import pytest

from webhooks.budget import Budget, OverBudget


class Wait:
    """Something to wait for that fails when it is cut."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.cuts: list[int] = []

    def cut(self, thread: int) -> None:
        self.cuts.append(thread)
        self.over.set()

    def work(self) -> str:
        if self.over.wait(10):
            raise ConnectionError("cut")
        return "never"


def test_work_is_done_and_its_error_is_its_own() -> None:
    budget = Budget(5, lambda _: None)
    assert budget.run(lambda: 1 + 1) == 2
    with pytest.raises(ZeroDivisionError):
        budget.run(lambda: 1 // 0)
    assert budget.run(lambda: None) is None


def test_a_frozen_wait_is_cut_and_its_error_does_not_ride_along() -> None:
    wait = Wait()
    budget = Budget(0.05, wait.cut)
    began = time.monotonic()
    with pytest.raises(OverBudget) as caught:
        budget.run(wait.work)
    assert time.monotonic() - began < 2
    assert set(wait.cuts) == {threading.get_ident()}
    assert caught.value.__context__ is None


def test_work_in_time_is_never_cut_however_often_it_is_done() -> None:
    wait = Wait()
    budget = Budget(2, wait.cut)
    for number in range(200):
        assert budget.run(lambda number=number: number) == number
    assert wait.cuts == []


def test_only_the_late_thread_is_cut() -> None:
    wait = Wait()
    budget = Budget(0.2, wait.cut)
    answers: list[int] = []

    def quick() -> None:
        while not wait.over.is_set():
            answers.append(budget.run(lambda: 1))

    other = threading.Thread(target=quick)
    other.start()
    with pytest.raises(OverBudget):
        budget.run(wait.work)
    other.join()
    assert set(wait.cuts) == {threading.get_ident()}
    assert answers
