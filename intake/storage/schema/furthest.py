"""A trigger that keeps how far each record ever came, so that a funnel need not read what happened to a million."""

from __future__ import annotations

from intake.enrollments.pipeline import ORDER

# Ends that are no progress leave it where it was; a record that comes back a step keeps what it reached.
_WAY = ", ".join(f"'{stage}'" for stage in ORDER if stage not in ("closed", "do_not_contact"))

FURTHEST = (
    "CREATE OR REPLACE FUNCTION helpline_furthest() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"NEW.furthest := greatest(NEW.furthest, array_position(ARRAY[{_WAY}], NEW.stage)); RETURN NEW; END $$",
    "CREATE OR REPLACE TRIGGER helpline_furthest BEFORE INSERT OR UPDATE OF stage ON enrollments "
    "FOR EACH ROW EXECUTE FUNCTION helpline_furthest()",
)
