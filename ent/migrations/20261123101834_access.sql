-- +goose Up
-- create "audit_seals" table
CREATE TABLE "audit_seals" ("id" uuid NOT NULL, "chain" uuid NOT NULL, "sequence" bigint NOT NULL, "hash" bytea NOT NULL, "version" smallint NOT NULL, PRIMARY KEY ("id"));
-- create index "audit_seal_sequence" to table: "audit_seals"
CREATE UNIQUE INDEX "audit_seal_sequence" ON "audit_seals" ("chain", "sequence");
-- modify "customer_addresses" table
ALTER TABLE "customer_addresses" ADD COLUMN "is_default" boolean NOT NULL DEFAULT false;
-- modify "audit_entries" table
ALTER TABLE "audit_entries" ADD COLUMN "impersonator_id" uuid NULL, ADD COLUMN "api_key_id" uuid NULL, ADD COLUMN "changes" jsonb NULL, ADD COLUMN "user_agent" character varying NULL;
-- create index "auditentry_actor_id_id" to table: "audit_entries"
CREATE INDEX "auditentry_actor_id_id" ON "audit_entries" ("actor_id", "id");
-- create index "auditentry_created_at" to table: "audit_entries"
CREATE INDEX "auditentry_created_at" ON "audit_entries" ("created_at");
-- create index "auditentry_target_id" to table: "audit_entries"
CREATE INDEX "auditentry_target_id" ON "audit_entries" ("target", "id");
-- create index "auditentry_vendor_id_action_id" to table: "audit_entries"
CREATE INDEX "auditentry_vendor_id_action_id" ON "audit_entries" ("vendor_id", "action", "id");
-- drop index "vendor_domain_host" from table: "vendor_domains"
DROP INDEX "vendor_domain_host";
-- modify "vendor_domains" table
ALTER TABLE "vendor_domains" ADD COLUMN "challenge" character varying NOT NULL DEFAULT '', ADD COLUMN "checked_at" timestamptz NULL, ADD COLUMN "problem" character varying NULL;
-- create index "vendor_domain_per_vendor" to table: "vendor_domains"
CREATE UNIQUE INDEX "vendor_domain_per_vendor" ON "vendor_domains" ("vendor_id", "host");
-- create index "vendor_domain_verified" to table: "vendor_domains"
CREATE UNIQUE INDEX "vendor_domain_verified" ON "vendor_domains" ("host") WHERE (verified_at IS NOT NULL);
-- modify "vendors" table
ALTER TABLE "vendors" ADD COLUMN "legal_name" character varying NULL, ADD COLUMN "registration_number" character varying NULL, ADD COLUMN "vat_number" character varying NULL, ADD COLUMN "contact_email" character varying NULL, ADD COLUMN "contact_phone" character varying NULL, ADD COLUMN "legal_address" jsonb NULL, ADD COLUMN "require_two_factor" boolean NOT NULL DEFAULT false, ADD COLUMN "version" bigint NOT NULL DEFAULT 1, ADD COLUMN "terms_accepted_at" timestamptz NULL, ADD COLUMN "approved_at" timestamptz NULL, ADD COLUMN "closed_at" timestamptz NULL;
-- create "audit_heads" table
CREATE TABLE "audit_heads" ("id" uuid NOT NULL, "sequence" bigint NOT NULL, "hash" bytea NOT NULL, PRIMARY KEY ("id"));
-- create "api_keys" table
CREATE TABLE "api_keys" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "name" character varying NOT NULL, "prefix" character varying NOT NULL, "hash" bytea NOT NULL, "permissions" jsonb NOT NULL, "created_by_id" uuid NULL, "replaces_id" uuid NULL, "expires_at" timestamptz NULL, "revoked_at" timestamptz NULL, "last_used_at" timestamptz NULL, "vendor_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "api_keys_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "api_key_hash" to table: "api_keys"
CREATE UNIQUE INDEX "api_key_hash" ON "api_keys" ("hash");
-- create index "apikey_vendor_id_id" to table: "api_keys"
CREATE INDEX "apikey_vendor_id_id" ON "api_keys" ("vendor_id", "id");
-- create "data_exports" table
CREATE TABLE "data_exports" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "requested_by_id" uuid NULL, "kind" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'QUEUED', "criteria" jsonb NULL, "row_count" bigint NOT NULL DEFAULT 0, "byte_size" bigint NOT NULL DEFAULT 0, "blob_key" character varying NULL, "problem" character varying NULL, "downloads" bigint NOT NULL DEFAULT 0, "expires_at" timestamptz NULL, "vendor_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "data_exports_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "dataexport_vendor_id_id" to table: "data_exports"
CREATE INDEX "dataexport_vendor_id_id" ON "data_exports" ("vendor_id", "id");
-- modify "roles" table
ALTER TABLE "roles" ADD COLUMN "description" character varying NOT NULL DEFAULT '';
-- create "invitations" table
CREATE TABLE "invitations" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "email" character varying NOT NULL, "invited_by_id" uuid NULL, "hash" bytea NOT NULL, "expires_at" timestamptz NOT NULL, "accepted_at" timestamptz NULL, "revoked_at" timestamptz NULL, "vendor_id" uuid NULL, "role_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "invitations_roles_role_vendor" FOREIGN KEY ("vendor_id", "role_id") REFERENCES "roles" ("vendor_id", "id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "invitations_vendors_vendor" FOREIGN KEY ("vendor_id") REFERENCES "vendors" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "invitations_roles_role" FOREIGN KEY ("role_id") REFERENCES "roles" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "invitation_hash" to table: "invitations"
CREATE UNIQUE INDEX "invitation_hash" ON "invitations" ("hash");
-- create index "invitation_vendor_id_id" to table: "invitations"
CREATE INDEX "invitation_vendor_id_id" ON "invitations" ("vendor_id", "id");
-- modify "customers" table
ALTER TABLE "customers" ADD COLUMN "phone" character varying NULL, ADD COLUMN "last_sign_in_at" timestamptz NULL;
-- modify "one_time_tokens" table
ALTER TABLE "one_time_tokens" ALTER COLUMN "user_id" DROP NOT NULL, ADD COLUMN "email" character varying NULL, ADD COLUMN "new_email" character varying NULL, ADD COLUMN "customer_id" uuid NULL, ADD CONSTRAINT "one_time_tokens_customers_customer" FOREIGN KEY ("customer_id") REFERENCES "customers" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- create index "onetimetoken_customer_id" to table: "one_time_tokens"
CREATE INDEX "onetimetoken_customer_id" ON "one_time_tokens" ("customer_id");
-- create index "onetimetoken_user_id" to table: "one_time_tokens"
CREATE INDEX "onetimetoken_user_id" ON "one_time_tokens" ("user_id");
-- modify "users" table
ALTER TABLE "users" ADD COLUMN "totp_secret" bytea NULL, ADD COLUMN "totp_confirmed_at" timestamptz NULL, ADD COLUMN "totp_step" bigint NOT NULL DEFAULT 0, ADD COLUMN "last_sign_in_at" timestamptz NULL;
-- create "recovery_codes" table
CREATE TABLE "recovery_codes" ("id" uuid NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "hash" bytea NOT NULL, "used_at" timestamptz NULL, "user_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "recovery_codes_users_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "recovery_code_per_user" to table: "recovery_codes"
CREATE UNIQUE INDEX "recovery_code_per_user" ON "recovery_codes" ("user_id", "hash");
-- modify "sessions" table
ALTER TABLE "sessions" ADD COLUMN "impersonation_reason" character varying NULL, ADD COLUMN "ends_at" timestamptz NULL, ADD COLUMN "impersonator_id" uuid NULL, ADD CONSTRAINT "sessions_users_impersonator" FOREIGN KEY ("impersonator_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION;

-- +goose Down
-- reverse: modify "sessions" table
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_users_impersonator", DROP COLUMN "impersonator_id", DROP COLUMN "ends_at", DROP COLUMN "impersonation_reason";
-- reverse: create index "recovery_code_per_user" to table: "recovery_codes"
DROP INDEX "recovery_code_per_user";
-- reverse: create "recovery_codes" table
DROP TABLE "recovery_codes";
-- reverse: modify "users" table
ALTER TABLE "users" DROP COLUMN "last_sign_in_at", DROP COLUMN "totp_step", DROP COLUMN "totp_confirmed_at", DROP COLUMN "totp_secret";
-- reverse: create index "onetimetoken_user_id" to table: "one_time_tokens"
DROP INDEX "onetimetoken_user_id";
-- reverse: create index "onetimetoken_customer_id" to table: "one_time_tokens"
DROP INDEX "onetimetoken_customer_id";
-- reverse: modify "one_time_tokens" table
ALTER TABLE "one_time_tokens" DROP CONSTRAINT "one_time_tokens_customers_customer", DROP COLUMN "customer_id", DROP COLUMN "new_email", DROP COLUMN "email", ALTER COLUMN "user_id" SET NOT NULL;
-- reverse: modify "customers" table
ALTER TABLE "customers" DROP COLUMN "last_sign_in_at", DROP COLUMN "phone";
-- reverse: create index "invitation_vendor_id_id" to table: "invitations"
DROP INDEX "invitation_vendor_id_id";
-- reverse: create index "invitation_hash" to table: "invitations"
DROP INDEX "invitation_hash";
-- reverse: create "invitations" table
DROP TABLE "invitations";
-- reverse: modify "roles" table
ALTER TABLE "roles" DROP COLUMN "description";
-- reverse: create index "dataexport_vendor_id_id" to table: "data_exports"
DROP INDEX "dataexport_vendor_id_id";
-- reverse: create "data_exports" table
DROP TABLE "data_exports";
-- reverse: create index "apikey_vendor_id_id" to table: "api_keys"
DROP INDEX "apikey_vendor_id_id";
-- reverse: create index "api_key_hash" to table: "api_keys"
DROP INDEX "api_key_hash";
-- reverse: create "api_keys" table
DROP TABLE "api_keys";
-- reverse: create "audit_heads" table
DROP TABLE "audit_heads";
-- reverse: modify "vendors" table
ALTER TABLE "vendors" DROP COLUMN "closed_at", DROP COLUMN "approved_at", DROP COLUMN "terms_accepted_at", DROP COLUMN "version", DROP COLUMN "require_two_factor", DROP COLUMN "legal_address", DROP COLUMN "contact_phone", DROP COLUMN "contact_email", DROP COLUMN "vat_number", DROP COLUMN "registration_number", DROP COLUMN "legal_name";
-- reverse: create index "vendor_domain_verified" to table: "vendor_domains"
DROP INDEX "vendor_domain_verified";
-- reverse: create index "vendor_domain_per_vendor" to table: "vendor_domains"
DROP INDEX "vendor_domain_per_vendor";
-- reverse: modify "vendor_domains" table
ALTER TABLE "vendor_domains" DROP COLUMN "problem", DROP COLUMN "checked_at", DROP COLUMN "challenge";
-- reverse: drop index "vendor_domain_host" from table: "vendor_domains"
CREATE UNIQUE INDEX "vendor_domain_host" ON "vendor_domains" ("host");
-- reverse: create index "auditentry_vendor_id_action_id" to table: "audit_entries"
DROP INDEX "auditentry_vendor_id_action_id";
-- reverse: create index "auditentry_target_id" to table: "audit_entries"
DROP INDEX "auditentry_target_id";
-- reverse: create index "auditentry_created_at" to table: "audit_entries"
DROP INDEX "auditentry_created_at";
-- reverse: create index "auditentry_actor_id_id" to table: "audit_entries"
DROP INDEX "auditentry_actor_id_id";
-- reverse: modify "audit_entries" table
ALTER TABLE "audit_entries" DROP COLUMN "user_agent", DROP COLUMN "changes", DROP COLUMN "api_key_id", DROP COLUMN "impersonator_id";
-- reverse: modify "customer_addresses" table
ALTER TABLE "customer_addresses" DROP COLUMN "is_default";
-- reverse: create index "audit_seal_sequence" to table: "audit_seals"
DROP INDEX "audit_seal_sequence";
-- reverse: create "audit_seals" table
DROP TABLE "audit_seals";
