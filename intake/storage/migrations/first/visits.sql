CREATE TABLE visits (
    id UUID NOT NULL,
    caller_print BYTEA NOT NULL,
    wanted_print BYTEA,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_visits PRIMARY KEY (id)
);

CREATE INDEX ix_visits_at ON visits (at);

CREATE INDEX ix_visits_caller_print ON visits (caller_print, at);
