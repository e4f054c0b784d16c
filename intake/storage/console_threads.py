"""Text threads that a person has or should have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select, text

from intake.storage.records import must
from intake.storage.schema.callbacks import callbacks
from intake.storage.schema.console import WITH_PERSON_SQL
from intake.storage.schema.conversations import conversations


@dataclass(frozen=True)
class Thread:
    """One thread with a person: who has it, and how urgent it is."""

    id: UUID
    language: str
    started_at: datetime
    updated_at: datetime
    reached_crisis: bool
    enrollment_id: UUID | None
    callback_id: UUID | None
    klass: str | None
    accepted_by: UUID | None


_QUERY: Select[Any] = select(
    conversations.c.id,
    conversations.c.language,
    conversations.c.started_at,
    conversations.c.updated_at,
    conversations.c.reached_crisis,
    conversations.c.enrollment_id,
    conversations.c.callback_id,
    callbacks.c.klass,
    callbacks.c.accepted_by,
).select_from(conversations.outerjoin(callbacks, callbacks.c.id == conversations.c.callback_id))


def with_person(connection: Connection, limit: int = 50) -> list[Thread]:
    """Threads that are with a person, or wait for one, the longest quiet first."""
    query = _QUERY.where(text(f"conversations.{WITH_PERSON_SQL.replace(' AND ', ' AND conversations.')}"))
    found = connection.execute(query.order_by(conversations.c.updated_at).limit(limit))
    return [must(Thread, row) for row in found]


def get(connection: Connection, thread_id: UUID) -> Thread | None:
    """One text thread, over or not."""
    query = _QUERY.where(conversations.c.id == thread_id, conversations.c.channel == "sms")
    row = connection.execute(query).first()
    return None if row is None else must(Thread, row)
