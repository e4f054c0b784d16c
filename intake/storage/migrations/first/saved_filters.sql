CREATE TABLE saved_filters (
    id UUID NOT NULL,
    staff_id UUID NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_saved_filters PRIMARY KEY (id),
    CONSTRAINT uq_saved_filters_staff_id_name UNIQUE (staff_id, name)
);

CREATE INDEX ix_saved_filters_staff_id ON saved_filters (staff_id);
