"""What the law asks us to keep: permissions, consents, disclosures, stops, holds, and proof of forgetting."""

from __future__ import annotations

from sqlalchemy import (
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
from sqlalchemy.dialects.postgresql import JSONB

from intake.storage.schema.base import fingerprint, instant, metadata, record_id, sealed

# A retired vault key's fingerprint key, sealed: old stops stay findable after the key itself has gone.
vault_keys = Table(
    "vault_keys",
    metadata,
    Column("key_id", LargeBinary, primary_key=True),
    Column("data_key", LargeBinary, nullable=False),
    Column("entry_sealed", LargeBinary, nullable=False),
    instant("retired_at"),
)

# How far a rotation has come in each table, so that a killed one goes on where it stopped.
vault_progress = Table(
    "vault_progress",
    metadata,
    Column("table_name", Text, primary_key=True),
    Column("key_id", LargeBinary, nullable=False),
    Column("after", Text),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("passes", Integer, nullable=False, server_default="0"),
    Column("finished", Boolean, nullable=False, server_default=text("false")),
    instant("updated_at"),
)

# Fingerprint only: we remember that this number is to be left alone, not whose it is.
suppressions = Table(
    "suppressions",
    metadata,
    record_id(),
    Column("number_fingerprint", LargeBinary, nullable=False),
    # all | sms | voice
    Column("channel", Text, nullable=False),
    # stop | wrong_number | do_not_contact | staff | carrier
    Column("reason", Text, nullable=False),
    # keyword | free_text | keypress | spoken | staff | carrier_error
    Column("how", Text, nullable=False),
    instant("since"),
    instant("lifted_at", optional=True),
    Index(
        "uq_suppressions_open",
        "number_fingerprint",
        "channel",
        unique=True,
        postgresql_where=text("lifted_at IS NULL"),
    ),
    CheckConstraint("channel IN ('all', 'sms', 'voice')", name="channel"),
)

# A key press or text that lets us contact somebody: what was asked, in which wording, when, where.
permissions = Table(
    "permissions",
    metadata,
    record_id(),
    Column("enrollment_id", ForeignKey("enrollments.id", ondelete="CASCADE"), index=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), index=True),
    # call_any_hour | call_window | voicemail | text_message | text_topics | use_caller_id | brand_ok …
    Column("kind", Text, nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("step", Text, nullable=False),
    Column("wording_version", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("channel", Text, nullable=False),
    instant("at"),
    instant("withdrawn_at", optional=True),
)

# A written consent never changes: 42 CFR 2.31(a). Only its revocation is added.
consents = Table(
    "consents",
    metadata,
    record_id(),
    # No foreign key: the law keeps this longer than the enrollment (45 CFR 164.316(b)(2), 164.528).
    Column("enrollment_id", Uuid(as_uuid=True), nullable=False, index=True),
    # tpo | specific | counseling_notes | legal_proceedings: the last two never share a form (2.31(b), (d)).
    Column("kind", Text, nullable=False),
    Column("data_key", LargeBinary, nullable=False),
    # The ten elements as one JSON document.
    Column("elements_sealed", LargeBinary, nullable=False),
    Column("form_version", Text, nullable=False),
    Column("signer", Text, nullable=False),
    instant("signed_at"),
    instant("expires_at", optional=True),
    Column("expires_event", Text),
    instant("revoked_at", optional=True),
    Column("revoked_how", Text),
    Column("recorded_by", Text, nullable=False),
)

disclosures = Table(
    "disclosures",
    metadata,
    record_id(),
    Column("enrollment_id", Uuid(as_uuid=True), nullable=False),
    # consent | emergency | court_order | audit | child_abuse | crime_on_premises | qso
    Column("basis", Text, nullable=False),
    Column("consent_id", ForeignKey("consents.id", ondelete="RESTRICT")),
    Column("data_key", LargeBinary, nullable=False),
    # Recipient, what was disclosed, purpose; for an emergency the four facts of 2.51(c).
    Column("content_sealed", LargeBinary, nullable=False),
    # Which 2.32 statement went with it, and whether the consent's copy or scope did.
    Column("statement", Text),
    Column("consent_copy", Text),
    Column("made_by", Text, nullable=False),
    instant("at"),
    Index("ix_disclosures_enrollment_at", "enrollment_id", "at"),
    CheckConstraint("basis <> 'consent' OR consent_id IS NOT NULL", name="consent_named"),
)

# Police, courts, insurers, family: all go to the privacy officer, and all hear the same words (2.13(c)(2)).
legal_requests = Table(
    "legal_requests",
    metadata,
    record_id(),
    # police | court | attorney | insurer | employer | family | other
    Column("asker", Text, nullable=False),
    Column("data_key", LargeBinary, nullable=False),
    sealed("content_sealed"),
    Column("taken_by", Text, nullable=False),
    instant("received_at"),
    instant("due_at", optional=True),
    instant("closed_at", optional=True),
    Column("closed_by", Text),
    Column("result", Text),
)

legal_holds = Table(
    "legal_holds",
    metadata,
    record_id(),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Uuid(as_uuid=True), nullable=False, index=True),
    Column("matter", Text, nullable=False),
    Column("placed_by", Text, nullable=False),
    instant("placed_at"),
    Column("lifted_by", Text),
    instant("lifted_at", optional=True),
)

# Proof of forgetting: which records, by which rule; nothing about whom.
certificates = Table(
    "certificates",
    metadata,
    record_id(),
    instant("at"),
    Column("rule", Text, nullable=False),
    Column("counts", JSONB, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("made_by", Text, nullable=False),
)

# What must stay forgotten when an older backup is put back: opaque ids and times, no more.
erasures = Table(
    "erasures",
    metadata,
    Column("table_name", Text, primary_key=True),
    Column("record_id", Uuid(as_uuid=True), primary_key=True),
    Column("certificate_id", ForeignKey("certificates.id", ondelete="RESTRICT"), nullable=False),
    instant("at"),
)

# Tries of a code on the neutral line, per caller and per call, so that nobody can try them all.
code_tries = Table(
    "code_tries",
    metadata,
    record_id(),
    fingerprint("subject"),
    instant("at"),
    Index("ix_code_tries_at", "at"),
)

# What went wrong with records, and by when somebody has to be told (45 CFR 164.400 on, by 42 CFR 2.16(b)).
breaches = Table(
    "breaches",
    metadata,
    record_id(),
    Column("data_key", LargeBinary, nullable=False),
    Column("content_sealed", LargeBinary, nullable=False),
    instant("discovered_at"),
    Column("affected", Integer, nullable=False, server_default="0"),
    Column("recorded_by", Text, nullable=False),
    instant("people_told_at", optional=True),
    instant("authority_told_at", optional=True),
    instant("media_told_at", optional=True),
    instant("closed_at", optional=True),
)
