CREATE TABLE vault_keys (
    key_id BYTEA NOT NULL,
    data_key BYTEA NOT NULL,
    entry_sealed BYTEA NOT NULL,
    retired_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_vault_keys PRIMARY KEY (key_id)
);

CREATE TABLE vault_progress (
    table_name TEXT NOT NULL,
    key_id BYTEA NOT NULL,
    after TEXT,
    done INTEGER DEFAULT '0' NOT NULL,
    passes INTEGER DEFAULT '0' NOT NULL,
    finished BOOLEAN DEFAULT false NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_vault_progress PRIMARY KEY (table_name)
);

CREATE TABLE suppressions (
    id UUID NOT NULL,
    number_fingerprint BYTEA NOT NULL,
    channel TEXT NOT NULL,
    reason TEXT NOT NULL,
    how TEXT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    lifted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_suppressions PRIMARY KEY (id),
    CONSTRAINT ck_suppressions_channel CHECK (channel IN ('all', 'sms', 'voice'))
);

CREATE UNIQUE INDEX uq_suppressions_open ON suppressions (number_fingerprint, channel) WHERE lifted_at IS NULL;

CREATE TABLE permissions (
    id UUID NOT NULL,
    enrollment_id UUID,
    conversation_id UUID,
    kind TEXT NOT NULL,
    granted BOOLEAN NOT NULL,
    step TEXT NOT NULL,
    wording_version TEXT NOT NULL,
    language TEXT NOT NULL,
    channel TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_permissions PRIMARY KEY (id)
);

CREATE INDEX ix_permissions_conversation_id ON permissions (conversation_id);

CREATE INDEX ix_permissions_enrollment_id ON permissions (enrollment_id);

CREATE TABLE consents (
    id UUID NOT NULL,
    enrollment_id UUID NOT NULL,
    kind TEXT NOT NULL,
    data_key BYTEA NOT NULL,
    elements_sealed BYTEA NOT NULL,
    form_version TEXT NOT NULL,
    signer TEXT NOT NULL,
    signed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    expires_event TEXT,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_how TEXT,
    recorded_by TEXT NOT NULL,
    CONSTRAINT pk_consents PRIMARY KEY (id)
);

CREATE INDEX ix_consents_enrollment_id ON consents (enrollment_id);

CREATE TABLE disclosures (
    id UUID NOT NULL,
    enrollment_id UUID NOT NULL,
    basis TEXT NOT NULL,
    consent_id UUID,
    data_key BYTEA NOT NULL,
    content_sealed BYTEA NOT NULL,
    statement TEXT,
    consent_copy TEXT,
    made_by TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_disclosures PRIMARY KEY (id),
    CONSTRAINT ck_disclosures_consent_named CHECK (basis <> 'consent' OR consent_id IS NOT NULL)
);

CREATE INDEX ix_disclosures_enrollment_at ON disclosures (enrollment_id, at);

CREATE TABLE legal_requests (
    id UUID NOT NULL,
    asker TEXT NOT NULL,
    data_key BYTEA NOT NULL,
    content_sealed BYTEA,
    taken_by TEXT NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by TEXT,
    result TEXT,
    CONSTRAINT pk_legal_requests PRIMARY KEY (id)
);

CREATE TABLE legal_holds (
    id UUID NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    matter TEXT NOT NULL,
    placed_by TEXT NOT NULL,
    placed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    lifted_by TEXT,
    lifted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_legal_holds PRIMARY KEY (id)
);

CREATE INDEX ix_legal_holds_subject_id ON legal_holds (subject_id);

CREATE TABLE certificates (
    id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    rule TEXT NOT NULL,
    counts JSONB NOT NULL,
    digest BYTEA NOT NULL,
    signature BYTEA NOT NULL,
    made_by TEXT NOT NULL,
    CONSTRAINT pk_certificates PRIMARY KEY (id)
);

CREATE TABLE erasures (
    table_name TEXT NOT NULL,
    record_id UUID NOT NULL,
    certificate_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_erasures PRIMARY KEY (table_name, record_id)
);

CREATE TABLE code_tries (
    id UUID NOT NULL,
    subject BYTEA,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_code_tries PRIMARY KEY (id)
);

CREATE INDEX ix_code_tries_at ON code_tries (at);

CREATE INDEX ix_code_tries_subject ON code_tries (subject);

CREATE TABLE breaches (
    id UUID NOT NULL,
    data_key BYTEA NOT NULL,
    content_sealed BYTEA NOT NULL,
    discovered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    affected INTEGER DEFAULT '0' NOT NULL,
    recorded_by TEXT NOT NULL,
    people_told_at TIMESTAMP WITH TIME ZONE,
    authority_told_at TIMESTAMP WITH TIME ZONE,
    media_told_at TIMESTAMP WITH TIME ZONE,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_breaches PRIMARY KEY (id)
);
