"""Chores of the house: each is done once in its time, by whichever process comes first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.schema.traces import chores


def take(connection: Connection, name: str, since: datetime, now: datetime) -> bool:
    """Whether a chore has not been done since then; if so it counts as done once this transaction commits."""
    made = upsert(chores).values(name=name, at=now)
    query = made.on_conflict_do_update(
        index_elements=[chores.c.name], set_={"at": now}, where=chores.c.at < since
    ).returning(chores.c.name)
    return connection.execute(query).first() is not None


def unhurried(connection: Connection) -> None:
    """Nobody waits for this transaction: its statements may take up to five minutes."""
    connection.execute(text("SET LOCAL statement_timeout = '5min'"))
