"""Audit entries, their chain and its checkpoints, as rows."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, text

from intake.storage.direct import Direct
from intake.storage.schema.audit import audit_checkpoints, audit_entries, audit_links

_ADD = Direct(
    insert(audit_entries).inline(), ("action", "actor", "subject_kind", "subject_id", "reason", "origin")
)
_LOCK = 727_988_912
# How far behind the newest link a routine pass looks for entries whose transaction was slow to commit.
_WINDOW = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as stored."""

    id: int
    at: datetime
    action: str
    actor: str
    subject_kind: str
    subject_id: str | None
    reason: str | None
    origin: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """One place in the chain; `entry` is None if the entry it stands for is gone."""

    position: int
    entry_id: int
    digest: bytes
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement of where the chain stood."""

    position: int
    digest: bytes
    entries: int
    at: datetime
    public_key: bytes
    signature: bytes


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert entries, in this order."""
    for row in rows:
        _ADD.run(connection, row)


def lock_chain(connection: Connection) -> bool:
    """Take the sealer's lock until the transaction ends; False if another sealer has it."""
    query = text("SELECT pg_try_advisory_xact_lock(:lock)")
    return bool(connection.execute(query, {"lock": _LOCK}).scalar_one())


def unlinked(connection: Connection, limit: int, *, everything: bool) -> list[Entry]:
    """Entries not yet in the chain, oldest first; `everything` looks past the routine window."""
    same = audit_links.c.entry_id == audit_entries.c.id
    query = select(audit_entries)
    if not everything:
        newest = connection.execute(select(func.max(audit_links.c.entry_id))).scalar_one() or 0
        # Said of both tables, so that the cost does not grow with the trail.
        same = and_(same, audit_links.c.entry_id > newest - _WINDOW)
        query = query.where(audit_entries.c.id > newest - _WINDOW)
    query = query.outerjoin(audit_links, same).where(audit_links.c.entry_id.is_(None))
    found = connection.execute(query.order_by(audit_entries.c.id).limit(limit))
    return [Entry(*row) for row in found]


def last_link(connection: Connection) -> Link | None:
    """The end of the chain."""
    query = select(audit_links).order_by(audit_links.c.position.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return Link(row.position, row.entry_id, row.digest, None) if row else None


def add_links(connection: Connection, links: Sequence[Link]) -> None:
    """Append to the chain."""
    rows = [{"position": link.position, "entry_id": link.entry_id, "digest": link.digest} for link in links]
    connection.execute(insert(audit_links), rows)


def chain(connection: Connection, batch: int = 2_000) -> Iterator[Link]:
    """The whole chain in order, each link with its entry, read in batches."""
    after = 0
    while True:
        query = (
            select(audit_links, audit_entries)
            .outerjoin(audit_entries, audit_entries.c.id == audit_links.c.entry_id)
            .where(audit_links.c.position > after)
            .order_by(audit_links.c.position)
            .limit(batch)
        )
        rows = connection.execute(query).all()
        for row in rows:
            entry = Entry(*row[3:]) if row[3] is not None else None
            yield Link(row[0], row[1], row[2], entry)
        if len(rows) < batch:
            return
        after = rows[-1][0]


def count_unlinked(connection: Connection) -> int:
    """Entries that the chain does not hold yet."""
    query = (
        select(func.count())
        .select_from(audit_entries)
        .outerjoin(audit_links, audit_links.c.entry_id == audit_entries.c.id)
        .where(audit_links.c.entry_id.is_(None))
    )
    return int(connection.execute(query).scalar_one())


def add_checkpoint(connection: Connection, checkpoint: Checkpoint) -> None:
    """Store a signed checkpoint."""
    row = {name: getattr(checkpoint, name) for name in Checkpoint.__slots__}
    connection.execute(insert(audit_checkpoints), [row])


def checkpoints(connection: Connection) -> list[Checkpoint]:
    """Every checkpoint, oldest first."""
    c = audit_checkpoints.c
    query = select(c.position, c.digest, c.entries, c.at, c.public_key, c.signature).order_by(c.position)
    return [Checkpoint(*row) for row in connection.execute(query)]


def last_checkpoint(connection: Connection) -> Checkpoint | None:
    """The newest checkpoint."""
    c = audit_checkpoints.c
    query = select(c.position, c.digest, c.entries, c.at, c.public_key, c.signature)
    row = connection.execute(query.order_by(c.position.desc()).limit(1)).one_or_none()
    return Checkpoint(*row) if row else None


@dataclass(frozen=True, slots=True)
class Filter:
    """What an auditor looks for; empty fields do not narrow. `before` is an entry id, for paging."""

    actor: str | None = None
    subject_id: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def find(connection: Connection, wanted: Filter, limit: int = 100) -> list[Entry]:
    """Entries that fit, newest first."""
    c = audit_entries.c
    query = select(audit_entries)
    for value, column, compare in (
        (wanted.actor, c.actor, operator.eq),
        (wanted.subject_id, c.subject_id, operator.eq),
        (wanted.action, c.action, operator.eq),
        (wanted.since, c.at, operator.ge),
        (wanted.until, c.at, operator.lt),
        (wanted.before, c.id, operator.lt),
    ):
        if value is not None:
            query = query.where(compare(column, value))
    return [Entry(*row) for row in connection.execute(query.order_by(c.id.desc()).limit(limit))]
