"""Conversations and turns as rows; a turn is saved in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.frozen import in_order
from intake.storage.direct import Direct, Writing, given
from intake.storage.records import must, record
from intake.storage.schema.conversations import conversations, script_versions, turns


@dataclass(frozen=True)
class Conversation:
    """One call or text thread going through the script; what was said in it stays sealed."""

    id: UUID
    channel: str
    line: str
    leg_sid: str | None
    caller_fingerprint: bytes | None
    caller_sealed: bytes | None
    script_digest: str
    language: str
    step: str
    turn: int
    data_key: bytes
    state_sealed: bytes | None
    enrollment_id: UUID | None
    callback_id: UUID | None
    with_human: bool
    reached_crisis: bool
    started_at: datetime
    updated_at: datetime
    secured_at: datetime | None
    next_action_at: datetime | None
    ended_at: datetime | None
    ended_at_step: str | None
    outcome: str | None


_COLUMNS = tuple(conversations.c[name] for name in Conversation.__dataclass_fields__)
_LOCK = Direct(select(*_COLUMNS).where(conversations.c.id == given("id")).with_for_update(key_share=True))
_LOCK_BY_LEG = Direct(select(*_COLUMNS).where(conversations.c.leg_sid == given("leg")).with_for_update(key_share=True))
_BEGIN = Writing(upsert(conversations).on_conflict_do_nothing())
_CHANGE = Writing(update(conversations).where(conversations.c.id == given("record_id")))
_REPLY = Direct(select(turns.c.reply_sealed).where(turns.c.conversation_id == given("id"), turns.c.turn == given("at")))


@dataclass(frozen=True)
class SavedTurn:
    """What one answer changed, ready to be written in one statement."""

    conversation_id: UUID
    turn: int
    asked_step: str
    input: str
    reply_sealed: bytes
    request: str | None
    step: str
    language: str
    state_sealed: bytes
    next_action_at: datetime | None
    now: datetime


def begin(connection: Connection, values: dict[str, Any]) -> bool:
    """Write a new conversation; False if the same call or thread has one already."""
    return _BEGIN.of(values).run(connection, values) == 1


def lock(connection: Connection, conversation_id: UUID) -> Conversation | None:
    """The conversation, held for this transaction so that its turns come one after another."""
    return _one(_LOCK.first(connection, {"id": conversation_id}))


def _one(row: tuple[Any, ...] | None) -> Conversation | None:
    return None if row is None else in_order(Conversation, row)


def get(connection: Connection, conversation_id: UUID) -> Conversation | None:
    """The conversation as it stands, without holding it."""
    query = select(*_COLUMNS).where(conversations.c.id == conversation_id)
    return record(Conversation, connection.execute(query).first())


def lock_if_free(connection: Connection, conversation_id: UUID) -> Conversation | None:
    """The conversation, held for this transaction; None if somebody else holds it."""
    query = select(*_COLUMNS).where(conversations.c.id == conversation_id)
    return record(Conversation, connection.execute(query.with_for_update(key_share=True, skip_locked=True)).first())


def lock_by_leg(connection: Connection, leg_sid: str) -> Conversation | None:
    """The conversation of a call, held for this transaction."""
    return _one(_LOCK_BY_LEG.first(connection, {"leg": leg_sid}))


def lock_open_thread(connection: Connection, fingerprints: list[bytes], line: str) -> Conversation | None:
    """The open text thread with somebody on a line, held for this transaction."""
    query = (
        select(*_COLUMNS)
        .where(
            conversations.c.caller_fingerprint.in_(fingerprints),
            conversations.c.line == line,
            conversations.c.channel == "sms",
            conversations.c.ended_at.is_(None),
        )
        .with_for_update(key_share=True)
    )
    return record(Conversation, connection.execute(query).first())


def lock_latest_thread(connection: Connection, fingerprints: list[bytes], line: str) -> Conversation | None:
    """The newest text thread with somebody, ended or not, held for this transaction."""
    query = (
        select(*_COLUMNS)
        .where(
            conversations.c.caller_fingerprint.in_(fingerprints),
            conversations.c.line == line,
            conversations.c.channel == "sms",
        )
        .order_by(conversations.c.started_at.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    return record(Conversation, connection.execute(query).first())


_SAVE = Direct(
    text(
        """
    WITH kept AS (
        INSERT INTO turns (conversation_id, turn, step, input, reply_sealed, request, at)
        VALUES (:conversation_id, :turn, :asked_step, :input, :reply_sealed, :request, :now)
    )
    UPDATE conversations
    SET step = :step, language = :language, turn = :turn + 1, state_sealed = :state_sealed,
        next_action_at = :next_action_at, updated_at = :now
    WHERE id = :conversation_id
    """
    )
)


def save_turn(connection: Connection, saved: SavedTurn) -> None:
    """Keep the answer and move on, in one statement."""
    _SAVE.run(connection, saved.__dict__)


def turn_reply(connection: Connection, conversation_id: UUID, turn: int) -> bytes | None:
    """The sealed answer that a turn got when it came first."""
    row = _REPLY.first(connection, {"id": conversation_id, "at": turn})
    return None if row is None else row[0]


def turn_of_request(connection: Connection, request: str) -> tuple[UUID, int] | None:
    """Where a text, or a page of the waiting room, was answered already."""
    query = select(turns.c.conversation_id, turns.c.turn).where(turns.c.request == request)
    row = connection.execute(query).first()
    return None if row is None else (row[0], row[1])


def change(connection: Connection, conversation_id: UUID, **values: object) -> None:
    """Set values on one conversation."""
    _CHANGE.of(values).run(connection, {**values, "record_id": conversation_id})


def end(connection: Connection, conversation_id: UUID, values: dict[str, Any]) -> bool:
    """End an open conversation once; False if it had ended."""
    query = (
        update(conversations)
        .where(conversations.c.id == conversation_id, conversations.c.ended_at.is_(None))
        .values(next_action_at=None, **values)
        .returning(conversations.c.id)
    )
    return connection.execute(query).first() is not None


def forget_answers(connection: Connection, conversation_id: UUID) -> None:
    """Leave nothing of what was said: the replies of its turns and its state."""
    connection.execute(
        update(turns).where(turns.c.conversation_id == conversation_id).values(reply_sealed=None)
    )
    connection.execute(
        update(conversations)
        .where(conversations.c.id == conversation_id)
        .values(state_sealed=None, caller_sealed=None, caller_fingerprint=None)
    )


def due_ids(connection: Connection, now: datetime, limit: int) -> list[UUID]:
    """Open conversations that need something now."""
    query = (
        select(conversations.c.id)
        .where(conversations.c.ended_at.is_(None), conversations.c.next_action_at <= now)
        .order_by(conversations.c.next_action_at)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def newest(connection: Connection, limit: int) -> list[Conversation]:
    """Conversations, newest first."""
    query = select(*_COLUMNS).order_by(conversations.c.started_at.desc()).limit(limit)
    return [must(Conversation, row) for row in connection.execute(query)]


def of_enrollments(connection: Connection, enrollment_ids: list[UUID]) -> dict[UUID, list[UUID]]:
    """Conversation ids by enrollment, oldest first."""
    query = (
        select(conversations.c.enrollment_id, conversations.c.id)
        .where(conversations.c.enrollment_id.in_(enrollment_ids))
        .order_by(conversations.c.started_at)
    )
    found: dict[UUID, list[UUID]] = {}
    for enrollment_id, conversation_id in connection.execute(query):
        found.setdefault(enrollment_id, []).append(conversation_id)
    return found


def keep_script(connection: Connection, digest: str, content: str, now: datetime) -> None:
    """Register a script version once, so that conversations pinned to it can go on."""
    query = upsert(script_versions).values(digest=digest, content=content, registered_at=now)
    connection.execute(query.on_conflict_do_nothing())


def script(connection: Connection, digest: str) -> str | None:
    """The content of a registered script version."""
    return connection.execute(
        select(script_versions.c.content).where(script_versions.c.digest == digest)
    ).scalar()


def add_turn(connection: Connection, values: dict[str, Any]) -> None:
    """Keep a first answer that came with the beginning of a conversation."""
    connection.execute(insert(turns).values(values))


def open_count(connection: Connection) -> int:
    """How many conversations are under way."""
    query = select(func.count()).select_from(conversations).where(conversations.c.ended_at.is_(None))
    return int(connection.execute(query).scalar_one())
