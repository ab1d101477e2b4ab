package checkout

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent/payment"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/viewer"
)

// sweepAtOnce bounds how many orders are read in one go.
const sweepAtOnce = 100

// Sweep brings orders of all vendors to their end that nobody else does: whose buyer never
// came back, whose call died, whose provider's message was lost. The provider is asked once
// more for each that is not placed when the claim of its cart is over. What is paid is
// placed. What is not is given up when its time is up, so that its stock is free and its
// cart open, also where the provider has not answered for a while by then. Of money that
// came after that, see Settle.
//
// It is for a job that runs each minute. What keeps one order keeps no other, and it is
// safe to run twice. It returns how many it dealt with.
func (s *Service) Sweep(ctx context.Context) (swept int, err error) {
	for last := uuid.Nil; ; {
		due, failed := s.due(ctx, last)
		if failed != nil {
			return swept, errors.Join(err, failed)
		}
		atSweep.Pass()
		for _, d := range due {
			if one := s.sweep(viewer.NewContext(ctx, viewer.ForVendor(d.VendorID)), d.OrderID); one != nil {
				err = errors.Join(err, fmt.Errorf("sweep order %s: %w", d.OrderID, one))
				continue
			}
			swept++
			atSwept.Pass()
		}
		if len(due) < sweepAtOnce || ctx.Err() != nil {
			return swept, err
		}
		last = due[len(due)-1].OrderID
	}
}

// sweep deals with one order, as the program of its vendor.
func (s *Service) sweep(ctx context.Context, order uuid.UUID) error {
	p, err := s.db.Payment.Query().Where(payment.OrderID(order)).WithOrder().Only(ctx)
	if err != nil {
		return fmt.Errorf("find its payment: %w", err)
	}
	if p.Status != enum.PaymentStatusPending {
		return s.Settle(ctx, p.ID)
	}
	now, o := s.clock.Now(), p.Edges.Order
	how := ending{otherwise: leave, reason: "not paid in time"}
	if o.ExpiresAt == nil || !now.Before(*o.ExpiresAt) {
		how.otherwise = drop
	}
	answer, err := s.payments.Ask(ctx, p)
	switch {
	case err == nil:
		answer.Next = nil // there is no buyer here to do it
		how.answer = &answer
	case errs.CodeOf(err) == errs.PaymentDeclined:
		how = ending{otherwise: drop, reason: "payment declined"}
	case how.otherwise == leave || o.ExpiresAt != nil && now.Sub(*o.ExpiresAt) < patience:
		return err // the next one asks again
	}
	atAnswer.Pass()
	_, _, err = s.conclude(ctx, o, p.ID, how)
	return err
}
