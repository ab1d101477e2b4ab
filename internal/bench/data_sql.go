package main

// SQL beside ent, because it fills hundreds of thousands of rows before anything is
// measured; it runs as the owner of a database that is thrown away.

// size of the data: the vendor that is measured is one of many, so that indexes
// have something to choose from.
const (
	vendors           = 50
	productsPerVendor = 1000
	variantsPer       = 3
	shelvesPer        = 5
)

const fill = `
SET session_replication_role = replica;
INSERT INTO vendors (id, created_at, updated_at, slug, name, status, currency, language, languages, theme, country, time_zone)
SELECT gen_random_uuid(), now(), now(), 'bench-' || n, 'Bench ' || n, 'ACTIVE', 'EUR', 'en', '["en"]', '{}', 'LU', 'Europe/Luxembourg'
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
INSERT INTO collections (id, created_at, updated_at, slug, title, description, position, vendor_id)
SELECT gen_random_uuid(), now(), now(), 'shelf-' || n, 'Shelf ' || n, 'What belongs together.', n, v.id FROM vendors v, generate_series(1, $4::int) n;
INSERT INTO collection_products (id, created_at, updated_at, position, vendor_id, collection_id, product_id)
SELECT gen_random_uuid(), now(), now(), p.min_price_minor, p.vendor_id, c.id, p.id FROM products p
JOIN collections c ON c.vendor_id = p.vendor_id AND c.position = 1 + p.min_price_minor % $4::int;
SET session_replication_role = origin;
VACUUM ANALYZE;`

// The statements of the bare handler: what each answer needs and no more, under the same role
// and the same row-level security. Those of variants and pictures go with the ids of any.
const (
	bareVendor = "select set_config('app.vendor_id', $1, true)"

	productColumns = "p.id, p.slug, p.title, p.description, p.currency, p.min_price_minor, p.max_price_minor"
	shown          = " from products p where p.vendor_id = $1 and p.status = 'ACTIVE'"
	onShelf        = ` from collection_products cp join products p on p.vendor_id = cp.vendor_id and p.id = cp.product_id
where cp.vendor_id = $1 and p.status = 'ACTIVE' and cp.collection_id = (select c.id from collections c where c.vendor_id = $1 and c.slug = 'shelf-1')
order by cp.position, cp.product_id limit `

	bareShelf = "select id, slug, title, description from collections where vendor_id = $1 and slug = 'shelf-1'"

	newest, newestIDs = "select " + productColumns + shown + " order by p.id desc limit 21", "select p.id" + shown + " order by p.id desc limit 20"
	named, namedIDs   = "select " + productColumns + shown + " and p.slug = 'product-500'", "select p.id" + shown + " and p.slug = 'product-500'"
	shelf, shelfIDs   = "select " + productColumns + onShelf + "21", "select p.id" + onShelf + "20"
	found, foundIDs   = "select " + productColumns + shown + " and p.id = any($2)", "select unnest($2::uuid[])"
)

// bareVariants reads the variants of the products that ids selects.
func bareVariants(ids string) string {
	return `select id, product_id, sku, title, currency, price_minor, available_for_sale from product_variants
where vendor_id = $1 and published and product_id = any(array(` + ids + `)) order by position, id`
}

// barePictures reads the pictures of the products that ids selects.
func barePictures(ids string) string {
	return `select pm.product_id, m.key, m.alt, m.width, m.height from product_media pm join media_files m on m.vendor_id = pm.vendor_id and m.id = pm.media_id
where pm.vendor_id = $1 and m.status = 'READY' and pm.product_id = any(array(` + ids + `)) order by pm.position, m.id`
}

// What the stage asks of the server beside.
const (
	createDatabase = "CREATE DATABASE "
	dropDatabase   = "DROP DATABASE IF EXISTS "
	setRole        = "SET ROLE "
	force          = " WITH (FORCE)"
	benchVendor    = "SELECT id FROM vendors WHERE slug = 'bench-1'"
	backendPID     = "SELECT pg_backend_pid()"
	benchDocuments = "SELECT id, title, min_price_minor, created_at FROM products WHERE vendor_id = $1"
)
