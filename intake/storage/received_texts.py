"""Texts that came in, each dealt with once however often and however close together the carrier delivers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.schema.conversations import received_texts


@dataclass(frozen=True, slots=True)
class Received:
    """A text that came before: in which delivery, and what one of our own people was answered with."""

    delivery: str | None
    said: str | None


def claim(connection: Connection, sid: str, delivery: str | None, now: datetime) -> Received | None:
    """Take a text on; what is known of it if it was taken before. Two deliveries in one instant take turns."""
    made = upsert(received_texts).values(sid=sid, delivery=delivery, at=now).on_conflict_do_nothing()
    if connection.execute(made.returning(received_texts.c.sid)).first() is not None:
        return None
    query = select(received_texts.c.delivery, received_texts.c.said).where(received_texts.c.sid == sid)
    delivery, said = connection.execute(query).one()
    return Received(delivery, said)


def answered(connection: Connection, sid: str, said: str) -> None:
    """What one of our own people was answered with."""
    connection.execute(update(received_texts).where(received_texts.c.sid == sid).values(said=said))


def sweep(connection: Connection, before: datetime) -> int:
    """Remove what no carrier delivers again any more; returns how many."""
    return connection.execute(delete(received_texts).where(received_texts.c.at < before)).rowcount
