package promotion

import (
	"context"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/promotion"
	"orion/ent/gen/ent/promotionuse"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A Claim is what an order that is being opened takes of promotions: of each what it takes
// off, in minor units of Currency.
type Claim struct {
	Order    uuid.UUID
	Buyer    Buyer
	Email    string
	Currency string
	Uses     []Use
}

// A Use is what a promotion, as it was when the cart was priced, takes off an order.
type Use struct {
	Promotion *ent.Promotion
	Minor     int64
}

// Take counts an order's promotions as used, within the caller's transaction and in a
// constant number of statements. The promotions are locked in the order of their ids, so
// that limits hold however many buyers come at once and nobody waits in a circle.
// PRICE_CHANGED where one of them has been changed, has ended or was used up meanwhile.
func Take(ctx context.Context, tx *store.Tx, now time.Time, c Claim) error {
	if len(c.Uses) == 0 {
		return nil
	}
	ctx = viewer.Elevate(ctx)
	c.Email = strings.ToLower(c.Email)
	c.Buyer.Email = &c.Email
	ids := make([]uuid.UUID, len(c.Uses))
	for i, u := range c.Uses {
		ids[i] = u.Promotion.ID
	}
	locked, err := lockAll(ctx, tx, ids)
	if err != nil {
		return err
	}
	o := &Offer{promotions: locked}
	if err := o.readUses(ctx, tx.Client, c.Buyer); err != nil {
		return err
	}
	if err := c.stands(o, now); err != nil {
		return err
	}
	return c.write(ctx, tx, now, ids)
}

// stands compares what was priced with what is locked.
func (c Claim) stands(o *Offer, now time.Time) error {
	of := map[uuid.UUID]*ent.Promotion{}
	for _, p := range o.promotions {
		of[p.ID] = p
	}
	for _, u := range c.Uses {
		p := of[u.Promotion.ID]
		if p == nil || p.Version != u.Promotion.Version || standing(p, Cart{Currency: c.Currency, Used: o.used}, now).why != nil {
			return errs.New(errs.PriceChanged, "a promotion is over or used up since").At("input.expectedTotal")
		}
	}
	return nil
}

func (c Claim) write(ctx context.Context, tx *store.Tx, now time.Time, ids []uuid.UUID) error {
	rows := make([]*ent.PromotionUseCreate, len(c.Uses))
	for i, u := range c.Uses {
		rows[i] = tx.PromotionUse.Create().SetPromotionID(u.Promotion.ID).SetOrderID(c.Order).SetCreatedAt(now).
			SetNillableCustomerID(c.Buyer.Customer).SetEmail(c.Email).SetCurrency(c.Currency).SetAmountMinor(u.Minor)
	}
	if err := tx.PromotionUse.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("write the uses of promotions: %w", err)
	}
	return count(ctx, tx, ids, 1)
}

// Release gives back what an order has taken of promotions, within the caller's
// transaction, which has the order locked. Releasing again is no change.
func Release(ctx context.Context, tx *store.Tx, now time.Time, order uuid.UUID) error {
	ctx = viewer.Elevate(ctx)
	uses, err := tx.PromotionUse.Query().Where(promotionuse.OrderID(order), promotionuse.ReleasedAtIsNil()).All(ctx)
	if err != nil {
		return fmt.Errorf("read what an order used: %w", err)
	}
	if len(uses) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, len(uses))
	for i, u := range uses {
		ids[i] = u.PromotionID
	}
	if _, err := lockAll(ctx, tx, ids); err != nil {
		return err
	}
	err = tx.PromotionUse.Update().Where(promotionuse.OrderID(order), promotionuse.ReleasedAtIsNil()).SetReleasedAt(now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("release what an order used: %w", err)
	}
	return count(ctx, tx, ids, -1)
}

// Renew takes again what Release gave back, within the caller's transaction, which has the
// order locked. It returns false where a limit has been reached meanwhile, and has then
// changed nothing; that a promotion has ended does not matter to who ordered in time.
func Renew(ctx context.Context, tx *store.Tx, order uuid.UUID) (bool, error) {
	ctx = viewer.Elevate(ctx)
	uses, err := tx.PromotionUse.Query().Where(promotionuse.OrderID(order), promotionuse.ReleasedAtNotNil()).All(ctx)
	if err != nil {
		return false, fmt.Errorf("read what an order used: %w", err)
	}
	if len(uses) == 0 {
		return true, nil
	}
	ids := make([]uuid.UUID, len(uses))
	for i, u := range uses {
		ids[i] = u.PromotionID
	}
	o := &Offer{}
	if o.promotions, err = lockAll(ctx, tx, ids); err != nil {
		return false, err
	}
	if err := o.readUses(ctx, tx.Client, Buyer{Customer: uses[0].CustomerID, Email: &uses[0].Email}); err != nil {
		return false, err
	}
	for _, p := range o.promotions {
		if spent(p, p.UsedCount, o.used[p.ID]) != nil {
			return false, nil
		}
	}
	err = tx.PromotionUse.Update().Where(promotionuse.OrderID(order)).ClearReleasedAt().Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("take again what an order used: %w", err)
	}
	return true, count(ctx, tx, ids, 1)
}

func lockAll(ctx context.Context, tx *store.Tx, ids []uuid.UUID) ([]*ent.Promotion, error) {
	rows, err := tx.Promotion.Query().Where(filter.AnyOf(promotion.FieldID, ids)).Order(promotion.ByID()).
		ForUpdate(sql.WithLockClause("FOR NO KEY UPDATE")).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock promotions: %w", err)
	}
	return rows, nil
}

func count(ctx context.Context, tx *store.Tx, ids []uuid.UUID, by int) error {
	if err := tx.Promotion.Update().Where(filter.AnyOf(promotion.FieldID, ids)).AddUsedCount(by).Exec(ctx); err != nil {
		return fmt.Errorf("count the uses of promotions: %w", err)
	}
	return nil
}
