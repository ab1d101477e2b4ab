-- +goose Up
-- create "restore_logs" table
CREATE TABLE "restore_logs" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "source" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'RUNNING', "forced" boolean NOT NULL DEFAULT false, "concerns_id" uuid NULL, "row_count" bigint NOT NULL DEFAULT 0, "failure" character varying NULL, "ended_at" timestamptz NULL, PRIMARY KEY ("id"));
-- create "alerts" table
CREATE TABLE "alerts" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "rule" character varying NOT NULL, "severity" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'OPEN', "subject" character varying NOT NULL DEFAULT '', "concerns_id" uuid NULL, "data" jsonb NULL, "open_key" character varying NULL, "occurrences" bigint NOT NULL DEFAULT 1, "last_seen_at" timestamptz NOT NULL, "acknowledged_by_id" uuid NULL, "acknowledged_at" timestamptz NULL, "snoozed_until" timestamptz NULL, "resolved_by_id" uuid NULL, "resolved_at" timestamptz NULL, "note" character varying NULL, PRIMARY KEY ("id"));
-- create index "alert_open_once" to table: "alerts"
CREATE UNIQUE INDEX "alert_open_once" ON "alerts" ("open_key");
-- create index "alert_status_id" to table: "alerts"
CREATE INDEX "alert_status_id" ON "alerts" ("status", "id");
-- create "alert_rules" table
CREATE TABLE "alert_rules" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "rule" character varying NOT NULL, "enabled" boolean NOT NULL DEFAULT true, "threshold" bigint NULL, "by_mail" boolean NOT NULL DEFAULT false, "version" bigint NOT NULL DEFAULT 1, PRIMARY KEY ("id"));
-- create index "alert_rule_once" to table: "alert_rules"
CREATE UNIQUE INDEX "alert_rule_once" ON "alert_rules" ("rule");
-- create "backup_logs" table
CREATE TABLE "backup_logs" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "name" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'RUNNING', "location" character varying NOT NULL, "scheduled" boolean NOT NULL DEFAULT false, "byte_size" bigint NOT NULL DEFAULT 0, "row_count" bigint NOT NULL DEFAULT 0, "file_count" bigint NOT NULL DEFAULT 0, "checksum" character varying NULL, "failure" character varying NULL, "ended_at" timestamptz NULL, "verified_at" timestamptz NULL, "verify_failure" character varying NULL, "removed_at" timestamptz NULL, PRIMARY KEY ("id"));
-- create index "backup_log_name" to table: "backup_logs"
CREATE UNIQUE INDEX "backup_log_name" ON "backup_logs" ("name");
-- create "error_logs" table
CREATE TABLE "error_logs" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "fingerprint" character varying NOT NULL, "source" character varying NOT NULL, "operation" character varying NOT NULL DEFAULT '', "message" character varying NOT NULL, "stack" character varying NOT NULL DEFAULT '', "occurrences" bigint NOT NULL DEFAULT 1, "version" character varying NOT NULL DEFAULT '', "request_id" character varying NOT NULL DEFAULT '', "concerns_id" uuid NULL, "last_seen_at" timestamptz NOT NULL, "resolved_at" timestamptz NULL, PRIMARY KEY ("id"));
-- create index "error_log_once" to table: "error_logs"
CREATE UNIQUE INDEX "error_log_once" ON "error_logs" ("fingerprint");
-- create index "errorlog_last_seen_at" to table: "error_logs"
CREATE INDEX "errorlog_last_seen_at" ON "error_logs" ("last_seen_at");
-- create "feature_flags" table
CREATE TABLE "feature_flags" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "key" character varying NOT NULL, "enabled" boolean NOT NULL, "percentage" bigint NOT NULL DEFAULT 100, "overrides" jsonb NULL, "version" bigint NOT NULL DEFAULT 1, PRIMARY KEY ("id"));
-- create index "feature_flag_key" to table: "feature_flags"
CREATE UNIQUE INDEX "feature_flag_key" ON "feature_flags" ("key");
-- create "performance_metrics" table
CREATE TABLE "performance_metrics" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "minute" timestamptz NOT NULL, "process" character varying NOT NULL, "name" character varying NOT NULL, "label" character varying NOT NULL DEFAULT '', "value" double precision NOT NULL, PRIMARY KEY ("id"));
-- create index "performance_metric_once" to table: "performance_metrics"
CREATE UNIQUE INDEX "performance_metric_once" ON "performance_metrics" ("name", "label", "minute", "process");
-- create index "performancemetric_minute" to table: "performance_metrics"
CREATE INDEX "performancemetric_minute" ON "performance_metrics" ("minute");
-- modify "customers" table
ALTER TABLE "customers" ADD COLUMN "erased_at" timestamptz NULL;
-- create "platform_settings" table
CREATE TABLE "platform_settings" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "key" character varying NOT NULL, "value" character varying NULL, "sealed" bytea NULL, "hint" character varying NULL, "set_by_id" uuid NULL, "version" bigint NOT NULL DEFAULT 1, PRIMARY KEY ("id"));
-- create index "platform_setting_key" to table: "platform_settings"
CREATE UNIQUE INDEX "platform_setting_key" ON "platform_settings" ("key");
-- create "consents" table
CREATE TABLE "consents" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "purpose" character varying NOT NULL, "granted" boolean NOT NULL, "words" character varying NOT NULL, "vendor_id" uuid NOT NULL, "customer_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "consents_customers_customer_vendor" FOREIGN KEY ("vendor_id", "customer_id") REFERENCES "customers" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "consent_vendor_id_customer_id_id" to table: "consents"
CREATE INDEX "consent_vendor_id_customer_id_id" ON "consents" ("vendor_id", "customer_id", "id");
-- modify "vendors" table
ALTER TABLE "vendors" ADD COLUMN "theme_before" jsonb NULL, ADD COLUMN "logo_id" uuid NULL, ADD COLUMN "mail_from_name" character varying NULL, ADD COLUMN "mail_reply_to" character varying NULL, ADD COLUMN "mail_footer" jsonb NULL, ADD COLUMN "holiday_from" timestamptz NULL, ADD COLUMN "holiday_until" timestamptz NULL, ADD COLUMN "holiday_message" jsonb NULL;
-- create "funnel_rollups" table
CREATE TABLE "funnel_rollups" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "day" character varying NOT NULL, "visits" bigint NOT NULL DEFAULT 0, "carts" bigint NOT NULL DEFAULT 0, "checkouts" bigint NOT NULL DEFAULT 0, "orders" bigint NOT NULL DEFAULT 0, "paid" bigint NOT NULL DEFAULT 0, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "funnel_rollups_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "funnel_rollup_once" to table: "funnel_rollups"
CREATE UNIQUE INDEX "funnel_rollup_once" ON "funnel_rollups" ("vendor_id", "day");
-- create "mail_deliveries" table
CREATE TABLE "mail_deliveries" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "order_id" uuid NULL, "kind" character varying NOT NULL, "language" character varying NOT NULL, "recipient" character varying NOT NULL, "recipient_hash" bytea NOT NULL, "dedupe_hash" bytea NULL, "status" character varying NOT NULL DEFAULT 'QUEUED', "attempts" bigint NOT NULL DEFAULT 0, "failure" character varying NULL, "sealed" bytea NULL, "resent_of_id" uuid NULL, "sent_at" timestamptz NULL, "vendor_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "mail_deliveries_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "mail_delivery_once" to table: "mail_deliveries"
CREATE UNIQUE INDEX "mail_delivery_once" ON "mail_deliveries" ("dedupe_hash");
-- create index "maildelivery_recipient_hash" to table: "mail_deliveries"
CREATE INDEX "maildelivery_recipient_hash" ON "mail_deliveries" ("recipient_hash");
-- create index "maildelivery_status_id" to table: "mail_deliveries"
CREATE INDEX "maildelivery_status_id" ON "mail_deliveries" ("status", "id");
-- create index "maildelivery_vendor_id_id" to table: "mail_deliveries"
CREATE INDEX "maildelivery_vendor_id_id" ON "mail_deliveries" ("vendor_id", "id");
-- create index "maildelivery_vendor_id_order_id" to table: "mail_deliveries"
CREATE INDEX "maildelivery_vendor_id_order_id" ON "mail_deliveries" ("vendor_id", "order_id");
-- create "mail_suppressions" table
CREATE TABLE "mail_suppressions" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "address" character varying NOT NULL, "scope_hash" bytea NOT NULL, "reason" character varying NOT NULL, "detail" character varying NULL, "vendor_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "mail_suppressions_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "mail_suppression_once" to table: "mail_suppressions"
CREATE UNIQUE INDEX "mail_suppression_once" ON "mail_suppressions" ("scope_hash");
-- create index "mailsuppression_vendor_id_id" to table: "mail_suppressions"
CREATE INDEX "mailsuppression_vendor_id_id" ON "mail_suppressions" ("vendor_id", "id");
-- create "mail_templates" table
CREATE TABLE "mail_templates" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "kind" character varying NOT NULL, "language" character varying NOT NULL, "subject" character varying NOT NULL, "preheader" character varying NOT NULL DEFAULT '', "body" character varying NOT NULL, "button" character varying NOT NULL DEFAULT '', "version" bigint NOT NULL DEFAULT 1, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "mail_templates_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "mail_template_once" to table: "mail_templates"
CREATE UNIQUE INDEX "mail_template_once" ON "mail_templates" ("vendor_id", "kind", "language");
-- create "notification_reads" table
CREATE TABLE "notification_reads" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "notification_id" uuid NOT NULL, "user_id" uuid NOT NULL, "vendor_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "notification_reads_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "notification_read_once" to table: "notification_reads"
CREATE UNIQUE INDEX "notification_read_once" ON "notification_reads" ("notification_id", "user_id");
-- create index "notificationread_vendor_id_user_id" to table: "notification_reads"
CREATE INDEX "notificationread_vendor_id_user_id" ON "notification_reads" ("vendor_id", "user_id");
-- create "notifications" table
CREATE TABLE "notifications" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "kind" character varying NOT NULL, "severity" character varying NOT NULL, "permission" character varying NOT NULL, "data" jsonb NULL, "target" character varying NULL, "dedupe_hash" bytea NULL, "vendor_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "notifications_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "notification_created_at" to table: "notifications"
CREATE INDEX "notification_created_at" ON "notifications" ("created_at");
-- create index "notification_once" to table: "notifications"
CREATE UNIQUE INDEX "notification_once" ON "notifications" ("dedupe_hash");
-- create index "notification_vendor_id_id" to table: "notifications"
CREATE INDEX "notification_vendor_id_id" ON "notifications" ("vendor_id", "id");
-- create "privacy_requests" table
CREATE TABLE "privacy_requests" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "customer_id" uuid NOT NULL, "kind" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'PENDING', "user_id" uuid NULL, "due_at" timestamptz NOT NULL, "blob_key" character varying NULL, "byte_size" bigint NOT NULL DEFAULT 0, "downloads" bigint NOT NULL DEFAULT 0, "expires_at" timestamptz NULL, "done_at" timestamptz NULL, "failure" character varying NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "privacy_requests_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "privacyrequest_status_due_at" to table: "privacy_requests"
CREATE INDEX "privacyrequest_status_due_at" ON "privacy_requests" ("status", "due_at");
-- create index "privacyrequest_vendor_id_customer_id" to table: "privacy_requests"
CREATE INDEX "privacyrequest_vendor_id_customer_id" ON "privacy_requests" ("vendor_id", "customer_id");
-- create index "privacyrequest_vendor_id_id" to table: "privacy_requests"
CREATE INDEX "privacyrequest_vendor_id_id" ON "privacy_requests" ("vendor_id", "id");
-- create "product_rollups" table
CREATE TABLE "product_rollups" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "day" character varying NOT NULL, "currency" character varying NOT NULL, "units" bigint NOT NULL DEFAULT 0, "gross_minor" bigint NOT NULL DEFAULT 0, "vendor_id" uuid NOT NULL, "product_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "product_rollups_products_product_vendor" FOREIGN KEY ("vendor_id", "product_id") REFERENCES "products" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "product_rollup_once" to table: "product_rollups"
CREATE UNIQUE INDEX "product_rollup_once" ON "product_rollups" ("vendor_id", "day", "product_id", "currency");
-- create index "productrollup_vendor_id_product_id" to table: "product_rollups"
CREATE INDEX "productrollup_vendor_id_product_id" ON "product_rollups" ("vendor_id", "product_id");
-- create "rollup_marks" table
CREATE TABLE "rollup_marks" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "as_of" timestamptz NOT NULL, "time_zone" character varying NOT NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "rollup_marks_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "rollup_mark_once" to table: "rollup_marks"
CREATE UNIQUE INDEX "rollup_mark_once" ON "rollup_marks" ("vendor_id");
-- create "sales_rollups" table
CREATE TABLE "sales_rollups" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "day" character varying NOT NULL, "currency" character varying NOT NULL, "orders" bigint NOT NULL DEFAULT 0, "cancelled" bigint NOT NULL DEFAULT 0, "units" bigint NOT NULL DEFAULT 0, "gross_minor" bigint NOT NULL DEFAULT 0, "tax_minor" bigint NOT NULL DEFAULT 0, "shipping_minor" bigint NOT NULL DEFAULT 0, "discount_minor" bigint NOT NULL DEFAULT 0, "refund_minor" bigint NOT NULL DEFAULT 0, "fee_minor" bigint NOT NULL DEFAULT 0, "new_customers" bigint NOT NULL DEFAULT 0, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "sales_rollups_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "sales_rollup_once" to table: "sales_rollups"
CREATE UNIQUE INDEX "sales_rollup_once" ON "sales_rollups" ("vendor_id", "day", "currency");
-- create index "salesrollup_day" to table: "sales_rollups"
CREATE INDEX "salesrollup_day" ON "sales_rollups" ("day");
-- create "shop_policies" table
CREATE TABLE "shop_policies" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "kind" character varying NOT NULL, "texts" jsonb NOT NULL, "version" bigint NOT NULL DEFAULT 1, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "shop_policies_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "shop_policy_kind" to table: "shop_policies"
CREATE UNIQUE INDEX "shop_policy_kind" ON "shop_policies" ("vendor_id", "kind");
-- create "vendor_settings" table
CREATE TABLE "vendor_settings" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "key" character varying NOT NULL, "value" character varying NULL, "sealed" bytea NULL, "hint" character varying NULL, "set_by_id" uuid NULL, "version" bigint NOT NULL DEFAULT 1, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "vendor_settings_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "vendor_setting_key" to table: "vendor_settings"
CREATE UNIQUE INDEX "vendor_setting_key" ON "vendor_settings" ("vendor_id", "key");
-- create "webhook_endpoints" table
CREATE TABLE "webhook_endpoints" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "url" character varying NOT NULL, "description" character varying NOT NULL DEFAULT '', "events" jsonb NOT NULL, "secret_sealed" bytea NOT NULL, "previous_sealed" bytea NULL, "previous_expires_at" timestamptz NULL, "enabled" boolean NOT NULL DEFAULT true, "failures" bigint NOT NULL DEFAULT 0, "disabled_at" timestamptz NULL, "version" bigint NOT NULL DEFAULT 1, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "webhook_endpoints_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "webhookendpoint_vendor_id_id" to table: "webhook_endpoints"
CREATE INDEX "webhookendpoint_vendor_id_id" ON "webhook_endpoints" ("vendor_id", "id");
-- create index "webhook_endpoints_vendor_id_id" to table: "webhook_endpoints"
CREATE UNIQUE INDEX "webhook_endpoints_vendor_id_id" ON "webhook_endpoints" ("vendor_id", "id");
-- create "webhook_deliveries" table
CREATE TABLE "webhook_deliveries" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "event" character varying NOT NULL, "event_id" uuid NOT NULL, "payload" bytea NOT NULL, "status" character varying NOT NULL DEFAULT 'PENDING', "attempts" bigint NOT NULL DEFAULT 0, "response_status" bigint NULL, "response" character varying NULL, "failure" character varying NULL, "duration_ms" bigint NULL, "next_attempt_at" timestamptz NULL, "delivered_at" timestamptz NULL, "vendor_id" uuid NOT NULL, "endpoint_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "webhook_deliveries_webhook_endpoints_endpoint_vendor" FOREIGN KEY ("vendor_id", "endpoint_id") REFERENCES "webhook_endpoints" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "webhookdelivery_created_at" to table: "webhook_deliveries"
CREATE INDEX "webhookdelivery_created_at" ON "webhook_deliveries" ("created_at");
-- create index "webhookdelivery_vendor_id_endpoint_id_id" to table: "webhook_deliveries"
CREATE INDEX "webhookdelivery_vendor_id_endpoint_id_id" ON "webhook_deliveries" ("vendor_id", "endpoint_id", "id");
-- create index "webhookdelivery_vendor_id_id" to table: "webhook_deliveries"
CREATE INDEX "webhookdelivery_vendor_id_id" ON "webhook_deliveries" ("vendor_id", "id");

-- +goose Down
-- reverse: create index "webhookdelivery_vendor_id_id" to table: "webhook_deliveries"
DROP INDEX "webhookdelivery_vendor_id_id";
-- reverse: create index "webhookdelivery_vendor_id_endpoint_id_id" to table: "webhook_deliveries"
DROP INDEX "webhookdelivery_vendor_id_endpoint_id_id";
-- reverse: create index "webhookdelivery_created_at" to table: "webhook_deliveries"
DROP INDEX "webhookdelivery_created_at";
-- reverse: create "webhook_deliveries" table
DROP TABLE "webhook_deliveries";
-- reverse: create index "webhook_endpoints_vendor_id_id" to table: "webhook_endpoints"
DROP INDEX "webhook_endpoints_vendor_id_id";
-- reverse: create index "webhookendpoint_vendor_id_id" to table: "webhook_endpoints"
DROP INDEX "webhookendpoint_vendor_id_id";
-- reverse: create "webhook_endpoints" table
DROP TABLE "webhook_endpoints";
-- reverse: create index "vendor_setting_key" to table: "vendor_settings"
DROP INDEX "vendor_setting_key";
-- reverse: create "vendor_settings" table
DROP TABLE "vendor_settings";
-- reverse: create index "shop_policy_kind" to table: "shop_policies"
DROP INDEX "shop_policy_kind";
-- reverse: create "shop_policies" table
DROP TABLE "shop_policies";
-- reverse: create index "salesrollup_day" to table: "sales_rollups"
DROP INDEX "salesrollup_day";
-- reverse: create index "sales_rollup_once" to table: "sales_rollups"
DROP INDEX "sales_rollup_once";
-- reverse: create "sales_rollups" table
DROP TABLE "sales_rollups";
-- reverse: create index "rollup_mark_once" to table: "rollup_marks"
DROP INDEX "rollup_mark_once";
-- reverse: create "rollup_marks" table
DROP TABLE "rollup_marks";
-- reverse: create index "productrollup_vendor_id_product_id" to table: "product_rollups"
DROP INDEX "productrollup_vendor_id_product_id";
-- reverse: create index "product_rollup_once" to table: "product_rollups"
DROP INDEX "product_rollup_once";
-- reverse: create "product_rollups" table
DROP TABLE "product_rollups";
-- reverse: create index "privacyrequest_vendor_id_id" to table: "privacy_requests"
DROP INDEX "privacyrequest_vendor_id_id";
-- reverse: create index "privacyrequest_vendor_id_customer_id" to table: "privacy_requests"
DROP INDEX "privacyrequest_vendor_id_customer_id";
-- reverse: create index "privacyrequest_status_due_at" to table: "privacy_requests"
DROP INDEX "privacyrequest_status_due_at";
-- reverse: create "privacy_requests" table
DROP TABLE "privacy_requests";
-- reverse: create index "notification_vendor_id_id" to table: "notifications"
DROP INDEX "notification_vendor_id_id";
-- reverse: create index "notification_once" to table: "notifications"
DROP INDEX "notification_once";
-- reverse: create index "notification_created_at" to table: "notifications"
DROP INDEX "notification_created_at";
-- reverse: create "notifications" table
DROP TABLE "notifications";
-- reverse: create index "notificationread_vendor_id_user_id" to table: "notification_reads"
DROP INDEX "notificationread_vendor_id_user_id";
-- reverse: create index "notification_read_once" to table: "notification_reads"
DROP INDEX "notification_read_once";
-- reverse: create "notification_reads" table
DROP TABLE "notification_reads";
-- reverse: create index "mail_template_once" to table: "mail_templates"
DROP INDEX "mail_template_once";
-- reverse: create "mail_templates" table
DROP TABLE "mail_templates";
-- reverse: create index "mailsuppression_vendor_id_id" to table: "mail_suppressions"
DROP INDEX "mailsuppression_vendor_id_id";
-- reverse: create index "mail_suppression_once" to table: "mail_suppressions"
DROP INDEX "mail_suppression_once";
-- reverse: create "mail_suppressions" table
DROP TABLE "mail_suppressions";
-- reverse: create index "maildelivery_vendor_id_order_id" to table: "mail_deliveries"
DROP INDEX "maildelivery_vendor_id_order_id";
-- reverse: create index "maildelivery_vendor_id_id" to table: "mail_deliveries"
DROP INDEX "maildelivery_vendor_id_id";
-- reverse: create index "maildelivery_status_id" to table: "mail_deliveries"
DROP INDEX "maildelivery_status_id";
-- reverse: create index "maildelivery_recipient_hash" to table: "mail_deliveries"
DROP INDEX "maildelivery_recipient_hash";
-- reverse: create index "mail_delivery_once" to table: "mail_deliveries"
DROP INDEX "mail_delivery_once";
-- reverse: create "mail_deliveries" table
DROP TABLE "mail_deliveries";
-- reverse: create index "funnel_rollup_once" to table: "funnel_rollups"
DROP INDEX "funnel_rollup_once";
-- reverse: create "funnel_rollups" table
DROP TABLE "funnel_rollups";
-- reverse: modify "vendors" table
ALTER TABLE "vendors" DROP COLUMN "holiday_message", DROP COLUMN "holiday_until", DROP COLUMN "holiday_from", DROP COLUMN "mail_footer", DROP COLUMN "mail_reply_to", DROP COLUMN "mail_from_name", DROP COLUMN "logo_id", DROP COLUMN "theme_before";
-- reverse: create index "consent_vendor_id_customer_id_id" to table: "consents"
DROP INDEX "consent_vendor_id_customer_id_id";
-- reverse: create "consents" table
DROP TABLE "consents";
-- reverse: create index "platform_setting_key" to table: "platform_settings"
DROP INDEX "platform_setting_key";
-- reverse: create "platform_settings" table
DROP TABLE "platform_settings";
-- reverse: modify "customers" table
ALTER TABLE "customers" DROP COLUMN "erased_at";
-- reverse: create index "performancemetric_minute" to table: "performance_metrics"
DROP INDEX "performancemetric_minute";
-- reverse: create index "performance_metric_once" to table: "performance_metrics"
DROP INDEX "performance_metric_once";
-- reverse: create "performance_metrics" table
DROP TABLE "performance_metrics";
-- reverse: create index "feature_flag_key" to table: "feature_flags"
DROP INDEX "feature_flag_key";
-- reverse: create "feature_flags" table
DROP TABLE "feature_flags";
-- reverse: create index "errorlog_last_seen_at" to table: "error_logs"
DROP INDEX "errorlog_last_seen_at";
-- reverse: create index "error_log_once" to table: "error_logs"
DROP INDEX "error_log_once";
-- reverse: create "error_logs" table
DROP TABLE "error_logs";
-- reverse: create index "backup_log_name" to table: "backup_logs"
DROP INDEX "backup_log_name";
-- reverse: create "backup_logs" table
DROP TABLE "backup_logs";
-- reverse: create index "alert_rule_once" to table: "alert_rules"
DROP INDEX "alert_rule_once";
-- reverse: create "alert_rules" table
DROP TABLE "alert_rules";
-- reverse: create index "alert_status_id" to table: "alerts"
DROP INDEX "alert_status_id";
-- reverse: create index "alert_open_once" to table: "alerts"
DROP INDEX "alert_open_once";
-- reverse: create "alerts" table
DROP TABLE "alerts";
-- reverse: create "restore_logs" table
DROP TABLE "restore_logs";
