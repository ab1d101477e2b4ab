// Package loader gathers the look-ups of one answer: all rows of a kind that its
// fields ask for by id come in one statement.
package loader

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/graph-gophers/dataloader/v7"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/apikey"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/order"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/store"
	"orion/internal/viewer"
)

// wait is how long a loader gathers keys. On a busy machine a third of it splits
// batches; the library's own 16 ms would be most of the time of a list.
const wait = time.Millisecond

// A Loader loads rows of one kind by one key.
type Loader[T any] = dataloader.Loader[uuid.UUID, T]

// Set holds one loader per kind of look-up.
type Set struct {
	Vendor   *Loader[*ent.Vendor]
	User     *Loader[*ent.User]
	Role     *Loader[*ent.Role]
	Customer *Loader[*ent.Customer]
	Product  *Loader[*ent.Product]
	Variant  *Loader[*ent.ProductVariant]
	Media    *Loader[*ent.MediaFile]
	// Order is of those that were placed.
	Order  *Loader[*ent.Order]
	Source *Loader[*ent.MarketplaceSource]
	// Collection is of those that a source's categories lead to.
	Collection *Loader[*ent.Collection]
	// Category is of products and of what a source's categories lead to.
	Category *Loader[*ent.Category]
	// Level is by variant.
	Level *Loader[*ent.InventoryLevel]
	// Member is by user, of the viewer's vendor.
	Member *Loader[*ent.Membership]
	Key    *Loader[*ent.ApiKey]
	// KeyAfter is by the key that it follows.
	KeyAfter *Loader[*ent.ApiKey]

	Orders
	Prices
	Teams
}

// New returns a fresh Set for the viewer of ctx. Never share one between viewers: it
// keeps what the first viewer was allowed to see. What is not that viewer's, w stops.
func New(ctx context.Context, db *store.DB, w *Tripwire) *Set {
	g := guard{w, viewer.From(ctx)}
	return &Set{
		Vendor: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.Vendor, error) {
			return db.Vendor.Query().Where(filter.AnyOf("id", ids)).All(ctx)
		}, func(r *ent.Vendor) uuid.UUID { return r.ID }),
		User: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.User, error) {
			return db.User.Query().Where(filter.AnyOf("id", ids)).All(ctx)
		}, func(r *ent.User) uuid.UUID { return r.ID }),
		Role: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.Role, error) {
			return db.Role.Query().Where(filter.AnyOf("id", ids)).All(ctx)
		}, func(r *ent.Role) uuid.UUID { return r.ID }),
		Customer: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.Customer, error) {
			return db.Customer.Query().Where(filter.AnyOf("id", ids)).All(ctx)
		}, func(r *ent.Customer) uuid.UUID { return r.ID }),
		Product: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.Product, error) {
			return db.Product.Query().Where(filter.AnyOf("id", ids)).All(ctx)
		}, func(r *ent.Product) uuid.UUID { return r.ID }),
		Variant: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.ProductVariant, error) {
			return db.ProductVariant.Query().Where(filter.AnyOf("id", ids)).All(ctx)
		}, func(r *ent.ProductVariant) uuid.UUID { return r.ID }),
		Media: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.MediaFile, error) {
			return db.MediaFile.Query().Where(filter.AnyOf("id", ids)).All(ctx)
		}, func(r *ent.MediaFile) uuid.UUID { return r.ID }),
		Order: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.Order, error) {
			return db.Order.Query().Where(filter.AnyOf("id", ids), order.PlacedAtNotNil()).All(ctx)
		}, func(r *ent.Order) uuid.UUID { return r.ID }),
		Source: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.MarketplaceSource, error) {
			return db.MarketplaceSource.Query().Where(filter.AnyOf("id", ids)).All(ctx)
		}, func(r *ent.MarketplaceSource) uuid.UUID { return r.ID }),
		Collection: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.Collection, error) {
			return db.Collection.Query().Where(filter.AnyOf("id", ids)).All(ctx)
		}, func(r *ent.Collection) uuid.UUID { return r.ID }),
		Category: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.Category, error) {
			return db.Category.Query().Where(filter.AnyOf("id", ids)).All(ctx)
		}, func(r *ent.Category) uuid.UUID { return r.ID }),
		Level: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.InventoryLevel, error) {
			return db.InventoryLevel.Query().Where(filter.AnyOf(inventorylevel.FieldVariantID, ids)).All(ctx)
		}, func(r *ent.InventoryLevel) uuid.UUID { return r.VariantID }),
		Member: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.Membership, error) {
			return db.Membership.Query().Where(filter.AnyOf(membership.FieldUserID, ids), membership.VendorID(viewer.From(ctx).VendorID)).All(ctx)
		}, func(r *ent.Membership) uuid.UUID { return r.UserID }),
		Key: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.ApiKey, error) {
			return db.ApiKey.Query().Where(filter.AnyOf("id", ids)).All(ctx)
		}, func(r *ent.ApiKey) uuid.UUID { return r.ID }),
		KeyAfter: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*ent.ApiKey, error) {
			return db.ApiKey.Query().Where(filter.AnyOf(apikey.FieldReplacesID, ids)).All(ctx)
		}, func(r *ent.ApiKey) uuid.UUID { return *r.ReplacesID }),
		Orders: newOrders(db),
		Prices: newPrices(db),
		Teams:  newTeams(g, db),
	}
}

// Find returns the row of a key, nil where the viewer sees none.
func Find[T any](ctx context.Context, l *Loader[*T], key uuid.UUID) (*T, error) {
	row, err := l.Load(ctx, key)()
	if errs.CodeOf(err) == errs.NotFound {
		return nil, nil
	}
	return row, err
}

// FindOptional is Find for a key that may be missing itself.
func FindOptional[T any](ctx context.Context, l *Loader[*T], key *uuid.UUID) (*T, error) {
	if key == nil {
		return nil, nil
	}
	return Find(ctx, l, *key)
}

// FindAll returns the rows of keys in their order, without those that the viewer does not
// see.
func FindAll[T any](ctx context.Context, l *Loader[*T], keys []uuid.UUID) ([]*T, error) {
	rows, failed := l.LoadMany(ctx, keys)()
	out := make([]*T, 0, len(rows))
	for i, row := range rows {
		switch {
		case failed == nil || failed[i] == nil:
			out = append(out, row)
		case errs.CodeOf(failed[i]) != errs.NotFound:
			return nil, failed[i]
		}
	}
	return out, nil
}

// Get returns the row of a key, which must be there.
func Get[T any](ctx context.Context, l *Loader[*T], key uuid.UUID) (*T, error) {
	return l.Load(ctx, key)()
}

// A guard stops what is not for the viewer of a Set, whoever asks for it.
type guard struct {
	wire   *Tripwire
	viewer *viewer.Viewer
}

// rows makes a loader of a query that returns rows in any order.
func rows[T any](g guard, fetch func(context.Context, []uuid.UUID) ([]T, error), key func(T) uuid.UUID) *Loader[T] {
	batch := func(ctx context.Context, keys []uuid.UUID) []*dataloader.Result[T] {
		out := make([]*dataloader.Result[T], len(keys))
		found, err := fetch(ctx, keys)
		if err != nil {
			for i := range out {
				out[i] = &dataloader.Result[T]{Error: fmt.Errorf("load %T: %w", *new(T), err)}
			}
			return out
		}
		byKey := make(map[uuid.UUID]T, len(found))
		for _, row := range found {
			if !g.wire.Stops(ctx, g.viewer, row) {
				byKey[key(row)] = row
			}
		}
		for i, k := range keys {
			if row, ok := byKey[k]; ok {
				out[i] = &dataloader.Result[T]{Data: row}
			} else {
				out[i] = &dataloader.Result[T]{Error: errs.New(errs.NotFound, "not found")}
			}
		}
		return out
	}
	return dataloader.NewBatchedLoader(batch, dataloader.WithWait[uuid.UUID, T](wait))
}

type contextKey struct{}

// NewContext returns a context with a Set.
func NewContext(ctx context.Context, s *Set) context.Context {
	return context.WithValue(ctx, contextKey{}, s)
}

// From returns the Set of the context, which the handler put there.
func From(ctx context.Context) *Set {
	s, _ := ctx.Value(contextKey{}).(*Set)
	return s
}
