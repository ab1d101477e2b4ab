-- +goose Up
-- create "vendors" table
CREATE TABLE "vendors" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "slug" character varying NOT NULL, "name" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'PENDING', "status_reason" character varying NULL, "currency" character varying NOT NULL DEFAULT 'EUR', "language" character varying NOT NULL DEFAULT 'en', "languages" jsonb NOT NULL, "tagline" jsonb NULL, "imprint" character varying NULL, "theme" jsonb NULL, "hero_id" uuid NULL, "delivery_minor" bigint NOT NULL DEFAULT 0, "country" character varying NOT NULL DEFAULT 'LU', "tax_rate_bp" bigint NOT NULL DEFAULT 1700, "time_zone" character varying NOT NULL DEFAULT 'Europe/Luxembourg', PRIMARY KEY ("id"));
-- create index "vendor_slug" to table: "vendors"
CREATE UNIQUE INDEX "vendor_slug" ON "vendors" ("slug");
-- create index "vendor_status_id" to table: "vendors"
CREATE INDEX "vendor_status_id" ON "vendors" ("status", "id");
-- create "audit_entries" table
CREATE TABLE "audit_entries" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "action" character varying NOT NULL, "audience" character varying NOT NULL, "actor_id" uuid NULL, "customer_id" uuid NULL, "target_type" character varying NOT NULL, "target" character varying NOT NULL, "reason" character varying NULL, "data" jsonb NULL, "request_id" character varying NULL, "address" character varying NULL, "vendor_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "audit_entries_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "auditentry_vendor_id_id" to table: "audit_entries"
CREATE INDEX "auditentry_vendor_id_id" ON "audit_entries" ("vendor_id", "id");
-- create "customers" table
CREATE TABLE "customers" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "email" character varying NOT NULL, "password_hash" character varying NULL, "first_name" character varying NULL, "last_name" character varying NULL, "language" character varying NOT NULL DEFAULT 'en', "verified_at" timestamptz NULL, "disabled_at" timestamptz NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "customers_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "customer_email_per_vendor" to table: "customers"
CREATE UNIQUE INDEX "customer_email_per_vendor" ON "customers" ("vendor_id", "email");
-- create index "customers_vendor_id_id" to table: "customers"
CREATE UNIQUE INDEX "customers_vendor_id_id" ON "customers" ("vendor_id", "id");
-- create "carts" table
CREATE TABLE "carts" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "token" uuid NOT NULL, "currency" character varying NOT NULL, "email" character varying NULL, "shipping_address" jsonb NULL, "delivery_handle" character varying NULL, "version" bigint NOT NULL DEFAULT 1, "claimed_at" timestamptz NULL, "claim_key" character varying NULL, "completed_at" timestamptz NULL, "expires_at" timestamptz NOT NULL, "vendor_id" uuid NOT NULL, "customer_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "carts_customers_customer_vendor" FOREIGN KEY ("vendor_id", "customer_id") REFERENCES "customers" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "carts_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "cart_token" to table: "carts"
CREATE UNIQUE INDEX "cart_token" ON "carts" ("vendor_id", "token");
-- create index "cart_vendor_id_customer_id" to table: "carts"
CREATE INDEX "cart_vendor_id_customer_id" ON "carts" ("vendor_id", "customer_id");
-- create index "cart_vendor_id_expires_at" to table: "carts"
CREATE INDEX "cart_vendor_id_expires_at" ON "carts" ("vendor_id", "expires_at");
-- create index "carts_vendor_id_id" to table: "carts"
CREATE UNIQUE INDEX "carts_vendor_id_id" ON "carts" ("vendor_id", "id");
-- create "products" table
CREATE TABLE "products" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "slug" character varying NOT NULL, "title" character varying NOT NULL, "description" text NOT NULL DEFAULT '', "brand" character varying NULL, "product_type" character varying NULL, "status" character varying NOT NULL DEFAULT 'DRAFT', "currency" character varying NOT NULL, "min_price_minor" bigint NOT NULL, "max_price_minor" bigint NOT NULL, "in_stock" boolean NOT NULL DEFAULT false, "sold_count" bigint NOT NULL DEFAULT 0, "version" bigint NOT NULL DEFAULT 1, "published_at" timestamptz NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "products_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "product_shop_best" to table: "products"
CREATE INDEX "product_shop_best" ON "products" ("vendor_id", "sold_count", "id") WHERE ((status)::text = 'ACTIVE'::text);
-- create index "product_shop_list" to table: "products"
CREATE INDEX "product_shop_list" ON "products" ("vendor_id", "id") WHERE ((status)::text = 'ACTIVE'::text);
-- create index "product_shop_price" to table: "products"
CREATE INDEX "product_shop_price" ON "products" ("vendor_id", "min_price_minor", "id") WHERE ((status)::text = 'ACTIVE'::text);
-- create index "product_shop_title" to table: "products"
CREATE INDEX "product_shop_title" ON "products" ("vendor_id", "title", "id") WHERE ((status)::text = 'ACTIVE'::text);
-- create index "product_slug_per_vendor" to table: "products"
CREATE UNIQUE INDEX "product_slug_per_vendor" ON "products" ("vendor_id", "slug");
-- create index "product_updated" to table: "products"
CREATE INDEX "product_updated" ON "products" ("vendor_id", "updated_at", "id");
-- create index "products_vendor_id_id" to table: "products"
CREATE UNIQUE INDEX "products_vendor_id_id" ON "products" ("vendor_id", "id");
-- create "product_variants" table
CREATE TABLE "product_variants" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "sku" character varying NULL, "title" character varying NOT NULL, "currency" character varying NOT NULL, "price_minor" bigint NOT NULL, "compare_at_minor" bigint NULL, "cost_minor" bigint NULL, "gtin" character varying NULL, "position" bigint NOT NULL DEFAULT 0, "available_for_sale" boolean NOT NULL DEFAULT false, "published" boolean NOT NULL DEFAULT false, "vendor_id" uuid NOT NULL, "product_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "product_variants_products_product_vendor" FOREIGN KEY ("vendor_id", "product_id") REFERENCES "products" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "productvariant_vendor_id_product_id_position" to table: "product_variants"
CREATE INDEX "productvariant_vendor_id_product_id_position" ON "product_variants" ("vendor_id", "product_id", "position");
-- create index "variant_sku_per_vendor" to table: "product_variants"
CREATE UNIQUE INDEX "variant_sku_per_vendor" ON "product_variants" ("vendor_id", "sku");
-- create index "product_variants_vendor_id_id" to table: "product_variants"
CREATE UNIQUE INDEX "product_variants_vendor_id_id" ON "product_variants" ("vendor_id", "id");
-- create "cart_lines" table
CREATE TABLE "cart_lines" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "quantity" bigint NOT NULL, "currency" character varying NOT NULL, "unit_price_minor" bigint NOT NULL, "vendor_id" uuid NOT NULL, "cart_id" uuid NOT NULL, "variant_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "cart_lines_carts_cart_vendor" FOREIGN KEY ("vendor_id", "cart_id") REFERENCES "carts" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "cart_lines_product_variants_variant_vendor" FOREIGN KEY ("vendor_id", "variant_id") REFERENCES "product_variants" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "cart_line_variant" to table: "cart_lines"
CREATE UNIQUE INDEX "cart_line_variant" ON "cart_lines" ("vendor_id", "cart_id", "variant_id");
-- create index "cartline_vendor_id_variant_id" to table: "cart_lines"
CREATE INDEX "cartline_vendor_id_variant_id" ON "cart_lines" ("vendor_id", "variant_id");
-- create "collections" table
CREATE TABLE "collections" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "slug" character varying NOT NULL, "title" character varying NOT NULL, "description" text NOT NULL DEFAULT '', "position" bigint NOT NULL DEFAULT 0, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "collections_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "collection_slug_per_vendor" to table: "collections"
CREATE UNIQUE INDEX "collection_slug_per_vendor" ON "collections" ("vendor_id", "slug");
-- create index "collection_vendor_id_position_id" to table: "collections"
CREATE INDEX "collection_vendor_id_position_id" ON "collections" ("vendor_id", "position", "id");
-- create index "collections_vendor_id_id" to table: "collections"
CREATE UNIQUE INDEX "collections_vendor_id_id" ON "collections" ("vendor_id", "id");
-- create "collection_products" table
CREATE TABLE "collection_products" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "position" bigint NOT NULL DEFAULT 0, "vendor_id" uuid NOT NULL, "collection_id" uuid NOT NULL, "product_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "collection_products_collections_collection_vendor" FOREIGN KEY ("vendor_id", "collection_id") REFERENCES "collections" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "collection_products_products_product_vendor" FOREIGN KEY ("vendor_id", "product_id") REFERENCES "products" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "collection_product_once" to table: "collection_products"
CREATE UNIQUE INDEX "collection_product_once" ON "collection_products" ("vendor_id", "collection_id", "product_id");
-- create index "collectionproduct_vendor_id_product_id" to table: "collection_products"
CREATE INDEX "collectionproduct_vendor_id_product_id" ON "collection_products" ("vendor_id", "product_id");
-- create "counters" table
CREATE TABLE "counters" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "name" character varying NOT NULL, "value" bigint NOT NULL DEFAULT 0, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "counters_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "counter_per_vendor" to table: "counters"
CREATE UNIQUE INDEX "counter_per_vendor" ON "counters" ("vendor_id", "name");
-- create "customer_addresses" table
CREATE TABLE "customer_addresses" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "address" jsonb NOT NULL, "vendor_id" uuid NOT NULL, "customer_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "customer_addresses_customers_customer_vendor" FOREIGN KEY ("vendor_id", "customer_id") REFERENCES "customers" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "customeraddress_vendor_id_customer_id" to table: "customer_addresses"
CREATE INDEX "customeraddress_vendor_id_customer_id" ON "customer_addresses" ("vendor_id", "customer_id");
-- create "marketplace_sources" table
CREATE TABLE "marketplace_sources" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "handle" character varying NOT NULL, "name" character varying NOT NULL, "currency" character varying NOT NULL DEFAULT 'EUR', "decimal_mark" character varying NOT NULL DEFAULT 'AUTO', "default_stock" bigint NOT NULL DEFAULT 10, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "marketplace_sources_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "source_handle_per_vendor" to table: "marketplace_sources"
CREATE UNIQUE INDEX "source_handle_per_vendor" ON "marketplace_sources" ("vendor_id", "handle");
-- create index "marketplace_sources_vendor_id_id" to table: "marketplace_sources"
CREATE UNIQUE INDEX "marketplace_sources_vendor_id_id" ON "marketplace_sources" ("vendor_id", "id");
-- create "staged_uploads" table
CREATE TABLE "staged_uploads" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "purpose" character varying NOT NULL, "filename" character varying NOT NULL, "content_type" character varying NOT NULL, "byte_size" bigint NOT NULL, "key" character varying NOT NULL, "received_at" timestamptz NULL, "expires_at" timestamptz NOT NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "staged_uploads_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "stagedupload_vendor_id_id" to table: "staged_uploads"
CREATE INDEX "stagedupload_vendor_id_id" ON "staged_uploads" ("vendor_id", "id");
-- create index "staged_uploads_vendor_id_id" to table: "staged_uploads"
CREATE UNIQUE INDEX "staged_uploads_vendor_id_id" ON "staged_uploads" ("vendor_id", "id");
-- create "marketplace_import_jobs" table
CREATE TABLE "marketplace_import_jobs" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "filename" character varying NOT NULL, "byte_size" bigint NOT NULL, "key" character varying NOT NULL, "mode" character varying NOT NULL, "error_policy" character varying NOT NULL, "dry_run" boolean NOT NULL, "status" character varying NOT NULL DEFAULT 'QUEUED', "total" bigint NOT NULL DEFAULT 0, "processed" bigint NOT NULL DEFAULT 0, "created" bigint NOT NULL DEFAULT 0, "updated" bigint NOT NULL DEFAULT 0, "unchanged" bigint NOT NULL DEFAULT 0, "failed" bigint NOT NULL DEFAULT 0, "warnings" bigint NOT NULL DEFAULT 0, "bytes_read" bigint NOT NULL DEFAULT 0, "cursor" bigint NOT NULL DEFAULT 0, "sequence" bigint NOT NULL DEFAULT 0, "failure" jsonb NULL, "encoding" character varying NULL, "separator" character varying NULL, "unknown_columns" jsonb NULL, "cancel_requested" boolean NOT NULL DEFAULT false, "idempotency_key" character varying NOT NULL, "request_hash" bytea NOT NULL, "requested_by" uuid NULL, "started_at" timestamptz NULL, "finished_at" timestamptz NULL, "vendor_id" uuid NOT NULL, "source_id" uuid NOT NULL, "upload_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "marketplace_import_jobs_marketplace_sources_source_vendor" FOREIGN KEY ("vendor_id", "source_id") REFERENCES "marketplace_sources" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "marketplace_import_jobs_staged_uploads_upload_vendor" FOREIGN KEY ("vendor_id", "upload_id") REFERENCES "staged_uploads" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "import_idempotency" to table: "marketplace_import_jobs"
CREATE UNIQUE INDEX "import_idempotency" ON "marketplace_import_jobs" ("vendor_id", "idempotency_key");
-- create index "import_one_running" to table: "marketplace_import_jobs"
CREATE UNIQUE INDEX "import_one_running" ON "marketplace_import_jobs" ("vendor_id", "source_id") WHERE (((status)::text = 'QUEUED'::text) OR ((status)::text = 'VALIDATING'::text) OR ((status)::text = 'APPLYING'::text));
-- create index "marketplaceimportjob_vendor_id_id" to table: "marketplace_import_jobs"
CREATE INDEX "marketplaceimportjob_vendor_id_id" ON "marketplace_import_jobs" ("vendor_id", "id");
-- create index "marketplace_import_jobs_vendor_id_id" to table: "marketplace_import_jobs"
CREATE UNIQUE INDEX "marketplace_import_jobs_vendor_id_id" ON "marketplace_import_jobs" ("vendor_id", "id");
-- create "import_row_errors" table
CREATE TABLE "import_row_errors" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "line" bigint NOT NULL, "record" bigint NOT NULL, "column" character varying NULL, "value" character varying NULL, "code" character varying NOT NULL, "message" jsonb NOT NULL, "hint" jsonb NULL, "warning" boolean NOT NULL DEFAULT false, "vendor_id" uuid NOT NULL, "job_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "import_row_errors_marketplace_import_jobs_job_vendor" FOREIGN KEY ("vendor_id", "job_id") REFERENCES "marketplace_import_jobs" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "importrowerror_vendor_id_job_id_record_id" to table: "import_row_errors"
CREATE INDEX "importrowerror_vendor_id_job_id_record_id" ON "import_row_errors" ("vendor_id", "job_id", "record", "id");
-- create "inventory_levels" table
CREATE TABLE "inventory_levels" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "on_hand" bigint NOT NULL DEFAULT 0, "reserved" bigint NOT NULL DEFAULT 0, "vendor_id" uuid NOT NULL, "variant_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "inventory_levels_product_variants_variant_vendor" FOREIGN KEY ("vendor_id", "variant_id") REFERENCES "product_variants" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "level_not_oversold" CHECK ((reserved >= 0) AND (on_hand >= reserved) AND (on_hand <= 2147483647)));
-- create index "level_per_variant" to table: "inventory_levels"
CREATE UNIQUE INDEX "level_per_variant" ON "inventory_levels" ("vendor_id", "variant_id");
-- create "inventory_movements" table
CREATE TABLE "inventory_movements" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "kind" character varying NOT NULL, "on_hand_delta" bigint NOT NULL DEFAULT 0, "reserved_delta" bigint NOT NULL DEFAULT 0, "reason" character varying NULL, "order_id" uuid NULL, "actor_id" uuid NULL, "idempotency_key" character varying NULL, "request_hash" bytea NULL, "vendor_id" uuid NOT NULL, "variant_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "inventory_movements_product_variants_variant_vendor" FOREIGN KEY ("vendor_id", "variant_id") REFERENCES "product_variants" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "inventorymovement_vendor_id_order_id" to table: "inventory_movements"
CREATE INDEX "inventorymovement_vendor_id_order_id" ON "inventory_movements" ("vendor_id", "order_id");
-- create index "inventorymovement_vendor_id_variant_id_id" to table: "inventory_movements"
CREATE INDEX "inventorymovement_vendor_id_variant_id_id" ON "inventory_movements" ("vendor_id", "variant_id", "id");
-- create index "movement_idempotency" to table: "inventory_movements"
CREATE UNIQUE INDEX "movement_idempotency" ON "inventory_movements" ("vendor_id", "idempotency_key");
-- create "marketplace_products" table
CREATE TABLE "marketplace_products" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "import_job_id" uuid NOT NULL, "external_id" character varying NOT NULL, "title" character varying NOT NULL, "description" text NOT NULL DEFAULT '', "link" character varying NULL, "image_link" character varying NULL, "additional_image_links" jsonb NULL, "availability" character varying NULL, "currency" character varying NOT NULL, "price_minor" bigint NOT NULL, "sale_price_minor" bigint NULL, "brand" character varying NULL, "gtin" character varying NULL, "mpn" character varying NULL, "condition" character varying NULL, "product_type" character varying NULL, "google_category" character varying NULL, "item_group_id" character varying NULL, "color" character varying NULL, "size" character varying NULL, "quantity" bigint NULL, "attributes" jsonb NULL, "row_hash" bytea NOT NULL, "status" character varying NOT NULL DEFAULT 'IMPORTED', "vendor_id" uuid NOT NULL, "source_id" uuid NOT NULL, "product_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "marketplace_products_marketplace_sources_source_vendor" FOREIGN KEY ("vendor_id", "source_id") REFERENCES "marketplace_sources" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "marketplace_products_products_product_vendor" FOREIGN KEY ("vendor_id", "product_id") REFERENCES "products" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "marketplace_product_all" to table: "marketplace_products"
CREATE INDEX "marketplace_product_all" ON "marketplace_products" ("vendor_id", "updated_at", "id");
-- create index "marketplace_product_key" to table: "marketplace_products"
CREATE UNIQUE INDEX "marketplace_product_key" ON "marketplace_products" ("vendor_id", "source_id", "external_id");
-- create index "marketplace_product_list" to table: "marketplace_products"
CREATE INDEX "marketplace_product_list" ON "marketplace_products" ("vendor_id", "status", "updated_at", "id");
-- create index "marketplaceproduct_vendor_id_product_id" to table: "marketplace_products"
CREATE INDEX "marketplaceproduct_vendor_id_product_id" ON "marketplace_products" ("vendor_id", "product_id");
-- create "media_files" table
CREATE TABLE "media_files" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "status" character varying NOT NULL DEFAULT 'PENDING', "key" character varying NULL, "source_url" character varying NULL, "alt" character varying NOT NULL DEFAULT '', "sha256" bytea NULL, "content_type" character varying NULL, "byte_size" bigint NOT NULL DEFAULT 0, "width" bigint NULL, "height" bigint NULL, "color" character varying NULL, "failure" character varying NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "media_files_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "mediafile_vendor_id_id" to table: "media_files"
CREATE INDEX "mediafile_vendor_id_id" ON "media_files" ("vendor_id", "id");
-- create index "mediafile_vendor_id_sha256" to table: "media_files"
CREATE INDEX "mediafile_vendor_id_sha256" ON "media_files" ("vendor_id", "sha256");
-- create index "media_files_vendor_id_id" to table: "media_files"
CREATE UNIQUE INDEX "media_files_vendor_id_id" ON "media_files" ("vendor_id", "id");
-- create "roles" table
CREATE TABLE "roles" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "name" character varying NOT NULL, "permissions" jsonb NOT NULL, "template" character varying NULL, "vendor_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "roles_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "role_name_per_vendor" to table: "roles"
CREATE UNIQUE INDEX "role_name_per_vendor" ON "roles" ("vendor_id", "name");
-- create index "roles_vendor_id_id" to table: "roles"
CREATE UNIQUE INDEX "roles_vendor_id_id" ON "roles" ("vendor_id", "id");
-- create "users" table
CREATE TABLE "users" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "email" character varying NOT NULL, "name" character varying NOT NULL DEFAULT '', "password_hash" character varying NULL, "language" character varying NOT NULL DEFAULT 'en', "disabled_at" timestamptz NULL, PRIMARY KEY ("id"));
-- create index "user_email" to table: "users"
CREATE UNIQUE INDEX "user_email" ON "users" ("email");
-- create "memberships" table
CREATE TABLE "memberships" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "vendor_id" uuid NULL, "user_id" uuid NOT NULL, "role_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "memberships_roles_role_vendor" FOREIGN KEY ("vendor_id", "role_id") REFERENCES "roles" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "memberships_users_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "memberships_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "memberships_roles_role" FOREIGN KEY ("role_id") REFERENCES "roles" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "membership_per_vendor" to table: "memberships"
CREATE UNIQUE INDEX "membership_per_vendor" ON "memberships" ("vendor_id", "user_id");
-- create index "membership_user_id" to table: "memberships"
CREATE INDEX "membership_user_id" ON "memberships" ("user_id");
-- create "one_time_tokens" table
CREATE TABLE "one_time_tokens" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "purpose" character varying NOT NULL, "hash" bytea NOT NULL, "expires_at" timestamptz NOT NULL, "used_at" timestamptz NULL, "user_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "one_time_tokens_users_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "one_time_token_hash" to table: "one_time_tokens"
CREATE UNIQUE INDEX "one_time_token_hash" ON "one_time_tokens" ("hash");
-- create "orders" table
CREATE TABLE "orders" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "number" bigint NULL, "token" uuid NOT NULL, "status" character varying NOT NULL DEFAULT 'PENDING_PAYMENT', "payment_status" character varying NOT NULL DEFAULT 'PENDING', "fulfillment_status" character varying NOT NULL DEFAULT 'UNFULFILLED', "email" character varying NOT NULL, "currency" character varying NOT NULL, "subtotal_minor" bigint NOT NULL, "discount_minor" bigint NOT NULL DEFAULT 0, "shipping_minor" bigint NOT NULL, "tax_minor" bigint NOT NULL, "total_minor" bigint NOT NULL, "tax_included" boolean NOT NULL DEFAULT true, "shipping_address" jsonb NOT NULL, "delivery_title" character varying NOT NULL, "delivery_handle" character varying NOT NULL, "payment_method" character varying NOT NULL, "language" character varying NOT NULL DEFAULT 'en', "idempotency_key" character varying NOT NULL, "request_hash" bytea NOT NULL, "expires_at" timestamptz NULL, "placed_at" timestamptz NULL, "cancelled_at" timestamptz NULL, "cancel_reason" character varying NULL, "vendor_id" uuid NOT NULL, "cart_id" uuid NOT NULL, "customer_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "orders_carts_cart_vendor" FOREIGN KEY ("vendor_id", "cart_id") REFERENCES "carts" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "orders_customers_customer_vendor" FOREIGN KEY ("vendor_id", "customer_id") REFERENCES "customers" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "order_idempotency" to table: "orders"
CREATE INDEX "order_idempotency" ON "orders" ("vendor_id", "idempotency_key");
-- create index "order_number_per_vendor" to table: "orders"
CREATE UNIQUE INDEX "order_number_per_vendor" ON "orders" ("vendor_id", "number");
-- create index "order_per_cart" to table: "orders"
CREATE UNIQUE INDEX "order_per_cart" ON "orders" ("vendor_id", "cart_id") WHERE ((status)::text <> 'CANCELLED'::text);
-- create index "order_placed" to table: "orders"
CREATE INDEX "order_placed" ON "orders" ("vendor_id", "placed_at", "id");
-- create index "order_token" to table: "orders"
CREATE UNIQUE INDEX "order_token" ON "orders" ("vendor_id", "token");
-- create index "order_vendor_id_customer_id_id" to table: "orders"
CREATE INDEX "order_vendor_id_customer_id_id" ON "orders" ("vendor_id", "customer_id", "id");
-- create index "order_vendor_id_status_id" to table: "orders"
CREATE INDEX "order_vendor_id_status_id" ON "orders" ("vendor_id", "status", "id");
-- create index "orders_vendor_id_id" to table: "orders"
CREATE UNIQUE INDEX "orders_vendor_id_id" ON "orders" ("vendor_id", "id");
-- create "order_lines" table
CREATE TABLE "order_lines" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "product_id" uuid NULL, "variant_id" uuid NULL, "media_id" uuid NULL, "title" character varying NOT NULL, "sku" character varying NULL, "quantity" bigint NOT NULL, "currency" character varying NOT NULL, "unit_price_minor" bigint NOT NULL, "total_minor" bigint NOT NULL, "position" bigint NOT NULL DEFAULT 0, "vendor_id" uuid NOT NULL, "order_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "order_lines_orders_order_vendor" FOREIGN KEY ("vendor_id", "order_id") REFERENCES "orders" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "orderline_vendor_id_order_id_position" to table: "order_lines"
CREATE INDEX "orderline_vendor_id_order_id_position" ON "order_lines" ("vendor_id", "order_id", "position");
-- create "payments" table
CREATE TABLE "payments" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "method" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'PENDING', "currency" character varying NOT NULL, "amount_minor" bigint NOT NULL, "provider_ref" character varying NULL, "vendor_id" uuid NOT NULL, "order_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "payments_orders_order_vendor" FOREIGN KEY ("vendor_id", "order_id") REFERENCES "orders" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "payment_vendor_id_order_id" to table: "payments"
CREATE INDEX "payment_vendor_id_order_id" ON "payments" ("vendor_id", "order_id");
-- create "product_media" table
CREATE TABLE "product_media" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "position" bigint NOT NULL DEFAULT 0, "vendor_id" uuid NOT NULL, "product_id" uuid NOT NULL, "media_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "product_media_media_files_media_vendor" FOREIGN KEY ("vendor_id", "media_id") REFERENCES "media_files" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "product_media_products_product_vendor" FOREIGN KEY ("vendor_id", "product_id") REFERENCES "products" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "product_media_place" to table: "product_media"
CREATE UNIQUE INDEX "product_media_place" ON "product_media" ("vendor_id", "product_id", "position", "media_id");
-- create index "productmedia_vendor_id_media_id" to table: "product_media"
CREATE INDEX "productmedia_vendor_id_media_id" ON "product_media" ("vendor_id", "media_id");
-- create "sessions" table
CREATE TABLE "sessions" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "audience" character varying NOT NULL, "customer_id" uuid NULL, "refresh_hash" bytea NOT NULL, "previous_hash" bytea NULL, "rotated_at" timestamptz NULL, "expires_at" timestamptz NOT NULL, "revoked_at" timestamptz NULL, "revoked_reason" character varying NULL, "user_agent" character varying NOT NULL DEFAULT '', "address" character varying NOT NULL DEFAULT '', "last_used_at" timestamptz NOT NULL, "vendor_id" uuid NULL, "user_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "sessions_users_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "sessions_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "session_customer_id" to table: "sessions"
CREATE INDEX "session_customer_id" ON "sessions" ("customer_id");
-- create index "session_previous" to table: "sessions"
CREATE INDEX "session_previous" ON "sessions" ("previous_hash");
-- create index "session_refresh" to table: "sessions"
CREATE UNIQUE INDEX "session_refresh" ON "sessions" ("refresh_hash");
-- create index "session_user_id" to table: "sessions"
CREATE INDEX "session_user_id" ON "sessions" ("user_id");
-- create index "session_vendor_id_id" to table: "sessions"
CREATE INDEX "session_vendor_id_id" ON "sessions" ("vendor_id", "id");
-- create "vendor_domains" table
CREATE TABLE "vendor_domains" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "host" character varying NOT NULL, "verified_at" timestamptz NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "vendor_domains_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "vendor_domain_host" to table: "vendor_domains"
CREATE UNIQUE INDEX "vendor_domain_host" ON "vendor_domains" ("host");
-- create index "vendordomain_vendor_id_id" to table: "vendor_domains"
CREATE INDEX "vendordomain_vendor_id_id" ON "vendor_domains" ("vendor_id", "id");

-- +goose Down
-- reverse: create index "vendordomain_vendor_id_id" to table: "vendor_domains"
DROP INDEX "vendordomain_vendor_id_id";
-- reverse: create index "vendor_domain_host" to table: "vendor_domains"
DROP INDEX "vendor_domain_host";
-- reverse: create "vendor_domains" table
DROP TABLE "vendor_domains";
-- reverse: create index "session_vendor_id_id" to table: "sessions"
DROP INDEX "session_vendor_id_id";
-- reverse: create index "session_user_id" to table: "sessions"
DROP INDEX "session_user_id";
-- reverse: create index "session_refresh" to table: "sessions"
DROP INDEX "session_refresh";
-- reverse: create index "session_previous" to table: "sessions"
DROP INDEX "session_previous";
-- reverse: create index "session_customer_id" to table: "sessions"
DROP INDEX "session_customer_id";
-- reverse: create "sessions" table
DROP TABLE "sessions";
-- reverse: create index "productmedia_vendor_id_media_id" to table: "product_media"
DROP INDEX "productmedia_vendor_id_media_id";
-- reverse: create index "product_media_place" to table: "product_media"
DROP INDEX "product_media_place";
-- reverse: create "product_media" table
DROP TABLE "product_media";
-- reverse: create index "payment_vendor_id_order_id" to table: "payments"
DROP INDEX "payment_vendor_id_order_id";
-- reverse: create "payments" table
DROP TABLE "payments";
-- reverse: create index "orderline_vendor_id_order_id_position" to table: "order_lines"
DROP INDEX "orderline_vendor_id_order_id_position";
-- reverse: create "order_lines" table
DROP TABLE "order_lines";
-- reverse: create index "orders_vendor_id_id" to table: "orders"
DROP INDEX "orders_vendor_id_id";
-- reverse: create index "order_vendor_id_status_id" to table: "orders"
DROP INDEX "order_vendor_id_status_id";
-- reverse: create index "order_vendor_id_customer_id_id" to table: "orders"
DROP INDEX "order_vendor_id_customer_id_id";
-- reverse: create index "order_token" to table: "orders"
DROP INDEX "order_token";
-- reverse: create index "order_placed" to table: "orders"
DROP INDEX "order_placed";
-- reverse: create index "order_per_cart" to table: "orders"
DROP INDEX "order_per_cart";
-- reverse: create index "order_number_per_vendor" to table: "orders"
DROP INDEX "order_number_per_vendor";
-- reverse: create index "order_idempotency" to table: "orders"
DROP INDEX "order_idempotency";
-- reverse: create "orders" table
DROP TABLE "orders";
-- reverse: create index "one_time_token_hash" to table: "one_time_tokens"
DROP INDEX "one_time_token_hash";
-- reverse: create "one_time_tokens" table
DROP TABLE "one_time_tokens";
-- reverse: create index "membership_user_id" to table: "memberships"
DROP INDEX "membership_user_id";
-- reverse: create index "membership_per_vendor" to table: "memberships"
DROP INDEX "membership_per_vendor";
-- reverse: create "memberships" table
DROP TABLE "memberships";
-- reverse: create index "user_email" to table: "users"
DROP INDEX "user_email";
-- reverse: create "users" table
DROP TABLE "users";
-- reverse: create index "roles_vendor_id_id" to table: "roles"
DROP INDEX "roles_vendor_id_id";
-- reverse: create index "role_name_per_vendor" to table: "roles"
DROP INDEX "role_name_per_vendor";
-- reverse: create "roles" table
DROP TABLE "roles";
-- reverse: create index "media_files_vendor_id_id" to table: "media_files"
DROP INDEX "media_files_vendor_id_id";
-- reverse: create index "mediafile_vendor_id_sha256" to table: "media_files"
DROP INDEX "mediafile_vendor_id_sha256";
-- reverse: create index "mediafile_vendor_id_id" to table: "media_files"
DROP INDEX "mediafile_vendor_id_id";
-- reverse: create "media_files" table
DROP TABLE "media_files";
-- reverse: create index "marketplaceproduct_vendor_id_product_id" to table: "marketplace_products"
DROP INDEX "marketplaceproduct_vendor_id_product_id";
-- reverse: create index "marketplace_product_list" to table: "marketplace_products"
DROP INDEX "marketplace_product_list";
-- reverse: create index "marketplace_product_key" to table: "marketplace_products"
DROP INDEX "marketplace_product_key";
-- reverse: create index "marketplace_product_all" to table: "marketplace_products"
DROP INDEX "marketplace_product_all";
-- reverse: create "marketplace_products" table
DROP TABLE "marketplace_products";
-- reverse: create index "movement_idempotency" to table: "inventory_movements"
DROP INDEX "movement_idempotency";
-- reverse: create index "inventorymovement_vendor_id_variant_id_id" to table: "inventory_movements"
DROP INDEX "inventorymovement_vendor_id_variant_id_id";
-- reverse: create index "inventorymovement_vendor_id_order_id" to table: "inventory_movements"
DROP INDEX "inventorymovement_vendor_id_order_id";
-- reverse: create "inventory_movements" table
DROP TABLE "inventory_movements";
-- reverse: create index "level_per_variant" to table: "inventory_levels"
DROP INDEX "level_per_variant";
-- reverse: create "inventory_levels" table
DROP TABLE "inventory_levels";
-- reverse: create index "importrowerror_vendor_id_job_id_record_id" to table: "import_row_errors"
DROP INDEX "importrowerror_vendor_id_job_id_record_id";
-- reverse: create "import_row_errors" table
DROP TABLE "import_row_errors";
-- reverse: create index "marketplace_import_jobs_vendor_id_id" to table: "marketplace_import_jobs"
DROP INDEX "marketplace_import_jobs_vendor_id_id";
-- reverse: create index "marketplaceimportjob_vendor_id_id" to table: "marketplace_import_jobs"
DROP INDEX "marketplaceimportjob_vendor_id_id";
-- reverse: create index "import_one_running" to table: "marketplace_import_jobs"
DROP INDEX "import_one_running";
-- reverse: create index "import_idempotency" to table: "marketplace_import_jobs"
DROP INDEX "import_idempotency";
-- reverse: create "marketplace_import_jobs" table
DROP TABLE "marketplace_import_jobs";
-- reverse: create index "staged_uploads_vendor_id_id" to table: "staged_uploads"
DROP INDEX "staged_uploads_vendor_id_id";
-- reverse: create index "stagedupload_vendor_id_id" to table: "staged_uploads"
DROP INDEX "stagedupload_vendor_id_id";
-- reverse: create "staged_uploads" table
DROP TABLE "staged_uploads";
-- reverse: create index "marketplace_sources_vendor_id_id" to table: "marketplace_sources"
DROP INDEX "marketplace_sources_vendor_id_id";
-- reverse: create index "source_handle_per_vendor" to table: "marketplace_sources"
DROP INDEX "source_handle_per_vendor";
-- reverse: create "marketplace_sources" table
DROP TABLE "marketplace_sources";
-- reverse: create index "customeraddress_vendor_id_customer_id" to table: "customer_addresses"
DROP INDEX "customeraddress_vendor_id_customer_id";
-- reverse: create "customer_addresses" table
DROP TABLE "customer_addresses";
-- reverse: create index "counter_per_vendor" to table: "counters"
DROP INDEX "counter_per_vendor";
-- reverse: create "counters" table
DROP TABLE "counters";
-- reverse: create index "collectionproduct_vendor_id_product_id" to table: "collection_products"
DROP INDEX "collectionproduct_vendor_id_product_id";
-- reverse: create index "collection_product_once" to table: "collection_products"
DROP INDEX "collection_product_once";
-- reverse: create "collection_products" table
DROP TABLE "collection_products";
-- reverse: create index "collections_vendor_id_id" to table: "collections"
DROP INDEX "collections_vendor_id_id";
-- reverse: create index "collection_vendor_id_position_id" to table: "collections"
DROP INDEX "collection_vendor_id_position_id";
-- reverse: create index "collection_slug_per_vendor" to table: "collections"
DROP INDEX "collection_slug_per_vendor";
-- reverse: create "collections" table
DROP TABLE "collections";
-- reverse: create index "cartline_vendor_id_variant_id" to table: "cart_lines"
DROP INDEX "cartline_vendor_id_variant_id";
-- reverse: create index "cart_line_variant" to table: "cart_lines"
DROP INDEX "cart_line_variant";
-- reverse: create "cart_lines" table
DROP TABLE "cart_lines";
-- reverse: create index "product_variants_vendor_id_id" to table: "product_variants"
DROP INDEX "product_variants_vendor_id_id";
-- reverse: create index "variant_sku_per_vendor" to table: "product_variants"
DROP INDEX "variant_sku_per_vendor";
-- reverse: create index "productvariant_vendor_id_product_id_position" to table: "product_variants"
DROP INDEX "productvariant_vendor_id_product_id_position";
-- reverse: create "product_variants" table
DROP TABLE "product_variants";
-- reverse: create index "products_vendor_id_id" to table: "products"
DROP INDEX "products_vendor_id_id";
-- reverse: create index "product_updated" to table: "products"
DROP INDEX "product_updated";
-- reverse: create index "product_slug_per_vendor" to table: "products"
DROP INDEX "product_slug_per_vendor";
-- reverse: create index "product_shop_title" to table: "products"
DROP INDEX "product_shop_title";
-- reverse: create index "product_shop_price" to table: "products"
DROP INDEX "product_shop_price";
-- reverse: create index "product_shop_list" to table: "products"
DROP INDEX "product_shop_list";
-- reverse: create index "product_shop_best" to table: "products"
DROP INDEX "product_shop_best";
-- reverse: create "products" table
DROP TABLE "products";
-- reverse: create index "carts_vendor_id_id" to table: "carts"
DROP INDEX "carts_vendor_id_id";
-- reverse: create index "cart_vendor_id_expires_at" to table: "carts"
DROP INDEX "cart_vendor_id_expires_at";
-- reverse: create index "cart_vendor_id_customer_id" to table: "carts"
DROP INDEX "cart_vendor_id_customer_id";
-- reverse: create index "cart_token" to table: "carts"
DROP INDEX "cart_token";
-- reverse: create "carts" table
DROP TABLE "carts";
-- reverse: create index "customers_vendor_id_id" to table: "customers"
DROP INDEX "customers_vendor_id_id";
-- reverse: create index "customer_email_per_vendor" to table: "customers"
DROP INDEX "customer_email_per_vendor";
-- reverse: create "customers" table
DROP TABLE "customers";
-- reverse: create index "auditentry_vendor_id_id" to table: "audit_entries"
DROP INDEX "auditentry_vendor_id_id";
-- reverse: create "audit_entries" table
DROP TABLE "audit_entries";
-- reverse: create index "vendor_status_id" to table: "vendors"
DROP INDEX "vendor_status_id";
-- reverse: create index "vendor_slug" to table: "vendors"
DROP INDEX "vendor_slug";
-- reverse: create "vendors" table
DROP TABLE "vendors";
