-- +goose Up
-- The walls of what came with teams, keys and the sealed record. Written by hand.

SELECT wall_off(t, 'SELECT, INSERT, UPDATE') FROM unnest(ARRAY['api_keys', 'invitations', 'data_exports']::regclass[]) AS t;
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_codes TO orion_platform;

-- A team may change its vendor's profile, never its name in addresses nor its status.
GRANT UPDATE (name, tagline, languages, language, currency, time_zone, country, legal_name, registration_number, vat_number,
  legal_address, contact_email, contact_phone, imprint, require_two_factor, terms_accepted_at, version, updated_at) ON vendors TO orion_app;

-- Entries of the record form a chain for each vendor and one for the platform, whose
-- name is the zero uuid. An entry is sealed when its transaction commits: the lock on the
-- end of the chain is held for that moment alone, and numbers have no gaps. The seals and
-- the ends of the chains are the owner's; the roles of the program cannot write them.
GRANT SELECT ON audit_seals, audit_heads TO orion_platform;

CREATE FUNCTION audit_chain(vendor uuid) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN coalesce(vendor, '00000000-0000-0000-0000-000000000000'::uuid);

-- What a seal vouches for: all columns that hold something, in one writing whatever the
-- time zone. A column that is added later changes nothing for entries without it.
CREATE FUNCTION audit_digest(before bytea, entry jsonb) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
  RETURN sha256(before || convert_to(jsonb_build_array(
    extract(epoch FROM (entry ->> 'created_at')::timestamptz), extract(epoch FROM (entry ->> 'updated_at')::timestamptz),
    jsonb_strip_nulls(entry - 'created_at' - 'updated_at'))::text, 'UTF8'));

-- +goose StatementBegin
-- When something was done is the database's to say, and not that of who records it. The
-- chains that the transaction will append to are noted for audit_lock.
CREATE FUNCTION audit_stamp() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  chain text := audit_chain(NEW.vendor_id);
  noted text := coalesce(current_setting('app.audit_chains', true), '');
BEGIN
  NEW.created_at := clock_timestamp();
  NEW.updated_at := NEW.created_at;
  IF position(chain IN noted) = 0 THEN
    PERFORM set_config('app.audit_chains', noted || ' ' || chain, true);
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
-- Locks the ends of chains in one order, so that transactions that append to several wait
-- for each other and never for ever.
CREATE FUNCTION audit_lock(chains uuid[]) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  link uuid;
BEGIN
  FOR link IN SELECT DISTINCT c FROM unnest(chains) AS c ORDER BY c LOOP
    PERFORM FROM audit_heads WHERE id = link FOR UPDATE;
    IF NOT FOUND THEN
      INSERT INTO audit_heads (id, sequence, hash) VALUES (link, 0, '') ON CONFLICT DO NOTHING;
      PERFORM FROM audit_heads WHERE id = link FOR UPDATE;
    END IF;
  END LOOP;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
-- Appends an entry to its chain, whose end the caller has locked.
CREATE FUNCTION audit_append(link uuid, entry jsonb) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  head record;
  digest bytea;
BEGIN
  SELECT sequence, hash INTO STRICT head FROM audit_heads WHERE id = link FOR UPDATE;
  digest := audit_digest(head.hash, entry);
  INSERT INTO audit_seals (id, chain, sequence, hash, version) VALUES ((entry ->> 'id')::uuid, link, head.sequence + 1, digest, 1);
  UPDATE audit_heads SET sequence = head.sequence + 1, hash = digest WHERE id = link;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION audit_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  link uuid := audit_chain(NEW.vendor_id);
  noted text := trim(coalesce(current_setting('app.audit_chains', true), ''));
BEGIN
  -- The first of the transaction locks for all; what was noted is then forgotten.
  PERFORM audit_lock(string_to_array(noted, ' ')::uuid[] || link);
  IF noted <> '' THEN
    PERFORM set_config('app.audit_chains', '', true);
  END IF;
  PERFORM audit_append(link, to_jsonb(NEW));
  RETURN NULL;
END $$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION audit_lock(uuid[]), audit_append(uuid, jsonb), audit_stamp(), audit_seal() FROM PUBLIC;

-- What was recorded before there were seals, oldest first. The wall binds the owner too,
-- who is let through for this.
ALTER TABLE audit_entries NO FORCE ROW LEVEL SECURITY;
SELECT audit_lock(array_agg(DISTINCT audit_chain(vendor_id))) FROM audit_entries;
SELECT audit_append(audit_chain(vendor_id), to_jsonb(e)) FROM (SELECT * FROM audit_entries ORDER BY id) AS e;
ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY;

CREATE TRIGGER audit_stamp BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_stamp();
CREATE CONSTRAINT TRIGGER audit_seal AFTER INSERT ON audit_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_seal();

-- +goose Down
DROP TRIGGER audit_seal ON audit_entries;
DROP TRIGGER audit_stamp ON audit_entries;
DROP FUNCTION audit_seal();
DROP FUNCTION audit_stamp();
DROP FUNCTION audit_append(uuid, jsonb);
DROP FUNCTION audit_lock(uuid[]);
DROP FUNCTION audit_digest(bytea, jsonb);
DROP FUNCTION audit_chain(uuid);
