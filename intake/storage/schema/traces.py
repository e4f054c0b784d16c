"""What callers leave in the carrier's own records until it is removed, and when each chore was last done."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, text

from intake.storage.schema.base import instant, metadata, record_id

carrier_traces = Table(
    "carrier_traces",
    metadata,
    record_id(),
    # The carrier's own id of a call or a text: opaque, and of no use without the account.
    Column("sid", Text, nullable=False, unique=True),
    # call | text
    Column("kind", Text, nullable=False),
    # A text's words are gone there already, its two numbers are not.
    Column("emptied", Boolean, nullable=False, server_default=text("false")),
    Column("tries", Integer, nullable=False, server_default="0"),
    instant("delete_at"),
    instant("next_action_at"),
    Index("ix_carrier_traces_next_action_at", "next_action_at"),
)

chores = Table(
    "chores",
    metadata,
    Column("name", Text, primary_key=True),
    instant("at"),
)
