-- +goose Up
-- create index "media_room" to table: "media_files"
CREATE INDEX "media_room" ON "media_files" ("vendor_id") INCLUDE ("stored_bytes");

-- +goose Down
-- reverse: create index "media_room" to table: "media_files"
DROP INDEX "media_room";
