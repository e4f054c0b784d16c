CREATE TABLE audit_entries (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    action TEXT NOT NULL,
    actor TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT,
    reason TEXT,
    origin TEXT,
    CONSTRAINT pk_audit_entries PRIMARY KEY (id)
);

CREATE INDEX ix_audit_entries_actor ON audit_entries (actor, id);

CREATE INDEX ix_audit_entries_at ON audit_entries (at);

CREATE INDEX ix_audit_entries_subject ON audit_entries (subject_id, id);

CREATE TABLE audit_links (
    position BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    CONSTRAINT pk_audit_links PRIMARY KEY (position),
    CONSTRAINT uq_audit_links_entry_id UNIQUE (entry_id)
);

CREATE TABLE audit_checkpoints (
    position BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    entries BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    public_key BYTEA NOT NULL,
    signature BYTEA NOT NULL,
    CONSTRAINT pk_audit_checkpoints PRIMARY KEY (position)
);
