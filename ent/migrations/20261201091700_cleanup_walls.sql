-- +goose Up
-- When the platform cleaned up is the platform's to write down. Written by hand.
GRANT SELECT, INSERT, UPDATE, DELETE ON cleanup_runs TO orion_platform;
GRANT SELECT ON cleanup_runs TO orion_backup;

-- +goose Down
REVOKE ALL ON cleanup_runs FROM orion_platform, orion_backup;
