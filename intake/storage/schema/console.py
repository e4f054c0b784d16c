"""What only staff pages need: debriefs after hard calls, and indexes for boards that stay quick when full."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, Text, text

from intake.storage.schema.base import instant, metadata, record_id
from intake.storage.schema.callbacks import callbacks
from intake.storage.schema.conversations import conversations

READY_SQL = "state IN ('due', 'offered')"
IN_HAND_SQL = "state IN ('accepted', 'dialing', 'connected')"
LATER_SQL = "state = 'waiting'"
WITH_PERSON_SQL = "with_human AND ended_at IS NULL"

# Somebody said that a call was hard: another person talks with them about it, within three days.
debriefs = Table(
    "debriefs",
    metadata,
    record_id(),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    # Which call, while it is kept; what was said stays with the two people.
    Column("callback_id", ForeignKey("callbacks.id", ondelete="SET NULL"), index=True),
    # asked: the person said so; crisis: every P0 call leads to one.
    Column("why", Text, nullable=False),
    instant("asked_at"),
    instant("due_at"),
    instant("done_at", optional=True),
    Column("done_by", ForeignKey("staff.id", ondelete="SET NULL")),
    Index("ix_debriefs_open", "due_at", postgresql_where=text("done_at IS NULL")),
    Index(
        "uq_debriefs_open_call",
        "staff_id",
        "callback_id",
        unique=True,
        postgresql_where=text("done_at IS NULL"),
    ),
)

Index("ix_callbacks_ready", callbacks.c.klass, callbacks.c.due_at, postgresql_where=text(READY_SQL))
Index("ix_callbacks_later", callbacks.c.klass, callbacks.c.due_at, postgresql_where=text(LATER_SQL))
Index("ix_callbacks_in_hand", callbacks.c.accepted_by, postgresql_where=text(IN_HAND_SQL))
Index("ix_conversations_with_person", conversations.c.updated_at, postgresql_where=text(WITH_PERSON_SQL))
