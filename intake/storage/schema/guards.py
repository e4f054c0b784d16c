"""Guards that the database holds against everybody, the product included; migrations bring them there."""

from __future__ import annotations

from intake.privacy.keeping import TRAIL_YEARS
from intake.storage.schema.furthest import FURTHEST
from intake.storage.schema.lifecycles import LIFECYCLES

# The product's role, if the operator made one: it may add to the trail and read it, nothing more.
APP_ROLE = "helpline_app"
_TRAIL = ("audit_entries", "audit_links", "audit_checkpoints")
_PROOF = ("certificates", "erasures")

_REFUSE = """
CREATE OR REPLACE FUNCTION helpline_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'helpline: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$
"""

_KEEP_ENTRY = f"""
CREATE OR REPLACE FUNCTION helpline_keep_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.at < now() - interval '{TRAIL_YEARS} years' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'helpline: DELETE on % is refused', TG_TABLE_NAME USING ERRCODE = '42501';
END $$
"""

# A link goes only after its entry went, and a young entry cannot go.
_KEEP_LINK = """
CREATE OR REPLACE FUNCTION helpline_keep_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM audit_entries WHERE id = OLD.entry_id) THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'helpline: DELETE on audit_links is refused' USING ERRCODE = '42501';
END $$
"""

# 45 CFR 164.312(c): a signed consent is never changed, only revoked, once. Its data key may be rewrapped.
_KEEP_CONSENT = """
CREATE OR REPLACE FUNCTION helpline_keep_consent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := ARRAY['data_key', 'revoked_at', 'revoked_how'];
BEGIN
  IF (to_jsonb(OLD) - free) = (to_jsonb(NEW) - free)
     AND (OLD.revoked_at IS NULL OR OLD.revoked_at = NEW.revoked_at) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'helpline: a signed consent does not change' USING ERRCODE = '42501';
END $$
"""

_KEEP_DISCLOSURE = """
CREATE OR REPLACE FUNCTION helpline_keep_disclosure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(OLD) - 'data_key') = (to_jsonb(NEW) - 'data_key') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'helpline: a disclosure does not change' USING ERRCODE = '42501';
END $$
"""


def _trigger(table: str, when: str, function: str, each: str = "ROW") -> str:
    name = f"helpline_{table}_{when.split()[0].lower()}"
    return (
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {when} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION {function}()"
    )


_TRIGGERS = (
    *(_trigger(table, "UPDATE", "helpline_refuse") for table in (*_TRAIL, *_PROOF)),
    *(
        _trigger(table, "TRUNCATE", "helpline_refuse", "STATEMENT")
        for table in (*_TRAIL, *_PROOF, "consents", "disclosures")
    ),
    *(_trigger(table, "DELETE", "helpline_refuse") for table in ("audit_checkpoints", *_PROOF)),
    _trigger("audit_entries", "DELETE", "helpline_keep_entry"),
    _trigger("audit_links", "DELETE", "helpline_keep_link"),
    _trigger("disclosures", "DELETE", "helpline_keep_entry"),
    _trigger("disclosures", "UPDATE", "helpline_keep_disclosure"),
    _trigger("consents", "UPDATE", "helpline_keep_consent"),
)


def grants(role: str = APP_ROLE) -> str:
    """What the product's own role may do: everything it needs, and to the trail only add and read."""
    trail = ", ".join((*_TRAIL, *_PROOF))
    return f"""
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};
    REVOKE UPDATE, DELETE, TRUNCATE ON {trail} FROM {role};
  END IF;
END $$
"""  # noqa: S608 - only names from this module


_FUNCTIONS = (_REFUSE, _KEEP_ENTRY, _KEEP_LINK, _KEEP_CONSENT, _KEEP_DISCLOSURE)
GUARDS: tuple[str, ...] = (*_FUNCTIONS, *_TRIGGERS, *LIFECYCLES, *FURTHEST, grants())
