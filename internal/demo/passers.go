package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/kit/postal"
	"orion/internal/store"
)

// A loiter is a day's visits to a shop, and the carts that were left behind on it.
type loiter struct {
	day    time.Time
	visits int
	carts  []left
}

// A left is a cart that somebody left behind, with their address or without.
type left struct {
	at        time.Time
	addressed bool
}

// loiters makes up the days of a season up to now. The same seed makes the same.
func loiters(seed uint64, now time.Time) []loiter {
	r := rand.New(rand.NewPCG(seed, 92)) //nolint:gosec // it makes up visits and keeps no secret
	start := now.Add(-season).Truncate(24 * time.Hour)
	var out []loiter
	for d := start; d.Before(now); d = d.AddDate(0, 0, 1) {
		rhythm := busy[d.Weekday()] * (0.7 + 0.6*r.Float64())
		one := loiter{day: d, visits: int(34 * rhythm)}
		for range int(2.2 * rhythm * r.Float64() * 2) {
			if at := moment(r, d); at.Before(now) {
				one.carts = append(one.carts, left{at, r.IntN(3) == 0})
			}
		}
		out = append(out, one)
	}
	return out
}

// pass has people come to the shops who buy nothing, and then adds up all figures.
func (s *seeder) pass(ctx context.Context, houses []*house) error {
	for _, h := range houses {
		if err := s.passBy(ctx, h); err != nil {
			return err
		}
	}
	return s.Stats.RebuildAll(ctx, "", func(string) {})
}

func (s *seeder) passBy(ctx context.Context, h *house) error {
	own := h.program(ctx)
	// Once: what an earlier call has counted is counted.
	counted, err := s.DB.FunnelRollup.Query().Exist(own)
	if err != nil || counted {
		return err
	}
	goods, err := s.DB.ProductVariant.Query().Where(productvariant.Published(true)).Limit(60).All(own)
	if err != nil {
		return fmt.Errorf("list what is for sale: %w", err)
	}
	days := loiters(seedOf(h.slug), s.Clock.Now())
	err = s.DB.Tx(own, func(tx *store.Tx) error {
		for _, d := range days {
			if err := leaveBehind(own, tx, h, d.carts, goods); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("leave carts behind: %w", err)
	}
	for _, d := range days {
		if err := s.Stats.CountVisits(ctx, h.vendor.ID, d.day.Format(time.DateOnly), d.visits); err != nil {
			return err
		}
	}
	return nil
}

// leaveBehind writes a day's carts down as the past left them: the checkout makes carts of
// now.
func leaveBehind(ctx context.Context, tx *store.Tx, h *house, carts []left, goods []*ent.ProductVariant) error {
	if len(carts) == 0 {
		return nil
	}
	to, err := postal.Parse(h.buyers[len(h.buyers)-1].home(), "address")
	if err != nil {
		return err
	}
	rows := make([]*ent.CartCreate, len(carts))
	for i, c := range carts {
		rows[i] = tx.Cart.Create().SetCurrency(h.vendor.Currency).SetCreatedAt(c.at).SetUpdatedAt(c.at).SetExpiresAt(c.at.AddDate(0, 0, 30))
		if c.addressed {
			rows[i].SetShippingAddress(&to)
		}
	}
	made, err := tx.Cart.CreateBulk(rows...).Save(ctx)
	if err != nil {
		return err
	}
	return tx.CartLine.MapCreateBulk(made, func(l *ent.CartLineCreate, i int) {
		v := goods[(i*7+carts[i].at.YearDay())%len(goods)]
		l.SetCartID(made[i].ID).SetVariantID(v.ID).SetQuantity(1).SetCurrency(v.Currency).SetUnitPriceMinor(v.PriceMinor)
	}).Exec(ctx)
}
