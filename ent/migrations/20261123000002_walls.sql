-- +goose Up
-- The third wall around a vendor. Written by hand: ent knows nothing of roles and
-- row-level security.

-- Roles belong to the whole server, so two databases may make them at the same
-- moment: whoever comes second finds them there.
-- +goose StatementBegin
DO $$
DECLARE r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['orion_app', 'orion_platform'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', r);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    IF NOT pg_has_role(current_user, r, 'MEMBER') THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', r);
    END IF;
  END LOOP;
END $$;
-- +goose StatementEnd

GRANT USAGE ON SCHEMA public TO orion_app, orion_platform;

-- The vendor of the transaction. Unset it is null, which equals nothing: no rows.
CREATE FUNCTION app_vendor() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.vendor_id', true), '')::uuid;

-- Puts a table with a vendor_id behind the wall. One policy for each role, and the
-- same expression for what may be seen and what may be written: policies of one
-- role are or-ed. The sub-select lets Postgres ask for the vendor once a statement.
-- Every later table with a vendor_id needs a call of it; a test looks.
-- +goose StatementBegin
CREATE FUNCTION wall_off(t regclass, app_may text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
  EXECUTE format('CREATE POLICY vendor ON %s TO orion_app USING (vendor_id = (SELECT app_vendor())) WITH CHECK (vendor_id = (SELECT app_vendor()))', t);
  EXECUTE format('CREATE POLICY platform ON %s TO orion_platform USING (true) WITH CHECK (true)', t);
  EXECUTE format('GRANT %s ON %s TO orion_app', app_may, t);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO orion_platform', t);
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION wall_off(regclass, text) FROM PUBLIC;

-- What a vendor's own statements may do with its rows.
SELECT wall_off(t, 'SELECT, INSERT, UPDATE, DELETE') FROM unnest(ARRAY[
  'cart_lines', 'carts', 'collection_products', 'collections', 'counters', 'customer_addresses', 'customers',
  'import_row_errors', 'inventory_levels', 'marketplace_import_jobs', 'marketplace_products', 'marketplace_sources',
  'media_files', 'memberships', 'order_lines', 'orders', 'payments', 'product_media', 'product_variants', 'products',
  'roles', 'staged_uploads', 'vendor_domains']::regclass[]) AS t;

-- Ledgers and records only grow.
SELECT wall_off(t, 'SELECT, INSERT') FROM unnest(ARRAY['audit_entries', 'inventory_movements']::regclass[]) AS t;
REVOKE UPDATE, DELETE ON audit_entries FROM orion_platform;

-- Sign-in is the platform's; a vendor may see and end the sessions of its own people.
SELECT wall_off('sessions', 'SELECT, UPDATE');

-- Vendors and users have no vendor_id. A vendor sees itself, and of the users those
-- who are in its team: memberships are behind the wall, so the sub-select is too.
ALTER TABLE vendors ENABLE ROW LEVEL SECURITY;
ALTER TABLE vendors FORCE ROW LEVEL SECURITY;
CREATE POLICY vendor ON vendors TO orion_app USING (id = (SELECT app_vendor())) WITH CHECK (id = (SELECT app_vendor()));
CREATE POLICY platform ON vendors TO orion_platform USING (true) WITH CHECK (true);
GRANT SELECT ON vendors TO orion_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON vendors TO orion_platform;

CREATE FUNCTION app_colleagues() RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT user_id FROM memberships';
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY vendor ON users TO orion_app USING (id IN (SELECT app_colleagues())) WITH CHECK (false);
CREATE POLICY platform ON users TO orion_platform USING (true) WITH CHECK (true);
GRANT SELECT ON users TO orion_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON users TO orion_platform;

-- One-time tokens open accounts; no vendor's statement has business with them.
GRANT SELECT, INSERT, UPDATE, DELETE ON one_time_tokens TO orion_platform;

-- +goose Down
DROP FUNCTION wall_off(regclass, text);
DROP FUNCTION app_colleagues() CASCADE;
DROP FUNCTION app_vendor() CASCADE;
