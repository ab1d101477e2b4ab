-- +goose Up
-- modify "marketplace_products" table
ALTER TABLE "marketplace_products" ADD COLUMN "own_tax_class" character varying NULL, ADD COLUMN "own_category_id" uuid NULL, ADD COLUMN "own_translations" jsonb NULL;
-- modify "marketplace_sources" table
ALTER TABLE "marketplace_sources" ADD COLUMN "tax_class" character varying NOT NULL DEFAULT 'STANDARD';

-- +goose Down
-- reverse: modify "marketplace_sources" table
ALTER TABLE "marketplace_sources" DROP COLUMN "tax_class";
-- reverse: modify "marketplace_products" table
ALTER TABLE "marketplace_products" DROP COLUMN "own_translations", DROP COLUMN "own_category_id", DROP COLUMN "own_tax_class";
