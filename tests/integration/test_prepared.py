"""Statements that were prepared once stay so, whatever else the connection did meanwhile."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import text

from intake.privacy.audit import Act, Action, record
from intake.storage.session import Database


class Undone(Exception):
    """Ends a transaction with a rollback."""


def test_a_rollback_after_many_statements_leaves_ours_prepared(postgres_url: str) -> None:
    database = Database(postgres_url, pool_size=1)
    act = Act(Action.LIST, "cli:test", "callback")
    try:
        with database.begin() as connection:
            record(connection, act)
            for _ in range(8):
                connection.execute(text("SELECT count(*) FROM staff WHERE name = :name"), {"name": "nobody"})
        with suppress(Undone), database.begin() as connection:
            connection.execute(text("SELECT 1"))
            raise Undone
        with database.begin() as connection, connection.begin_nested() as half:
            connection.execute(text("SELECT 1"))
            half.rollback()
        with database.begin() as connection:
            record(connection, act)
            assert connection.execute(text("SELECT count(*) FROM audit_entries")).scalar_one() == 2
    finally:
        database.close()
