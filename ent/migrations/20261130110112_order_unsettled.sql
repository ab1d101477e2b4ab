-- +goose Up
-- create index "order_unsettled" to table: "orders"
CREATE INDEX "order_unsettled" ON "orders" ("id") WHERE ((placed_at IS NULL) AND (((status)::text = 'PENDING_PAYMENT'::text) OR ((payment_status)::text = 'PAID'::text) OR ((payment_status)::text = 'AUTHORIZED'::text)));

-- +goose Down
-- reverse: create index "order_unsettled" to table: "orders"
DROP INDEX "order_unsettled";
