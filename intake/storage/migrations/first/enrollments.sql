CREATE TABLE enrollments (
    id UUID NOT NULL,
    code TEXT NOT NULL,
    stage TEXT NOT NULL,
    partial BOOLEAN DEFAULT true NOT NULL,
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    for_whom TEXT,
    data_key BYTEA NOT NULL,
    number_fingerprint BYTEA,
    number_sealed BYTEA,
    last_digits_fingerprint BYTEA,
    number_source TEXT,
    contact_mode TEXT DEFAULT 'voice' NOT NULL,
    message TEXT DEFAULT 'none' NOT NULL,
    identify_as TEXT DEFAULT 'first_name_only' NOT NULL,
    preferred_time TEXT DEFAULT 'asap' NOT NULL,
    zip_sealed BYTEA,
    zip_fingerprint BYTEA,
    timezone TEXT,
    name_sealed BYTEA,
    age_band TEXT,
    care_stage TEXT,
    living TEXT,
    priority_group BOOLEAN,
    pay TEXT,
    schedule TEXT,
    format TEXT,
    flags TEXT[] DEFAULT '{}' NOT NULL,
    contact_basis TEXT,
    site_id UUID,
    coordinator_id UUID,
    pin_fingerprint BYTEA,
    pin_expires_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    stage_since TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_reason TEXT,
    furthest INTEGER DEFAULT '0' NOT NULL,
    legal_hold BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_enrollments PRIMARY KEY (id),
    CONSTRAINT ck_enrollments_stage CHECK (stage IN ('partial', 'queued', 'attempting', 'contacted', 'prescreened', 'consented', 'vob_pending', 'vob_done', 'assessment_scheduled', 'assessed', 'enrolled', 'closed', 'do_not_contact')),
    CONSTRAINT ck_enrollments_closed_with_reason CHECK ((stage <> 'closed') OR closed_reason IS NOT NULL),
    CONSTRAINT uq_enrollments_code UNIQUE (code)
);

CREATE INDEX ix_enrollments_board ON enrollments (stage, stage_since, id) INCLUDE (language, channel, coordinator_id, site_id, created_at) WHERE stage NOT IN ('closed', 'do_not_contact', 'enrolled');

CREATE INDEX ix_enrollments_coordinator ON enrollments (coordinator_id, created_at, id) INCLUDE (stage, language, channel, site_id);

CREATE INDEX ix_enrollments_created_at ON enrollments (created_at, id) INCLUDE (stage, language, channel, coordinator_id, site_id, for_whom, furthest, closed_reason);

CREATE INDEX ix_enrollments_desk ON enrollments (coordinator_id, stage, stage_since, id) INCLUDE (language, channel, site_id, created_at) WHERE stage NOT IN ('closed', 'do_not_contact', 'enrolled');

CREATE INDEX ix_enrollments_last_digits_fingerprint ON enrollments (last_digits_fingerprint);

CREATE INDEX ix_enrollments_number_fingerprint ON enrollments (number_fingerprint);

CREATE INDEX ix_enrollments_open_created ON enrollments (created_at, id) INCLUDE (stage, language, channel, coordinator_id, site_id) WHERE stage NOT IN ('closed', 'do_not_contact', 'enrolled');

CREATE INDEX ix_enrollments_open_since ON enrollments (stage_since, id) INCLUDE (stage, language, channel, coordinator_id, site_id) WHERE stage NOT IN ('closed', 'do_not_contact', 'enrolled');

CREATE INDEX ix_enrollments_pin_fingerprint ON enrollments (pin_fingerprint);

CREATE INDEX ix_enrollments_site ON enrollments (site_id, created_at, id) INCLUDE (stage, language, channel, coordinator_id);

CREATE INDEX ix_enrollments_unassigned ON enrollments (created_at, id) INCLUDE (stage, language, channel, site_id) WHERE coordinator_id IS NULL;

CREATE INDEX ix_enrollments_updated_at ON enrollments (updated_at);

CREATE INDEX ix_enrollments_zip_fingerprint ON enrollments (zip_fingerprint);

CREATE UNIQUE INDEX uq_enrollments_open_number ON enrollments (number_fingerprint) WHERE stage NOT IN ('closed', 'do_not_contact', 'enrolled');

CREATE TABLE enrollment_notes (
    id UUID NOT NULL,
    enrollment_id UUID NOT NULL,
    author_id UUID,
    data_key BYTEA NOT NULL,
    text_sealed BYTEA,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_enrollment_notes PRIMARY KEY (id)
);

CREATE INDEX ix_enrollment_notes_enrollment_id ON enrollment_notes (enrollment_id);

CREATE TABLE enrollment_tasks (
    id UUID NOT NULL,
    enrollment_id UUID NOT NULL,
    kind TEXT NOT NULL,
    assignee_id UUID,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    done_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_enrollment_tasks PRIMARY KEY (id)
);

CREATE INDEX ix_enrollment_tasks_enrollment_id ON enrollment_tasks (enrollment_id);

CREATE INDEX ix_enrollment_tasks_open ON enrollment_tasks (assignee_id, due_at) WHERE done_at IS NULL;

CREATE TABLE enrollment_events (
    id UUID NOT NULL,
    enrollment_id UUID NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT,
    actor TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_enrollment_events PRIMARY KEY (id)
);

CREATE INDEX ix_enrollment_events_enrollment_at ON enrollment_events (enrollment_id, at);
