"""What a coordinator's desk reads and writes around one record: proofs, tasks, notes, timeline, merging."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, case, literal, or_, select, text, update

from intake.storage.records import must
from intake.storage.schema.callbacks import attempts, callbacks
from intake.storage.schema.conversations import conversations
from intake.storage.schema.enrollments import (
    enrollment_events,
    enrollment_notes,
    enrollment_tasks,
    enrollments,
)
from intake.storage.schema.privacy import consents

PERSON_REACHED = ("reached", "reached_call_later", "refused", "crisis_handoff")


@dataclass(frozen=True, slots=True)
class Note:
    """One note, sealed under its own key."""

    id: UUID
    author_id: UUID | None
    data_key: bytes
    text_sealed: bytes | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do by a time; `done_at` once it is done."""

    id: UUID
    enrollment_id: UUID
    kind: str
    assignee_id: UUID | None
    due_at: datetime
    created_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of what happened, in codes."""

    kind: str
    detail: str | None
    actor: str
    at: datetime


_NOTE = tuple(enrollment_notes.c[name] for name in Note.__dataclass_fields__)
_TASK = tuple(enrollment_tasks.c[name] for name in Task.__dataclass_fields__)
_EVENT = tuple(enrollment_events.c[name] for name in Event.__dataclass_fields__)


def change_if(connection: Connection, enrollment_id: UUID, version: int, values: dict[str, Any]) -> bool:
    """Compare-and-set on the version that was read; False if somebody was faster."""
    query = (
        update(enrollments)
        .where(enrollments.c.id == enrollment_id, enrollments.c.version == version)
        .values(version=enrollments.c.version + 1, **values)
        .returning(enrollments.c.id)
    )
    return connection.execute(query).first() is not None


def assign(connection: Connection, ids: Sequence[UUID], coordinator_id: UUID | None, now: datetime) -> list[UUID]:
    """Give records to a coordinator, or to nobody; returns those that changed hands."""
    query = (
        update(enrollments)
        .where(enrollments.c.id.in_(ids), enrollments.c.coordinator_id.is_distinct_from(coordinator_id))
        .values(coordinator_id=coordinator_id, updated_at=now, version=enrollments.c.version + 1)
        .returning(enrollments.c.id)
    )
    return list(connection.execute(query).scalars())


def hand_tasks_on(connection: Connection, ids: Sequence[UUID], to: UUID | None) -> None:
    """Open tasks of whoever has these records now, or of nobody, go to whoever gets them."""
    e, t = enrollments.c, enrollment_tasks.c
    whose = or_(t.assignee_id.is_(None), t.assignee_id == e.coordinator_id)
    query = update(enrollment_tasks).where(t.enrollment_id == e.id, e.id.in_(ids), t.done_at.is_(None), whose)
    connection.execute(query.values(assignee_id=to))


def notes(connection: Connection, enrollment_id: UUID, limit: int = 200) -> list[Note]:
    """Notes of a record, newest first."""
    query = select(*_NOTE).where(enrollment_notes.c.enrollment_id == enrollment_id)
    rows = connection.execute(query.order_by(enrollment_notes.c.created_at.desc()).limit(limit))
    return [must(Note, row) for row in rows]


def notes_by_id(connection: Connection, ids: Collection[UUID]) -> list[Note]:
    """These notes, newest first."""
    query = select(*_NOTE).where(enrollment_notes.c.id.in_(ids)).order_by(enrollment_notes.c.created_at.desc())
    return [must(Note, row) for row in connection.execute(query)]


def tasks(connection: Connection, enrollment_id: UUID) -> list[Task]:
    """Tasks of a record: open ones first, soonest first."""
    query = select(*_TASK).where(enrollment_tasks.c.enrollment_id == enrollment_id)
    order = (enrollment_tasks.c.done_at.is_not(None), enrollment_tasks.c.due_at)
    return [must(Task, row) for row in connection.execute(query.order_by(*order).limit(100))]


def tasks_due(connection: Connection, assignee_id: UUID, until: datetime, limit: int = 50) -> list[Task]:
    """Open tasks of somebody, and those of records that nobody has, that are due by then; soonest first."""
    found: list[Task] = []
    # One index range each: an OR would read every open task.
    for whose in (enrollment_tasks.c.assignee_id == assignee_id, enrollment_tasks.c.assignee_id.is_(None)):
        query = select(*_TASK).where(whose, enrollment_tasks.c.done_at.is_(None), enrollment_tasks.c.due_at <= until)
        rows = connection.execute(query.order_by(enrollment_tasks.c.due_at).limit(limit))
        found += [must(Task, row) for row in rows]
    return sorted(found, key=lambda task: task.due_at)[:limit]


def finish_task(connection: Connection, enrollment_id: UUID, task_id: UUID, now: datetime) -> Task | None:
    """Mark a task of this record as done, once."""
    query = (
        update(enrollment_tasks)
        .where(
            enrollment_tasks.c.id == task_id,
            enrollment_tasks.c.enrollment_id == enrollment_id,
            enrollment_tasks.c.done_at.is_(None),
        )
        .values(done_at=now)
        .returning(*_TASK)
    )
    row = connection.execute(query).first()
    return None if row is None else must(Task, row)


def end_tasks(connection: Connection, enrollment_id: UUID, now: datetime) -> None:
    """Nothing is left to do for a record that is over."""
    c = enrollment_tasks.c
    connection.execute(
        update(enrollment_tasks).where(c.enrollment_id == enrollment_id, c.done_at.is_(None)).values(done_at=now)
    )


def events(connection: Connection, enrollment_id: UUID, limit: int = 200) -> list[Event]:
    """What happened to a record, newest first."""
    query = select(*_EVENT).where(enrollment_events.c.enrollment_id == enrollment_id)
    rows = connection.execute(query.order_by(enrollment_events.c.at.desc()).limit(limit))
    return [must(Event, row) for row in rows]


def ticked(connection: Connection, enrollment_id: UUID) -> set[str]:
    """Proofs that a coordinator has said, by code."""
    query = select(enrollment_events.c.detail).where(
        enrollment_events.c.enrollment_id == enrollment_id, enrollment_events.c.kind == "proof"
    )
    return {str(detail) for detail in connection.execute(query).scalars()}


def noted(connection: Connection, enrollment_id: UUID, kind: str) -> set[UUID]:
    """Notes that the timeline names with this kind of event."""
    query = select(enrollment_events.c.detail).where(
        enrollment_events.c.enrollment_id == enrollment_id, enrollment_events.c.kind == kind
    )
    return {UUID(detail) for detail in connection.execute(query).scalars() if detail}


def consent_valid(connection: Connection, enrollment_id: UUID, now: datetime) -> bool:
    """Whether a written consent for treatment, payment and operations stands (42 CFR 2.31(a), (c))."""
    query = select(literal(1)).where(
        consents.c.enrollment_id == enrollment_id,
        consents.c.kind == "tpo",
        consents.c.revoked_at.is_(None),
        or_(consents.c.expires_at.is_(None), consents.c.expires_at > now),
    )
    return connection.execute(query.limit(1)).first() is not None


def has_consent(connection: Connection, enrollment_id: UUID) -> bool:
    """Whether any consent, standing or not, belongs to the record: such a record is never merged away."""
    query = select(literal(1)).where(consents.c.enrollment_id == enrollment_id).limit(1)
    return connection.execute(query).first() is not None


def tried(connection: Connection, enrollment_id: UUID) -> tuple[bool, bool]:
    """Whether anybody tried to reach the caller, and whether a person was reached."""
    reached = or_(attempts.c.kind == "live", attempts.c.result.in_(PERSON_REACHED))
    query = (
        select(case((reached, 1), else_=0))
        .join(callbacks, callbacks.c.id == attempts.c.callback_id)
        .where(callbacks.c.enrollment_id == enrollment_id)
    )
    found = list(connection.execute(query).scalars())
    return bool(found), any(found)


def id_of_code(connection: Connection, code: str) -> UUID | None:
    """The record that staff call by this code."""
    return connection.execute(select(enrollments.c.id).where(enrollments.c.code == code)).scalar()


def codes_of(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What staff call these records."""
    found = connection.execute(select(enrollments.c.id, enrollments.c.code).where(enrollments.c.id.in_(ids)))
    return {row.id: row.code for row in found}


def same_number(connection: Connection, fingerprints: Sequence[bytes], but: UUID) -> list[UUID]:
    """Other records of a number, newest first."""
    query = select(enrollments.c.id).where(enrollments.c.number_fingerprint.in_(fingerprints), enrollments.c.id != but)
    return list(connection.execute(query.order_by(enrollments.c.created_at.desc()).limit(10)).scalars())


def talks(connection: Connection, enrollment_id: UUID) -> list[Any]:
    """Conversations of a record as id, channel, started_at, ended_at, outcome; oldest first."""
    c = conversations.c
    query = select(c.id, c.channel, c.started_at, c.ended_at, c.outcome).where(c.enrollment_id == enrollment_id)
    return list(connection.execute(query.order_by(c.started_at).limit(100)))


def callback_ids(connection: Connection, enrollment_id: UUID) -> list[UUID]:
    """Every callback of a record, oldest first."""
    query = select(callbacks.c.id).where(callbacks.c.enrollment_id == enrollment_id)
    return list(connection.execute(query.order_by(callbacks.c.created_at).limit(100)).scalars())


_MOVED = (
    "conversations",
    "callbacks",
    "enrollment_notes",
    "enrollment_tasks",
    "enrollment_events",
    "permissions",
)


def move_all(connection: Connection, source: UUID, target: UUID) -> None:
    """Hang what belongs to one record onto another; consents and disclosures stay where they are."""
    for table in _MOVED:
        connection.execute(
            text(f"UPDATE {table} SET enrollment_id = :target WHERE enrollment_id = :source"),  # noqa: S608
            {"source": source, "target": target},
        )
