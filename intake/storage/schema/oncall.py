"""Shifts and what changes them, breaks and rests, calendar feeds, and reminders before a shift."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from intake.storage.schema.base import instant, metadata, record_id

TIERS = ("primary", "backup", "supervisor", "manager")
_TIER_SQL = f"tier IN ({', '.join(repr(tier) for tier in TIERS)})"


def _person(name: str = "staff_id", *, optional: bool = False) -> Column[object]:
    return Column(name, ForeignKey("staff.id", ondelete="CASCADE"), nullable=optional)


shifts = Table(
    "shifts",
    metadata,
    record_id(),
    _person(),
    Column("tier", Text, nullable=False),
    # Local wall times: the zone's offset on the day decides the instant, also when the clocks change.
    Column("starts_local", DateTime(timezone=False), nullable=False),
    Column("ends_local", DateTime(timezone=False), nullable=False),
    Column("timezone", Text, nullable=False),
    # RFC 5545 recurrence rule, or empty.
    Column("rrule", Text, nullable=False, server_default=""),
    # file | calendar | console
    Column("origin", Text, nullable=False),
    instant("created_at"),
    instant("retired_at", optional=True),
    CheckConstraint(_TIER_SQL, name="tier"),
    CheckConstraint("ends_local > starts_local", name="ends_after_start"),
    Index(
        "uq_shifts_once",
        "staff_id",
        "tier",
        "starts_local",
        "ends_local",
        "timezone",
        "rrule",
        unique=True,
        postgresql_where=text("retired_at IS NULL"),
    ),
)

overrides = Table(
    "overrides",
    metadata,
    record_id(),
    _person(),
    Column("tier", Text, nullable=False),
    instant("starts_at"),
    instant("ends_at"),
    _person("replaces", optional=True),
    # override | swap | take_now
    Column("kind", Text, nullable=False),
    Column("swap_id", Uuid(as_uuid=True), index=True),
    instant("made_at"),
    instant("withdrawn_at", optional=True),
    CheckConstraint(_TIER_SQL, name="tier"),
    CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    CheckConstraint("replaces IS NULL OR replaces <> staff_id", name="not_oneself"),
    CheckConstraint("kind IN ('override', 'swap', 'take_now')", name="kind"),
    Index("ix_overrides_ends_at", "ends_at", postgresql_where=text("withdrawn_at IS NULL")),
)

# One person gives a stretch of duty away; the other may give one in return. Both must say yes.
swaps = Table(
    "swaps",
    metadata,
    record_id(),
    _person("giver_id"),
    _person("taker_id"),
    Column("tier", Text, nullable=False),
    instant("starts_at"),
    instant("ends_at"),
    Column("return_tier", Text),
    instant("return_starts_at", optional=True),
    instant("return_ends_at", optional=True),
    instant("asked_at"),
    instant("giver_yes_at", optional=True),
    instant("taker_yes_at", optional=True),
    # asked | agreed | refused | withdrawn
    Column("state", Text, nullable=False, server_default="asked"),
    instant("settled_at", optional=True),
    CheckConstraint("giver_id <> taker_id", name="two_people"),
    CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    CheckConstraint("state IN ('asked', 'agreed', 'refused', 'withdrawn')", name="state"),
    CheckConstraint(
        "state <> 'agreed' OR (giver_yes_at IS NOT NULL AND taker_yes_at IS NOT NULL)", name="both_said_yes"
    ),
    Index("ix_swaps_open", "starts_at", postgresql_where=text("state = 'asked'")),
)

time_off = Table(
    "time_off",
    metadata,
    record_id(),
    _person(),
    instant("starts_at"),
    instant("ends_at"),
    instant("created_at"),
    instant("withdrawn_at", optional=True),
    CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    Index("ix_time_off_ends_at", "ends_at", postgresql_where=text("withdrawn_at IS NULL")),
)

# A secret address under which a calendar program reads one person's shifts, or the team's. Only its hash.
calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    record_id(),
    # Null for the whole team.
    _person(optional=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    instant("created_at"),
    instant("revoked_at", optional=True),
)

shift_confirmations = Table(
    "shift_confirmations",
    metadata,
    record_id(),
    _person(),
    Column("tier", Text, nullable=False),
    instant("starts_at"),
    # due | asked | confirmed | alarmed | dropped
    Column("state", Text, nullable=False, server_default="due"),
    instant("next_action_at", optional=True),
    instant("asked_at", optional=True),
    instant("confirmed_at", optional=True),
    instant("alarmed_at", optional=True),
    UniqueConstraint("staff_id", "tier", "starts_at"),
    CheckConstraint("state IN ('due', 'asked', 'confirmed', 'alarmed', 'dropped')", name="state"),
    CheckConstraint("state NOT IN ('due', 'asked') OR next_action_at IS NOT NULL", name="open_has_next_action"),
    Index(
        "ix_shift_confirmations_next_action",
        "next_action_at",
        postgresql_where=text("next_action_at IS NOT NULL"),
    ),
)

# How somebody on duty stands just now; no row means that they are free.
duty_states = Table(
    "duty_states",
    metadata,
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("on_break", Boolean, nullable=False, server_default=text("false")),
    instant("wrapping_until", optional=True),
    instant("resting_until", optional=True),
    # Set when the carrier said that their number does not exist; cleared by a person.
    instant("dead_since", optional=True),
    instant("updated_at"),
)

# A professional ended a call of this number as abusive, and is not given the next one from it.
barred_callers = Table(
    "barred_callers",
    metadata,
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("number_fingerprint", LargeBinary, primary_key=True),
    instant("since"),
)
