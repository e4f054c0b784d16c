"""What has ended and may be old enough to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, and_, exists, func, not_, or_, select

from intake.storage.schema.callbacks import callbacks
from intake.storage.schema.conversations import conversations, messages, turns
from intake.storage.schema.enrollments import enrollments
from intake.storage.schema.privacy import erasures


@dataclass(frozen=True, slots=True)
class Closed:
    """A record that has ended, to be judged by the rules."""

    id: UUID
    stage: str
    closed_reason: str | None
    since: datetime
    legal_hold: bool
    number_fingerprint: bytes | None


def closed(connection: Connection, now: datetime) -> list[Closed]:
    """Ended records that have not been forgotten, oldest first."""
    c = enrollments.c
    done = exists().where(erasures.c.table_name == "enrollments", erasures.c.record_id == c.id)
    since = func.coalesce(c.closed_at, c.stage_since)
    query = select(c.id, c.stage, c.closed_reason, since, c.legal_hold, c.number_fingerprint)
    query = query.where(c.stage.in_(("closed", "do_not_contact")), since <= now, not_(done))
    return [Closed(*row) for row in connection.execute(query.order_by(since))]


def of_number(connection: Connection, prints: list[bytes]) -> list[Closed]:
    """Every record of a number, ended or not."""
    c = enrollments.c
    query = select(c.id, c.stage, c.closed_reason, c.stage_since, c.legal_hold, c.number_fingerprint)
    return [Closed(*row) for row in connection.execute(query.where(c.number_fingerprint.in_(prints)))]


def loose_conversations(connection: Connection, ended_before: datetime) -> list[UUID]:
    """Ended conversations of no record that still know a number or an answer."""
    c = conversations.c
    needed = exists().where(callbacks.c.conversation_id == c.id, callbacks.c.ended_at.is_(None))
    knows = or_(c.caller_sealed.is_not(None), c.caller_fingerprint.is_not(None), c.state_sealed.is_not(None))
    query = select(c.id).where(c.ended_at <= ended_before, c.enrollment_id.is_(None), knows, not_(needed))
    return [row.id for row in connection.execute(query.order_by(c.ended_at))]


def conversations_of(connection: Connection, records: list[UUID]) -> list[UUID]:
    """The conversations of records."""
    query = select(conversations.c.id).where(conversations.c.enrollment_id.in_(records))
    return [row.id for row in connection.execute(query)]


def conversations_of_number(connection: Connection, prints: list[bytes]) -> list[UUID]:
    """The conversations that came from a number."""
    query = select(conversations.c.id).where(conversations.c.caller_fingerprint.in_(prints))
    return [row.id for row in connection.execute(query)]


def old_turns(connection: Connection, before: datetime) -> int:
    """How many turns are only history."""
    return int(connection.execute(select(func.count()).where(turns.c.at < before)).scalar_one())


def old_bodies(connection: Connection, before: datetime) -> list[UUID]:
    """Messages that still have a body or a number, and nothing left to do."""
    c = messages.c
    knows = or_(c.body_sealed.is_not(None), c.number_sealed.is_not(None), c.number_fingerprint.is_not(None))
    query = select(c.id).where(and_(c.created_at < before, c.next_action_at.is_(None), knows))
    return [row.id for row in connection.execute(query)]
