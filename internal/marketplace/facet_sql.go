package marketplace

import (
	"context"

	"github.com/jackc/pgx/v5"

	"orion/internal/enum"
	"orion/internal/store"
	"orion/internal/viewer"
)

// facetSQL counts all kinds in one pass, each row for the kinds whose other conditions it
// meets. ent groups by one set of columns only. It is confined to the vendor by $1 and by
// row-level security, shows of a brand or product type the 30 most frequent values, and
// of each value no more than 10,000.
const facetSQL = `
with wanted as (
  select p.status, s.handle, p.brand, p.product_type,
    $2::text[] is null or p.status = any($2) as of_status, $3::text[] is null or s.handle = any($3) as of_source,
    $4::text[] is null or p.brand = any($4) as of_brand, $5::text[] is null or p.product_type = any($5) as of_type
  from marketplace_products p join marketplace_sources s on s.vendor_id = p.vendor_id and s.id = p.source_id
  where p.vendor_id = $1
    and ($6::text is null or p.title ilike $6 or p.brand ilike $6 or p.external_id ilike $6)
    and ($7::text is null or p.currency = $7) and ($8::bigint is null or p.price_minor >= $8) and ($9::bigint is null or p.price_minor <= $9)
    and ($10::text is null or p.item_group_id = $10) and ($11::bool is null or p.changed = $11)
    and ($12::bool is null or coalesce(p.pinned <> '[]' and p.pinned <> 'null', false) = $12)
), counted as (
  select case when grouping(status) = 0 then 1 when grouping(handle) = 0 then 2 when grouping(brand) = 0 then 3 else 4 end as kind,
    coalesce(status, handle, brand, product_type) as value,
    case when grouping(status) = 0 then count(*) filter (where of_source and of_brand and of_type)
      when grouping(handle) = 0 then count(*) filter (where of_status and of_brand and of_type)
      when grouping(brand) = 0 then count(*) filter (where of_status and of_source and of_type)
      else count(*) filter (where of_status and of_source and of_brand) end as n
  from wanted group by grouping sets ((status), (handle), (brand), (product_type))
), ranked as (
  select kind, value, n, row_number() over (partition by kind order by n desc, value) as place from counted where value <> '' and n > 0
)
select kind, value, least(n, 10000)::bigint from ranked where place <= case when kind > 2 then 30 else 200 end order by kind, place`

type facetQuery struct {
	where    *ProductWhere
	search   string
	currency *string
	gte, lte *int64
}

func (q *facetQuery) count(ctx context.Context, tx *store.Tx, out *Facets) error {
	var pattern *string
	if q.search != "" {
		p := "%" + escapeLike(q.search) + "%"
		pattern = &p
	}
	w := q.where
	rows, err := tx.Pgx.Query(ctx, facetSQL, viewer.From(ctx).VendorID, statusTexts(w.Status), w.Source, w.Brand, w.ProductType,
		pattern, q.currency, q.gte, q.lte, w.ItemGroupID, w.ChangedAtSource, w.Pinned)
	if err != nil {
		return err
	}
	of := map[int]*[]*Facet{1: &out.Status, 2: &out.Source, 3: &out.Brand, 4: &out.ProductType}
	var kind, n int
	var value string
	_, err = pgx.ForEachRow(rows, []any{&kind, &value, &n}, func() error {
		*of[kind] = append(*of[kind], &Facet{Value: value, Count: n})
		return nil
	})
	return err
}

func statusTexts(of []enum.MarketplaceProductStatus) []string {
	if of == nil {
		return nil
	}
	out := make([]string, len(of))
	for i, s := range of {
		out[i] = string(s)
	}
	return out
}
