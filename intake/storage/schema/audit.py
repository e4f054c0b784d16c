"""The audit trail: entries are only ever inserted, a chain beside them shows what happened to them since."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, Integer, LargeBinary, Table, Text, func

from intake.storage.schema.base import instant, metadata

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    # The database's own time, so that no process can date an act otherwise.
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    Column("action", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Text),
    Column("reason", Text),
    Column("origin", Text),
    Index("ix_audit_entries_subject", "subject_id", "id"),
    Index("ix_audit_entries_actor", "actor", "id"),
    Index("ix_audit_entries_at", "at"),
)

# No foreign key to the entry: a link must outlive an entry that somebody removed, to tell of it.
audit_links = Table(
    "audit_links",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", BigInteger, nullable=False, unique=True),
    Column("digest", LargeBinary, nullable=False),
)

audit_checkpoints = Table(
    "audit_checkpoints",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False),
    Column("entries", BigInteger, nullable=False),
    instant("at"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("public_key", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
