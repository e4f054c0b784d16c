"""Callbacks, offers and attempts, with every rule that the database can hold held by the database."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from intake.storage.schema.base import instant, metadata, record_id

OPEN_STATES = ("due", "offered", "accepted", "dialing", "connected", "waiting")
STATES = (*OPEN_STATES, "completed", "exhausted", "cancelled")
CLASSES = ("P0", "P1", "P2", "P3", "P4")
_OPEN_SQL = f"state IN ({', '.join(repr(s) for s in OPEN_STATES)})"

callbacks = Table(
    "callbacks",
    metadata,
    record_id(),
    Column("enrollment_id", ForeignKey("enrollments.id", ondelete="CASCADE"), index=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="SET NULL"), index=True),
    # requested | talk_now | crisis | text | neutral
    Column("origin", Text, nullable=False),
    Column("class", Text, nullable=False, key="klass"),
    # Why it has this class, in the rule's own word.
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("minor", Boolean, nullable=False, server_default=text("false")),
    # Null while somebody only waits on the line; set when a call back is promised.
    instant("promised_at", optional=True),
    instant("created_at"),
    instant("due_at"),
    instant("window_opens_at", optional=True),
    instant("window_closes_at", optional=True),
    instant("next_action_at", optional=True),
    # When offers for the present attempt began: the ladder's clock.
    instant("offering_since", optional=True),
    Column("accepted_by", ForeignKey("staff.id", ondelete="SET NULL")),
    instant("accepted_at", optional=True),
    instant("connected_at", optional=True),
    instant("ended_at", optional=True),
    Column("closed_reason", Text),
    # The carrier's waiting room for a caller who is on the line now; null when nobody waits.
    Column("room", Text, unique=True),
    instant("room_since", optional=True),
    Column("attempts_made", Integer, nullable=False, server_default="0"),
    Column("voicemails_left", Integer, nullable=False, server_default="0"),
    Column("raised_by", ForeignKey("staff.id", ondelete="SET NULL")),
    Column("version", Integer, nullable=False, server_default="1"),
    CheckConstraint(f"state IN ({', '.join(repr(s) for s in STATES)})", name="state"),
    CheckConstraint(f"class IN ({', '.join(repr(one) for one in CLASSES)})", name="class"),
    CheckConstraint(f"NOT ({_OPEN_SQL}) OR next_action_at IS NOT NULL", name="open_has_next_action"),
    CheckConstraint(f"({_OPEN_SQL}) OR ended_at IS NOT NULL", name="ended_has_time"),
    CheckConstraint(
        "state NOT IN ('accepted', 'dialing') OR accepted_by IS NOT NULL", name="accepted_by_someone"
    ),
    Index("uq_callbacks_open_enrollment", "enrollment_id", unique=True, postgresql_where=text(_OPEN_SQL)),
    Index("ix_callbacks_next_action", "next_action_at", postgresql_where=text(_OPEN_SQL)),
    Index("ix_callbacks_board", "klass", "due_at", postgresql_where=text(_OPEN_SQL)),
    # Whoever waits for somebody to be free, by class: few, however many wait for their hour.
    Index(
        "ix_callbacks_unserved",
        "klass",
        "due_at",
        postgresql_where=text("state = 'due' AND offering_since IS NOT NULL"),
    ),
    Index("ix_callbacks_created_at", "created_at"),
)

offers = Table(
    "offers",
    metadata,
    record_id(),
    Column("callback_id", ForeignKey("callbacks.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("tier", Text, nullable=False),
    Column("channel", Text, nullable=False, server_default="phone"),
    # planned | ringing | accepted | declined | no_answer | busy | failed | taken | cancelled | unknown
    Column("result", Text, nullable=False),
    # Why this person was rung, in the rule's own words.
    Column("why", Text, nullable=False, server_default=""),
    Column("leg_sid", Text, unique=True),
    instant("at"),
    instant("rings_until"),
    instant("answered_at", optional=True),
    instant("ended_at", optional=True),
    Column("page", Integer, nullable=False, server_default="0"),
    Index("uq_offers_live_professional", "staff_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    Index(
        "uq_offers_one_accepted",
        "callback_id",
        unique=True,
        postgresql_where=text("result = 'accepted' AND ended_at IS NULL"),
    ),
    Index("ix_offers_staff_at", "staff_id", "at"),
)

attempts = Table(
    "attempts",
    metadata,
    record_id(),
    Column("callback_id", ForeignKey("callbacks.id", ondelete="CASCADE"), nullable=False),
    Column("offer_id", ForeignKey("offers.id", ondelete="SET NULL"), index=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="SET NULL")),
    Column("number", Integer, nullable=False),
    # live: the caller was waiting on the line; dial: we rang them; text: answered in the thread.
    Column("kind", Text, nullable=False),
    Column("result", Text),
    Column("carrier_result", Text),
    Column("leg_sid", Text),
    instant("at"),
    instant("connected_at", optional=True),
    instant("ended_at", optional=True),
    UniqueConstraint("callback_id", "number"),
    Index("ix_attempts_at", "at"),
    Index("uq_attempts_one_open", "callback_id", unique=True, postgresql_where=text("ended_at IS NULL")),
)
