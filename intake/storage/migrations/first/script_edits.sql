CREATE TABLE script_drafts (
    id UUID NOT NULL,
    base_digest TEXT NOT NULL,
    content TEXT NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    started_by TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_script_drafts PRIMARY KEY (id)
);

CREATE UNIQUE INDEX uq_script_drafts_open ON script_drafts ((true)) WHERE closed_at IS NULL;

CREATE TABLE script_changes (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by TEXT NOT NULL,
    act TEXT NOT NULL,
    step TEXT,
    digest TEXT,
    words TEXT,
    CONSTRAINT pk_script_changes PRIMARY KEY (id)
);
