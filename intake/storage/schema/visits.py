"""Who has been here in the last hours, by a keyed print that no other table has."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, Table

from intake.storage.schema.base import instant, metadata, record_id

visits = Table(
    "visits",
    metadata,
    record_id(),
    # Prints of a kind of their own: a row here leads to no record and to no conversation.
    Column("caller_print", LargeBinary, nullable=False),
    # Set when they had us note another number than the one that they rang from.
    Column("wanted_print", LargeBinary),
    instant("at"),
    Index("ix_visits_caller_print", "caller_print", "at"),
    Index("ix_visits_at", "at"),
)
