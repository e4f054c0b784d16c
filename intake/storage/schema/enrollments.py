"""Prospective enrollments: what a coordinator works on, sealed where it names or reaches someone."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)

from intake.storage.schema.base import fingerprint, instant, metadata, record_id, sealed

STAGES = (
    "partial", "queued", "attempting", "contacted", "prescreened", "consented", "vob_pending", "vob_done",
    "assessment_scheduled", "assessed", "enrolled", "closed", "do_not_contact",
)  # fmt: skip
_OPEN_SQL = "stage NOT IN ('closed', 'do_not_contact', 'enrolled')"
_FILTERS = ["stage", "language", "channel", "coordinator_id", "site_id"]

enrollments = Table(
    "enrollments",
    metadata,
    record_id(),
    # The short code that staff say aloud; names nobody.
    Column("code", Text, nullable=False, unique=True),
    Column("stage", Text, nullable=False),
    Column("partial", Boolean, nullable=False, server_default=text("true")),
    Column("channel", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("for_whom", Text),
    Column("data_key", LargeBinary, nullable=False),
    fingerprint("number_fingerprint"),
    sealed("number_sealed"),
    # Keyed hash of the last four digits: coordinators find a record by them (audited).
    fingerprint("last_digits_fingerprint"),
    Column("number_source", Text),
    Column("contact_mode", Text, nullable=False, server_default="voice"),
    Column("message", Text, nullable=False, server_default="none"),
    Column("identify_as", Text, nullable=False, server_default="first_name_only"),
    Column("preferred_time", Text, nullable=False, server_default="asap"),
    sealed("zip_sealed"),
    fingerprint("zip_fingerprint"),
    Column("timezone", Text),
    sealed("name_sealed"),
    Column("age_band", Text),
    Column("care_stage", Text),
    Column("living", Text),
    Column("priority_group", Boolean),
    Column("pay", Text),
    Column("schedule", Text),
    Column("format", Text),
    Column("flags", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("contact_basis", Text),
    Column("site_id", Uuid(as_uuid=True)),
    Column("coordinator_id", Uuid(as_uuid=True)),
    fingerprint("pin_fingerprint"),
    instant("pin_expires_at", optional=True),
    instant("created_at"),
    instant("updated_at"),
    instant("stage_since"),
    instant("closed_at", optional=True),
    Column("closed_reason", Text),
    # The place in the pipeline that it ever came to, from 1; kept by a trigger.
    Column("furthest", Integer, nullable=False, server_default="0"),
    Column("legal_hold", Boolean, nullable=False, server_default=text("false")),
    Column("version", Integer, nullable=False, server_default="1"),
    CheckConstraint(f"stage IN ({', '.join(repr(s) for s in STAGES)})", name="stage"),
    CheckConstraint("(stage <> 'closed') OR closed_reason IS NOT NULL", name="closed_with_reason"),
    Index(
        "uq_enrollments_open_number",
        "number_fingerprint",
        unique=True,
        postgresql_where=text(_OPEN_SQL),
    ),
    # The coordinators' lists: each sort carries what may be filtered by, so that a mix of filters that finds
    # nothing costs one pass over an index and never one over the table.
    # This one also answers how far requests came, and why they ended.
    Index(
        "ix_enrollments_created_at",
        "created_at",
        "id",
        postgresql_include=[*_FILTERS, "for_whom", "furthest", "closed_reason"],
    ),
    Index(
        "ix_enrollments_open_created",
        "created_at",
        "id",
        postgresql_include=_FILTERS,
        postgresql_where=text(_OPEN_SQL),
    ),
    Index(
        "ix_enrollments_open_since",
        "stage_since",
        "id",
        postgresql_include=_FILTERS,
        postgresql_where=text(_OPEN_SQL),
    ),
    Index(
        "ix_enrollments_board",
        "stage",
        "stage_since",
        "id",
        postgresql_include=[*_FILTERS[1:], "created_at"],
        postgresql_where=text(_OPEN_SQL),
    ),
    # One coordinator's own board.
    Index(
        "ix_enrollments_desk",
        "coordinator_id",
        "stage",
        "stage_since",
        "id",
        postgresql_include=["language", "channel", "site_id", "created_at"],
        postgresql_where=text(_OPEN_SQL),
    ),
    # A filter that narrows most comes first in an index of its own: one that then finds nothing costs little.
    Index(
        "ix_enrollments_coordinator",
        "coordinator_id",
        "created_at",
        "id",
        postgresql_include=["stage", "language", "channel", "site_id"],
    ),
    Index(
        "ix_enrollments_site",
        "site_id",
        "created_at",
        "id",
        postgresql_include=["stage", "language", "channel", "coordinator_id"],
    ),
    # "IS NULL" keeps no order in an index that begins with the column.
    Index(
        "ix_enrollments_unassigned",
        "created_at",
        "id",
        postgresql_include=["stage", "language", "channel", "site_id"],
        postgresql_where=text("coordinator_id IS NULL"),
    ),
    Index("ix_enrollments_updated_at", "updated_at"),
)

enrollment_notes = Table(
    "enrollment_notes",
    metadata,
    record_id(),
    Column("enrollment_id", ForeignKey("enrollments.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("author_id", Uuid(as_uuid=True)),
    Column("data_key", LargeBinary, nullable=False),
    sealed("text_sealed"),
    instant("created_at"),
)

enrollment_tasks = Table(
    "enrollment_tasks",
    metadata,
    record_id(),
    Column("enrollment_id", ForeignKey("enrollments.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("assignee_id", Uuid(as_uuid=True)),
    instant("due_at"),
    instant("created_at"),
    instant("done_at", optional=True),
    Index("ix_enrollment_tasks_open", "assignee_id", "due_at", postgresql_where=text("done_at IS NULL")),
)

enrollment_events = Table(
    "enrollment_events",
    metadata,
    record_id(),
    Column("enrollment_id", ForeignKey("enrollments.id", ondelete="CASCADE"), nullable=False),
    # What happened, in one word of a fixed vocabulary; details are codes, never free text.
    Column("kind", Text, nullable=False),
    Column("detail", Text),
    Column("actor", Text, nullable=False),
    instant("at"),
    Index("ix_enrollment_events_enrollment_at", "enrollment_id", "at"),
)
