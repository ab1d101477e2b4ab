package main

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

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

// A reading is the statements up to that of the products, and what is read before those.
type reading struct {
	queue  func(*pgx.Batch)
	before func(pgx.BatchResults) error
}

func plain(query string, args ...any) reading {
	return reading{queue: func(b *pgx.Batch) { b.Queue(query, args...) }, before: func(pgx.BatchResults) error { return nil }}
}

// load reads products and, for those that ids selects, variants and pictures.
func (h *bare) load(ctx context.Context, first reading, ids string, args ...any) ([]*bareProduct, error) {
	b := &pgx.Batch{}
	b.Queue(bareVendor, h.vendor.String())
	first.queue(b)
	b.Queue(bareVariants(ids), args...)
	b.Queue(barePictures(ids), args...)
	br := h.pool.SendBatch(ctx, b)
	defer func() { _ = br.Close() }() // the rows have said what went wrong
	if _, err := br.Exec(); err != nil {
		return nil, err
	}
	if err := first.before(br); err != nil {
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
	for rows.Next() {
		p := &bareProduct{}
		if err := rows.Scan(&p.id, &p.slug, &p.title, &p.description, &p.currency, &p.min, &p.max); err != nil {
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
