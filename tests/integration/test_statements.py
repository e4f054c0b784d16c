"""Statements that are prepared on a connection survive whatever else happens on it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import Connection, text

from intake.storage import received_texts
from intake.storage.conversations import lock
from intake.storage.session import Database
from tests.house import START


def _works(database: Database) -> None:
    with database.begin() as connection:
        # Often enough for the driver to prepare it too; with its next rollback it lets go of all there is.
        for n in range(10):
            received_texts.claim(connection, f"SM{n}", None, START)
        assert lock(connection, UUID(int=0)) is None


def _fails(database: Database, after: Callable[[Connection], object]) -> None:
    with database.begin() as connection:
        after(connection)
        raise ZeroDivisionError


def test_a_use_case_that_failed_does_no_harm_to_the_next_on_its_connection(database: Database) -> None:
    _works(database)
    for after in (lambda one: one.execute(text("SELECT 1")), lambda one: lock(one, UUID(int=0))):
        with pytest.raises(ZeroDivisionError):
            _fails(database, after)
        _works(database)
