"""Prospective enrollments as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Connection, LargeBinary, any_, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.frozen import in_order
from intake.storage.direct import Direct, Writing, fixed, given
from intake.storage.records import must
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
_ONE = select(*_COLUMNS).where(enrollments.c.id == given("record_id"))
_GET, _LOCK = Direct(_ONE), Direct(_ONE.with_for_update(key_share=True))
_OPEN_BY_NUMBER = Direct(
    select(*_COLUMNS)
    .where(
        enrollments.c.number_fingerprint == any_(bindparam("prints", None, ARRAY(LargeBinary))),
        enrollments.c.stage.not_in(fixed(CLOSED_STAGES)),
    )
    .with_for_update(key_share=True)
)
_ADD = Writing(upsert(enrollments).inline().on_conflict_do_nothing().returning(*_COLUMNS))
_CHANGE = Writing(
    update(enrollments).where(enrollments.c.id == given("record_id")).values(version=enrollments.c.version + 1)
)
_NOTE_EVENT = Writing(insert(enrollment_events).inline())


def add(connection: Connection, values: dict[str, Any]) -> Enrollment | None:
    """Write a new record; None if the number has an open one by now, made in the same instant."""
    row = _ADD.of(values).first(connection, values)
    return None if row is None else in_order(Enrollment, row)


def get(connection: Connection, enrollment_id: UUID, *, lock: bool = False) -> Enrollment | None:
    """One record by id."""
    row = (_LOCK if lock else _GET).first(connection, {"record_id": enrollment_id})
    return None if row is None else in_order(Enrollment, row)


def open_by_number(connection: Connection, fingerprints: list[bytes]) -> Enrollment | None:
    """The open record of a number, locked; there is at most one."""
    row = _OPEN_BY_NUMBER.first(connection, {"prints": fingerprints})
    return None if row is None else in_order(Enrollment, row)


def all_by_number(connection: Connection, fingerprints: list[bytes]) -> list[Enrollment]:
    """Every record of a number, open or not, locked."""
    query = (
        select(*_COLUMNS)
        .where(enrollments.c.number_fingerprint.in_(fingerprints))
        .order_by(enrollments.c.id)
        .with_for_update(key_share=True)
    )
    return [must(Enrollment, row) for row in connection.execute(query)]


def change(connection: Connection, enrollment_id: UUID, **values: object) -> None:
    """Set values on one record and raise its version."""
    _CHANGE.of(values).run(connection, {**values, "record_id": enrollment_id})


def note_event(connection: Connection, values: dict[str, Any]) -> None:
    """Add a line to the record's timeline."""
    _NOTE_EVENT.of(values).run(connection, values)


def add_task(connection: Connection, values: dict[str, Any]) -> None:
    """Put something on somebody's list: without `assignee_id`, of whoever has the record; of nobody's, everybody's."""
    whose = select(enrollments.c.coordinator_id).where(enrollments.c.id == values["enrollment_id"])
    connection.execute(insert(enrollment_tasks).values({"assignee_id": whose.scalar_subquery(), **values}))


def add_note(connection: Connection, values: dict[str, Any]) -> None:
    """Keep a sealed note."""
    connection.execute(insert(enrollment_notes).values(values))


def newest(connection: Connection, limit: int) -> list[Enrollment]:
    """Records, newest first."""
    query = select(*_COLUMNS).order_by(enrollments.c.created_at.desc()).limit(limit)
    return [must(Enrollment, row) for row in connection.execute(query)]
