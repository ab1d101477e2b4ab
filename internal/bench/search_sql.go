package main

// The shop that is searched, as SQL for the reasons that data_sql.go gives. Words are made
// up, and as in a real shop a few are in many products and most in few: nouns 400,
// qualities 300, materials 100, and 6,000 of descriptions.
const (
	searchProducts = 100_000
	searchTyped    = 1_200 // one vendor's share of words that are searched for

	fillSearch = `
SET session_replication_role = replica;
SELECT setseed(0.42);
INSERT INTO vendors (id, created_at, updated_at, slug, name, status, currency, language, languages, theme, country, time_zone)
VALUES (gen_random_uuid(), now(), now(), 'bench-search', 'Bench', 'ACTIVE', 'EUR', 'en', '["en"]', '{}', 'LU', 'Europe/Luxembourg');
CREATE FUNCTION bench_word(kind text, n int) RETURNS text LANGUAGE sql IMMUTABLE AS $f$
  SELECT substr(translate(md5(kind || n), '0123456789', 'ghijklmnop'), 1, 5 + n % 5) $f$;
CREATE FUNCTION bench_pick(kind text, most int) RETURNS text LANGUAGE sql VOLATILE AS $f$
  SELECT bench_word(kind, floor(power(random(), 3) * most)::int) $f$;
INSERT INTO categories (id, created_at, updated_at, slug, title, vendor_id)
SELECT gen_random_uuid(), now(), now(), 'c-' || n, initcap(bench_word('department', n)), v.id FROM vendors v, generate_series(1, 40) n;
INSERT INTO products (id, created_at, updated_at, slug, title, description, brand, tags, options, status, currency, min_price_minor, max_price_minor, in_stock, sold_count, category_id, vendor_id)
SELECT gen_random_uuid(), now() - n * interval '1 second', now(), 'p-' || n,
  initcap(bench_pick('quality', 300) || ' ' || bench_pick('material', 100) || ' ' || bench_pick('noun', 400)),
  (SELECT string_agg(bench_pick('text', 6000), ' ') FROM generate_series(1, 30) WHERE n > 0),
  initcap(bench_pick('brand', 200)), jsonb_build_array(bench_pick('tag', 60), bench_pick('tag', 60)),
  '[{"name": "Size", "values": ["S", "M", "L", "XL"]}, {"name": "Colour", "values": ["red", "blue", "green", "black", "white", "grey"]}]',
  'ACTIVE', 'EUR', price, price + 500, n % 8 > 0, floor(power(random(), 6) * 500), c.ids[1 + n % 40], v.id
FROM vendors v, (SELECT array_agg(id) AS ids FROM categories) c, generate_series(1, $1::int) n, LATERAL (SELECT 500 + floor(random() * 20000)::int AS price WHERE n > 0) p;
INSERT INTO product_variants (id, created_at, updated_at, sku, title, options, currency, price_minor, position, available_for_sale, published, vendor_id, product_id)
SELECT gen_random_uuid(), now(), now(), p.slug || '-' || n, 'Variant', jsonb_build_array((array['S', 'M', 'L', 'XL'])[1 + floor(random() * 4)::int],
  (array['red', 'blue', 'green', 'black', 'white', 'grey'])[1 + floor(random() * 6)::int]), 'EUR', p.min_price_minor, n, p.in_stock, true, p.vendor_id, p.id
FROM products p, generate_series(1, 2) n;
SET session_replication_role = origin;
VACUUM ANALYZE`

	// searchTerms are words of titles, as often as they are there.
	searchTerms = `SELECT lower(title), lower(brand) FROM products ORDER BY md5(slug) LIMIT $1`
)
