CREATE TABLE shifts (
    id UUID NOT NULL,
    staff_id UUID NOT NULL,
    tier TEXT NOT NULL,
    starts_local TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    ends_local TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    timezone TEXT NOT NULL,
    rrule TEXT DEFAULT '' NOT NULL,
    origin TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    retired_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_shifts PRIMARY KEY (id),
    CONSTRAINT ck_shifts_tier CHECK (tier IN ('primary', 'backup', 'supervisor', 'manager')),
    CONSTRAINT ck_shifts_ends_after_start CHECK (ends_local > starts_local)
);

CREATE UNIQUE INDEX uq_shifts_once ON shifts (staff_id, tier, starts_local, ends_local, timezone, rrule) WHERE retired_at IS NULL;

CREATE TABLE overrides (
    id UUID NOT NULL,
    staff_id UUID NOT NULL,
    tier TEXT NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    replaces UUID,
    kind TEXT NOT NULL,
    swap_id UUID,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_overrides PRIMARY KEY (id),
    CONSTRAINT ck_overrides_tier CHECK (tier IN ('primary', 'backup', 'supervisor', 'manager')),
    CONSTRAINT ck_overrides_ends_after_start CHECK (ends_at > starts_at),
    CONSTRAINT ck_overrides_not_oneself CHECK (replaces IS NULL OR replaces <> staff_id),
    CONSTRAINT ck_overrides_kind CHECK (kind IN ('override', 'swap', 'take_now'))
);

CREATE INDEX ix_overrides_ends_at ON overrides (ends_at) WHERE withdrawn_at IS NULL;

CREATE INDEX ix_overrides_swap_id ON overrides (swap_id);

CREATE TABLE swaps (
    id UUID NOT NULL,
    giver_id UUID NOT NULL,
    taker_id UUID NOT NULL,
    tier TEXT NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    return_tier TEXT,
    return_starts_at TIMESTAMP WITH TIME ZONE,
    return_ends_at TIMESTAMP WITH TIME ZONE,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    giver_yes_at TIMESTAMP WITH TIME ZONE,
    taker_yes_at TIMESTAMP WITH TIME ZONE,
    state TEXT DEFAULT 'asked' NOT NULL,
    settled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_swaps PRIMARY KEY (id),
    CONSTRAINT ck_swaps_two_people CHECK (giver_id <> taker_id),
    CONSTRAINT ck_swaps_ends_after_start CHECK (ends_at > starts_at),
    CONSTRAINT ck_swaps_state CHECK (state IN ('asked', 'agreed', 'refused', 'withdrawn')),
    CONSTRAINT ck_swaps_both_said_yes CHECK (state <> 'agreed' OR (giver_yes_at IS NOT NULL AND taker_yes_at IS NOT NULL))
);

CREATE INDEX ix_swaps_open ON swaps (starts_at) WHERE state = 'asked';

CREATE TABLE time_off (
    id UUID NOT NULL,
    staff_id UUID NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_time_off PRIMARY KEY (id),
    CONSTRAINT ck_time_off_ends_after_start CHECK (ends_at > starts_at)
);

CREATE INDEX ix_time_off_ends_at ON time_off (ends_at) WHERE withdrawn_at IS NULL;

CREATE TABLE calendar_feeds (
    id UUID NOT NULL,
    staff_id UUID,
    token_hash BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_calendar_feeds PRIMARY KEY (id),
    CONSTRAINT uq_calendar_feeds_token_hash UNIQUE (token_hash)
);

CREATE TABLE shift_confirmations (
    id UUID NOT NULL,
    staff_id UUID NOT NULL,
    tier TEXT NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state TEXT DEFAULT 'due' NOT NULL,
    next_action_at TIMESTAMP WITH TIME ZONE,
    asked_at TIMESTAMP WITH TIME ZONE,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    alarmed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_shift_confirmations PRIMARY KEY (id),
    CONSTRAINT uq_shift_confirmations_staff_id_tier_starts_at UNIQUE (staff_id, tier, starts_at),
    CONSTRAINT ck_shift_confirmations_state CHECK (state IN ('due', 'asked', 'confirmed', 'alarmed', 'dropped')),
    CONSTRAINT ck_shift_confirmations_open_has_next_action CHECK (state NOT IN ('due', 'asked') OR next_action_at IS NOT NULL)
);

CREATE INDEX ix_shift_confirmations_next_action ON shift_confirmations (next_action_at) WHERE next_action_at IS NOT NULL;

CREATE TABLE duty_states (
    staff_id UUID NOT NULL,
    on_break BOOLEAN DEFAULT false NOT NULL,
    wrapping_until TIMESTAMP WITH TIME ZONE,
    resting_until TIMESTAMP WITH TIME ZONE,
    dead_since TIMESTAMP WITH TIME ZONE,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_duty_states PRIMARY KEY (staff_id)
);

CREATE TABLE barred_callers (
    staff_id UUID NOT NULL,
    number_fingerprint BYTEA NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_barred_callers PRIMARY KEY (staff_id, number_fingerprint)
);
