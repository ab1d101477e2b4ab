-- +goose Up
-- What shops are searched with where the search engine is Postgres, or while another one
-- cannot answer. Written by hand: ent knows neither tsvector nor GIN.

-- Indexes that begin with the vendor need btree_gin, which stays out of public: nobody
-- has to call its functions. A server without it has plain indexes, which find words of
-- all vendors and then look whose they are.
CREATE SCHEMA IF NOT EXISTS extensions;
-- +goose StatementBegin
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS btree_gin SCHEMA extensions;
EXCEPTION WHEN undefined_file OR insufficient_privilege OR feature_not_supported THEN
  RAISE NOTICE 'btree_gin cannot be had: the indexes of the search do not begin with the vendor';
END $$;
-- +goose StatementEnd

-- One row for a product that shoppers can find. Its words are taken apart by the program;
-- the weights are A of the title and codes, B of brand, type, category, tags, D of the text.
CREATE TABLE search_documents (
  vendor_id uuid NOT NULL REFERENCES vendors (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  words tsvector NOT NULL,
  marks tsvector NOT NULL,
  facets text[] NOT NULL,
  price_minor bigint NOT NULL,
  in_stock boolean NOT NULL,
  sold_count integer NOT NULL,
  made_at timestamptz NOT NULL,
  title_order text NOT NULL COLLATE "C",
  PRIMARY KEY (vendor_id, id)
);

-- All words of a vendor's documents, to tell what a misspelt one may mean. Those of
-- products that are gone stay until the index is built anew; they find nothing.
CREATE TABLE search_words (
  vendor_id uuid NOT NULL REFERENCES vendors (id) ON DELETE CASCADE,
  word text NOT NULL COLLATE "C",
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (vendor_id, word)
);

SELECT wall_off('search_documents', 'SELECT, INSERT, UPDATE, DELETE');
SELECT wall_off('search_words', 'SELECT, INSERT, DELETE');

-- +goose StatementBegin
DO $$
DECLARE leads text := '';
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'btree_gin') THEN leads := 'vendor_id, '; END IF;
  EXECUTE 'CREATE INDEX search_document_words ON search_documents USING gin (' || leads || 'words) WITH (fastupdate = off)';
  EXECUTE 'CREATE INDEX search_document_marks ON search_documents USING gin (' || leads || 'marks) WITH (fastupdate = off)';
END $$;

-- Row-level security looks at every row of the vendor before a text of it may be compared,
-- so no index on texts is used under it. These functions are the way through: they run as
-- orion_platform, whom the wall lets pass, and build the same wall themselves. The vendor
-- is that of the transaction and nothing that a caller could say; without one there is
-- nothing. What is put together below are constants.
CREATE FUNCTION search_where(words tsquery, marks tsquery, low bigint, high bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT ' FROM public.search_documents d WHERE d.vendor_id = $1'
    || CASE WHEN words IS NULL THEN '' ELSE ' AND d.words @@ $2' END
    || CASE WHEN marks IS NULL THEN '' ELSE ' AND d.marks @@ $3' END
    || CASE WHEN low IS NULL THEN '' ELSE ' AND d.price_minor >= $4' END
    || CASE WHEN high IS NULL THEN '' ELSE ' AND d.price_minor <= $5' END
$$;

CREATE FUNCTION search_find(words tsquery, marks tsquery, low bigint, high bigint, ordered text, skip integer, take integer)
RETURNS TABLE (product_id uuid, score double precision, total bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY EXECUTE 'SELECT d.id, '
    || CASE WHEN words IS NULL THEN '0::float8' ELSE
      'ts_rank(''{0.1,0.1,0.4,1.0}'', d.words, $2)::float8 * (1 + 0.15 * d.in_stock::int) * (1 + 0.03 * log(1 + d.sold_count)::float8)' END
    || ' AS score, count(*) OVER ()' || public.search_where(words, marks, low, high) || ' ORDER BY '
    || CASE ordered
      WHEN 'NEWEST' THEN 'd.made_at DESC, d.id DESC'
      WHEN 'PRICE_ASC' THEN 'd.price_minor, d.id'
      WHEN 'PRICE_DESC' THEN 'd.price_minor DESC, d.id'
      WHEN 'TITLE' THEN 'd.title_order, d.id'
      WHEN 'BEST_SELLING' THEN 'd.sold_count DESC, d.id DESC'
      ELSE CASE WHEN words IS NULL THEN 'd.in_stock DESC, d.sold_count DESC, d.id DESC' ELSE '2 DESC, d.id DESC' END END
    || ' OFFSET $6 LIMIT $7'
  USING public.app_vendor(), words, marks, low, high, skip, take;
END $$;

CREATE FUNCTION search_count(words tsquery, marks tsquery, low bigint, high bigint, most integer)
RETURNS TABLE (mark text, products bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY EXECUTE 'SELECT f, count(*) FROM (SELECT unnest(d.facets) AS f' || public.search_where(words, marks, low, high)
    || ') AS all_facets GROUP BY f ORDER BY 2 DESC, f LIMIT $6'
  USING public.app_vendor(), words, marks, low, high, most;
END $$;

CREATE FUNCTION search_prices(words tsquery, marks tsquery)
RETURNS TABLE (lowest bigint, highest bigint, total bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY EXECUTE 'SELECT min(d.price_minor), max(d.price_minor), count(*)' || public.search_where(words, marks, NULL, NULL)
  USING public.app_vendor(), words, marks;
END $$;
-- +goose StatementEnd

-- Who takes a function over must be allowed to make one there, for that moment.
GRANT CREATE ON SCHEMA public TO orion_platform;
ALTER FUNCTION search_find(tsquery, tsquery, bigint, bigint, text, integer, integer) OWNER TO orion_platform;
ALTER FUNCTION search_count(tsquery, tsquery, bigint, bigint, integer) OWNER TO orion_platform;
ALTER FUNCTION search_prices(tsquery, tsquery) OWNER TO orion_platform;
ALTER FUNCTION search_where(tsquery, tsquery, bigint, bigint) OWNER TO orion_platform;
REVOKE CREATE ON SCHEMA public FROM orion_platform;
REVOKE ALL ON FUNCTION search_find(tsquery, tsquery, bigint, bigint, text, integer, integer), search_count(tsquery, tsquery, bigint, bigint, integer),
  search_prices(tsquery, tsquery), search_where(tsquery, tsquery, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_find(tsquery, tsquery, bigint, bigint, text, integer, integer), search_count(tsquery, tsquery, bigint, bigint, integer),
  search_prices(tsquery, tsquery) TO orion_app, orion_platform;

-- +goose Down
DROP FUNCTION search_prices(tsquery, tsquery);
DROP FUNCTION search_count(tsquery, tsquery, bigint, bigint, integer);
DROP FUNCTION search_find(tsquery, tsquery, bigint, bigint, text, integer, integer);
DROP FUNCTION search_where(tsquery, tsquery, bigint, bigint);
DROP TABLE search_words;
DROP TABLE search_documents;
