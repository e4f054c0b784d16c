"""Searching the audit trail: newest first, a page at a time, by who, what, which record and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from intake.storage.audit import Entry
from intake.storage.schema.audit import audit_entries


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; None leaves a part open. Times are a half-open range."""

    since: datetime
    until: datetime
    action: str | None = None
    staff_id: UUID | None = None
    subject: str | None = None
    before: int | None = None


_NAMES = ("id", "at", "action", "actor", "subject_kind", "subject_id", "reason", "origin")
_COLUMNS = tuple(audit_entries.c[name] for name in _NAMES)


def search(connection: Connection, wanted: Wanted, limit: int) -> list[Entry]:
    """Entries that fit, newest first."""
    query = select(*_COLUMNS).where(*_tests(wanted)).order_by(audit_entries.c.id.desc()).limit(limit)
    return [Entry(*row) for row in connection.execute(query)]


def _tests(wanted: Wanted) -> list[ColumnElement[bool]]:
    c = audit_entries.c
    tests: list[ColumnElement[bool]] = [c.at >= wanted.since, c.at < wanted.until]
    if wanted.action is not None:
        tests.append(c.action == wanted.action)
    if wanted.staff_id is not None:
        tests.append(c.actor == f"staff:{wanted.staff_id.hex}")
    if wanted.subject is not None:
        tests.append(c.subject_id == wanted.subject)
    if wanted.before is not None:
        tests.append(c.id < wanted.before)
    return tests
