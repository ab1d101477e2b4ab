package main

// SQL beside ent, because it fills hundreds of thousands of rows before anything is
// measured; it runs as the owner of a database that is thrown away.

// size of the data: the vendor that is measured is one of many, so that indexes
// have something to choose from.
const (
	vendors           = 50
	productsPerVendor = 1000
	variantsPer       = 3
)

const fill = `
SET session_replication_role = replica;
INSERT INTO vendors (id, created_at, updated_at, slug, name, status, currency, language, languages, theme, delivery_minor, country, tax_rate_bp, time_zone)
SELECT gen_random_uuid(), now(), now(), 'bench-' || n, 'Bench ' || n, 'ACTIVE', 'EUR', 'en', '["en"]', '{}', 490, 'LU', 1700, 'Europe/Luxembourg'
FROM generate_series(1, $1::int) n;
INSERT INTO products (id, created_at, updated_at, slug, title, description, status, currency, min_price_minor, max_price_minor, in_stock, vendor_id)
SELECT gen_random_uuid(), now(), now(), 'product-' || n, 'Product number ' || n, repeat('A description of some length. ', 8), 'ACTIVE', 'EUR', 1000 + n, 1200 + n, true, v.id
FROM vendors v, generate_series(1, $2::int) n;
INSERT INTO product_variants (id, created_at, updated_at, sku, title, currency, price_minor, position, available_for_sale, published, vendor_id, product_id)
SELECT gen_random_uuid(), now(), now(), p.slug || '-' || n, 'Variant ' || n, 'EUR', p.min_price_minor + 100 * n, n, true, true, p.vendor_id, p.id
FROM products p, generate_series(1, $3::int) n;
INSERT INTO media_files (id, created_at, updated_at, status, key, alt, byte_size, width, height, color, vendor_id)
SELECT p.id, now(), now(), 'READY', 'media/' || p.vendor_id || '/' || p.id || '.jpg', p.title, 1000, 800, 800, '#e8e1d9', p.vendor_id FROM products p;
INSERT INTO product_media (id, created_at, updated_at, position, vendor_id, product_id, media_id)
SELECT gen_random_uuid(), now(), now(), 0, p.vendor_id, p.id, p.id FROM products p;
SET session_replication_role = origin;
VACUUM ANALYZE;`

// The three statements of the bare handler: what the list needs and no more, under
// the same role and the same row-level security.
const (
	bareVendor = "select set_config('app.vendor_id', $1, true)"

	bareProducts = `select id, slug, title, description, currency, min_price_minor, max_price_minor, created_at
from products where vendor_id = $1 and status = 'ACTIVE' order by id desc limit 21`

	bareVariants = `select id, product_id, sku, title, currency, price_minor, available_for_sale from product_variants
where vendor_id = $1 and published and product_id = any(array(select id from products where vendor_id = $1 and status = 'ACTIVE' order by id desc limit 20))
order by position, id`

	barePictures = `select pm.product_id, m.key, m.alt, m.width, m.height from product_media pm join media_files m on m.vendor_id = pm.vendor_id and m.id = pm.media_id
where pm.vendor_id = $1 and m.status = 'READY' and pm.product_id = any(array(select id from products where vendor_id = $1 and status = 'ACTIVE' order by id desc limit 20))
order by pm.position, m.id`
)

// What the stage asks of the server beside.
const (
	createDatabase = "CREATE DATABASE "
	dropDatabase   = "DROP DATABASE IF EXISTS "
	setRole        = "SET ROLE "
	force          = " WITH (FORCE)"
	benchVendor    = "SELECT id FROM vendors WHERE slug = 'bench-1'"
	backendPID     = "SELECT pg_backend_pid()"
	commits        = "SELECT xact_commit FROM pg_stat_database WHERE datname = $1"
)
