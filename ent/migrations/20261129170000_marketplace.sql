-- +goose Up
-- modify "marketplace_import_jobs" table
ALTER TABLE "marketplace_import_jobs" ALTER COLUMN "upload_id" DROP NOT NULL, ADD COLUMN "kind" character varying NOT NULL DEFAULT 'PRODUCTS', ADD COLUMN "trigger" character varying NOT NULL DEFAULT 'UPLOAD', ADD COLUMN "complete" boolean NOT NULL DEFAULT false, ADD COLUMN "mapping" jsonb NULL, ADD COLUMN "columns" jsonb NULL, ADD COLUMN "fetched_at" timestamptz NULL, ADD COLUMN "missing" bigint NOT NULL DEFAULT 0;
-- create index "import_of_source" to table: "marketplace_import_jobs"
CREATE INDEX "import_of_source" ON "marketplace_import_jobs" ("vendor_id", "source_id", "id");
-- modify "marketplace_sources" table
ALTER TABLE "marketplace_sources" ADD COLUMN "format" character varying NOT NULL DEFAULT 'GOOGLE', ADD COLUMN "encoding" character varying NULL, ADD COLUMN "separator" character varying NULL, ADD COLUMN "mapping" jsonb NULL, ADD COLUMN "languages" jsonb NULL, ADD COLUMN "version" bigint NOT NULL DEFAULT 1, ADD COLUMN "feed_url" character varying NULL, ADD COLUMN "credentials" bytea NULL, ADD COLUMN "schedule" character varying NULL, ADD COLUMN "next_run_at" timestamptz NULL, ADD COLUMN "complete" boolean NOT NULL DEFAULT true, ADD COLUMN "etag" character varying NULL, ADD COLUMN "last_modified" character varying NULL, ADD COLUMN "fetched_at" timestamptz NULL, ADD COLUMN "failures" bigint NOT NULL DEFAULT 0, ADD COLUMN "failure_limit" bigint NOT NULL DEFAULT 5, ADD COLUMN "paused_at" timestamptz NULL, ADD COLUMN "pause_reason" character varying NULL, ADD COLUMN "pause_note" character varying NULL, ADD COLUMN "markup_bp" bigint NOT NULL DEFAULT 0, ADD COLUMN "surcharge_minor" bigint NOT NULL DEFAULT 0, ADD COLUMN "rounding" character varying NOT NULL DEFAULT 'NONE', ADD COLUMN "category_map" jsonb NULL, ADD COLUMN "stock_policy" character varying NOT NULL DEFAULT 'ON_PUBLICATION';
-- create index "source_due" to table: "marketplace_sources"
CREATE INDEX "source_due" ON "marketplace_sources" ("next_run_at") WHERE ((next_run_at IS NOT NULL) AND (paused_at IS NULL));
-- create "import_rows" table
CREATE TABLE "import_rows" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "record" bigint NOT NULL, "external_id" character varying NOT NULL, "title" character varying NOT NULL DEFAULT '', "status" character varying NOT NULL, "changes" jsonb NULL, "vendor_id" uuid NOT NULL, "job_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "import_rows_marketplace_import_jobs_job_vendor" FOREIGN KEY ("vendor_id", "job_id") REFERENCES "marketplace_import_jobs" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "import_row_list" to table: "import_rows"
CREATE INDEX "import_row_list" ON "import_rows" ("vendor_id", "job_id", "status", "record", "id");
-- drop index "marketplaceproduct_vendor_id_product_id" from table: "marketplace_products"
DROP INDEX "marketplaceproduct_vendor_id_product_id";
-- modify "marketplace_products" table
ALTER TABLE "marketplace_products" ADD COLUMN "options" jsonb NULL, ADD COLUMN "own_title" character varying NULL, ADD COLUMN "own_description" text NULL, ADD COLUMN "own_price_minor" bigint NULL, ADD COLUMN "own_product_type" character varying NULL, ADD COLUMN "adopted" jsonb NULL, ADD COLUMN "pinned" jsonb NULL, ADD COLUMN "changed" boolean NOT NULL DEFAULT false, ADD COLUMN "variant_id" uuid NULL, ADD CONSTRAINT "marketplace_products_product_variants_variant_vendor" FOREIGN KEY ("vendor_id", "variant_id") REFERENCES "product_variants" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION;
-- create index "marketplaceproduct_vendor_id_product_id" to table: "marketplace_products"
CREATE INDEX "marketplaceproduct_vendor_id_product_id" ON "marketplace_products" ("vendor_id", "product_id") WHERE (product_id IS NOT NULL);
-- create index "marketplace_product_changed" to table: "marketplace_products"
CREATE INDEX "marketplace_product_changed" ON "marketplace_products" ("vendor_id", "updated_at", "id") WHERE changed;
-- create index "marketplace_product_group" to table: "marketplace_products"
CREATE INDEX "marketplace_product_group" ON "marketplace_products" ("vendor_id", "source_id", "item_group_id") WHERE (item_group_id IS NOT NULL);
-- create index "marketplaceproduct_vendor_id_variant_id" to table: "marketplace_products"
CREATE INDEX "marketplaceproduct_vendor_id_variant_id" ON "marketplace_products" ("vendor_id", "variant_id") WHERE (variant_id IS NOT NULL);
-- modify "vendors" table
ALTER TABLE "vendors" ADD COLUMN "imports_paused_at" timestamptz NULL, ADD COLUMN "imports_paused_reason" character varying NULL;
-- create "staging_tasks" table
CREATE TABLE "staging_tasks" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "action" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'QUEUED', "criteria" jsonb NOT NULL, "total" bigint NOT NULL DEFAULT 0, "processed" bigint NOT NULL DEFAULT 0, "succeeded" bigint NOT NULL DEFAULT 0, "failed" bigint NOT NULL DEFAULT 0, "cursor" uuid NULL, "sequence" bigint NOT NULL DEFAULT 0, "cancel_requested" boolean NOT NULL DEFAULT false, "problems" jsonb NULL, "failure" jsonb NULL, "idempotency_key" character varying NOT NULL, "request_hash" bytea NOT NULL, "requested_by" uuid NULL, "started_at" timestamptz NULL, "finished_at" timestamptz NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "staging_tasks_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "staging_task_idempotency" to table: "staging_tasks"
CREATE UNIQUE INDEX "staging_task_idempotency" ON "staging_tasks" ("vendor_id", "idempotency_key");
-- create index "staging_task_one_running" to table: "staging_tasks"
CREATE UNIQUE INDEX "staging_task_one_running" ON "staging_tasks" ("vendor_id") WHERE (((status)::text = 'QUEUED'::text) OR ((status)::text = 'RUNNING'::text));
-- create index "stagingtask_vendor_id_id" to table: "staging_tasks"
CREATE INDEX "stagingtask_vendor_id_id" ON "staging_tasks" ("vendor_id", "id");

-- +goose Down
-- reverse: create index "stagingtask_vendor_id_id" to table: "staging_tasks"
DROP INDEX "stagingtask_vendor_id_id";
-- reverse: create index "staging_task_one_running" to table: "staging_tasks"
DROP INDEX "staging_task_one_running";
-- reverse: create index "staging_task_idempotency" to table: "staging_tasks"
DROP INDEX "staging_task_idempotency";
-- reverse: create "staging_tasks" table
DROP TABLE "staging_tasks";
-- reverse: modify "vendors" table
ALTER TABLE "vendors" DROP COLUMN "imports_paused_reason", DROP COLUMN "imports_paused_at";
-- reverse: create index "marketplaceproduct_vendor_id_variant_id" to table: "marketplace_products"
DROP INDEX "marketplaceproduct_vendor_id_variant_id";
-- reverse: create index "marketplace_product_group" to table: "marketplace_products"
DROP INDEX "marketplace_product_group";
-- reverse: create index "marketplace_product_changed" to table: "marketplace_products"
DROP INDEX "marketplace_product_changed";
-- reverse: create index "marketplaceproduct_vendor_id_product_id" to table: "marketplace_products"
DROP INDEX "marketplaceproduct_vendor_id_product_id";
-- reverse: modify "marketplace_products" table
ALTER TABLE "marketplace_products" DROP CONSTRAINT "marketplace_products_product_variants_variant_vendor", DROP COLUMN "variant_id", DROP COLUMN "changed", DROP COLUMN "pinned", DROP COLUMN "adopted", DROP COLUMN "own_product_type", DROP COLUMN "own_price_minor", DROP COLUMN "own_description", DROP COLUMN "own_title", DROP COLUMN "options";
-- reverse: drop index "marketplaceproduct_vendor_id_product_id" from table: "marketplace_products"
CREATE INDEX "marketplaceproduct_vendor_id_product_id" ON "marketplace_products" ("vendor_id", "product_id");
-- reverse: create index "import_row_list" to table: "import_rows"
DROP INDEX "import_row_list";
-- reverse: create "import_rows" table
DROP TABLE "import_rows";
-- reverse: create index "source_due" to table: "marketplace_sources"
DROP INDEX "source_due";
-- reverse: modify "marketplace_sources" table
ALTER TABLE "marketplace_sources" DROP COLUMN "stock_policy", DROP COLUMN "category_map", DROP COLUMN "rounding", DROP COLUMN "surcharge_minor", DROP COLUMN "markup_bp", DROP COLUMN "pause_note", DROP COLUMN "pause_reason", DROP COLUMN "paused_at", DROP COLUMN "failure_limit", DROP COLUMN "failures", DROP COLUMN "fetched_at", DROP COLUMN "last_modified", DROP COLUMN "etag", DROP COLUMN "complete", DROP COLUMN "next_run_at", DROP COLUMN "schedule", DROP COLUMN "credentials", DROP COLUMN "feed_url", DROP COLUMN "version", DROP COLUMN "languages", DROP COLUMN "mapping", DROP COLUMN "separator", DROP COLUMN "encoding", DROP COLUMN "format";
-- reverse: create index "import_of_source" to table: "marketplace_import_jobs"
DROP INDEX "import_of_source";
-- reverse: modify "marketplace_import_jobs" table
ALTER TABLE "marketplace_import_jobs" DROP COLUMN "missing", DROP COLUMN "fetched_at", DROP COLUMN "columns", DROP COLUMN "mapping", DROP COLUMN "complete", DROP COLUMN "trigger", DROP COLUMN "kind", ALTER COLUMN "upload_id" SET NOT NULL;
