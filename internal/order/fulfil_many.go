package order

import (
	"context"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
)

// MaxFulfillMany is how many orders can be sent at once.
const MaxFulfillMany = 100

// An Outcome is what came of one order of many: Order as it is then, or why nothing was done.
type Outcome struct {
	ID    publicid.ID
	Order *ent.Order
	Err   error
}

// FulfillMany sends all that is left of each order, each in a transaction of its own, so that
// one that cannot be sent holds up no other. The key counts for each order by itself. TOO_MANY
// beyond 100 orders, REQUIRED for none; what is wrong with one stands in its Outcome.
func (s *Service) FulfillMany(ctx context.Context, ids []publicid.ID, in FulfillManyInput) ([]Outcome, error) {
	switch {
	case len(ids) == 0:
		return nil, errs.New(errs.Required, "is required").At("ids")
	case len(ids) > MaxFulfillMany:
		return nil, errs.New(errs.TooMany, "no more than %d at once", MaxFulfillMany).At("ids")
	}
	all := FulfillInput{Notify: in.Notify, IdempotencyKey: in.IdempotencyKey}
	out := make([]Outcome, len(ids))
	for i, id := range ids {
		out[i].ID = id
		sent, err := s.Fulfill(ctx, id, all)
		switch {
		case err == nil:
			out[i].Order = sent.Order
		case errs.CodeOf(err).User():
			out[i].Err = err
		default:
			return nil, err
		}
	}
	return out, nil
}
