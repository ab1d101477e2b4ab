package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/slugredirect"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/store"
)

// A formerSlug is a name in addresses that something had. What had it may be gone.
type formerSlug struct {
	target uuid.UUID
	slug   string
}

// renamed lets old addresses of one thing lead to its new one. What led somewhere under the
// new name does so no more: the name is taken.
func renamed(ctx context.Context, tx *store.Tx, kind enum.SlugKind, target uuid.UUID, former, now string) error {
	if former == now {
		return nil
	}
	if err := takeSlugs(ctx, tx, kind, now); err != nil {
		return err
	}
	return leaveSlugs(ctx, tx, kind, formerSlug{target, former})
}

// leaveSlugs writes down names that things have no more, in a constant number of
// statements. Those of things that are removed in the same transaction lead to nothing,
// which says that there was something.
func leaveSlugs(ctx context.Context, tx *store.Tx, kind enum.SlugKind, former ...formerSlug) error {
	if len(former) == 0 {
		return nil
	}
	names, rows := make([]string, len(former)), make([]*ent.SlugRedirectCreate, len(former))
	for i, f := range former {
		names[i] = f.slug
		rows[i] = tx.SlugRedirect.Create().SetKind(kind).SetSlug(f.slug).SetTargetID(f.target)
	}
	if err := takeSlugs(ctx, tx, kind, names...); err != nil {
		return err
	}
	if err := tx.SlugRedirect.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("keep old addresses: %w", err)
	}
	return nil
}

// takeSlugs ends what names led to before something new has them.
func takeSlugs(ctx context.Context, tx *store.Tx, kind enum.SlugKind, slugs ...string) error {
	_, err := tx.SlugRedirect.Delete().Where(slugredirect.KindEQ(kind), filter.AnyOf(slugredirect.FieldSlug, slugs)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("take over old addresses: %w", err)
	}
	return nil
}
