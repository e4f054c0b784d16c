"""Drafts, versions and changes of the script as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.records import record
from intake.storage.schema.conversations import script_versions
from intake.storage.schema.script_edits import script_changes, script_drafts


@dataclass(frozen=True, slots=True)
class Draft:
    """The open draft."""

    id: UUID
    base_digest: str
    content: str
    version: int
    started_by: str
    started_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was put before callers at some time."""

    digest: str
    published_at: datetime
    published_by: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that somebody did."""

    at: datetime
    by: str
    act: str
    step: str | None
    digest: str | None
    # What was said before and after, as text; null where no words changed.
    words: str | None = None


_DRAFT = tuple(script_drafts.c[name] for name in Draft.__dataclass_fields__)
_CHANGE = tuple(script_changes.c[name] for name in Change.__dataclass_fields__)


def open_draft(connection: Connection, *, lock: bool = False) -> Draft | None:
    """The one open draft."""
    query = select(*_DRAFT).where(script_drafts.c.closed_at.is_(None))
    return record(Draft, connection.execute(query.with_for_update() if lock else query).first())


def begin(connection: Connection, base_digest: str, content: str, by: str, now: datetime) -> bool:
    """Open a draft; False if there is one."""
    values = {
        "id": uuid4(),
        "base_digest": base_digest,
        "content": content,
        "started_by": by,
        "started_at": now,
        "updated_at": now,
    }
    query = upsert(script_drafts).values(values).on_conflict_do_nothing().returning(script_drafts.c.id)
    return connection.execute(query).first() is not None


def keep(connection: Connection, draft: Draft, content: str, now: datetime) -> bool:
    """Replace a draft's content if nobody else did since it was read."""
    query = (
        update(script_drafts)
        .where(script_drafts.c.id == draft.id, script_drafts.c.version == draft.version)
        .values(content=content, version=draft.version + 1, updated_at=now)
        .returning(script_drafts.c.id)
    )
    return connection.execute(query).first() is not None


def close(connection: Connection, draft: Draft, now: datetime) -> None:
    """End a draft."""
    connection.execute(update(script_drafts).where(script_drafts.c.id == draft.id).values(closed_at=now))


def publish(connection: Connection, digest: str, by: str, now: datetime) -> bool:
    """Put a registered version before new conversations; False if it was never registered."""
    query = (
        update(script_versions)
        .where(script_versions.c.digest == digest)
        .values(published_at=now, published_by=by)
        .returning(script_versions.c.digest)
    )
    return connection.execute(query).first() is not None


def versions(connection: Connection, limit: int = 30) -> list[Version]:
    """Versions that were published, the one that callers hear now first."""
    c = script_versions.c
    query = select(c.digest, c.published_at, c.published_by).where(c.published_at.is_not(None))
    rows = connection.execute(query.order_by(c.published_at.desc()).limit(limit))
    return [Version(*row) for row in rows]


def note(connection: Connection, change: Change) -> None:
    """Write down what somebody did."""
    values = {name: getattr(change, name) for name in Change.__dataclass_fields__}
    connection.execute(insert(script_changes).values(values))


def changes(connection: Connection, limit: int = 100) -> list[Change]:
    """What was done, newest first."""
    query = select(*_CHANGE).order_by(script_changes.c.id.desc()).limit(limit)
    return [Change(*row) for row in connection.execute(query)]
