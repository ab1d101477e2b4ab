-- +goose Up
-- modify "mail_deliveries" table
ALTER TABLE "mail_deliveries" ADD COLUMN "delivered_at" timestamptz NULL, ADD COLUMN "heard" jsonb NULL;

-- +goose Down
-- reverse: modify "mail_deliveries" table
ALTER TABLE "mail_deliveries" DROP COLUMN "heard", DROP COLUMN "delivered_at";
