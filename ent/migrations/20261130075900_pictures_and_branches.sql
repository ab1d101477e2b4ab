-- +goose Up
-- A shop may show no wide picture any more: the one that it showed is deleted by its team.
GRANT UPDATE (hero_id) ON vendors TO orion_app;

-- What a category is called is searched for with the products of all categories below it.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION note_categories() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_changed(array_agg(p.vendor_id), array_agg(p.id)) FROM (
    WITH RECURSIVE branches AS (
      SELECT vendor_id, id FROM new_rows
      UNION
      SELECT c.vendor_id, c.id FROM categories c JOIN branches b ON c.vendor_id = b.vendor_id AND c.parent_id = b.id
    ) SELECT vendor_id, id FROM branches
  ) n JOIN products p ON p.vendor_id = n.vendor_id AND p.category_id = n.id HAVING count(*) > 0;
  PERFORM pg_notify('orion', 'catalog:' || d.vendor_id) FROM (SELECT DISTINCT vendor_id FROM new_rows) d;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION note_categories() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_changed(array_agg(p.vendor_id), array_agg(p.id)) FROM new_rows n JOIN products p ON p.vendor_id = n.vendor_id AND p.category_id = n.id HAVING count(*) > 0;
  PERFORM pg_notify('orion', 'catalog:' || d.vendor_id) FROM (SELECT DISTINCT vendor_id FROM new_rows) d;
  RETURN NULL;
END $$;
-- +goose StatementEnd
REVOKE UPDATE (hero_id) ON vendors FROM orion_app;
