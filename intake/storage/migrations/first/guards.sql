CREATE OR REPLACE FUNCTION helpline_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'helpline: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

CREATE OR REPLACE FUNCTION helpline_keep_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.at < now() - interval '6 years' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'helpline: DELETE on % is refused', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

CREATE OR REPLACE FUNCTION helpline_keep_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM audit_entries WHERE id = OLD.entry_id) THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'helpline: DELETE on audit_links is refused' USING ERRCODE = '42501';
END $$;

CREATE OR REPLACE FUNCTION helpline_keep_consent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := ARRAY['data_key', 'revoked_at', 'revoked_how'];
BEGIN
  IF (to_jsonb(OLD) - free) = (to_jsonb(NEW) - free)
     AND (OLD.revoked_at IS NULL OR OLD.revoked_at = NEW.revoked_at) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'helpline: a signed consent does not change' USING ERRCODE = '42501';
END $$;

CREATE OR REPLACE FUNCTION helpline_keep_disclosure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(OLD) - 'data_key') = (to_jsonb(NEW) - 'data_key') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'helpline: a disclosure does not change' USING ERRCODE = '42501';
END $$;

CREATE OR REPLACE TRIGGER helpline_audit_entries_update BEFORE UPDATE ON audit_entries FOR EACH ROW EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_audit_links_update BEFORE UPDATE ON audit_links FOR EACH ROW EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_audit_checkpoints_update BEFORE UPDATE ON audit_checkpoints FOR EACH ROW EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_certificates_update BEFORE UPDATE ON certificates FOR EACH ROW EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_erasures_update BEFORE UPDATE ON erasures FOR EACH ROW EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_audit_entries_truncate BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_audit_links_truncate BEFORE TRUNCATE ON audit_links FOR EACH STATEMENT EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_audit_checkpoints_truncate BEFORE TRUNCATE ON audit_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_certificates_truncate BEFORE TRUNCATE ON certificates FOR EACH STATEMENT EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_erasures_truncate BEFORE TRUNCATE ON erasures FOR EACH STATEMENT EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_consents_truncate BEFORE TRUNCATE ON consents FOR EACH STATEMENT EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_disclosures_truncate BEFORE TRUNCATE ON disclosures FOR EACH STATEMENT EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_audit_checkpoints_delete BEFORE DELETE ON audit_checkpoints FOR EACH ROW EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_certificates_delete BEFORE DELETE ON certificates FOR EACH ROW EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_erasures_delete BEFORE DELETE ON erasures FOR EACH ROW EXECUTE FUNCTION helpline_refuse();

CREATE OR REPLACE TRIGGER helpline_audit_entries_delete BEFORE DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION helpline_keep_entry();

CREATE OR REPLACE TRIGGER helpline_audit_links_delete BEFORE DELETE ON audit_links FOR EACH ROW EXECUTE FUNCTION helpline_keep_link();

CREATE OR REPLACE TRIGGER helpline_disclosures_delete BEFORE DELETE ON disclosures FOR EACH ROW EXECUTE FUNCTION helpline_keep_entry();

CREATE OR REPLACE TRIGGER helpline_disclosures_update BEFORE UPDATE ON disclosures FOR EACH ROW EXECUTE FUNCTION helpline_keep_disclosure();

CREATE OR REPLACE TRIGGER helpline_consents_update BEFORE UPDATE ON consents FOR EACH ROW EXECUTE FUNCTION helpline_keep_consent();

CREATE OR REPLACE FUNCTION helpline_callbacks_state() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.state || '>' || NEW.state IN ('accepted>cancelled', 'accepted>completed', 'accepted>connected', 'accepted>dialing', 'accepted>due', 'accepted>exhausted', 'accepted>waiting', 'connected>cancelled', 'connected>completed', 'connected>due', 'connected>exhausted', 'connected>waiting', 'dialing>accepted', 'dialing>cancelled', 'dialing>completed', 'dialing>connected', 'dialing>due', 'dialing>exhausted', 'dialing>waiting', 'due>accepted', 'due>cancelled', 'due>completed', 'due>due', 'due>exhausted', 'due>offered', 'due>waiting', 'offered>accepted', 'offered>cancelled', 'offered>completed', 'offered>due', 'offered>exhausted', 'offered>waiting', 'waiting>cancelled', 'waiting>completed', 'waiting>due', 'waiting>exhausted', 'waiting>offered', 'waiting>waiting') THEN RETURN NEW; END IF; RAISE EXCEPTION 'helpline: % after % is refused on callbacks', NEW.state, OLD.state USING ERRCODE = '23514'; END $$;

CREATE OR REPLACE TRIGGER helpline_callbacks_state BEFORE UPDATE OF state ON callbacks FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION helpline_callbacks_state();

CREATE OR REPLACE FUNCTION helpline_offers_result() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.result || '>' || NEW.result IN ('planned>accepted', 'planned>busy', 'planned>cancelled', 'planned>declined', 'planned>failed', 'planned>no_answer', 'planned>ringing', 'planned>taken', 'planned>unknown', 'ringing>accepted', 'ringing>busy', 'ringing>cancelled', 'ringing>declined', 'ringing>failed', 'ringing>no_answer', 'ringing>taken', 'ringing>unknown', 'unknown>accepted', 'unknown>busy', 'unknown>cancelled', 'unknown>declined', 'unknown>failed', 'unknown>no_answer', 'unknown>ringing', 'unknown>taken') THEN RETURN NEW; END IF; RAISE EXCEPTION 'helpline: % after % is refused on offers', NEW.result, OLD.result USING ERRCODE = '23514'; END $$;

CREATE OR REPLACE TRIGGER helpline_offers_result BEFORE UPDATE OF result ON offers FOR EACH ROW WHEN (OLD.result IS DISTINCT FROM NEW.result) EXECUTE FUNCTION helpline_offers_result();

CREATE OR REPLACE FUNCTION helpline_furthest() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.furthest := greatest(NEW.furthest, array_position(ARRAY['partial', 'queued', 'attempting', 'contacted', 'prescreened', 'consented', 'vob_pending', 'vob_done', 'assessment_scheduled', 'assessed', 'enrolled'], NEW.stage)); RETURN NEW; END $$;

CREATE OR REPLACE TRIGGER helpline_furthest BEFORE INSERT OR UPDATE OF stage ON enrollments FOR EACH ROW EXECUTE FUNCTION helpline_furthest();

DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'helpline_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO helpline_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO helpline_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON audit_entries, audit_links, audit_checkpoints, certificates, erasures FROM helpline_app;
  END IF;
END $$;
