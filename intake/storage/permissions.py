"""What callers allowed us to do, in which words, when and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from intake.storage import direct
from intake.storage.direct import Direct
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


_C = permissions.c
_ADD = Direct(insert(permissions).inline(), ("id", *Permission.__slots__))
_STANDING = Direct(
    select(_C.kind, _C.granted)
    .where(_C.enrollment_id == direct.given("of"), _C.withdrawn_at.is_(None))
    .ext(distinct_on(_C.kind))
    .order_by(_C.kind, _C.at.desc())
)


def add(connection: Connection, given: Sequence[Permission]) -> None:
    """Write permissions down; nothing for none."""
    for one in given:
        _ADD.run(connection, {"id": uuid4()} | {name: getattr(one, name) for name in Permission.__slots__})


def standing(connection: Connection, enrollment_id: UUID) -> dict[str, bool]:
    """The last answer of each kind that has not been withdrawn."""
    return dict(_STANDING.all(connection, {"of": enrollment_id}))


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
