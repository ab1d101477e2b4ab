-- +goose Up
-- A role that reads every row of every table and changes nothing, for backups. Row-level
-- security is forced on owners too, and only a superuser can make a role that bypasses it:
-- this one has a policy of its own instead. Written by hand.

-- +goose StatementBegin
DO $$
BEGIN
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'orion_backup') THEN
      CREATE ROLE orion_backup NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  IF NOT pg_has_role(current_user, 'orion_backup', 'MEMBER') THEN
    GRANT orion_backup TO CURRENT_USER;
  END IF;
END $$;
-- +goose StatementEnd

GRANT USAGE ON SCHEMA public TO orion_backup;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO orion_backup;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO orion_backup;

-- +goose StatementBegin
DO $$
DECLARE t regclass;
BEGIN
  FOR t IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity LOOP
    EXECUTE format('CREATE POLICY backup ON %s FOR SELECT TO orion_backup USING (true)', t);
  END LOOP;
END $$;
-- +goose StatementEnd

-- Later tables are read by backups too; a test looks.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION wall_off(t regclass, app_may text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
  EXECUTE format('CREATE POLICY vendor ON %s TO orion_app USING (vendor_id = (SELECT app_vendor())) WITH CHECK (vendor_id = (SELECT app_vendor()))', t);
  EXECUTE format('CREATE POLICY platform ON %s TO orion_platform USING (true) WITH CHECK (true)', t);
  EXECUTE format('CREATE POLICY backup ON %s FOR SELECT TO orion_backup USING (true)', t);
  EXECUTE format('GRANT %s ON %s TO orion_app', app_may, t);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO orion_platform', t);
  EXECUTE format('GRANT SELECT ON %s TO orion_backup', t);
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DO $$
DECLARE t regclass;
BEGIN
  FOR t IN SELECT polrelid FROM pg_policy WHERE polname = 'backup' LOOP
    EXECUTE format('DROP POLICY backup ON %s', t);
  END LOOP;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION wall_off(t regclass, app_may text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
  EXECUTE format('CREATE POLICY vendor ON %s TO orion_app USING (vendor_id = (SELECT app_vendor())) WITH CHECK (vendor_id = (SELECT app_vendor()))', t);
  EXECUTE format('CREATE POLICY platform ON %s TO orion_platform USING (true) WITH CHECK (true)', t);
  EXECUTE format('GRANT %s ON %s TO orion_app', app_may, t);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO orion_platform', t);
END $$;
-- +goose StatementEnd
REVOKE SELECT ON ALL TABLES IN SCHEMA public FROM orion_backup;
REVOKE SELECT ON ALL SEQUENCES IN SCHEMA public FROM orion_backup;
REVOKE USAGE ON SCHEMA public FROM orion_backup;
