"""Forget: records stay as husks that can be counted, and nothing in them is about anybody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, delete, exists, func, literal, or_, select, text, update

from intake.storage.schema.audit import audit_checkpoints, audit_entries, audit_links
from intake.storage.schema.callbacks import callbacks
from intake.storage.schema.conversations import conversations, messages, turns
from intake.storage.schema.enrollments import (
    enrollment_events,
    enrollment_notes,
    enrollment_tasks,
    enrollments,
)
from intake.storage.schema.everything import metadata
from intake.storage.schema.privacy import permissions

_CALLING = ("accepted", "dialing", "connected")
# All that a forgotten record keeps: enough to count it.
_HUSK = frozenset(
    {
        "id",
        "code",
        "stage",
        "stage_since",
        "partial",
        "channel",
        "language",
        "created_at",
        "updated_at",
        "closed_at",
        "closed_reason",
        "site_id",
        "coordinator_id",
        "legal_hold",
        "version",
    }
)


def _emptied(table: Table, kept: Collection[str], data_key: bytes) -> dict[Any, Any]:
    values: dict[Any, Any] = {}
    for column in table.columns:
        if column.key in kept:
            continue
        if column.name == "data_key":
            values[column] = data_key
        else:
            values[column] = None if column.nullable else text("DEFAULT")
    return values


def enrollments_(connection: Connection, ids: Collection[UUID], data_key: bytes) -> None:
    """Empty records and remove what hangs on them; `data_key` is a new one, which opens nothing."""
    for table in (enrollment_notes, enrollment_tasks, enrollment_events, permissions):
        connection.execute(delete(table).where(table.c.enrollment_id.in_(ids)))
    change = update(enrollments).where(enrollments.c.id.in_(ids))
    connection.execute(change.values(_emptied(enrollments, _HUSK, data_key)))


def conversations_(connection: Connection, ids: Collection[UUID], data_key: bytes | None) -> None:
    """Take number and answers out of conversations. With a new `data_key` the kept replies go too; without
    one they stay for repeated webhooks until their own time comes."""
    values: dict[str, Any] = {"caller_sealed": None, "caller_fingerprint": None, "state_sealed": None}
    if data_key is not None:
        values["data_key"] = data_key
        connection.execute(delete(turns).where(turns.c.conversation_id.in_(ids)))
        connection.execute(delete(messages).where(messages.c.conversation_id.in_(ids)))
        connection.execute(delete(permissions).where(permissions.c.conversation_id.in_(ids)))
    connection.execute(update(conversations).where(conversations.c.id.in_(ids)).values(values))


def turns_(connection: Connection, before: datetime) -> int:
    """Remove old turns; returns how many."""
    return connection.execute(delete(turns).where(turns.c.at < before)).rowcount


def bodies(connection: Connection, ids: Collection[UUID], data_key: bytes) -> None:
    """Empty messages."""
    values = {
        "body_sealed": None,
        "number_sealed": None,
        "number_fingerprint": None,
        "data_key": data_key,
    }
    connection.execute(update(messages).where(messages.c.id.in_(ids)).values(values))


def busy(connection: Connection, records: Collection[UUID], talks: Collection[UUID]) -> bool:
    """Whether somebody is on the line for one of these right now."""
    c, t = callbacks.c, conversations.c
    calling = exists().where(c.enrollment_id.in_(records), c.state.in_(_CALLING))
    talking = exists().where(t.id.in_(talks), t.channel == "voice", t.ended_at.is_(None))
    return bool(connection.execute(select(or_(calling, talking))).scalar_one())


def end(connection: Connection, records: Collection[UUID], talks: Collection[UUID], now: datetime) -> None:
    """Leave nothing that would still be done for these: calls, messages, an open thread, an open record."""
    calls = update(callbacks).where(callbacks.c.enrollment_id.in_(records), callbacks.c.ended_at.is_(None))
    ended = {"state": "cancelled", "ended_at": now, "next_action_at": None, "closed_reason": "forgotten"}
    connection.execute(calls.values(ended))
    threads = update(conversations).where(conversations.c.id.in_(talks), conversations.c.ended_at.is_(None))
    connection.execute(threads.values(ended_at=now, outcome="stopped", next_action_at=None))
    open_ = update(enrollments).where(
        enrollments.c.id.in_(records), enrollments.c.stage.not_in(("closed", "do_not_contact", "enrolled"))
    )
    stopped = {"stage": "closed", "closed_reason": "person_cancelled", "closed_at": now, "stage_since": now}
    connection.execute(open_.values(stopped))


def destroy_every_key(connection: Connection) -> dict[str, int]:
    """Make every sealed value unopenable at once, and nothing findable; returns the rows by table."""
    done = {}
    for name, table in metadata.tables.items():
        values: dict[str, Any] = {}
        if "data_key" in table.c:
            values["data_key"] = literal(b"\x00")
        for column in table.c:
            if column.name.endswith("_fingerprint"):
                values[column.name] = None if column.nullable else func.sha256(column)
        if values:
            done[name] = connection.execute(update(table).values(values)).rowcount
    return done


def sealed_rows(connection: Connection) -> dict[str, int]:
    """How many rows of each table have something sealed in them."""
    sealed = [table for table in metadata.sorted_tables if "data_key" in table.c]
    return {one.name: connection.execute(select(func.count()).select_from(one)).scalar_one() for one in sealed}


def prune_trail(connection: Connection, before: datetime) -> int:
    """Remove audit entries older than the law asks for, up to a checkpoint, so that the rest still proves
    itself; returns how many. The database itself refuses to let younger ones go."""
    cut = select(func.max(audit_checkpoints.c.position)).where(audit_checkpoints.c.at < before)
    position = connection.execute(cut).scalar_one()
    if position is None:
        return 0
    linked = select(audit_links.c.entry_id).where(audit_links.c.position <= position)
    gone = connection.execute(delete(audit_entries).where(audit_entries.c.id.in_(linked))).rowcount
    connection.execute(delete(audit_links).where(audit_links.c.position <= position))
    return gone
