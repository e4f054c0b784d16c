"""Conversations, their turns, the carrier's legs and messages, each recognised by what it is."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from intake.storage.schema.base import fingerprint, instant, metadata, record_id, sealed

script_versions = Table(
    "script_versions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("content", Text, nullable=False),
    instant("registered_at"),
    # Null for the version in the code and for those that were never put before callers.
    instant("published_at", optional=True),
    Column("published_by", Text),
    Index("ix_script_versions_published_at", "published_at"),
)

conversations = Table(
    "conversations",
    metadata,
    record_id(),
    Column("channel", Text, nullable=False),
    Column("line", Text, nullable=False),
    # The carrier's call SID for voice; null for a text thread, which its fingerprint finds.
    Column("leg_sid", Text, unique=True),
    fingerprint("caller_fingerprint"),
    sealed("caller_sealed"),
    Column("script_digest", Text, nullable=False),
    Column("language", Text, nullable=False, server_default="en"),
    Column("step", Text, nullable=False),
    Column("turn", Integer, nullable=False, server_default="0"),
    Column("data_key", LargeBinary, nullable=False),
    sealed("state_sealed"),
    Column("enrollment_id", ForeignKey("enrollments.id", ondelete="SET NULL"), index=True),
    Column("callback_id", ForeignKey("callbacks.id", ondelete="SET NULL", use_alter=True)),
    # Who a thread is with: the machine until a person takes it over.
    Column("with_human", Boolean, nullable=False, server_default=text("false")),
    Column("reached_crisis", Boolean, nullable=False, server_default=text("false")),
    instant("started_at"),
    instant("updated_at"),
    instant("secured_at", optional=True),
    instant("next_action_at", optional=True),
    instant("ended_at", optional=True),
    Column("ended_at_step", Text),
    Column("outcome", Text),
    Index("ix_conversations_started_at", "started_at"),
    # How often one number has been here of late.
    Index("ix_conversations_caller", "caller_fingerprint", "started_at"),
    Index("ix_conversations_open", "next_action_at", postgresql_where=text("ended_at IS NULL")),
    Index(
        "uq_conversations_open_thread",
        "caller_fingerprint",
        "line",
        unique=True,
        postgresql_where=text("ended_at IS NULL AND channel = 'sms'"),
    ),
)

turns = Table(
    "turns",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("step", Text, nullable=False),
    # What kind of answer came (key, speech, text, timeout…); never the answer itself.
    Column("input", Text, nullable=False),
    # The answer that was given, so that a repeat of the same request gets the same one.
    sealed("reply_sealed"),
    # What a request outside the plain order is recognised by: a text's SID, a page of the waiting room.
    Column("request", Text, unique=True),
    instant("at"),
)

received_texts = Table(
    "received_texts",
    metadata,
    # The carrier's own id of a text: whoever writes it down first deals with the text.
    Column("sid", Text, primary_key=True),
    # The carrier's token of the delivery that came first. A delivery that it tries again has the same one.
    Column("delivery", Text),
    # Which of our sentences one of our own people was answered with; a caller's answer is in the turns.
    Column("said", Text),
    instant("at"),
)

legs = Table(
    "legs",
    metadata,
    Column("sid", Text, primary_key=True),
    Column("parent_sid", Text),
    # caller | professional | callee | crisis_line
    Column("role", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), index=True),
    Column("offer_id", ForeignKey("offers.id", ondelete="CASCADE"), index=True),
    Column("attempt_id", ForeignKey("attempts.id", ondelete="CASCADE"), index=True),
    instant("created_at"),
    instant("ended_at", optional=True),
    Column("seconds", Integer),
    Index("ix_legs_live", "created_at", postgresql_where=text("ended_at IS NULL")),
)

leg_events = Table(
    "leg_events",
    metadata,
    Column("leg_sid", Text, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("status", Text, nullable=False),
    instant("at"),
)

messages = Table(
    "messages",
    metadata,
    record_id(),
    Column("sid", Text, unique=True),
    Column("direction", Text, nullable=False),
    # What it is for: reply, nudge, offer, reminder, staff_reply, callback_text…
    Column("purpose", Text, nullable=False),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), index=True),
    Column("offer_id", ForeignKey("offers.id", ondelete="CASCADE")),
    Column("staff_id", ForeignKey("staff.id", ondelete="SET NULL")),
    Column("data_key", LargeBinary, nullable=False),
    sealed("number_sealed"),
    fingerprint("number_fingerprint"),
    sealed("body_sealed"),
    # due | sending | sent | delivered | failed | received | unknown | dropped
    Column("state", Text, nullable=False),
    Column("error_code", Integer),
    # A key that makes one intent one message: a second insert of the same is refused.
    Column("intent", Text, unique=True),
    instant("created_at"),
    instant("next_action_at", optional=True),
    instant("redacted_at", optional=True),
    Index("ix_messages_due", "next_action_at", postgresql_where=text("next_action_at IS NOT NULL")),
    UniqueConstraint("conversation_id", "id"),
)
