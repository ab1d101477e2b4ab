-- +goose Up
-- The walls of what came with the catalogue's variants, tasks and search, and what the
-- database itself writes down when the catalogue changes. Written by hand.

SELECT wall_off(t, 'SELECT, INSERT, UPDATE, DELETE') FROM unnest(ARRAY['categories', 'search_synonyms', 'slug_redirects']::regclass[]) AS t;
SELECT wall_off(t, 'SELECT, INSERT, UPDATE') FROM unnest(ARRAY['catalog_tasks', 'search_queries', 'search_reindices']::regclass[]) AS t;
SELECT wall_off('price_changes', 'SELECT, INSERT');
SELECT wall_off('search_changes', 'SELECT, INSERT, DELETE');

-- Prices are kept by the database, so that no way of changing one can forget it: an import,
-- a task over thousands, a person. It writes as whoever makes the change, behind the same
-- wall. The lowest price of the 30 days before a reduction (Directive 98/6/EC, article 6a)
-- is fixed by the reduction, so it is found once, then.
-- +goose StatementBegin
CREATE FUNCTION find_prior_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.price_minor < OLD.price_minor THEN
    SELECT least(OLD.price_minor, min(c.price_minor)) INTO NEW.prior_price_minor FROM price_changes c
    WHERE c.vendor_id = NEW.vendor_id AND c.variant_id = NEW.id AND c.created_at >= coalesce(
      (SELECT max(b.created_at) FROM price_changes b
       WHERE b.vendor_id = NEW.vendor_id AND b.variant_id = NEW.id AND b.created_at <= now() - interval '30 days'), '-infinity');
  ELSE
    NEW.prior_price_minor := NULL;
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION keep_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO price_changes (id, created_at, updated_at, vendor_id, variant_id, currency, price_minor, compare_at_minor)
    SELECT gen_random_uuid(), clock_timestamp(), clock_timestamp(), n.vendor_id, n.id, n.currency, n.price_minor, n.compare_at_minor FROM new_rows n;
  ELSE
    INSERT INTO price_changes (id, created_at, updated_at, vendor_id, variant_id, currency, price_minor, compare_at_minor)
    SELECT gen_random_uuid(), clock_timestamp(), clock_timestamp(), n.vendor_id, n.id, n.currency, n.price_minor, n.compare_at_minor
    FROM new_rows n JOIN old_rows o USING (id)
    WHERE (n.price_minor, n.compare_at_minor, n.currency) IS DISTINCT FROM (o.price_minor, o.compare_at_minor, o.currency);
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER prior_price BEFORE UPDATE OF price_minor ON product_variants
  FOR EACH ROW WHEN (NEW.price_minor IS DISTINCT FROM OLD.price_minor) EXECUTE FUNCTION find_prior_price();
CREATE TRIGGER price_made AFTER INSERT ON product_variants
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_price();
CREATE TRIGGER price_changed AFTER UPDATE ON product_variants
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_price();

-- What is sold already has the price it has since now: nobody knows what it was before.
SET LOCAL ROLE orion_platform;
INSERT INTO price_changes (id, created_at, updated_at, vendor_id, variant_id, currency, price_minor, compare_at_minor)
SELECT gen_random_uuid(), now(), now(), vendor_id, id, currency, price_minor, compare_at_minor FROM product_variants;
RESET ROLE;

-- What shoppers can find has changed: the search is to hear of these products, and every
-- process drops the answers that it keeps for these vendors. A notice holds the vendor's id
-- and no more. The stock of what is sold out or back counts, how often it was sold does not.
-- What goes with its product is noted with it: a deletion that cascades runs as the owner of
-- the table, whom no wall lets write.
-- +goose StatementBegin
CREATE FUNCTION note_changed(vendors uuid[], products uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_changes (id, created_at, updated_at, vendor_id, product_id)
  SELECT gen_random_uuid(), clock_timestamp(), clock_timestamp(), v, p FROM unnest(vendors, products) AS t (v, p);
  SELECT pg_notify('orion', 'catalog:' || v) FROM (SELECT DISTINCT v FROM unnest(vendors) AS t (v)) AS d;
$$;

CREATE FUNCTION note_products() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM note_changed(array_agg(n.vendor_id), array_agg(n.id)) FROM new_rows n HAVING count(*) > 0;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM note_changed(array_agg(o.vendor_id), array_agg(o.id)) FROM old_rows o HAVING count(*) > 0;
  ELSE
    PERFORM note_changed(array_agg(n.vendor_id), array_agg(n.id)) FROM new_rows n JOIN old_rows o USING (id)
    WHERE (n.slug, n.title, n.description, n.description_html, n.brand, n.product_type, n.category_id, n.tags, n.options, n.status,
           n.min_price_minor, n.max_price_minor, n.in_stock, n.translations, n.seo_title, n.seo_description, n.published_at)
      IS DISTINCT FROM
          (o.slug, o.title, o.description, o.description_html, o.brand, o.product_type, o.category_id, o.tags, o.options, o.status,
           o.min_price_minor, o.max_price_minor, o.in_stock, o.translations, o.seo_title, o.seo_description, o.published_at)
    HAVING count(*) > 0;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION note_variants() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM note_changed(array_agg(d.vendor_id), array_agg(d.product_id)) FROM (SELECT DISTINCT vendor_id, product_id FROM new_rows) d HAVING count(*) > 0;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM note_changed(array_agg(d.vendor_id), array_agg(d.product_id)) FROM (SELECT DISTINCT vendor_id, product_id FROM old_rows) d HAVING count(*) > 0;
  ELSE
    PERFORM note_changed(array_agg(d.vendor_id), array_agg(d.product_id)) FROM (
      SELECT DISTINCT n.vendor_id, n.product_id FROM new_rows n JOIN old_rows o USING (id)
      WHERE (n.sku, n.title, n.price_minor, n.compare_at_minor, n.gtin, n.options, n.media_id, n.position, n.available_for_sale, n.low_stock, n.published)
        IS DISTINCT FROM
            (o.sku, o.title, o.price_minor, o.compare_at_minor, o.gtin, o.options, o.media_id, o.position, o.available_for_sale, o.low_stock, o.published)) d
    HAVING count(*) > 0;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION note_shelves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 THEN RETURN NULL; END IF;
  IF TG_OP = 'DELETE' THEN
    PERFORM note_changed(array_agg(d.vendor_id), array_agg(d.product_id)) FROM (SELECT DISTINCT vendor_id, product_id FROM old_rows) d HAVING count(*) > 0;
  ELSE
    PERFORM note_changed(array_agg(d.vendor_id), array_agg(d.product_id)) FROM (SELECT DISTINCT vendor_id, product_id FROM new_rows) d HAVING count(*) > 0;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION note_categories() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_changed(array_agg(p.vendor_id), array_agg(p.id)) FROM new_rows n JOIN products p ON p.vendor_id = n.vendor_id AND p.category_id = n.id HAVING count(*) > 0;
  PERFORM pg_notify('orion', 'catalog:' || d.vendor_id) FROM (SELECT DISTINCT vendor_id FROM new_rows) d;
  RETURN NULL;
END $$;

-- For what is shown with the catalogue and not searched.
CREATE FUNCTION note_catalog() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM pg_notify('orion', 'catalog:' || d.vendor_id) FROM (SELECT DISTINCT vendor_id FROM old_rows) d;
  ELSE
    PERFORM pg_notify('orion', 'catalog:' || d.vendor_id) FROM (SELECT DISTINCT vendor_id FROM new_rows) d;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION note_vendor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('orion', 'catalog:' || n.id) FROM new_rows n;
  RETURN NULL;
END $$;

DO $$
DECLARE t text[];
BEGIN
  FOREACH t SLICE 1 IN ARRAY ARRAY[
    ['products', 'note_products'], ['product_variants', 'note_variants'], ['collection_products', 'note_shelves'],
    ['collections', 'note_catalog'], ['media_files', 'note_catalog'], ['product_media', 'note_catalog'], ['search_synonyms', 'note_catalog']] LOOP
    EXECUTE format('CREATE TRIGGER %2$s_insert AFTER INSERT ON %1$I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %2$I()', t[1], t[2]);
    EXECUTE format('CREATE TRIGGER %2$s_update AFTER UPDATE ON %1$I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %2$I()', t[1], t[2]);
    EXECUTE format('CREATE TRIGGER %2$s_delete AFTER DELETE ON %1$I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION %2$I()', t[1], t[2]);
  END LOOP;
END $$;
-- +goose StatementEnd
CREATE TRIGGER note_categories_update AFTER UPDATE ON categories REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_categories();
CREATE TRIGGER note_vendor_update AFTER UPDATE ON vendors REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_vendor();

-- Triggers need no right to call these; what they call does.
REVOKE ALL ON FUNCTION find_prior_price(), keep_price(), note_products(), note_variants(), note_shelves(), note_categories(), note_catalog(), note_vendor(),
  note_changed(uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_changed(uuid[], uuid[]) TO orion_app, orion_platform;

-- +goose Down
DROP FUNCTION note_vendor() CASCADE;
DROP FUNCTION note_catalog() CASCADE;
DROP FUNCTION note_categories() CASCADE;
DROP FUNCTION note_shelves() CASCADE;
DROP FUNCTION note_variants() CASCADE;
DROP FUNCTION note_products() CASCADE;
DROP FUNCTION note_changed(uuid[], uuid[]);
DROP FUNCTION keep_price() CASCADE;
DROP FUNCTION find_prior_price() CASCADE;
