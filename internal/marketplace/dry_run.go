package marketplace

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent/importrow"
	"orion/internal/enum"
	"orion/internal/kit/money"
	"orion/internal/marketplace/feed"
	"orion/internal/store"
)

const (
	// rowsKept is how many rows of a dry run are kept of each kind.
	rowsKept = 1000
	// valueKept is how many characters of a value are kept.
	valueKept = 500
)

// foreseen is what a dry run would do with a product.
type foreseen struct {
	record    int
	id, title string
	status    enum.ImportRowStatus
	changes   []enum.Change
}

// countRows are how many rows are kept of each kind.
func countRows(ctx context.Context, tx *store.Tx, job uuid.UUID) (map[enum.ImportRowStatus]int, error) {
	var found []struct {
		Status enum.ImportRowStatus
		Count  int
	}
	err := tx.ImportRow.Query().Where(importrow.JobID(job)).GroupBy(importrow.FieldStatus).Aggregate(countAll).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("count the rows of a dry run: %w", err)
	}
	out := map[enum.ImportRowStatus]int{}
	for _, f := range found {
		out[f.Status] = f.Count
	}
	return out, nil
}

// room is how many more rows of a kind are kept, at most n.
func (r *run) room(status enum.ImportRowStatus, n int) int {
	return min(n, rowsKept-r.kept.rows[status])
}

// show keeps what a chunk would do, of which so many rows would be new and changed.
func (r *run) show(ctx context.Context, tx *store.Tx, c *chunk, created, updated int) error {
	var all []foreseen
	if n := r.room(enum.ImportRowStatusCreated, created); n > 0 {
		rows, err := r.fresh(ctx, tx, n)
		if err != nil {
			return err
		}
		all = append(all, rows...)
	}
	if n := r.room(enum.ImportRowStatusUpdated, updated); n > 0 {
		rows, err := r.differing(ctx, tx, n)
		if err != nil {
			return err
		}
		all = append(all, rows...)
	}
	for i := range all {
		all[i].record = c.places[all[i].id]
	}
	return r.keepRows(ctx, tx, all)
}

// compared says field by field what a row changes. The values are in the order of the
// columns, as texts of Postgres.
func compared(columns []stageColumn, before, after []*string) (out []enum.Change) {
	old, fresh := told(columns, before), told(columns, after)
	names := slices.Collect(maps.Keys(old))
	for name := range fresh {
		if _, there := old[name]; !there {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		b, a := old[name], fresh[name]
		if b != a {
			out = append(out, enum.Change{Field: name, Before: keep(b), After: keep(a)})
		}
	}
	return out
}

// keep is a value as it is kept, nil for a blank one.
func keep(s string) *string {
	if s == "" {
		return nil
	}
	if short := cut(s, valueKept); short != s {
		s = short + "…"
	}
	return &s
}

// told are values by the names of fields in a feed, in words for people.
func told(columns []stageColumn, values []*string) map[string]string {
	out := map[string]string{}
	currency := ""
	for i, c := range columns {
		if values[i] == nil {
			continue
		}
		v := *values[i]
		switch c.name {
		case "currency":
			currency = v
		case "price_minor", "sale_price_minor":
			out[c.of.String()] = priceText(v, currency)
		case "additional_image_links":
			out[c.of.String()] = strings.Join(decoded[[]string](v), ", ")
		case "options":
			out[c.of.String()] = optionText(decoded[[]enum.Option](v))
		case "attributes":
			maps.Copy(out, decoded[map[string]string](v))
		default:
			out[c.of.String()] = v
		}
	}
	return out
}

func priceText(minor, currency string) string {
	n, err := strconv.ParseInt(minor, 10, 64)
	if err != nil {
		panic(fmt.Sprintf("marketplace: an amount of %q", minor)) // a bigint is a number
	}
	return string(money.New(n, currency).Amount()) + " " + currency
}

func optionText(all []enum.Option) string {
	texts := make([]string, len(all))
	for i, o := range all {
		texts[i] = o.Name + ": " + o.Value
	}
	return strings.Join(texts, ", ")
}

// decoded reads what we have written as JSON.
func decoded[T any](raw string) (out T) {
	if err := json.Unmarshal([]byte(raw), &out); err != nil {
		panic(fmt.Sprintf("marketplace: stored JSON: %v", err))
	}
	return out
}

// listed are the columns that a dry run compares for people.
func (r *run) listed() (out []stageColumn) {
	for _, c := range r.given() {
		if c.of != feed.ColumnID {
			out = append(out, c)
		}
	}
	return out
}
