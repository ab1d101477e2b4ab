package fast

import (
	"encoding/json"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/enum"
)

// readProducts reads what needs.columns selects.
func readProducts(br pgx.BatchResults, n needs) ([]*ent.Product, map[uuid.UUID]*product, error) {
	rows, err := br.Query()
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	var out []*ent.Product
	all := map[uuid.UUID]*product{}
	var words, tags []byte
	for rows.Next() {
		p := &ent.Product{}
		to := []any{
			&p.ID, &p.Slug, &p.Title, &p.Brand, &p.ProductType, &p.Currency, &p.MinPriceMinor, &p.MaxPriceMinor, &p.InStock, &p.SoldCount,
			&p.CreatedAt, &p.UpdatedAt,
		}
		if n&needsDescription != 0 {
			to = append(to, &p.Description)
		}
		if n&needsTags != 0 {
			to = append(to, &tags)
		}
		if n&needsWords != 0 {
			to = append(to, &words)
		}
		if err := rows.Scan(to...); err != nil {
			return nil, nil, err
		}
		if err := decode(tags, &p.Tags, words, &p.Translations); err != nil {
			return nil, nil, err
		}
		out, all[p.ID] = append(out, p), &product{Product: p}
	}
	return out, all, rows.Err()
}

// decode reads pairs of JSON, which may be null, and where it goes.
func decode(pairs ...any) error {
	for pair := range slices.Chunk(pairs, 2) {
		if raw := pair[0].([]byte); len(raw) > 0 {
			if err := json.Unmarshal(raw, pair[1]); err != nil {
				return err
			}
		}
	}
	return nil
}

func readVariants(br pgx.BatchResults, all map[uuid.UUID]*product) error {
	rows, err := br.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		v := &ent.ProductVariant{}
		var options []byte
		if err := rows.Scan(&v.ID, &v.ProductID, &v.Sku, &v.Gtin, &v.Title, &options, &v.Currency, &v.PriceMinor, &v.CompareAtMinor,
			&v.PriorPriceMinor, &v.AvailableForSale); err != nil {
			return err
		}
		if err := decode(options, &v.Options); err != nil {
			return err
		}
		if p := all[v.ProductID]; p != nil {
			p.variants = append(p.variants, v)
		}
	}
	return rows.Err()
}

func readMedia(br pgx.BatchResults, all map[uuid.UUID]*product) error {
	rows, err := br.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		m := &ent.MediaFile{Status: enum.MediaStatusReady}
		var of uuid.UUID
		var alts, renditions []byte
		if err := rows.Scan(&of, &m.ID, &m.VendorID, &m.Key, &m.Alt, &alts, &m.Width, &m.Height, &m.Color, &m.ContentType, &m.Private, &renditions); err != nil {
			return err
		}
		if err := decode(alts, &m.Alts, renditions, &m.Renditions); err != nil {
			return err
		}
		if p := all[of]; p != nil && len(p.media) < catalog.MaxMedia {
			p.media = append(p.media, m)
		}
	}
	return rows.Err()
}
