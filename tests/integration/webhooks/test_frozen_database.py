"""A database that has stopped without a word does not take its callers with it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from intake.storage.session import Database
from webhooks.budget import Budget, OverBudget


@pytest.fixture
def frozen(database: Database) -> Iterator[Database]:
    """A database whose one open connection leads to a server process that stands still."""
    with database.begin() as connection:
        process = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    os.kill(process, signal.SIGSTOP)
    try:
        yield database
    finally:
        os.kill(process, signal.SIGCONT)


def ask(database: Database) -> int:
    with database.begin() as connection:
        answer: int = connection.execute(text("SELECT 1")).scalar_one()
    return answer


def test_a_wait_for_a_frozen_server_is_cut_and_the_next_one_works(frozen: Database) -> None:
    budget = Budget(0.2, frozen.cut)
    began = time.monotonic()
    with pytest.raises(OverBudget):
        budget.run(lambda: ask(frozen))
    assert time.monotonic() - began < 2
    assert budget.run(lambda: ask(frozen)) == 1


def test_cutting_a_thread_that_holds_nothing_does_nothing(database: Database) -> None:
    database.cut(threading.get_ident())
    assert ask(database) == 1
    database.cut(threading.get_ident())
    assert ask(database) == 1
