CREATE TABLE sites (
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    street TEXT DEFAULT '' NOT NULL,
    city TEXT NOT NULL,
    state TEXT NOT NULL,
    zip TEXT NOT NULL,
    timezone TEXT NOT NULL,
    latitude FLOAT NOT NULL,
    longitude FLOAT NOT NULL,
    sabg BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_sites PRIMARY KEY (id),
    CONSTRAINT uq_sites_slug UNIQUE (slug)
);

CREATE TABLE program_offers (
    id UUID NOT NULL,
    site_id UUID NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    asam_edition INTEGER NOT NULL,
    sessions_per_week INTEGER NOT NULL,
    hours_per_session FLOAT NOT NULL,
    individual_hours FLOAT DEFAULT '1' NOT NULL,
    weeks INTEGER NOT NULL,
    schedules TEXT[] NOT NULL,
    formats TEXT[] NOT NULL,
    languages TEXT[] NOT NULL,
    payers TEXT[] NOT NULL,
    age_bands TEXT[] NOT NULL,
    online_states TEXT[] DEFAULT '{}' NOT NULL,
    open_places INTEGER,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_program_offers PRIMARY KEY (id),
    CONSTRAINT ck_program_offers_sessions CHECK (sessions_per_week BETWEEN 1 AND 7),
    CONSTRAINT ck_program_offers_hours CHECK (hours_per_session > 0 AND hours_per_session <= 12),
    CONSTRAINT ck_program_offers_weeks CHECK (weeks BETWEEN 1 AND 104)
);

CREATE UNIQUE INDEX uq_program_offers_site_slug ON program_offers (site_id, slug);
