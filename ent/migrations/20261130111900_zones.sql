-- +goose Up
-- The flat rate of every shop becomes a zone with no countries, which is everywhere, and a
-- way of delivery there with the handle it had: carts that have chosen it stay as they are.
WITH zone AS (
  INSERT INTO delivery_zones (id, created_at, updated_at, name, countries, position, version, vendor_id)
  SELECT gen_random_uuid(), now(), now(), 'Everywhere', '[]', 0, 1, id FROM vendors RETURNING id, vendor_id)
INSERT INTO delivery_methods (id, created_at, updated_at, handle, title, kind, basis, currency, tiers, active, position, vendor_id, zone_id)
SELECT gen_random_uuid(), now(), now(), 'standard',
  '{"en": "Standard delivery", "fr": "Livraison standard", "de": "Standardversand"}', 'SHIPPING', 'FLAT', v.currency,
  jsonb_build_array(jsonb_build_object('from', 0, 'price_minor', v.delivery_minor)), true, 0, v.id, zone.id
FROM zone JOIN vendors v ON v.id = zone.vendor_id;
-- modify "vendors" table
ALTER TABLE "vendors" DROP COLUMN "delivery_minor", DROP COLUMN "tax_rate_bp";

-- +goose Down
-- reverse: modify "vendors" table
ALTER TABLE "vendors" ADD COLUMN "tax_rate_bp" bigint NOT NULL DEFAULT 1700, ADD COLUMN "delivery_minor" bigint NOT NULL DEFAULT 0;
UPDATE vendors v SET delivery_minor = (m.tiers -> 0 ->> 'price_minor')::bigint
FROM delivery_methods m WHERE m.vendor_id = v.id AND m.handle = 'standard';
DELETE FROM delivery_zones z USING delivery_methods m
WHERE m.vendor_id = z.vendor_id AND m.zone_id = z.id AND m.handle = 'standard' AND z.name = 'Everywhere';
