CREATE TABLE staff (
    id UUID NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    roles TEXT[] NOT NULL,
    languages TEXT[] DEFAULT '{en}' NOT NULL,
    timezone TEXT DEFAULT 'America/New_York' NOT NULL,
    data_key BYTEA NOT NULL,
    phone_sealed BYTEA,
    phone_fingerprint BYTEA,
    phone_verified_at TIMESTAMP WITH TIME ZONE,
    password_hash TEXT,
    totp_sealed BYTEA,
    totp_step BIGINT DEFAULT '0' NOT NULL,
    oidc_subject BYTEA,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    disabled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_staff PRIMARY KEY (id),
    CONSTRAINT ck_staff_email_lower CHECK (email = lower(email)),
    CONSTRAINT ck_staff_roles_known CHECK (roles <@ ARRAY['professional', 'coordinator', 'supervisor', 'admin', 'auditor']::text[]),
    CONSTRAINT ck_staff_has_role CHECK (cardinality(roles) > 0),
    CONSTRAINT uq_staff_email UNIQUE (email),
    CONSTRAINT uq_staff_oidc_subject UNIQUE (oidc_subject)
);

CREATE INDEX ix_staff_phone_fingerprint ON staff (phone_fingerprint);

CREATE TABLE phone_checks (
    id UUID NOT NULL,
    staff_id UUID NOT NULL,
    code TEXT NOT NULL,
    phone_fingerprint BYTEA NOT NULL,
    state TEXT DEFAULT 'planned' NOT NULL,
    wrong INTEGER DEFAULT '0' NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_phone_checks PRIMARY KEY (id),
    CONSTRAINT ck_phone_checks_state CHECK (state IN ('planned', 'ringing', 'verified', 'failed'))
);

CREATE INDEX ix_phone_checks_planned ON phone_checks (asked_at) WHERE state = 'planned';

CREATE INDEX ix_phone_checks_staff ON phone_checks (staff_id, asked_at);

CREATE TABLE staff_sessions (
    token_hash BYTEA NOT NULL,
    public_id TEXT NOT NULL,
    staff_id UUID NOT NULL,
    method TEXT NOT NULL,
    second_factor BOOLEAN NOT NULL,
    shared_screen BOOLEAN DEFAULT false NOT NULL,
    device TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    proved_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_staff_sessions PRIMARY KEY (token_hash),
    CONSTRAINT uq_staff_sessions_public_id UNIQUE (public_id)
);

CREATE INDEX ix_staff_sessions_staff_id ON staff_sessions (staff_id);

CREATE TABLE passkeys (
    id UUID NOT NULL,
    staff_id UUID NOT NULL,
    credential_id BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    sign_count BIGINT NOT NULL,
    label TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_passkeys PRIMARY KEY (id),
    CONSTRAINT uq_passkeys_credential_id UNIQUE (credential_id)
);

CREATE INDEX ix_passkeys_staff_id ON passkeys (staff_id);

CREATE TABLE recovery_codes (
    id UUID NOT NULL,
    staff_id UUID NOT NULL,
    code_hash BYTEA NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_recovery_codes PRIMARY KEY (id)
);

CREATE INDEX ix_recovery_codes_staff_id ON recovery_codes (staff_id);

CREATE TABLE sign_in_steps (
    token_hash BYTEA NOT NULL,
    staff_id UUID,
    purpose TEXT NOT NULL,
    challenge BYTEA,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sign_in_steps PRIMARY KEY (token_hash)
);

CREATE TABLE invitations (
    id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    staff_id UUID NOT NULL,
    invited_by TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_invitations PRIMARY KEY (id),
    CONSTRAINT uq_invitations_token_hash UNIQUE (token_hash)
);

CREATE INDEX ix_invitations_staff_id ON invitations (staff_id);

CREATE TABLE sign_in_delays (
    subject BYTEA NOT NULL,
    failures INTEGER NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sign_in_delays PRIMARY KEY (subject)
);

CREATE INDEX ix_sign_in_delays_next_at ON sign_in_delays (next_at);

CREATE TABLE glass_breaks (
    id UUID NOT NULL,
    staff_id UUID NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    data_key BYTEA NOT NULL,
    reason_sealed BYTEA,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    review_due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    reviewed_by UUID,
    reviewed_at TIMESTAMP WITH TIME ZONE,
    review_result TEXT,
    CONSTRAINT pk_glass_breaks PRIMARY KEY (id)
);

CREATE INDEX ix_glass_breaks_open ON glass_breaks (review_due_at) WHERE reviewed_at IS NULL;
