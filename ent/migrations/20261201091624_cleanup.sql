-- +goose Up
-- create index "order_of_cart" to table: "orders"
CREATE INDEX "order_of_cart" ON "orders" ("vendor_id", "cart_id");
-- create "cleanup_runs" table
CREATE TABLE "cleanup_runs" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "kind" character varying NOT NULL, "ran_at" timestamptz NOT NULL, "removed" bigint NOT NULL DEFAULT 0, PRIMARY KEY ("id"));
-- create index "cleanup_run_once" to table: "cleanup_runs"
CREATE UNIQUE INDEX "cleanup_run_once" ON "cleanup_runs" ("kind");

-- +goose Down
-- reverse: create index "cleanup_run_once" to table: "cleanup_runs"
DROP INDEX "cleanup_run_once";
-- reverse: create "cleanup_runs" table
DROP TABLE "cleanup_runs";
-- reverse: create index "order_of_cart" to table: "orders"
DROP INDEX "order_of_cart";
