"""Sites and the programs that they offer. No column here holds a price, a fee or a rate of anything."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from intake.storage.schema.base import instant, metadata, record_id

sites = Table(
    "sites",
    metadata,
    record_id(),
    # A short name for files and commands, unique.
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("street", Text, nullable=False, server_default=""),
    Column("city", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("zip", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    # A block-grant site: 45 CFR 96.126 and 96.131 bind it.
    Column("sabg", Boolean, nullable=False, server_default=text("false")),
    instant("created_at"),
    instant("updated_at"),
    instant("closed_at", optional=True),
)

program_offers = Table(
    "program_offers",
    metadata,
    record_id(),
    Column("site_id", ForeignKey("sites.id", ondelete="CASCADE"), nullable=False),
    Column("slug", Text, nullable=False),
    Column("name", Text, nullable=False),
    # A level's code and the edition that it is from: levels changed between them.
    Column("level", Text, nullable=False),
    Column("asam_edition", Integer, nullable=False),
    Column("sessions_per_week", Integer, nullable=False),
    Column("hours_per_session", Float, nullable=False),
    Column("individual_hours", Float, nullable=False, server_default="1"),
    Column("weeks", Integer, nullable=False),
    Column("schedules", ARRAY(Text), nullable=False),
    Column("formats", ARRAY(Text), nullable=False),
    Column("languages", ARRAY(Text), nullable=False),
    Column("payers", ARRAY(Text), nullable=False),
    Column("age_bands", ARRAY(Text), nullable=False),
    # States whose residents an online program may take.
    Column("online_states", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("open_places", Integer),
    instant("updated_at"),
    instant("closed_at", optional=True),
    CheckConstraint("sessions_per_week BETWEEN 1 AND 7", name="sessions"),
    CheckConstraint("hours_per_session > 0 AND hours_per_session <= 12", name="hours"),
    CheckConstraint("weeks BETWEEN 1 AND 104", name="weeks"),
    Index("uq_program_offers_site_slug", "site_id", "slug", unique=True),
)
