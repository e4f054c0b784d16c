"""What callers allowed us to do, in which words, when and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from intake.storage.schema.privacy import permissions


@dataclass(frozen=True, slots=True)
class Permission:
    """One answer to one question about contact.

    `wording_version` is the digest of the script that asked; `step` the step; `channel` voice or sms.
    """

    enrollment_id: UUID | None
    conversation_id: UUID | None
    kind: str
    granted: bool
    step: str
    wording_version: str
    language: str
    channel: str
    at: datetime


def add(connection: Connection, given: Sequence[Permission]) -> None:
    """Write permissions down, one statement; nothing for none."""
    if not given:
        return
    rows = [{"id": uuid4()} | {name: getattr(p, name) for name in Permission.__slots__} for p in given]
    connection.execute(insert(permissions), rows)


def standing(connection: Connection, enrollment_id: UUID) -> dict[str, bool]:
    """The last answer of each kind that has not been withdrawn."""
    c = permissions.c
    query = select(c.kind, c.granted).where(c.enrollment_id == enrollment_id, c.withdrawn_at.is_(None))
    newest = query.ext(distinct_on(c.kind)).order_by(c.kind, c.at.desc())
    return {row.kind: row.granted for row in connection.execute(newest)}


def history(connection: Connection, enrollment_id: UUID) -> list[Permission]:
    """Every answer of one enrollment, oldest first."""
    c = permissions.c
    names = [c[name] for name in Permission.__slots__]
    query = select(*names).where(c.enrollment_id == enrollment_id).order_by(c.at)
    return [Permission(*row) for row in connection.execute(query)]


def withdraw(connection: Connection, enrollment_id: UUID, now: datetime) -> int:
    """Take back every permission of an enrollment; returns how many were standing."""
    c = permissions.c
    change = update(permissions).values(withdrawn_at=func.coalesce(c.withdrawn_at, now))
    return connection.execute(
        change.where(c.enrollment_id == enrollment_id, c.withdrawn_at.is_(None))
    ).rowcount
