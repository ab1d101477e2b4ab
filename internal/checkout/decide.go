package checkout

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
)

// A request is a completion as it is asked for, with what tells it from others.
type request struct {
	key       string
	total     money.Money
	method    string
	principal uuid.UUID // the customer, zero for guests
	hash      []byte
}

func newRequest(c *ent.Cart, principal uuid.UUID, in CompleteInput) (request, error) {
	total, err := money.Parse(in.ExpectedTotal, c.Currency)
	if err != nil {
		return request{}, errs.Field("input.expectedTotal", "is no amount of %s", c.Currency)
	}
	h := sha256.New()
	h.Write(c.ID[:])
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(total.Minor)))
	h.Write([]byte(in.PaymentMethod))
	return request{key: in.IdempotencyKey, total: total, method: in.PaymentMethod, principal: principal, hash: h.Sum(nil)}, nil
}

// of reports whether an order was asked for with the request's key by the same
// principal. All guests of a shop are one.
func (r request) of(o *ent.Order) bool {
	var principal uuid.UUID
	if o.CustomerID != nil {
		principal = *o.CustomerID
	}
	return o.IdempotencyKey == r.key && principal == r.principal
}

// A verdict is what a completion comes to before anything is written. At most one
// field is set; none of them means a new order.
type verdict struct {
	replay  *ent.Order // placed before
	resume  *ent.Order // opened before by this very request, which did not get through
	abandon *ent.Order // opened by a call that has died: to be given up first
}

// decide judges a request by the locked cart and by the orders that have its key or
// are of its cart. IDEMPOTENCY_KEY_REUSED where the key was used for something else,
// COMPLETION_IN_PROGRESS while another call has the cart to itself.
func decide(r request, c *ent.Cart, orders []*ent.Order, now time.Time) (verdict, error) {
	for _, o := range orders {
		if r.of(o) && !bytes.Equal(o.RequestHash, r.hash) {
			return verdict{}, errs.New(errs.IdempotencyKeyReused, "the key was used for something else").At("input.idempotencyKey")
		}
	}
	for _, o := range orders {
		switch {
		case o.CartID != c.ID:
		case o.PlacedAt != nil:
			return verdict{replay: o}, nil
		case o.Status != enum.OrderStatusPendingPayment:
		case r.of(o) && c.ClaimKey != nil && *c.ClaimKey == r.key:
			return verdict{resume: o}, nil
		case c.ClaimedAt != nil && now.Sub(*c.ClaimedAt) < claimFor:
			return verdict{}, inProgress()
		default:
			return verdict{abandon: o}, nil
		}
	}
	if c.CompletedAt != nil || !c.ExpiresAt.After(now) {
		return verdict{}, noCart()
	}
	return verdict{}, nil
}

// refused reports whether err is something that the buyer can put right.
func refused(err error) bool {
	e, ok := errors.AsType[*errs.Error](err)
	return ok && e.Code.User()
}
