-- +goose Up
-- modify "inventory_levels" table
ALTER TABLE "inventory_levels" ADD COLUMN "low_stock_at" bigint NULL;
-- create index "collection_product_order" to table: "collection_products"
CREATE INDEX "collection_product_order" ON "collection_products" ("vendor_id", "collection_id", "position", "product_id");
-- create "catalog_tasks" table
CREATE TABLE "catalog_tasks" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "action" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'QUEUED', "criteria" jsonb NOT NULL, "total" bigint NOT NULL DEFAULT 0, "processed" bigint NOT NULL DEFAULT 0, "succeeded" bigint NOT NULL DEFAULT 0, "failed" bigint NOT NULL DEFAULT 0, "cursor" uuid NULL, "sequence" bigint NOT NULL DEFAULT 0, "cancel_requested" boolean NOT NULL DEFAULT false, "problems" jsonb NULL, "failure" jsonb NULL, "idempotency_key" character varying NOT NULL, "request_hash" bytea NOT NULL, "requested_by" uuid NULL, "started_at" timestamptz NULL, "finished_at" timestamptz NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "catalog_tasks_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "catalog_task_idempotency" to table: "catalog_tasks"
CREATE UNIQUE INDEX "catalog_task_idempotency" ON "catalog_tasks" ("vendor_id", "idempotency_key");
-- create index "catalog_task_one_running" to table: "catalog_tasks"
CREATE UNIQUE INDEX "catalog_task_one_running" ON "catalog_tasks" ("vendor_id") WHERE (((status)::text = 'QUEUED'::text) OR ((status)::text = 'RUNNING'::text));
-- create index "catalogtask_vendor_id_id" to table: "catalog_tasks"
CREATE INDEX "catalogtask_vendor_id_id" ON "catalog_tasks" ("vendor_id", "id");
-- create "categories" table
CREATE TABLE "categories" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "slug" character varying NOT NULL, "title" character varying NOT NULL, "google_id" bigint NULL, "position" bigint NOT NULL DEFAULT 0, "translations" jsonb NULL, "vendor_id" uuid NOT NULL, "parent_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "categories_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "category_slug_per_vendor" to table: "categories"
CREATE UNIQUE INDEX "category_slug_per_vendor" ON "categories" ("vendor_id", "slug");
-- create index "category_vendor_id_parent_id" to table: "categories"
CREATE INDEX "category_vendor_id_parent_id" ON "categories" ("vendor_id", "parent_id");
-- create index "category_vendor_id_position_id" to table: "categories"
CREATE INDEX "category_vendor_id_position_id" ON "categories" ("vendor_id", "position", "id");
-- create index "categories_vendor_id_id" to table: "categories"
CREATE UNIQUE INDEX "categories_vendor_id_id" ON "categories" ("vendor_id", "id");
-- by hand: it needs the index above
ALTER TABLE "categories" ADD CONSTRAINT "categories_categories_children_vendor" FOREIGN KEY ("vendor_id", "parent_id") REFERENCES "categories" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION;
-- modify "media_files" table
ALTER TABLE "media_files" ADD COLUMN "filename" character varying NOT NULL DEFAULT '', ADD COLUMN "alts" jsonb NULL, ADD COLUMN "tags" jsonb NULL, ADD COLUMN "private" boolean NOT NULL DEFAULT false, ADD COLUMN "focal_x" bigint NOT NULL DEFAULT 500, ADD COLUMN "focal_y" bigint NOT NULL DEFAULT 500, ADD COLUMN "renditions" jsonb NULL, ADD COLUMN "stored_bytes" bigint NOT NULL DEFAULT 0, ADD COLUMN "version" bigint NOT NULL DEFAULT 1, ADD COLUMN "duplicate_of" uuid NULL;
-- create index "mediafile_vendor_id_status_id" to table: "media_files"
CREATE INDEX "mediafile_vendor_id_status_id" ON "media_files" ("vendor_id", "status", "id");
-- modify "collections" table
ALTER TABLE "collections" ADD COLUMN "description_html" text NOT NULL DEFAULT '', ADD COLUMN "kind" character varying NOT NULL DEFAULT 'MANUAL', ADD COLUMN "rules" jsonb NULL, ADD COLUMN "sort" character varying NOT NULL DEFAULT 'MANUAL', ADD COLUMN "seo_title" character varying NULL, ADD COLUMN "seo_description" character varying NULL, ADD COLUMN "translations" jsonb NULL, ADD COLUMN "version" bigint NOT NULL DEFAULT 1, ADD COLUMN "evaluated_at" timestamptz NULL, ADD COLUMN "media_id" uuid NULL, ADD CONSTRAINT "collections_media_files_media_vendor" FOREIGN KEY ("vendor_id", "media_id") REFERENCES "media_files" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION;
-- modify "product_variants" table
ALTER TABLE "product_variants" ADD COLUMN "prior_price_minor" bigint NULL, ADD COLUMN "options" jsonb NULL, ADD COLUMN "weight_grams" bigint NULL, ADD COLUMN "low_stock" boolean NOT NULL DEFAULT false, ADD COLUMN "media_id" uuid NULL, ADD CONSTRAINT "product_variants_media_files_media_vendor" FOREIGN KEY ("vendor_id", "media_id") REFERENCES "media_files" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION;
-- create index "productvariant_vendor_id_media_id" to table: "product_variants"
CREATE INDEX "productvariant_vendor_id_media_id" ON "product_variants" ("vendor_id", "media_id") WHERE (media_id IS NOT NULL);
-- create "price_changes" table
CREATE TABLE "price_changes" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "currency" character varying NOT NULL, "price_minor" bigint NOT NULL, "compare_at_minor" bigint NULL, "vendor_id" uuid NOT NULL, "variant_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "price_changes_product_variants_variant_vendor" FOREIGN KEY ("vendor_id", "variant_id") REFERENCES "product_variants" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "pricechange_vendor_id_variant_id_created_at" to table: "price_changes"
CREATE INDEX "pricechange_vendor_id_variant_id_created_at" ON "price_changes" ("vendor_id", "variant_id", "created_at");
-- modify "products" table
ALTER TABLE "products" ADD COLUMN "description_html" text NOT NULL DEFAULT '', ADD COLUMN "tags" jsonb NULL, ADD COLUMN "tax_class" character varying NOT NULL DEFAULT 'STANDARD', ADD COLUMN "options" jsonb NULL, ADD COLUMN "seo_title" character varying NULL, ADD COLUMN "seo_description" character varying NULL, ADD COLUMN "translations" jsonb NULL, ADD COLUMN "category_id" uuid NULL, ADD CONSTRAINT "products_categories_category_vendor" FOREIGN KEY ("vendor_id", "category_id") REFERENCES "categories" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION;
-- create index "product_vendor_id_category_id" to table: "products"
CREATE INDEX "product_vendor_id_category_id" ON "products" ("vendor_id", "category_id") WHERE (category_id IS NOT NULL);
-- create "search_changes" table
CREATE TABLE "search_changes" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "product_id" uuid NOT NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "search_changes_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "searchchange_created_at" to table: "search_changes"
CREATE INDEX "searchchange_created_at" ON "search_changes" ("created_at");
-- create index "searchchange_vendor_id_created_at" to table: "search_changes"
CREATE INDEX "searchchange_vendor_id_created_at" ON "search_changes" ("vendor_id", "created_at");
-- create "search_queries" table
CREATE TABLE "search_queries" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "day" date NOT NULL, "term" character varying NOT NULL, "language" character varying NOT NULL, "searches" bigint NOT NULL DEFAULT 0, "empty" bigint NOT NULL DEFAULT 0, "results" bigint NOT NULL DEFAULT 0, "last_at" timestamptz NOT NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "search_queries_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "search_query_of_day" to table: "search_queries"
CREATE UNIQUE INDEX "search_query_of_day" ON "search_queries" ("vendor_id", "day", "term", "language");
-- create "search_reindices" table
CREATE TABLE "search_reindices" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "engine" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'QUEUED', "total" bigint NOT NULL DEFAULT 0, "processed" bigint NOT NULL DEFAULT 0, "failure" jsonb NULL, "requested_by" uuid NULL, "started_at" timestamptz NULL, "finished_at" timestamptz NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "search_reindices_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "search_reindex_one_running" to table: "search_reindices"
CREATE UNIQUE INDEX "search_reindex_one_running" ON "search_reindices" ("vendor_id") WHERE (((status)::text = 'QUEUED'::text) OR ((status)::text = 'RUNNING'::text));
-- create index "searchreindex_vendor_id_id" to table: "search_reindices"
CREATE INDEX "searchreindex_vendor_id_id" ON "search_reindices" ("vendor_id", "id");
-- create "search_synonyms" table
CREATE TABLE "search_synonyms" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "words" jsonb NOT NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "search_synonyms_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "searchsynonym_vendor_id_id" to table: "search_synonyms"
CREATE INDEX "searchsynonym_vendor_id_id" ON "search_synonyms" ("vendor_id", "id");
-- create "slug_redirects" table
CREATE TABLE "slug_redirects" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "kind" character varying NOT NULL, "slug" character varying NOT NULL, "target_id" uuid NOT NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "slug_redirects_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "slug_redirect_per_vendor" to table: "slug_redirects"
CREATE UNIQUE INDEX "slug_redirect_per_vendor" ON "slug_redirects" ("vendor_id", "kind", "slug");
-- create index "slugredirect_vendor_id_target_id" to table: "slug_redirects"
CREATE INDEX "slugredirect_vendor_id_target_id" ON "slug_redirects" ("vendor_id", "target_id");

-- +goose Down
-- reverse: create index "slugredirect_vendor_id_target_id" to table: "slug_redirects"
DROP INDEX "slugredirect_vendor_id_target_id";
-- reverse: create index "slug_redirect_per_vendor" to table: "slug_redirects"
DROP INDEX "slug_redirect_per_vendor";
-- reverse: create "slug_redirects" table
DROP TABLE "slug_redirects";
-- reverse: create index "searchsynonym_vendor_id_id" to table: "search_synonyms"
DROP INDEX "searchsynonym_vendor_id_id";
-- reverse: create "search_synonyms" table
DROP TABLE "search_synonyms";
-- reverse: create index "searchreindex_vendor_id_id" to table: "search_reindices"
DROP INDEX "searchreindex_vendor_id_id";
-- reverse: create index "search_reindex_one_running" to table: "search_reindices"
DROP INDEX "search_reindex_one_running";
-- reverse: create "search_reindices" table
DROP TABLE "search_reindices";
-- reverse: create index "search_query_of_day" to table: "search_queries"
DROP INDEX "search_query_of_day";
-- reverse: create "search_queries" table
DROP TABLE "search_queries";
-- reverse: create index "searchchange_vendor_id_created_at" to table: "search_changes"
DROP INDEX "searchchange_vendor_id_created_at";
-- reverse: create index "searchchange_created_at" to table: "search_changes"
DROP INDEX "searchchange_created_at";
-- reverse: create "search_changes" table
DROP TABLE "search_changes";
-- reverse: create index "product_vendor_id_category_id" to table: "products"
DROP INDEX "product_vendor_id_category_id";
-- reverse: modify "products" table
ALTER TABLE "products" DROP CONSTRAINT "products_categories_category_vendor", DROP COLUMN "category_id", DROP COLUMN "translations", DROP COLUMN "seo_description", DROP COLUMN "seo_title", DROP COLUMN "options", DROP COLUMN "tax_class", DROP COLUMN "tags", DROP COLUMN "description_html";
-- reverse: create index "pricechange_vendor_id_variant_id_created_at" to table: "price_changes"
DROP INDEX "pricechange_vendor_id_variant_id_created_at";
-- reverse: create "price_changes" table
DROP TABLE "price_changes";
-- reverse: create index "productvariant_vendor_id_media_id" to table: "product_variants"
DROP INDEX "productvariant_vendor_id_media_id";
-- reverse: modify "product_variants" table
ALTER TABLE "product_variants" DROP CONSTRAINT "product_variants_media_files_media_vendor", DROP COLUMN "media_id", DROP COLUMN "low_stock", DROP COLUMN "weight_grams", DROP COLUMN "options", DROP COLUMN "prior_price_minor";
-- reverse: modify "collections" table
ALTER TABLE "collections" DROP CONSTRAINT "collections_media_files_media_vendor", DROP COLUMN "media_id", DROP COLUMN "evaluated_at", DROP COLUMN "version", DROP COLUMN "translations", DROP COLUMN "seo_description", DROP COLUMN "seo_title", DROP COLUMN "sort", DROP COLUMN "rules", DROP COLUMN "kind", DROP COLUMN "description_html";
-- reverse: create index "mediafile_vendor_id_status_id" to table: "media_files"
DROP INDEX "mediafile_vendor_id_status_id";
-- reverse: modify "media_files" table
ALTER TABLE "media_files" DROP COLUMN "duplicate_of", DROP COLUMN "version", DROP COLUMN "stored_bytes", DROP COLUMN "renditions", DROP COLUMN "focal_y", DROP COLUMN "focal_x", DROP COLUMN "private", DROP COLUMN "tags", DROP COLUMN "alts", DROP COLUMN "filename";
-- reverse: create index "categories_vendor_id_id" to table: "categories"
DROP INDEX "categories_vendor_id_id";
-- reverse: create index "category_vendor_id_position_id" to table: "categories"
DROP INDEX "category_vendor_id_position_id";
-- reverse: create index "category_vendor_id_parent_id" to table: "categories"
DROP INDEX "category_vendor_id_parent_id";
-- reverse: create index "category_slug_per_vendor" to table: "categories"
DROP INDEX "category_slug_per_vendor";
-- reverse: create "categories" table
DROP TABLE "categories";
-- reverse: create index "catalogtask_vendor_id_id" to table: "catalog_tasks"
DROP INDEX "catalogtask_vendor_id_id";
-- reverse: create index "catalog_task_one_running" to table: "catalog_tasks"
DROP INDEX "catalog_task_one_running";
-- reverse: create index "catalog_task_idempotency" to table: "catalog_tasks"
DROP INDEX "catalog_task_idempotency";
-- reverse: create "catalog_tasks" table
DROP TABLE "catalog_tasks";
-- reverse: create index "collection_product_order" to table: "collection_products"
DROP INDEX "collection_product_order";
-- reverse: modify "inventory_levels" table
ALTER TABLE "inventory_levels" DROP COLUMN "low_stock_at";
