"""What people keep for themselves in the console."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text, UniqueConstraint

from intake.storage.schema.base import instant, metadata, record_id

# The query holds codes and ids only: a ZIP or a number is never kept in it.
saved_filters = Table(
    "saved_filters",
    metadata,
    record_id(),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    instant("created_at"),
    UniqueConstraint("staff_id", "name"),
)
