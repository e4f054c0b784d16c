"""Staff, how they sign in, their sessions, and the times that somebody broke the glass."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

from intake.storage.schema.base import fingerprint, instant, metadata, record_id, sealed

ROLES = ("professional", "coordinator", "supervisor", "admin", "auditor")

staff = Table(
    "staff",
    metadata,
    record_id(),
    # Lower case; staff are not patients, their address is not sealed.
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("languages", ARRAY(Text), nullable=False, server_default=text("'{en}'")),
    Column("timezone", Text, nullable=False, server_default="America/New_York"),
    Column("data_key", LargeBinary, nullable=False),
    sealed("phone_sealed"),
    fingerprint("phone_fingerprint"),
    # When somebody pressed their code on that telephone; empty again with every other number.
    instant("phone_verified_at", optional=True),
    Column("password_hash", Text),
    sealed("totp_sealed"),
    # The last time step that was accepted: the same code never works twice (RFC 6238 5.2).
    Column("totp_step", BigInteger, nullable=False, server_default="0"),
    # SHA-256 of issuer and account at an identity provider, kept at the first sign-in by it.
    Column("oidc_subject", LargeBinary, unique=True),
    instant("created_at"),
    instant("disabled_at", optional=True),
    CheckConstraint("email = lower(email)", name="email_lower"),
    CheckConstraint(f"roles <@ ARRAY[{', '.join(repr(r) for r in ROLES)}]::text[]", name="roles_known"),
    CheckConstraint("cardinality(roles) > 0", name="has_role"),
)

# A telephone rings, and whoever has the code before them presses it there: so it is known to be theirs.
phone_checks = Table(
    "phone_checks",
    metadata,
    record_id(),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("code", Text, nullable=False),
    # The number that is rung: if it is another one by then, nothing is known of that.
    Column("phone_fingerprint", LargeBinary, nullable=False),
    Column("state", Text, nullable=False, server_default="planned"),
    Column("wrong", Integer, nullable=False, server_default="0"),
    instant("asked_at"),
    instant("expires_at"),
    CheckConstraint("state IN ('planned', 'ringing', 'verified', 'failed')", name="state"),
    Index("ix_phone_checks_staff", "staff_id", "asked_at"),
    Index("ix_phone_checks_planned", "asked_at", postgresql_where=text("state = 'planned'")),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    # SHA-256 of the cookie's token: whoever reads the table cannot ride a session.
    Column("token_hash", LargeBinary, primary_key=True),
    Column("public_id", Text, nullable=False, unique=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    # password | passkey | oidc, and whether a second factor was shown.
    Column("method", Text, nullable=False),
    Column("second_factor", Boolean, nullable=False),
    Column("shared_screen", Boolean, nullable=False, server_default=text("false")),
    Column("device", Text, nullable=False, server_default=""),
    instant("created_at"),
    instant("seen_at"),
    instant("proved_at"),
    instant("expires_at"),
    instant("revoked_at", optional=True),
)

passkeys = Table(
    "passkeys",
    metadata,
    record_id(),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("credential_id", LargeBinary, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("label", Text, nullable=False),
    instant("created_at"),
    instant("used_at", optional=True),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    record_id(),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("code_hash", LargeBinary, nullable=False),
    instant("used_at", optional=True),
)

# One-time challenges: a passkey ceremony, a sign-in waiting for its second factor.
sign_in_steps = Table(
    "sign_in_steps",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE")),
    Column("purpose", Text, nullable=False),
    Column("challenge", LargeBinary),
    instant("expires_at"),
)

invitations = Table(
    "invitations",
    metadata,
    record_id(),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("invited_by", Text, nullable=False),
    instant("created_at"),
    instant("expires_at"),
    instant("used_at", optional=True),
)

# Failures slow the next try down; they never close the door (someone may be on duty behind it).
sign_in_delays = Table(
    "sign_in_delays",
    metadata,
    Column("subject", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    instant("last_at"),
    instant("next_at"),
    Index("ix_sign_in_delays_next_at", "next_at"),
)

glass_breaks = Table(
    "glass_breaks",
    metadata,
    record_id(),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("data_key", LargeBinary, nullable=False),
    sealed("reason_sealed"),
    instant("opened_at"),
    instant("expires_at"),
    instant("review_due_at"),
    Column("reviewed_by", ForeignKey("staff.id")),
    instant("reviewed_at", optional=True),
    Column("review_result", Text),
    Index("ix_glass_breaks_open", "review_due_at", postgresql_where=text("reviewed_at IS NULL")),
)
