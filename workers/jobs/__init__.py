"""What a job does: one call of a use case, by id."""
