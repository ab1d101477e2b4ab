package main

import (
	"context"
	"net/http"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

// bare answers the product list the way that costs least: one round trip, three
// statements, JSON put together by hand. It is what the graph is held against.
type bare struct {
	pool   *pgxpool.Pool
	vendor uuid.UUID
	// tail is what stands behind the nodes in the graph's own answer: the page's end and
	// the extensions, which it has to make anew and this handler only copies.
	tail []byte
}

type bareProduct struct {
	id                       uuid.UUID
	slug, title, description string
	currency                 string
	min, max                 int64
	variants                 []bareVariant
	picture                  *barePicture
}

type bareVariant struct {
	id         uuid.UUID
	sku, title string
	currency   string
	price      int64
	available  bool
}

type barePicture struct {
	key, alt      string
	width, height int
}

// ServeHTTP implements http.Handler.
func (h *bare) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	products, err := h.load(r.Context())
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	b := make([]byte, 0, 16<<10)
	b = append(b, `{"data":{"shop":{"name":"Bench 1","slug":"bench-1","currencyCode":"EUR","products":{"nodes":[`...)
	for i, p := range products {
		if i > 0 {
			b = append(b, ',')
		}
		b = p.append(b)
	}
	b = append(b, h.tail...)
	w.Header().Set("Content-Type", "application/graphql-response+json; charset=utf-8")
	_, _ = w.Write(b) // the client is gone
}

func (h *bare) load(ctx context.Context) ([]*bareProduct, error) {
	b := &pgx.Batch{}
	b.Queue(bareVendor, h.vendor.String())
	for _, q := range []string{bareProducts, bareVariants, barePictures} {
		b.Queue(q, h.vendor)
	}
	br := h.pool.SendBatch(ctx, b)
	defer func() { _ = br.Close() }() // the rows have said what went wrong
	if _, err := br.Exec(); err != nil {
		return nil, err
	}
	products, byID, err := scanProducts(br)
	if err != nil {
		return nil, err
	}
	if err := scanVariants(br, byID); err != nil {
		return nil, err
	}
	return products, scanPictures(br, byID)
}

func scanProducts(br pgx.BatchResults) ([]*bareProduct, map[uuid.UUID]*bareProduct, error) {
	rows, err := br.Query()
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	products, byID := make([]*bareProduct, 0, 20), make(map[uuid.UUID]*bareProduct, 20)
	var at any
	for rows.Next() {
		p := &bareProduct{}
		if err := rows.Scan(&p.id, &p.slug, &p.title, &p.description, &p.currency, &p.min, &p.max, &at); err != nil {
			return nil, nil, err
		}
		if len(products) < 20 {
			products, byID[p.id] = append(products, p), p
		}
	}
	return products, byID, rows.Err()
}

func scanVariants(br pgx.BatchResults, byID map[uuid.UUID]*bareProduct) error {
	rows, err := br.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var v bareVariant
		var product uuid.UUID
		if err := rows.Scan(&v.id, &product, &v.sku, &v.title, &v.currency, &v.price, &v.available); err != nil {
			return err
		}
		byID[product].variants = append(byID[product].variants, v)
	}
	return rows.Err()
}

func scanPictures(br pgx.BatchResults, byID map[uuid.UUID]*bareProduct) error {
	rows, err := br.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var m barePicture
		var product uuid.UUID
		if err := rows.Scan(&product, &m.key, &m.alt, &m.width, &m.height); err != nil {
			return err
		}
		if p := byID[product]; p.picture == nil {
			p.picture = &m
		}
	}
	return rows.Err()
}

func (p *bareProduct) append(b []byte) []byte {
	b = append(b, `{"id":"`...)
	b = append(b, publicid.New("Product", p.id)...)
	b = text(append(b, `","slug":`...), p.slug)
	b = text(append(b, `,"title":`...), p.title)
	b = text(append(b, `,"description":`...), p.description)
	b = amount(append(b, `,"priceRange":{"min":`...), p.min, p.currency)
	b = append(b, `},"featuredMedia":`...)
	if m := p.picture; m != nil {
		b = text(append(b, `{"url":`...), "/"+m.key)
		b = text(append(b, `,"alt":`...), m.alt)
		b = strconv.AppendInt(append(b, `,"width":`...), int64(m.width), 10)
		b = strconv.AppendInt(append(b, `,"height":`...), int64(m.height), 10)
		b = append(b, '}')
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"variants":{"nodes":[`...)
	for i, v := range p.variants {
		if i > 0 {
			b = append(b, ',')
		}
		b = v.append(b)
	}
	return append(b, "]}}"...)
}

func (v *bareVariant) append(b []byte) []byte {
	b = append(b, `{"id":"`...)
	b = append(b, publicid.New("ProductVariant", v.id)...)
	b = text(append(b, `","sku":`...), v.sku)
	b = text(append(b, `,"title":`...), v.title)
	b = amount(append(b, `,"price":`...), v.price, v.currency)
	b = strconv.AppendBool(append(b, `,"availableForSale":`...), v.available)
	return append(b, '}')
}

func amount(b []byte, minor int64, currency string) []byte {
	b = append(b, `{"amount":"`...)
	b = append(b, money.New(minor, currency).Amount()...)
	b = append(b, `","currencyCode":"`...)
	b = append(b, currency...)
	return append(b, `"}`...)
}

// text is enough for the texts that fill makes, none of which needs an escape.
func text(b []byte, s string) []byte {
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
