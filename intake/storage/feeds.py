"""Calendar feeds as rows; only the hash of a secret address is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from intake.storage.schema.oncall import calendar_feeds
from intake.storage.schema.staff import staff


@dataclass(frozen=True)
class Feed:
    """A live feed: one person's, or with None the team's."""

    id: UUID
    staff_id: UUID | None


def add(connection: Connection, values: dict[str, Any]) -> None:
    """Write a new feed."""
    connection.execute(insert(calendar_feeds).values(values))


def revoke(connection: Connection, staff_id: UUID | None, now: datetime) -> list[UUID]:
    """End the feeds of a person, or with None the team's; which."""
    whose = calendar_feeds.c.staff_id.is_(None) if staff_id is None else calendar_feeds.c.staff_id == staff_id
    query = (
        update(calendar_feeds)
        .where(whose, calendar_feeds.c.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(calendar_feeds.c.id)
    )
    return list(connection.execute(query).scalars())


def find(connection: Connection, token_hash: bytes) -> Feed | None:
    """The live feed with this hash; a person who was disabled has none."""
    query = (
        select(calendar_feeds.c.id, calendar_feeds.c.staff_id)
        .select_from(calendar_feeds.outerjoin(staff, staff.c.id == calendar_feeds.c.staff_id))
        .where(
            calendar_feeds.c.token_hash == token_hash,
            calendar_feeds.c.revoked_at.is_(None),
            staff.c.disabled_at.is_(None),
        )
    )
    row = connection.execute(query).first()
    return None if row is None else Feed(row.id, row.staff_id)
