CREATE TABLE callbacks (
    id UUID NOT NULL,
    enrollment_id UUID,
    conversation_id UUID,
    origin TEXT NOT NULL,
    class TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    language TEXT NOT NULL,
    minor BOOLEAN DEFAULT false NOT NULL,
    promised_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    window_opens_at TIMESTAMP WITH TIME ZONE,
    window_closes_at TIMESTAMP WITH TIME ZONE,
    next_action_at TIMESTAMP WITH TIME ZONE,
    offering_since TIMESTAMP WITH TIME ZONE,
    accepted_by UUID,
    accepted_at TIMESTAMP WITH TIME ZONE,
    connected_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    closed_reason TEXT,
    room TEXT,
    room_since TIMESTAMP WITH TIME ZONE,
    attempts_made INTEGER DEFAULT '0' NOT NULL,
    voicemails_left INTEGER DEFAULT '0' NOT NULL,
    raised_by UUID,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_callbacks PRIMARY KEY (id),
    CONSTRAINT ck_callbacks_state CHECK (state IN ('due', 'offered', 'accepted', 'dialing', 'connected', 'waiting', 'completed', 'exhausted', 'cancelled')),
    CONSTRAINT ck_callbacks_class CHECK (class IN ('P0', 'P1', 'P2', 'P3', 'P4')),
    CONSTRAINT ck_callbacks_open_has_next_action CHECK (NOT (state IN ('due', 'offered', 'accepted', 'dialing', 'connected', 'waiting')) OR next_action_at IS NOT NULL),
    CONSTRAINT ck_callbacks_ended_has_time CHECK ((state IN ('due', 'offered', 'accepted', 'dialing', 'connected', 'waiting')) OR ended_at IS NOT NULL),
    CONSTRAINT ck_callbacks_accepted_by_someone CHECK (state NOT IN ('accepted', 'dialing') OR accepted_by IS NOT NULL),
    CONSTRAINT uq_callbacks_room UNIQUE (room)
);

CREATE INDEX ix_callbacks_board ON callbacks (class, due_at) WHERE state IN ('due', 'offered', 'accepted', 'dialing', 'connected', 'waiting');

CREATE INDEX ix_callbacks_conversation_id ON callbacks (conversation_id);

CREATE INDEX ix_callbacks_created_at ON callbacks (created_at);

CREATE INDEX ix_callbacks_enrollment_id ON callbacks (enrollment_id);

CREATE INDEX ix_callbacks_in_hand ON callbacks (accepted_by) WHERE state IN ('accepted', 'dialing', 'connected');

CREATE INDEX ix_callbacks_later ON callbacks (class, due_at) WHERE state = 'waiting';

CREATE INDEX ix_callbacks_next_action ON callbacks (next_action_at) WHERE state IN ('due', 'offered', 'accepted', 'dialing', 'connected', 'waiting');

CREATE INDEX ix_callbacks_ready ON callbacks (class, due_at) WHERE state IN ('due', 'offered');

CREATE INDEX ix_callbacks_unserved ON callbacks (class, due_at) WHERE state = 'due' AND offering_since IS NOT NULL;

CREATE UNIQUE INDEX uq_callbacks_open_enrollment ON callbacks (enrollment_id) WHERE state IN ('due', 'offered', 'accepted', 'dialing', 'connected', 'waiting');

CREATE TABLE offers (
    id UUID NOT NULL,
    callback_id UUID NOT NULL,
    staff_id UUID NOT NULL,
    tier TEXT NOT NULL,
    channel TEXT DEFAULT 'phone' NOT NULL,
    result TEXT NOT NULL,
    why TEXT DEFAULT '' NOT NULL,
    leg_sid TEXT,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    rings_until TIMESTAMP WITH TIME ZONE NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    page INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT pk_offers PRIMARY KEY (id),
    CONSTRAINT uq_offers_leg_sid UNIQUE (leg_sid)
);

CREATE INDEX ix_offers_callback_id ON offers (callback_id);

CREATE INDEX ix_offers_staff_at ON offers (staff_id, at);

CREATE UNIQUE INDEX uq_offers_live_professional ON offers (staff_id) WHERE ended_at IS NULL;

CREATE UNIQUE INDEX uq_offers_one_accepted ON offers (callback_id) WHERE result = 'accepted' AND ended_at IS NULL;

CREATE TABLE attempts (
    id UUID NOT NULL,
    callback_id UUID NOT NULL,
    offer_id UUID,
    staff_id UUID,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    result TEXT,
    carrier_result TEXT,
    leg_sid TEXT,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    connected_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_attempts PRIMARY KEY (id),
    CONSTRAINT uq_attempts_callback_id_number UNIQUE (callback_id, number)
);

CREATE INDEX ix_attempts_at ON attempts (at);

CREATE INDEX ix_attempts_offer_id ON attempts (offer_id);

CREATE UNIQUE INDEX uq_attempts_one_open ON attempts (callback_id) WHERE ended_at IS NULL;
