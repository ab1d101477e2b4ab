package main

// SQL beside ent, because it fills hundreds of thousands of rows before anything is
// measured; it runs as the owner of a database that is thrown away. $1 is how many orders
// there are of the one vendor, over a year.
const fillOrders = `
SET session_replication_role = replica;
INSERT INTO vendors (id, created_at, updated_at, slug, name, status, currency, language, languages, theme, country, time_zone)
VALUES (gen_random_uuid(), now(), now(), 'bench-1', 'Bench', 'ACTIVE', 'EUR', 'en', '["en"]', '{}', 'LU', 'Europe/Luxembourg');
INSERT INTO products (id, created_at, updated_at, slug, title, description, status, currency, min_price_minor, max_price_minor, in_stock, vendor_id)
SELECT md5('p' || n)::uuid, now(), now(), 'product-' || n, 'Product number ' || n, '', 'ACTIVE', 'EUR', 1000, 1200, true, v.id
FROM vendors v, generate_series(0, 499) n;
INSERT INTO carts (id, created_at, updated_at, vendor_id, token, currency, version, expires_at)
SELECT md5('c' || n)::uuid, now() - n * interval '365 days' / $1, now() - n * interval '365 days' / $1, v.id, gen_random_uuid(), 'EUR', 1, now()
FROM vendors v, generate_series(1, $1) n;
INSERT INTO orders (id, created_at, updated_at, vendor_id, number, token, cart_id, status, payment_status, fulfillment_status, email, currency,
  subtotal_minor, shipping_minor, tax_minor, total_minor, shipping_address, delivery_title, delivery_handle, payment_method, idempotency_key, request_hash, placed_at)
SELECT md5('o' || n)::uuid, c.created_at, c.created_at, c.vendor_id, n, gen_random_uuid(), c.id, CASE WHEN n % 14 = 0 THEN 'CANCELLED' ELSE 'PLACED' END, 'PAID', 'UNFULFILLED',
  'buyer-' || n % 30000 || '@mail.example', 'EUR', 2000 + n % 5000, 490, 300, 2490 + n % 5000,
  '{"firstName":"Ada","lastName":"Weber","line1":"1, rue du Test","city":"Luxembourg","postalCode":"1728","countryCode":"LU"}',
  'Post', 'post', 'manual', 'k' || n, '\x00', c.created_at
FROM generate_series(1, $1) n JOIN carts c ON c.id = md5('c' || n)::uuid;
INSERT INTO order_lines (id, created_at, updated_at, vendor_id, order_id, product_id, title, quantity, currency, unit_price_minor, total_minor, position)
SELECT gen_random_uuid(), o.created_at, o.created_at, o.vendor_id, o.id, md5('p' || (o.number * 7 + n * 13) % 500)::uuid, 'Thing', 1, 'EUR', 1000, 1000, n
FROM orders o, generate_series(1, 2) n;
INSERT INTO payments (id, created_at, updated_at, vendor_id, order_id, method, status, currency, amount_minor, fee_minor)
SELECT md5('y' || o.number)::uuid, o.created_at, o.created_at, o.vendor_id, o.id, 'manual', 'PAID', 'EUR', o.total_minor, 50 FROM orders o;
INSERT INTO refunds (id, created_at, updated_at, vendor_id, order_id, payment_id, status, currency, amount_minor, settled_at, idempotency_key, request_hash)
SELECT gen_random_uuid(), o.created_at, o.created_at, o.vendor_id, o.id, md5('y' || o.number)::uuid, 'SUCCEEDED', 'EUR', 1000, o.placed_at + interval '3 days', 'r' || o.number, '\x00'
FROM orders o WHERE o.number % 20 = 0;
SET session_replication_role = origin;
VACUUM ANALYZE`

// touchOrder changes the oldest order, as a refund after a year does.
const touchOrder = `UPDATE orders SET updated_at = clock_timestamp() WHERE number = $1`
