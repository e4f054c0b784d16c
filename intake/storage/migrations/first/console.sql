CREATE TABLE debriefs (
    id UUID NOT NULL,
    staff_id UUID NOT NULL,
    callback_id UUID,
    why TEXT NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    done_at TIMESTAMP WITH TIME ZONE,
    done_by UUID,
    CONSTRAINT pk_debriefs PRIMARY KEY (id)
);

CREATE INDEX ix_debriefs_callback_id ON debriefs (callback_id);

CREATE INDEX ix_debriefs_open ON debriefs (due_at) WHERE done_at IS NULL;

CREATE INDEX ix_debriefs_staff_id ON debriefs (staff_id);

CREATE UNIQUE INDEX uq_debriefs_open_call ON debriefs (staff_id, callback_id) WHERE done_at IS NULL;
