package auth

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/apikey"
	"orion/ent/gen/ent/predicate"
	"orion/internal/enum"
	"orion/internal/kit/page"
	"orion/internal/viewer"
)

// Keys lists the API keys of the viewer's vendor, newest first.
func (s *Service) Keys(ctx context.Context, arg page.Arg, where *KeyWhere) (*ApiKeyConnection, error) {
	plan, err := s.pages.Plan(arg, nil, "api-keys", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	base := func() *ent.ApiKeyQuery {
		q := s.db.ApiKey.Query()
		if where != nil && where.Status != nil {
			return s.ofStatus(q, where.Status...)
		}
		return q
	}
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list API keys: %w", err)
	}
	return page.Cut(plan, rows, func(k *ent.ApiKey) ([]any, uuid.UUID) { return nil, k.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := base().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// KeyStatus is whether a key works; replaced says that another follows it.
func (s *Service) KeyStatus(k *ent.ApiKey, replaced bool) enum.ApiKeyStatus {
	switch {
	case k.RevokedAt != nil:
		return enum.ApiKeyStatusRevoked
	case k.ExpiresAt != nil && !k.ExpiresAt.After(s.clock.Now()):
		return enum.ApiKeyStatusExpired
	case replaced:
		return enum.ApiKeyStatusRetiring
	}
	return enum.ApiKeyStatusActive
}

// successor returns the key that follows another, nil where there is none.
func successor(ctx context.Context, c *ent.Client, k *ent.ApiKey) (*ent.ApiKey, error) {
	next, err := c.ApiKey.Query().Where(apikey.ReplacesID(k.ID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	return next, err
}

// ofStatus narrows a query to keys of these states: KeyStatus in terms of the database.
func (s *Service) ofStatus(q *ent.ApiKeyQuery, of ...enum.ApiKeyStatus) *ent.ApiKeyQuery {
	any := []predicate.ApiKey{never}
	for _, status := range of {
		any = append(any, isStatus(status, s.clock.Now()))
	}
	return q.Where(apikey.Or(any...))
}

func isStatus(status enum.ApiKeyStatus, now time.Time) predicate.ApiKey {
	works := apikey.And(apikey.RevokedAtIsNil(), apikey.Or(apikey.ExpiresAtIsNil(), apikey.ExpiresAtGT(now)))
	switch status {
	case enum.ApiKeyStatusRevoked:
		return apikey.RevokedAtNotNil()
	case enum.ApiKeyStatusExpired:
		return apikey.And(apikey.RevokedAtIsNil(), apikey.ExpiresAtLTE(now))
	case enum.ApiKeyStatusRetiring:
		return apikey.And(works, replaced)
	case enum.ApiKeyStatusActive:
		return apikey.And(works, apikey.Not(replaced))
	}
	return never
}

// never matches no row.
func never(s *sql.Selector) { s.Where(sql.False()) }

// replaced matches keys that another follows, of the same vendor.
func replaced(s *sql.Selector) {
	next := sql.Table(apikey.Table).As("next")
	s.Where(sql.Exists(sql.Select(next.C(apikey.FieldID)).From(next).Where(sql.And(
		sql.ColumnsEQ(next.C(apikey.FieldReplacesID), s.C(apikey.FieldID)),
		sql.ColumnsEQ(next.C(apikey.FieldVendorID), s.C(apikey.FieldVendorID)),
	))))
}
