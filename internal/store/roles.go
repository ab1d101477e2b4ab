package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// RoleBackup reads every row and changes nothing: backups are made as it.
const RoleBackup = "orion_backup"

// makeRoles makes the roles that a backup's grants and policies name. A server that has
// never seen the platform has none of them.
const makeRoles = `DO $$
DECLARE r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['orion_app', 'orion_platform', 'orion_backup'] LOOP
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
END $$`

// MakeRoles makes the roles that statements run as, where the server lacks them. url logs
// in as the owner.
func MakeRoles(ctx context.Context, url string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, makeRoles); err != nil {
		return fmt.Errorf("make the roles: %w", err)
	}
	return nil
}
