"""Work ends in time or is given up, and what is stuck does not hold up the rest."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.eventually import eventually
from webhooks.budget import Budget, OverBudget


class Gate:
    """Work that waits until it is let go."""

    def __init__(self) -> None:
        self.open = threading.Event()

    def work(self) -> str:
        self.open.wait(10)
        return "late"


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.open.set()


def test_work_is_done_and_its_error_is_its_own() -> None:
    budget = Budget(5)
    assert budget.run(lambda: 1 + 1) == 2
    with pytest.raises(ZeroDivisionError):
        budget.run(lambda: 1 // 0)
    assert budget.run(lambda: None) is None


def test_slow_work_is_given_up(gate: Gate) -> None:
    budget = Budget(0.02)
    with pytest.raises(OverBudget):
        budget.run(gate.work)
    assert budget.stuck == 1
    assert budget.run(lambda: "next") == "next"
    gate.open.set()
    eventually(lambda: budget.stuck == 0, what="the late work to be over")


def test_when_all_hands_are_stuck_nobody_is_kept_waiting(gate: Gate) -> None:
    budget = Budget(0.02, hands=2)
    for _ in range(2):
        with pytest.raises(OverBudget):
            budget.run(gate.work)
    done = []
    with pytest.raises(OverBudget):
        budget.run(lambda: done.append("ran"))
    gate.open.set()
    eventually(lambda: budget.stuck == 0, what="the stuck hands to be free")
    assert budget.run(lambda: "again") == "again"
    assert done == []


def test_hands_are_shared_out_and_each_caller_gets_its_own_answer() -> None:
    budget = Budget(5, hands=4)
    answers: dict[int, int] = {}

    def ask(number: int) -> None:
        for _ in range(50):
            answers[number] = budget.run(lambda: number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: number for number in range(12)}
