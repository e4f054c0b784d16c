"""The script's open draft, and who changed what in it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Identity, Index, Integer, Table, Text, text

from intake.storage.schema.base import instant, metadata, record_id

script_drafts = Table(
    "script_drafts",
    metadata,
    record_id(),
    Column("base_digest", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("started_by", Text, nullable=False),
    instant("started_at"),
    instant("updated_at"),
    instant("closed_at", optional=True),
    # One draft at a time: two people edit the same one, not past each other.
    Index("uq_script_drafts_open", text("(true)"), unique=True, postgresql_where=text("closed_at IS NULL")),
)

script_changes = Table(
    "script_changes",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    instant("at"),
    Column("by", Text, nullable=False),
    # started | edited | published | rolled_back | discarded
    Column("act", Text, nullable=False),
    Column("step", Text),
    Column("digest", Text),
    # Each wording that was changed, before and after; prompts are nobody's secret.
    Column("words", Text),
)
