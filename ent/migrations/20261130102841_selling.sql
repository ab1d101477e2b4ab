-- +goose Up
-- modify "customer_addresses" table
ALTER TABLE "customer_addresses" ADD COLUMN "is_default_billing" boolean NOT NULL DEFAULT false;
-- modify "customers" table
ALTER TABLE "customers" ADD COLUMN "disabled_reason" character varying NULL;
-- modify "carts" table
ALTER TABLE "carts" ADD COLUMN "billing_address" jsonb NULL, ADD COLUMN "discount_codes" jsonb NULL, ADD COLUMN "note" character varying NULL;
-- create "customer_notes" table
CREATE TABLE "customer_notes" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "user_id" uuid NULL, "text" character varying NOT NULL, "vendor_id" uuid NOT NULL, "customer_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "customer_notes_customers_customer_vendor" FOREIGN KEY ("vendor_id", "customer_id") REFERENCES "customers" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "customernote_vendor_id_customer_id_id" to table: "customer_notes"
CREATE INDEX "customernote_vendor_id_customer_id_id" ON "customer_notes" ("vendor_id", "customer_id", "id");
-- modify "vendors" table
ALTER TABLE "vendors" ADD COLUMN "prices_include_tax" boolean NOT NULL DEFAULT true, ADD COLUMN "oss_registered" boolean NOT NULL DEFAULT false, ADD COLUMN "return_days" bigint NOT NULL DEFAULT 14;
-- create "delivery_zones" table
CREATE TABLE "delivery_zones" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "name" character varying NOT NULL, "countries" jsonb NOT NULL, "postal_prefixes" jsonb NULL, "position" bigint NOT NULL DEFAULT 0, "version" bigint NOT NULL DEFAULT 1, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "delivery_zones_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "deliveryzone_vendor_id_position_id" to table: "delivery_zones"
CREATE INDEX "deliveryzone_vendor_id_position_id" ON "delivery_zones" ("vendor_id", "position", "id");
-- create index "delivery_zones_vendor_id_id" to table: "delivery_zones"
CREATE UNIQUE INDEX "delivery_zones_vendor_id_id" ON "delivery_zones" ("vendor_id", "id");
-- create "delivery_methods" table
CREATE TABLE "delivery_methods" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "handle" character varying NOT NULL, "title" jsonb NOT NULL, "description" jsonb NULL, "kind" character varying NOT NULL DEFAULT 'SHIPPING', "basis" character varying NOT NULL DEFAULT 'FLAT', "currency" character varying NOT NULL, "tiers" jsonb NOT NULL, "free_from_minor" bigint NULL, "max_weight_grams" bigint NULL, "min_days" bigint NULL, "max_days" bigint NULL, "pickup_address" jsonb NULL, "active" boolean NOT NULL DEFAULT true, "position" bigint NOT NULL DEFAULT 0, "vendor_id" uuid NOT NULL, "zone_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "delivery_methods_delivery_zones_zone_vendor" FOREIGN KEY ("vendor_id", "zone_id") REFERENCES "delivery_zones" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "delivery_method_handle" to table: "delivery_methods"
CREATE UNIQUE INDEX "delivery_method_handle" ON "delivery_methods" ("vendor_id", "handle");
-- create index "deliverymethod_vendor_id_zone_id_position" to table: "delivery_methods"
CREATE INDEX "deliverymethod_vendor_id_zone_id_position" ON "delivery_methods" ("vendor_id", "zone_id", "position");
-- modify "orders" table
ALTER TABLE "orders" ADD COLUMN "billing_address" jsonb NULL, ADD COLUMN "taxes" jsonb NULL, ADD COLUMN "discounts" jsonb NULL, ADD COLUMN "shipping_discount_minor" bigint NOT NULL DEFAULT 0, ADD COLUMN "shipping_tax_minor" bigint NOT NULL DEFAULT 0, ADD COLUMN "refunded_minor" bigint NOT NULL DEFAULT 0, ADD COLUMN "shipping_refunded_minor" bigint NOT NULL DEFAULT 0, ADD COLUMN "open_return" boolean NOT NULL DEFAULT false, ADD COLUMN "tags" jsonb NULL, ADD COLUMN "buyer_note" character varying NULL, ADD COLUMN "paid_at" timestamptz NULL, ADD COLUMN "completed_at" timestamptz NULL;
-- create index "order_email" to table: "orders"
CREATE INDEX "order_email" ON "orders" ("vendor_id", "email", "id");
-- create index "order_fulfillment" to table: "orders"
CREATE INDEX "order_fulfillment" ON "orders" ("vendor_id", "fulfillment_status", "placed_at", "id");
-- create index "order_open_return" to table: "orders"
CREATE INDEX "order_open_return" ON "orders" ("vendor_id", "placed_at", "id") WHERE open_return;
-- create index "order_payment" to table: "orders"
CREATE INDEX "order_payment" ON "orders" ("vendor_id", "payment_status", "placed_at", "id");
-- create "fulfillments" table
CREATE TABLE "fulfillments" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "carrier" character varying NULL, "tracking_number" character varying NULL, "tracking_url" character varying NULL, "delivered_at" timestamptz NULL, "cancelled_at" timestamptz NULL, "idempotency_key" character varying NOT NULL, "request_hash" bytea NOT NULL, "vendor_id" uuid NOT NULL, "order_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "fulfillments_orders_order_vendor" FOREIGN KEY ("vendor_id", "order_id") REFERENCES "orders" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "fulfillment_idempotency" to table: "fulfillments"
CREATE UNIQUE INDEX "fulfillment_idempotency" ON "fulfillments" ("vendor_id", "idempotency_key");
-- create index "fulfillment_vendor_id_order_id_id" to table: "fulfillments"
CREATE INDEX "fulfillment_vendor_id_order_id_id" ON "fulfillments" ("vendor_id", "order_id", "id");
-- create index "fulfillments_vendor_id_id" to table: "fulfillments"
CREATE UNIQUE INDEX "fulfillments_vendor_id_id" ON "fulfillments" ("vendor_id", "id");
-- modify "order_lines" table
ALTER TABLE "order_lines" ADD COLUMN "discount_minor" bigint NOT NULL DEFAULT 0, ADD COLUMN "tax_rate_bp" bigint NOT NULL DEFAULT 0, ADD COLUMN "tax_minor" bigint NOT NULL DEFAULT 0, ADD COLUMN "fulfilled_quantity" bigint NOT NULL DEFAULT 0, ADD COLUMN "returned_quantity" bigint NOT NULL DEFAULT 0, ADD COLUMN "refunded_quantity" bigint NOT NULL DEFAULT 0, ADD COLUMN "refunded_minor" bigint NOT NULL DEFAULT 0;
-- create index "order_lines_vendor_id_id" to table: "order_lines"
CREATE UNIQUE INDEX "order_lines_vendor_id_id" ON "order_lines" ("vendor_id", "id");
-- create "fulfillment_lines" table
CREATE TABLE "fulfillment_lines" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "quantity" bigint NOT NULL, "vendor_id" uuid NOT NULL, "fulfillment_id" uuid NOT NULL, "order_line_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "fulfillment_lines_fulfillments_fulfillment_vendor" FOREIGN KEY ("vendor_id", "fulfillment_id") REFERENCES "fulfillments" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "fulfillment_lines_order_lines_order_line_vendor" FOREIGN KEY ("vendor_id", "order_line_id") REFERENCES "order_lines" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "fulfillment_line_once" to table: "fulfillment_lines"
CREATE UNIQUE INDEX "fulfillment_line_once" ON "fulfillment_lines" ("vendor_id", "fulfillment_id", "order_line_id");
-- create index "fulfillmentline_vendor_id_order_line_id" to table: "fulfillment_lines"
CREATE INDEX "fulfillmentline_vendor_id_order_line_id" ON "fulfillment_lines" ("vendor_id", "order_line_id");
-- create "ledger_checks" table
CREATE TABLE "ledger_checks" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "orders" bigint NOT NULL, "entries" bigint NOT NULL, "faults" jsonb NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "ledger_checks_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "ledgercheck_vendor_id_created_at" to table: "ledger_checks"
CREATE INDEX "ledgercheck_vendor_id_created_at" ON "ledger_checks" ("vendor_id", "created_at");
-- create "ledger_entries" table
CREATE TABLE "ledger_entries" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "posting" character varying NOT NULL, "kind" character varying NOT NULL, "account" character varying NOT NULL, "currency" character varying NOT NULL, "amount_minor" bigint NOT NULL, "occurred_at" timestamptz NOT NULL, "vendor_id" uuid NOT NULL, "order_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "ledger_entries_orders_order_vendor" FOREIGN KEY ("vendor_id", "order_id") REFERENCES "orders" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "ledger_entry_once" to table: "ledger_entries"
CREATE UNIQUE INDEX "ledger_entry_once" ON "ledger_entries" ("vendor_id", "posting", "account");
-- create index "ledgerentry_vendor_id_occurred_at_id" to table: "ledger_entries"
CREATE INDEX "ledgerentry_vendor_id_occurred_at_id" ON "ledger_entries" ("vendor_id", "occurred_at", "id");
-- create index "ledgerentry_vendor_id_order_id" to table: "ledger_entries"
CREATE INDEX "ledgerentry_vendor_id_order_id" ON "ledger_entries" ("vendor_id", "order_id");
-- create "order_events" table
CREATE TABLE "order_events" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "kind" character varying NOT NULL, "public" boolean NOT NULL DEFAULT false, "user_id" uuid NULL, "message" character varying NULL, "data" jsonb NULL, "vendor_id" uuid NOT NULL, "order_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "order_events_orders_order_vendor" FOREIGN KEY ("vendor_id", "order_id") REFERENCES "orders" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "orderevent_vendor_id_order_id_created_at" to table: "order_events"
CREATE INDEX "orderevent_vendor_id_order_id_created_at" ON "order_events" ("vendor_id", "order_id", "created_at");
-- create "order_returns" table
CREATE TABLE "order_returns" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "status" character varying NOT NULL DEFAULT 'REQUESTED', "reason" character varying NOT NULL, "message" character varying NULL, "answer" character varying NULL, "by_buyer" boolean NOT NULL DEFAULT false, "decided_at" timestamptz NULL, "received_at" timestamptz NULL, "idempotency_key" character varying NOT NULL, "request_hash" bytea NOT NULL, "vendor_id" uuid NOT NULL, "order_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "order_returns_orders_order_vendor" FOREIGN KEY ("vendor_id", "order_id") REFERENCES "orders" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "order_return_idempotency" to table: "order_returns"
CREATE UNIQUE INDEX "order_return_idempotency" ON "order_returns" ("vendor_id", "idempotency_key");
-- create index "orderreturn_vendor_id_order_id_id" to table: "order_returns"
CREATE INDEX "orderreturn_vendor_id_order_id_id" ON "order_returns" ("vendor_id", "order_id", "id");
-- create index "orderreturn_vendor_id_status_id" to table: "order_returns"
CREATE INDEX "orderreturn_vendor_id_status_id" ON "order_returns" ("vendor_id", "status", "id");
-- create index "order_returns_vendor_id_id" to table: "order_returns"
CREATE UNIQUE INDEX "order_returns_vendor_id_id" ON "order_returns" ("vendor_id", "id");
-- create "order_return_lines" table
CREATE TABLE "order_return_lines" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "quantity" bigint NOT NULL, "restocked" bigint NOT NULL DEFAULT 0, "vendor_id" uuid NOT NULL, "return_id" uuid NOT NULL, "order_line_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "order_return_lines_order_lines_order_line_vendor" FOREIGN KEY ("vendor_id", "order_line_id") REFERENCES "order_lines" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "order_return_lines_order_returns_order_return_vendor" FOREIGN KEY ("vendor_id", "return_id") REFERENCES "order_returns" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "order_return_line_once" to table: "order_return_lines"
CREATE UNIQUE INDEX "order_return_line_once" ON "order_return_lines" ("vendor_id", "return_id", "order_line_id");
-- create index "orderreturnline_vendor_id_order_line_id" to table: "order_return_lines"
CREATE INDEX "orderreturnline_vendor_id_order_line_id" ON "order_return_lines" ("vendor_id", "order_line_id");
-- create "payment_methods" table
CREATE TABLE "payment_methods" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "handle" character varying NOT NULL, "provider" character varying NOT NULL, "enabled" boolean NOT NULL DEFAULT true, "title" jsonb NULL, "instructions" jsonb NULL, "bank" jsonb NULL, "position" bigint NOT NULL DEFAULT 0, "version" bigint NOT NULL DEFAULT 1, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "payment_methods_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "payment_method_handle" to table: "payment_methods"
CREATE UNIQUE INDEX "payment_method_handle" ON "payment_methods" ("vendor_id", "handle");
-- create "promotions" table
CREATE TABLE "promotions" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "title" character varying NOT NULL, "public_title" jsonb NULL, "code" character varying NULL, "percent_bp" bigint NOT NULL DEFAULT 0, "amount_minor" bigint NOT NULL DEFAULT 0, "free_delivery" boolean NOT NULL DEFAULT false, "currency" character varying NOT NULL, "minimum_minor" bigint NULL, "product_ids" jsonb NULL, "collection_ids" jsonb NULL, "combines" boolean NOT NULL DEFAULT false, "priority" bigint NOT NULL DEFAULT 0, "usage_limit" bigint NULL, "customer_limit" bigint NULL, "used_count" bigint NOT NULL DEFAULT 0, "starts_at" timestamptz NULL, "ends_at" timestamptz NULL, "archived_at" timestamptz NULL, "version" bigint NOT NULL DEFAULT 1, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "promotions_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "promotion_code_per_vendor" to table: "promotions"
CREATE UNIQUE INDEX "promotion_code_per_vendor" ON "promotions" ("vendor_id", "code") WHERE ((code IS NOT NULL) AND (archived_at IS NULL));
-- create index "promotion_vendor_id_id" to table: "promotions"
CREATE INDEX "promotion_vendor_id_id" ON "promotions" ("vendor_id", "id");
-- create index "promotions_vendor_id_id" to table: "promotions"
CREATE UNIQUE INDEX "promotions_vendor_id_id" ON "promotions" ("vendor_id", "id");
-- create "promotion_uses" table
CREATE TABLE "promotion_uses" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "customer_id" uuid NULL, "email" character varying NOT NULL, "currency" character varying NOT NULL, "amount_minor" bigint NOT NULL, "released_at" timestamptz NULL, "vendor_id" uuid NOT NULL, "promotion_id" uuid NOT NULL, "order_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "promotion_uses_orders_order_vendor" FOREIGN KEY ("vendor_id", "order_id") REFERENCES "orders" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "promotion_uses_promotions_promotion_vendor" FOREIGN KEY ("vendor_id", "promotion_id") REFERENCES "promotions" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "promotion_use_per_order" to table: "promotion_uses"
CREATE UNIQUE INDEX "promotion_use_per_order" ON "promotion_uses" ("vendor_id", "promotion_id", "order_id");
-- create index "promotionuse_vendor_id_order_id" to table: "promotion_uses"
CREATE INDEX "promotionuse_vendor_id_order_id" ON "promotion_uses" ("vendor_id", "order_id");
-- create index "promotionuse_vendor_id_promotion_id_email" to table: "promotion_uses"
CREATE INDEX "promotionuse_vendor_id_promotion_id_email" ON "promotion_uses" ("vendor_id", "promotion_id", "email");
-- modify "payments" table
ALTER TABLE "payments" ADD COLUMN "account_id" character varying NULL, ADD COLUMN "refunded_minor" bigint NOT NULL DEFAULT 0, ADD COLUMN "fee_minor" bigint NOT NULL DEFAULT 0, ADD COLUMN "failure" character varying NULL, ADD COLUMN "paid_at" timestamptz NULL;
-- create index "payment_vendor_id_provider_ref" to table: "payments"
CREATE INDEX "payment_vendor_id_provider_ref" ON "payments" ("vendor_id", "provider_ref");
-- create index "payments_vendor_id_id" to table: "payments"
CREATE UNIQUE INDEX "payments_vendor_id_id" ON "payments" ("vendor_id", "id");
-- create "refunds" table
CREATE TABLE "refunds" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "return_id" uuid NULL, "status" character varying NOT NULL DEFAULT 'PENDING', "currency" character varying NOT NULL, "amount_minor" bigint NOT NULL, "shipping_minor" bigint NOT NULL DEFAULT 0, "fee_minor" bigint NOT NULL DEFAULT 0, "reason" character varying NULL, "provider_ref" character varying NULL, "failure" character varying NULL, "user_id" uuid NULL, "settled_at" timestamptz NULL, "idempotency_key" character varying NOT NULL, "request_hash" bytea NOT NULL, "vendor_id" uuid NOT NULL, "order_id" uuid NOT NULL, "payment_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "refunds_orders_order_vendor" FOREIGN KEY ("vendor_id", "order_id") REFERENCES "orders" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "refunds_payments_payment_vendor" FOREIGN KEY ("vendor_id", "payment_id") REFERENCES "payments" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "refund_idempotency" to table: "refunds"
CREATE UNIQUE INDEX "refund_idempotency" ON "refunds" ("vendor_id", "idempotency_key");
-- create index "refund_vendor_id_order_id_id" to table: "refunds"
CREATE INDEX "refund_vendor_id_order_id_id" ON "refunds" ("vendor_id", "order_id", "id");
-- create index "refund_vendor_id_provider_ref" to table: "refunds"
CREATE INDEX "refund_vendor_id_provider_ref" ON "refunds" ("vendor_id", "provider_ref");
-- create index "refund_vendor_id_status_id" to table: "refunds"
CREATE INDEX "refund_vendor_id_status_id" ON "refunds" ("vendor_id", "status", "id");
-- create index "refunds_vendor_id_id" to table: "refunds"
CREATE UNIQUE INDEX "refunds_vendor_id_id" ON "refunds" ("vendor_id", "id");
-- create "refund_lines" table
CREATE TABLE "refund_lines" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "quantity" bigint NOT NULL, "currency" character varying NOT NULL, "amount_minor" bigint NOT NULL, "restocked" bigint NOT NULL DEFAULT 0, "vendor_id" uuid NOT NULL, "refund_id" uuid NOT NULL, "order_line_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "refund_lines_order_lines_order_line_vendor" FOREIGN KEY ("vendor_id", "order_line_id") REFERENCES "order_lines" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "refund_lines_refunds_refund_vendor" FOREIGN KEY ("vendor_id", "refund_id") REFERENCES "refunds" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "refund_line_once" to table: "refund_lines"
CREATE UNIQUE INDEX "refund_line_once" ON "refund_lines" ("vendor_id", "refund_id", "order_line_id");
-- create index "refundline_vendor_id_order_line_id" to table: "refund_lines"
CREATE INDEX "refundline_vendor_id_order_line_id" ON "refund_lines" ("vendor_id", "order_line_id");
-- create "tax_rates" table
CREATE TABLE "tax_rates" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "country" character varying NOT NULL, "region" character varying NOT NULL DEFAULT '', "class" character varying NOT NULL, "rate_bp" bigint NOT NULL, "valid_from" timestamptz NOT NULL, "valid_to" timestamptz NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "tax_rates_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "tax_rate_per_vendor" to table: "tax_rates"
CREATE UNIQUE INDEX "tax_rate_per_vendor" ON "tax_rates" ("vendor_id", "country", "region", "class", "valid_from");
-- create "vendor_payment_configs" table
CREATE TABLE "vendor_payment_configs" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "account_id" character varying NULL, "live" boolean NOT NULL DEFAULT false, "details_submitted" boolean NOT NULL DEFAULT false, "charges_enabled" boolean NOT NULL DEFAULT false, "payouts_enabled" boolean NOT NULL DEFAULT false, "requirements" jsonb NULL, "requirements_due_at" timestamptz NULL, "disabled_reason" character varying NULL, "commission_bp" bigint NULL, "synced_at" timestamptz NULL, "version" bigint NOT NULL DEFAULT 1, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "vendor_payment_configs_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "payment_config_account" to table: "vendor_payment_configs"
CREATE UNIQUE INDEX "payment_config_account" ON "vendor_payment_configs" ("account_id") WHERE (account_id IS NOT NULL);
-- create index "payment_config_per_vendor" to table: "vendor_payment_configs"
CREATE UNIQUE INDEX "payment_config_per_vendor" ON "vendor_payment_configs" ("vendor_id");
-- create "webhook_events" table
CREATE TABLE "webhook_events" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "provider" character varying NOT NULL, "event_id" character varying NOT NULL, "account" character varying NULL, "kind" character varying NOT NULL, "payload" bytea NOT NULL, "status" character varying NOT NULL DEFAULT 'RECEIVED', "attempts" bigint NOT NULL DEFAULT 0, "failure" character varying NULL, "handled_at" timestamptz NULL, "occurred_at" timestamptz NOT NULL, "vendor_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "webhook_events_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "webhook_event_once" to table: "webhook_events"
CREATE UNIQUE INDEX "webhook_event_once" ON "webhook_events" ("event_id", "provider");
-- create index "webhookevent_status_id" to table: "webhook_events"
CREATE INDEX "webhookevent_status_id" ON "webhook_events" ("status", "id");
-- create index "webhookevent_vendor_id_id" to table: "webhook_events"
CREATE INDEX "webhookevent_vendor_id_id" ON "webhook_events" ("vendor_id", "id");

-- +goose Down
-- reverse: create index "webhookevent_vendor_id_id" to table: "webhook_events"
DROP INDEX "webhookevent_vendor_id_id";
-- reverse: create index "webhookevent_status_id" to table: "webhook_events"
DROP INDEX "webhookevent_status_id";
-- reverse: create index "webhook_event_once" to table: "webhook_events"
DROP INDEX "webhook_event_once";
-- reverse: create "webhook_events" table
DROP TABLE "webhook_events";
-- reverse: create index "payment_config_per_vendor" to table: "vendor_payment_configs"
DROP INDEX "payment_config_per_vendor";
-- reverse: create index "payment_config_account" to table: "vendor_payment_configs"
DROP INDEX "payment_config_account";
-- reverse: create "vendor_payment_configs" table
DROP TABLE "vendor_payment_configs";
-- reverse: create index "tax_rate_per_vendor" to table: "tax_rates"
DROP INDEX "tax_rate_per_vendor";
-- reverse: create "tax_rates" table
DROP TABLE "tax_rates";
-- reverse: create index "refundline_vendor_id_order_line_id" to table: "refund_lines"
DROP INDEX "refundline_vendor_id_order_line_id";
-- reverse: create index "refund_line_once" to table: "refund_lines"
DROP INDEX "refund_line_once";
-- reverse: create "refund_lines" table
DROP TABLE "refund_lines";
-- reverse: create index "refunds_vendor_id_id" to table: "refunds"
DROP INDEX "refunds_vendor_id_id";
-- reverse: create index "refund_vendor_id_status_id" to table: "refunds"
DROP INDEX "refund_vendor_id_status_id";
-- reverse: create index "refund_vendor_id_provider_ref" to table: "refunds"
DROP INDEX "refund_vendor_id_provider_ref";
-- reverse: create index "refund_vendor_id_order_id_id" to table: "refunds"
DROP INDEX "refund_vendor_id_order_id_id";
-- reverse: create index "refund_idempotency" to table: "refunds"
DROP INDEX "refund_idempotency";
-- reverse: create "refunds" table
DROP TABLE "refunds";
-- reverse: create index "payments_vendor_id_id" to table: "payments"
DROP INDEX "payments_vendor_id_id";
-- reverse: create index "payment_vendor_id_provider_ref" to table: "payments"
DROP INDEX "payment_vendor_id_provider_ref";
-- reverse: modify "payments" table
ALTER TABLE "payments" DROP COLUMN "paid_at", DROP COLUMN "failure", DROP COLUMN "fee_minor", DROP COLUMN "refunded_minor", DROP COLUMN "account_id";
-- reverse: create index "promotionuse_vendor_id_promotion_id_email" to table: "promotion_uses"
DROP INDEX "promotionuse_vendor_id_promotion_id_email";
-- reverse: create index "promotionuse_vendor_id_order_id" to table: "promotion_uses"
DROP INDEX "promotionuse_vendor_id_order_id";
-- reverse: create index "promotion_use_per_order" to table: "promotion_uses"
DROP INDEX "promotion_use_per_order";
-- reverse: create "promotion_uses" table
DROP TABLE "promotion_uses";
-- reverse: create index "promotions_vendor_id_id" to table: "promotions"
DROP INDEX "promotions_vendor_id_id";
-- reverse: create index "promotion_vendor_id_id" to table: "promotions"
DROP INDEX "promotion_vendor_id_id";
-- reverse: create index "promotion_code_per_vendor" to table: "promotions"
DROP INDEX "promotion_code_per_vendor";
-- reverse: create "promotions" table
DROP TABLE "promotions";
-- reverse: create index "payment_method_handle" to table: "payment_methods"
DROP INDEX "payment_method_handle";
-- reverse: create "payment_methods" table
DROP TABLE "payment_methods";
-- reverse: create index "orderreturnline_vendor_id_order_line_id" to table: "order_return_lines"
DROP INDEX "orderreturnline_vendor_id_order_line_id";
-- reverse: create index "order_return_line_once" to table: "order_return_lines"
DROP INDEX "order_return_line_once";
-- reverse: create "order_return_lines" table
DROP TABLE "order_return_lines";
-- reverse: create index "order_returns_vendor_id_id" to table: "order_returns"
DROP INDEX "order_returns_vendor_id_id";
-- reverse: create index "orderreturn_vendor_id_status_id" to table: "order_returns"
DROP INDEX "orderreturn_vendor_id_status_id";
-- reverse: create index "orderreturn_vendor_id_order_id_id" to table: "order_returns"
DROP INDEX "orderreturn_vendor_id_order_id_id";
-- reverse: create index "order_return_idempotency" to table: "order_returns"
DROP INDEX "order_return_idempotency";
-- reverse: create "order_returns" table
DROP TABLE "order_returns";
-- reverse: create index "orderevent_vendor_id_order_id_created_at" to table: "order_events"
DROP INDEX "orderevent_vendor_id_order_id_created_at";
-- reverse: create "order_events" table
DROP TABLE "order_events";
-- reverse: create index "ledgerentry_vendor_id_order_id" to table: "ledger_entries"
DROP INDEX "ledgerentry_vendor_id_order_id";
-- reverse: create index "ledgerentry_vendor_id_occurred_at_id" to table: "ledger_entries"
DROP INDEX "ledgerentry_vendor_id_occurred_at_id";
-- reverse: create index "ledger_entry_once" to table: "ledger_entries"
DROP INDEX "ledger_entry_once";
-- reverse: create "ledger_entries" table
DROP TABLE "ledger_entries";
-- reverse: create index "ledgercheck_vendor_id_created_at" to table: "ledger_checks"
DROP INDEX "ledgercheck_vendor_id_created_at";
-- reverse: create "ledger_checks" table
DROP TABLE "ledger_checks";
-- reverse: create index "fulfillmentline_vendor_id_order_line_id" to table: "fulfillment_lines"
DROP INDEX "fulfillmentline_vendor_id_order_line_id";
-- reverse: create index "fulfillment_line_once" to table: "fulfillment_lines"
DROP INDEX "fulfillment_line_once";
-- reverse: create "fulfillment_lines" table
DROP TABLE "fulfillment_lines";
-- reverse: create index "order_lines_vendor_id_id" to table: "order_lines"
DROP INDEX "order_lines_vendor_id_id";
-- reverse: modify "order_lines" table
ALTER TABLE "order_lines" DROP COLUMN "refunded_minor", DROP COLUMN "refunded_quantity", DROP COLUMN "returned_quantity", DROP COLUMN "fulfilled_quantity", DROP COLUMN "tax_minor", DROP COLUMN "tax_rate_bp", DROP COLUMN "discount_minor";
-- reverse: create index "fulfillments_vendor_id_id" to table: "fulfillments"
DROP INDEX "fulfillments_vendor_id_id";
-- reverse: create index "fulfillment_vendor_id_order_id_id" to table: "fulfillments"
DROP INDEX "fulfillment_vendor_id_order_id_id";
-- reverse: create index "fulfillment_idempotency" to table: "fulfillments"
DROP INDEX "fulfillment_idempotency";
-- reverse: create "fulfillments" table
DROP TABLE "fulfillments";
-- reverse: create index "order_payment" to table: "orders"
DROP INDEX "order_payment";
-- reverse: create index "order_open_return" to table: "orders"
DROP INDEX "order_open_return";
-- reverse: create index "order_fulfillment" to table: "orders"
DROP INDEX "order_fulfillment";
-- reverse: create index "order_email" to table: "orders"
DROP INDEX "order_email";
-- reverse: modify "orders" table
ALTER TABLE "orders" DROP COLUMN "completed_at", DROP COLUMN "paid_at", DROP COLUMN "buyer_note", DROP COLUMN "tags", DROP COLUMN "open_return", DROP COLUMN "shipping_refunded_minor", DROP COLUMN "refunded_minor", DROP COLUMN "shipping_tax_minor", DROP COLUMN "shipping_discount_minor", DROP COLUMN "discounts", DROP COLUMN "taxes", DROP COLUMN "billing_address";
-- reverse: create index "deliverymethod_vendor_id_zone_id_position" to table: "delivery_methods"
DROP INDEX "deliverymethod_vendor_id_zone_id_position";
-- reverse: create index "delivery_method_handle" to table: "delivery_methods"
DROP INDEX "delivery_method_handle";
-- reverse: create "delivery_methods" table
DROP TABLE "delivery_methods";
-- reverse: create index "delivery_zones_vendor_id_id" to table: "delivery_zones"
DROP INDEX "delivery_zones_vendor_id_id";
-- reverse: create index "deliveryzone_vendor_id_position_id" to table: "delivery_zones"
DROP INDEX "deliveryzone_vendor_id_position_id";
-- reverse: create "delivery_zones" table
DROP TABLE "delivery_zones";
-- reverse: modify "vendors" table
ALTER TABLE "vendors" DROP COLUMN "return_days", DROP COLUMN "oss_registered", DROP COLUMN "prices_include_tax";
-- reverse: create index "customernote_vendor_id_customer_id_id" to table: "customer_notes"
DROP INDEX "customernote_vendor_id_customer_id_id";
-- reverse: create "customer_notes" table
DROP TABLE "customer_notes";
-- reverse: modify "carts" table
ALTER TABLE "carts" DROP COLUMN "note", DROP COLUMN "discount_codes", DROP COLUMN "billing_address";
-- reverse: modify "customers" table
ALTER TABLE "customers" DROP COLUMN "disabled_reason";
-- reverse: modify "customer_addresses" table
ALTER TABLE "customer_addresses" DROP COLUMN "is_default_billing";
