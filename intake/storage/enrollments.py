"""Prospective enrollments as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from intake.storage.records import must, record
from intake.storage.schema.enrollments import (
    enrollment_events,
    enrollment_notes,
    enrollment_tasks,
    enrollments,
)

CLOSED_STAGES = ("closed", "do_not_contact", "enrolled")


@dataclass(frozen=True)
class Enrollment:
    """One record; number, name and ZIP stay sealed."""

    id: UUID
    code: str
    stage: str
    partial: bool
    channel: str
    language: str
    for_whom: str | None
    data_key: bytes
    number_fingerprint: bytes | None
    number_sealed: bytes | None
    number_source: str | None
    contact_mode: str
    message: str
    identify_as: str
    preferred_time: str
    zip_sealed: bytes | None
    timezone: str | None
    name_sealed: bytes | None
    age_band: str | None
    care_stage: str | None
    living: str | None
    priority_group: bool | None
    pay: str | None
    schedule: str | None
    format: str | None
    flags: list[str]
    contact_basis: str | None
    site_id: UUID | None
    coordinator_id: UUID | None
    created_at: datetime
    updated_at: datetime
    stage_since: datetime
    closed_at: datetime | None
    closed_reason: str | None
    legal_hold: bool
    version: int


_COLUMNS = tuple(enrollments.c[name] for name in Enrollment.__dataclass_fields__)


def add(connection: Connection, values: dict[str, Any]) -> None:
    """Write a new record."""
    connection.execute(insert(enrollments).values(values))


def get(connection: Connection, enrollment_id: UUID, *, lock: bool = False) -> Enrollment | None:
    """One record by id."""
    query = select(*_COLUMNS).where(enrollments.c.id == enrollment_id)
    return record(Enrollment, connection.execute(query.with_for_update() if lock else query).first())


def open_by_number(connection: Connection, fingerprints: list[bytes]) -> Enrollment | None:
    """The open record of a number, locked; there is at most one."""
    query = (
        select(*_COLUMNS)
        .where(
            enrollments.c.number_fingerprint.in_(fingerprints),
            enrollments.c.stage.not_in(CLOSED_STAGES),
        )
        .with_for_update()
    )
    return record(Enrollment, connection.execute(query).first())


def all_by_number(connection: Connection, fingerprints: list[bytes]) -> list[Enrollment]:
    """Every record of a number, open or not, locked."""
    query = (
        select(*_COLUMNS)
        .where(enrollments.c.number_fingerprint.in_(fingerprints))
        .order_by(enrollments.c.id)
        .with_for_update()
    )
    return [must(Enrollment, row) for row in connection.execute(query)]


def change(connection: Connection, enrollment_id: UUID, **values: object) -> None:
    """Set values on one record and raise its version."""
    connection.execute(
        update(enrollments)
        .where(enrollments.c.id == enrollment_id)
        .values(version=enrollments.c.version + 1, **values)
    )


def note_event(connection: Connection, values: dict[str, Any]) -> None:
    """Add a line to the record's timeline."""
    connection.execute(insert(enrollment_events).values(values))


def add_task(connection: Connection, values: dict[str, Any]) -> None:
    """Put something on the coordinators' list."""
    connection.execute(insert(enrollment_tasks).values(values))


def add_note(connection: Connection, values: dict[str, Any]) -> None:
    """Keep a sealed note."""
    connection.execute(insert(enrollment_notes).values(values))


def newest(connection: Connection, limit: int) -> list[Enrollment]:
    """Records, newest first."""
    query = select(*_COLUMNS).order_by(enrollments.c.created_at.desc()).limit(limit)
    return [must(Enrollment, row) for row in connection.execute(query)]
