-- +goose Up
-- The walls of what came with dry runs and tasks over staged products. Written by hand.

SELECT wall_off('import_rows', 'SELECT, INSERT, DELETE');
SELECT wall_off('staging_tasks', 'SELECT, INSERT, UPDATE');

-- +goose Down
-- They go with their tables.
