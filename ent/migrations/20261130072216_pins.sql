-- +goose Up
-- create index "marketplace_product_pinned" to table: "marketplace_products"
CREATE INDEX "marketplace_product_pinned" ON "marketplace_products" ("vendor_id", "updated_at", "id") WHERE (pinned <> '[]'::jsonb);

-- +goose Down
-- reverse: create index "marketplace_product_pinned" to table: "marketplace_products"
DROP INDEX "marketplace_product_pinned";
