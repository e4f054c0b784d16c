CREATE TABLE carrier_traces (
    id UUID NOT NULL,
    sid TEXT NOT NULL,
    kind TEXT NOT NULL,
    emptied BOOLEAN DEFAULT false NOT NULL,
    tries INTEGER DEFAULT '0' NOT NULL,
    delete_at TIMESTAMP WITH TIME ZONE NOT NULL,
    next_action_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_carrier_traces PRIMARY KEY (id),
    CONSTRAINT uq_carrier_traces_sid UNIQUE (sid)
);

CREATE INDEX ix_carrier_traces_next_action_at ON carrier_traces (next_action_at);

CREATE TABLE chores (
    name TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_chores PRIMARY KEY (name)
);
