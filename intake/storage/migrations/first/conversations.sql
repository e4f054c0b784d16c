CREATE TABLE script_versions (
    digest TEXT NOT NULL,
    content TEXT NOT NULL,
    registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,
    published_by TEXT,
    CONSTRAINT pk_script_versions PRIMARY KEY (digest)
);

CREATE INDEX ix_script_versions_published_at ON script_versions (published_at);

CREATE TABLE conversations (
    id UUID NOT NULL,
    channel TEXT NOT NULL,
    line TEXT NOT NULL,
    leg_sid TEXT,
    caller_fingerprint BYTEA,
    caller_sealed BYTEA,
    script_digest TEXT NOT NULL,
    language TEXT DEFAULT 'en' NOT NULL,
    step TEXT NOT NULL,
    turn INTEGER DEFAULT '0' NOT NULL,
    data_key BYTEA NOT NULL,
    state_sealed BYTEA,
    enrollment_id UUID,
    callback_id UUID,
    with_human BOOLEAN DEFAULT false NOT NULL,
    reached_crisis BOOLEAN DEFAULT false NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    secured_at TIMESTAMP WITH TIME ZONE,
    next_action_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_at_step TEXT,
    outcome TEXT,
    CONSTRAINT pk_conversations PRIMARY KEY (id),
    CONSTRAINT uq_conversations_leg_sid UNIQUE (leg_sid)
);

CREATE INDEX ix_conversations_caller ON conversations (caller_fingerprint, started_at);

CREATE INDEX ix_conversations_caller_fingerprint ON conversations (caller_fingerprint);

CREATE INDEX ix_conversations_enrollment_id ON conversations (enrollment_id);

CREATE INDEX ix_conversations_open ON conversations (next_action_at) WHERE ended_at IS NULL;

CREATE INDEX ix_conversations_started_at ON conversations (started_at);

CREATE INDEX ix_conversations_with_person ON conversations (updated_at) WHERE with_human AND ended_at IS NULL;

CREATE UNIQUE INDEX uq_conversations_open_thread ON conversations (caller_fingerprint, line) WHERE ended_at IS NULL AND channel = 'sms';

CREATE TABLE turns (
    conversation_id UUID NOT NULL,
    turn INTEGER NOT NULL,
    step TEXT NOT NULL,
    input TEXT NOT NULL,
    reply_sealed BYTEA,
    request TEXT,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_turns PRIMARY KEY (conversation_id, turn),
    CONSTRAINT uq_turns_request UNIQUE (request)
);

CREATE TABLE received_texts (
    sid TEXT NOT NULL,
    delivery TEXT,
    said TEXT,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_received_texts PRIMARY KEY (sid)
);

CREATE TABLE legs (
    sid TEXT NOT NULL,
    parent_sid TEXT,
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    conversation_id UUID,
    offer_id UUID,
    attempt_id UUID,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    seconds INTEGER,
    CONSTRAINT pk_legs PRIMARY KEY (sid)
);

CREATE INDEX ix_legs_attempt_id ON legs (attempt_id);

CREATE INDEX ix_legs_conversation_id ON legs (conversation_id);

CREATE INDEX ix_legs_live ON legs (created_at) WHERE ended_at IS NULL;

CREATE INDEX ix_legs_offer_id ON legs (offer_id);

CREATE TABLE leg_events (
    leg_sid TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    status TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_leg_events PRIMARY KEY (leg_sid, sequence)
);

CREATE TABLE messages (
    id UUID NOT NULL,
    sid TEXT,
    direction TEXT NOT NULL,
    purpose TEXT NOT NULL,
    conversation_id UUID,
    offer_id UUID,
    staff_id UUID,
    data_key BYTEA NOT NULL,
    number_sealed BYTEA,
    number_fingerprint BYTEA,
    body_sealed BYTEA,
    state TEXT NOT NULL,
    error_code INTEGER,
    intent TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    next_action_at TIMESTAMP WITH TIME ZONE,
    redacted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_messages PRIMARY KEY (id),
    CONSTRAINT uq_messages_conversation_id_id UNIQUE (conversation_id, id),
    CONSTRAINT uq_messages_sid UNIQUE (sid),
    CONSTRAINT uq_messages_intent UNIQUE (intent)
);

CREATE INDEX ix_messages_conversation_id ON messages (conversation_id);

CREATE INDEX ix_messages_due ON messages (next_action_at) WHERE next_action_at IS NOT NULL;

CREATE INDEX ix_messages_number_fingerprint ON messages (number_fingerprint);
