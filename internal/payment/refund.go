package payment

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/orderline"
	"orion/ent/gen/ent/orderreturn"
	"orion/ent/gen/ent/refund"
	"orion/ent/gen/ent/refundline"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	orders "orion/internal/order"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// maxReason is the longest reason of a refund.
const maxReason = 500

// retryAfter is when a job sees to a refund that nobody brought to its end.
const retryAfter = time.Minute

// RefundInput is the graph's OrderRefundInput.
type RefundInput struct {
	OrderID          publicid.ID
	Lines            []*RefundLineInput
	Shipping, Amount *money.Decimal
	ReturnID         *publicid.ID
	Reason           *string
	IdempotencyKey   string
}

func (in RefundInput) what() RefundPreviewInput {
	return RefundPreviewInput{OrderID: in.OrderID, Lines: in.Lines, Shipping: in.Shipping, Amount: in.Amount}
}

// validate checks the input and puts its reason into the form that is stored.
func (in *RefundInput) validate() error {
	if in.Reason != nil && *in.Reason != "" {
		line, err := text.Line(*in.Reason, maxReason, "input.reason")
		if err != nil {
			return err
		}
		in.Reason = &line
	}
	for i, l := range in.Lines {
		if in.ReturnID != nil && l.Restock { // which is the return's to say
			return errs.Field(fmt.Sprintf("input.lines.%d.restock", i), "is said when the return is received")
		}
	}
	return text.Key(in.IdempotencyKey, "input.idempotencyKey")
}

func (in RefundInput) hash() ([]byte, error) {
	raw, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("hash the input: %w", err)
	}
	sum := sha256.Sum256(raw)
	return sum[:], nil
}

// Refund gives money of an order back. It reserves the amount under the lock of the payment,
// asks the provider outside any transaction and writes down what it said. Where the provider
// does not answer the refund stays PENDING and a job asks again; where it refuses the refund
// is FAILED and its amount free again. The same key with the same input answers the same
// refund. FORBIDDEN, NOT_FOUND, INVALID, INVALID_STATE, IDEMPOTENCY_KEY_REUSED.
func (s *Service) Refund(ctx context.Context, in RefundInput) (*ent.Refund, error) {
	if err := may(ctx, enum.PermissionOrderRefund); err != nil {
		return nil, err
	}
	if err := in.validate(); err != nil {
		return nil, err
	}
	hash, err := in.hash()
	if err != nil {
		return nil, err
	}
	var r *ent.Refund
	err = s.DB.Tx(ctx, func(tx *store.Tx) (err error) {
		r, err = s.reserve(ctx, tx, in, hash)
		return err
	})
	if store.Violates(err, "refund_idempotency") { // the same key for another order, at the same moment
		return nil, keyReused()
	}
	if err != nil {
		return nil, fmt.Errorf("refund an order: %w", err)
	}
	system := viewer.Elevate(ctx)
	if err := s.Return(system, r.ID); err != nil {
		s.Log.WarnContext(ctx, "payment: a refund waits for its provider", "refund", r.ID, "err", err)
	}
	return s.DB.Refund.Get(system, r.ID)
}

func keyReused() error {
	return errs.New(errs.IdempotencyKeyReused, "the key was used for something else").At("input.idempotencyKey")
}

// Preview says what a refund would do, judged now. Errors are those of Refund.
func (s *Service) Preview(ctx context.Context, in RefundPreviewInput) (*RefundPreview, error) {
	if err := may(ctx, enum.PermissionOrderRefund); err != nil {
		return nil, err
	}
	var out *RefundPreview
	err := s.DB.Tx(ctx, func(tx *store.Tx) error {
		st, err := stand(ctx, tx, in.OrderID.As("Order"))
		if err != nil {
			return err
		}
		p, err := st.plan(in)
		if err != nil {
			return err
		}
		out = p.preview(st.order.Currency)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("preview a refund: %w", err)
	}
	return out, nil
}

// RefundPreview is the graph's OrderRefundPreview.
type RefundPreview struct {
	Amount, Shipping, FeeReversed, VendorPays, Refundable, ShippingRefundable money.Money
}

func (p plan) preview(currency string) *RefundPreview {
	in := func(minor int64) money.Money { return money.New(minor, currency) }
	return &RefundPreview{
		Amount: in(p.amount), Shipping: in(p.shipping), FeeReversed: in(p.fee), VendorPays: in(p.amount - p.fee),
		Refundable: in(p.refundable), ShippingRefundable: in(p.shippingLeft),
	}
}

// stand locks the payment of a placed order and then the order, and reads what a refund is
// judged by.
func stand(ctx context.Context, tx *store.Tx, order uuid.UUID) (out standing, err error) {
	if out.order, out.payment, err = lockPaid(ctx, tx, order, "input.orderId"); err != nil {
		return out, err
	}
	ctx = viewer.Elevate(ctx)
	if out.lines, err = tx.OrderLine.Query().Where(orderline.OrderID(order)).Order(orderline.ByPosition(), orderline.ByID()).All(ctx); err != nil {
		return out, fmt.Errorf("read the lines of an order: %w", err)
	}
	out.refunds, err = tx.Refund.Query().Where(refund.PaymentID(out.payment.ID), refund.StatusNEQ(enum.RefundStatusFailed)).All(ctx)
	if err != nil {
		return out, fmt.Errorf("read the refunds of an order: %w", err)
	}
	out.parts, err = tx.RefundLine.Query().
		Where(refundline.HasRefundWith(refund.PaymentID(out.payment.ID), refund.StatusNEQ(enum.RefundStatusFailed))).All(ctx)
	if err != nil {
		return out, fmt.Errorf("read the refunds of an order: %w", err)
	}
	return out, nil
}

// reserve writes a refund down before anybody is asked for it.
func (s *Service) reserve(ctx context.Context, tx *store.Tx, in RefundInput, hash []byte) (*ent.Refund, error) {
	st, err := stand(ctx, tx, in.OrderID.As("Order"))
	if err != nil {
		return nil, err
	}
	system := viewer.Elevate(ctx)
	before, err := tx.Refund.Query().Where(refund.IdempotencyKey(in.IdempotencyKey)).Only(system)
	switch {
	case err == nil && !bytes.Equal(before.RequestHash, hash):
		return nil, keyReused()
	case err == nil:
		return before, nil
	case !ent.IsNotFound(err):
		return nil, err
	}
	p, err := st.plan(in.what())
	if err != nil {
		return nil, err
	}
	if p.amount == 0 {
		return nil, errs.Field("input.amount", "comes to nothing")
	}
	r, err := s.writeRefund(ctx, tx, st, p, in, hash)
	if err != nil {
		return nil, err
	}
	if err := s.queueReturn(ctx, tx, r); err != nil {
		return nil, err
	}
	amount := plain(p.amount, r.Currency)
	if err := orders.Happened(ctx, tx, r.OrderID, orders.Event{
		Kind: enum.OrderEventKindRefundRequested, Message: deref(in.Reason), Data: map[string]string{"amount": amount, "refund": string(r.PublicID())},
	}); err != nil {
		return nil, err
	}
	return r, audit.Record(ctx, tx, audit.Event{
		Action: "order.refund", TargetType: "Order", Target: orders.Number(st.order), Reason: deref(in.Reason),
		Data: map[string]string{"order": string(st.order.PublicID()), "refund": string(r.PublicID()), "amount": amount},
	})
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// writeRefund writes the rows of a refund and reserves its amount on the payment.
func (s *Service) writeRefund(ctx context.Context, tx *store.Tx, st standing, p plan, in RefundInput, hash []byte) (*ent.Refund, error) {
	user := viewer.From(ctx).UserID
	ctx = viewer.Elevate(ctx)
	c := tx.Refund.Create().SetOrderID(st.order.ID).SetPaymentID(st.payment.ID).SetCurrency(st.order.Currency).SetAmountMinor(p.amount).
		SetShippingMinor(p.shipping).SetFeeMinor(p.fee).SetNillableReason(in.Reason).SetIdempotencyKey(in.IdempotencyKey).SetRequestHash(hash)
	if user != uuid.Nil {
		c.SetUserID(user)
	}
	if in.ReturnID != nil {
		id := in.ReturnID.As("OrderReturn")
		ok, err := tx.OrderReturn.Query().Where(orderreturn.ID(id), orderreturn.OrderID(st.order.ID)).Exist(ctx)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, errs.New(errs.NotFound, "not found").At("input.returnId")
		}
		c.SetReturnID(id)
	}
	r, err := c.Save(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]*ent.RefundLineCreate, len(p.lines))
	for i, l := range p.lines {
		rows[i] = tx.RefundLine.Create().SetRefundID(r.ID).SetOrderLineID(l.line.ID).SetQuantity(l.quantity).
			SetCurrency(r.Currency).SetAmountMinor(l.amount)
		if l.restock {
			rows[i].SetRestocked(l.quantity)
		}
	}
	if err := tx.RefundLine.CreateBulk(rows...).Exec(ctx); err != nil {
		return nil, fmt.Errorf("write the lines of a refund: %w", err)
	}
	if err := st.payment.Update().AddRefundedMinor(p.amount).Exec(ctx); err != nil {
		return nil, fmt.Errorf("reserve what is refunded: %w", err)
	}
	return r, nil
}

// queueReturn sees to it that a refund comes to its end, also where this process dies. The
// queue keeps the machine's time, whatever time the rules read.
func (s *Service) queueReturn(ctx context.Context, tx *store.Tx, r *ent.Refund) error {
	if s.Queue == nil {
		return nil
	}
	return s.Queue.InsertAt(ctx, tx, clock.System{}.Now().Add(retryAfter), jobs.RefundReturn{VendorID: r.VendorID, RefundID: r.ID})
}
