"""Texts as rows: an intent is one message, whatever happens to the job that sends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.records import must, record
from intake.storage.schema.conversations import messages


@dataclass(frozen=True)
class Message:
    """One text, its body and number sealed."""

    id: UUID
    sid: str | None
    direction: str
    purpose: str
    conversation_id: UUID | None
    offer_id: UUID | None
    staff_id: UUID | None
    data_key: bytes
    number_sealed: bytes | None
    number_fingerprint: bytes | None
    body_sealed: bytes | None
    state: str
    error_code: int | None
    intent: str | None
    created_at: datetime
    next_action_at: datetime | None
    redacted_at: datetime | None


_COLUMNS = tuple(messages.c[name] for name in Message.__dataclass_fields__)


def add(connection: Connection, values: dict[str, Any]) -> bool:
    """Write a message down; False if the same intent or SID is there already."""
    query = upsert(messages).values(values).on_conflict_do_nothing().returning(messages.c.id)
    return connection.execute(query).first() is not None


def get(connection: Connection, message_id: UUID, *, lock: bool = False) -> Message | None:
    """One message."""
    query = select(*_COLUMNS).where(messages.c.id == message_id)
    return record(Message, connection.execute(query.with_for_update(key_share=True) if lock else query).first())


def by_sid(connection: Connection, sid: str) -> Message | None:
    """One message by the carrier's SID, locked."""
    query = select(*_COLUMNS).where(messages.c.sid == sid).with_for_update(key_share=True)
    return record(Message, connection.execute(query).first())


def claim(connection: Connection, message_id: UUID, now: datetime, until: datetime) -> Message | None:
    """Take a due message for sending; None if it is not due or somebody else has it."""
    query = (
        update(messages)
        .where(messages.c.id == message_id, messages.c.state == "due", messages.c.next_action_at <= now)
        .values(state="sending", next_action_at=until)
        .returning(*_COLUMNS)
    )
    return record(Message, connection.execute(query).first())


def was_lost(connection: Connection, message_id: UUID, now: datetime) -> bool:
    """A message whose sender died while it was asking the carrier: it may have gone, and is not sent again."""
    query = (
        update(messages)
        .where(messages.c.id == message_id, messages.c.state == "sending", messages.c.next_action_at <= now)
        .values(state="unknown", next_action_at=None)
        .returning(messages.c.id)
    )
    return connection.execute(query).first() is not None


def change(connection: Connection, message_id: UUID, **values: object) -> None:
    """Set values on one message."""
    connection.execute(update(messages).where(messages.c.id == message_id).values(**values))


def due_ids(connection: Connection, now: datetime, limit: int) -> list[UUID]:
    """Messages that need something now."""
    query = (
        select(messages.c.id)
        .where(messages.c.next_action_at <= now)
        .order_by(messages.c.next_action_at)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def of_conversation(connection: Connection, conversation_id: UUID) -> list[Message]:
    """A thread, oldest first."""
    query = (
        select(*_COLUMNS)
        .where(messages.c.conversation_id == conversation_id)
        .order_by(messages.c.created_at, messages.c.id)
    )
    return [must(Message, row) for row in connection.execute(query)]


def drop_due(connection: Connection, fingerprints: list[bytes]) -> None:
    """STOP: whatever was still to be sent to a number is not sent."""
    connection.execute(
        update(messages)
        .where(messages.c.number_fingerprint.in_(fingerprints), messages.c.state == "due")
        .values(state="dropped", next_action_at=None)
    )


def failed_with(connection: Connection, fingerprints: list[bytes], codes: frozenset[int]) -> bool:
    """Whether a text to this number failed for one of these reasons."""
    query = select(messages.c.id).where(
        messages.c.number_fingerprint.in_(fingerprints), messages.c.error_code.in_(codes)
    )
    return connection.execute(query.limit(1)).first() is not None
