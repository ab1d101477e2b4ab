package loader

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/graph-gophers/dataloader/v7"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/membership"
	"orion/internal/kit/filter"
	"orion/internal/store"
	"orion/internal/vendor"
)

// maxTeams is how many teams of one user are told.
const maxTeams = 50

// Teams holds the look-ups of teams and vendors.
type Teams struct {
	// Memberships is by user, oldest first, at most 50 of each.
	Memberships *Loader[[]*ent.Membership]
	// MemberCount is by role.
	MemberCount *Loader[int]
	// Progress is by vendor.
	Progress *Loader[*vendor.Progress]
}

func newTeams(g guard, db *store.DB) Teams {
	return Teams{
		Memberships: groups(func(ctx context.Context, users []uuid.UUID) (map[uuid.UUID][]*ent.Membership, error) {
			return membershipsOf(ctx, db, users)
		}),
		MemberCount: groups(func(ctx context.Context, roles []uuid.UUID) (map[uuid.UUID]int, error) {
			return membersOf(ctx, db, roles)
		}),
		Progress: rows(g, func(ctx context.Context, ids []uuid.UUID) ([]*vendor.Progress, error) {
			return vendor.ProgressOf(ctx, db, ids)
		}, func(p *vendor.Progress) uuid.UUID { return p.VendorID }),
	}
}

func membershipsOf(ctx context.Context, db *store.DB, users []uuid.UUID) (map[uuid.UUID][]*ent.Membership, error) {
	all, err := db.Membership.Query().Where(filter.AnyOf(membership.FieldUserID, users)).
		Order(ent.Asc(membership.FieldCreatedAt, membership.FieldID)).All(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[uuid.UUID][]*ent.Membership, len(users))
	for _, m := range all {
		if len(out[m.UserID]) < maxTeams {
			out[m.UserID] = append(out[m.UserID], m)
		}
	}
	return out, nil
}

func membersOf(ctx context.Context, db *store.DB, roles []uuid.UUID) (map[uuid.UUID]int, error) {
	var counts []struct {
		RoleID uuid.UUID `json:"role_id"`
		Count  int       `json:"count"`
	}
	err := db.Membership.Query().Where(filter.AnyOf(membership.FieldRoleID, roles)).
		GroupBy(membership.FieldRoleID).Aggregate(ent.Count()).Scan(ctx, &counts)
	if err != nil {
		return nil, err
	}
	out := make(map[uuid.UUID]int, len(counts))
	for _, c := range counts {
		out[c.RoleID] = c.Count
	}
	return out, nil
}

// groups makes a loader of what is gathered by key; a key without anything has the zero
// value.
func groups[T any](fetch func(context.Context, []uuid.UUID) (map[uuid.UUID]T, error)) *Loader[T] {
	batch := func(ctx context.Context, keys []uuid.UUID) []*dataloader.Result[T] {
		out := make([]*dataloader.Result[T], len(keys))
		found, err := fetch(ctx, keys)
		for i, k := range keys {
			if out[i] = (&dataloader.Result[T]{Data: found[k]}); err != nil {
				out[i].Error = fmt.Errorf("load %T: %w", *new(T), err)
			}
		}
		return out
	}
	return dataloader.NewBatchedLoader(batch, dataloader.WithWait[uuid.UUID, T](wait))
}
