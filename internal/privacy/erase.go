package privacy

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"gocloud.dev/gcerrors"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/customer"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/privacyrequest"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/failpoint"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

// erasing is where half of an erasure is written and nothing is committed.
var erasing = failpoint.New("privacy/erasing")

// batch is how many requests are read at once.
const batch = 100

// Sweep carries out the erasures that are due, removes files whose time is over, and forgets
// the last mails. One that fails does not keep the others from it. It is safe to run twice.
// The viewer is the program, for the platform.
func (s *Service) Sweep(ctx context.Context) error {
	err := s.each(ctx, s.erase, privacyrequest.KindEQ(enum.PrivacyRequestKindErasure),
		privacyrequest.StatusEQ(enum.PrivacyRequestStatusPending), privacyrequest.DueAtLTE(s.Clock.Now()))
	err = errors.Join(err, s.each(ctx, s.expire, privacyrequest.KindEQ(enum.PrivacyRequestKindExport),
		privacyrequest.StatusEQ(enum.PrivacyRequestStatusDone), privacyrequest.ExpiresAtLTE(s.Clock.Now())))
	return errors.Join(err, s.db.Tx(ctx, func(tx *store.Tx) error { return forget(ctx, tx) }))
}

// each does something with all requests that match, oldest first.
func (s *Service) each(ctx context.Context, do func(context.Context, *ent.PrivacyRequest) error, match ...predicate.PrivacyRequest) (err error) {
	for last := uuid.Nil; ; {
		rows, wrong := s.db.PrivacyRequest.Query().Where(match...).Where(privacyrequest.IDGT(last)).Order(privacyrequest.ByID()).Limit(batch).All(ctx)
		if wrong != nil {
			return errors.Join(err, fmt.Errorf("find privacy requests: %w", wrong))
		}
		for _, r := range rows {
			if wrong := do(ctx, r); wrong != nil {
				err = errors.Join(err, fmt.Errorf("privacy request %s: %w", r.ID, wrong))
			}
			last = r.ID
		}
		if len(rows) < batch {
			return err
		}
	}
}

// erase carries out one erasure, or writes down which orders it waits for.
func (s *Service) erase(ctx context.Context, r *ent.PrivacyRequest) error {
	ctx = store.AcrossVendors(ctx, store.ReasonPrivacy)
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		c, err := tx.Customer.Query().Where(customer.ID(r.CustomerID), customer.VendorID(r.VendorID)).ForUpdate().Only(ctx)
		if err != nil {
			return fmt.Errorf("find the customer: %w", err)
		}
		r, err := tx.PrivacyRequest.Query().Where(privacyrequest.ID(r.ID)).ForUpdate().Only(ctx)
		if err != nil || r.Status != enum.PrivacyRequestStatusPending { // taken back, or done, meanwhile
			return err
		}
		waits, err := unfinished(ctx, tx, c)
		if err != nil {
			return err
		}
		if waits != "" {
			return r.Update().SetFailure(waits).Exec(ctx)
		}
		return s.end(ctx, tx, c, r)
	})
}

// end erases a customer who is locked, and writes the last mail.
func (s *Service) end(ctx context.Context, tx *store.Tx, c *ent.Customer, r *ent.PrivacyRequest) error {
	if err := s.Auth.RevokeCustomer(ctx, tx, c.ID); err != nil {
		return err
	}
	if err := s.wipe(ctx, tx, c); err != nil {
		return err
	}
	erasing.Pass()
	if err := s.close(ctx, tx, r); err != nil {
		return err
	}
	if err := s.post(ctx, tx, c, notify.PrivacyErased, nil); err != nil {
		return err
	}
	return audit.Record(viewer.NewContext(ctx, viewer.ForVendor(r.VendorID)), tx, event("privacy.erase", r))
}

// close says that an erasure is done, and that the customer's files are over: the sweep
// removes them next.
func (s *Service) close(ctx context.Context, tx *store.Tx, r *ent.PrivacyRequest) error {
	now := s.Clock.Now()
	if err := r.Update().SetStatus(enum.PrivacyRequestStatusDone).SetDoneAt(now).ClearFailure().Exec(ctx); err != nil {
		return fmt.Errorf("close the request: %w", err)
	}
	files := privacyrequest.And(privacyrequest.VendorID(r.VendorID), privacyrequest.CustomerID(r.CustomerID),
		privacyrequest.KindEQ(enum.PrivacyRequestKindExport))
	if err := tx.PrivacyRequest.Update().Where(files, privacyrequest.StatusEQ(enum.PrivacyRequestStatusDone)).SetExpiresAt(now).Exec(ctx); err != nil {
		return fmt.Errorf("end the files: %w", err)
	}
	err := tx.PrivacyRequest.Update().Where(files, privacyrequest.StatusEQ(enum.PrivacyRequestStatusPending)).SetStatus(enum.PrivacyRequestStatusCancelled).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end the requests for files: %w", err)
	}
	return nil
}

// unfinished names the orders of a customer that still need their address, "" for none: of
// those that are on their way, the number, and "…" for one that is being paid.
func unfinished(ctx context.Context, tx *store.Tx, c *ent.Customer) (string, error) {
	rows, err := tx.Order.Query().Where(order.VendorID(c.VendorID), theirs(c), order.Or(
		order.And(order.StatusEQ(enum.OrderStatusPlaced), order.PaymentStatusNEQ(enum.PaymentStatusRefunded)),
		order.StatusEQ(enum.OrderStatusPendingPayment), order.OpenReturn(true),
	)).Order(order.ByID()).Limit(20).All(ctx)
	if err != nil {
		return "", fmt.Errorf("look for orders that are not finished: %w", err)
	}
	names := make([]string, len(rows))
	for i, o := range rows {
		names[i] = "…"
		if o.Number != nil {
			names[i] = strconv.FormatInt(*o.Number, 10)
		}
	}
	return strings.Join(names, ", "), nil
}

// expire removes the file of a request.
func (s *Service) expire(ctx context.Context, r *ent.PrivacyRequest) error {
	if r.BlobKey != nil {
		if err := s.Blobs.Delete(ctx, *r.BlobKey); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
			return fmt.Errorf("remove the file: %w", err)
		}
	}
	return s.db.PrivacyRequest.UpdateOneID(r.ID).SetStatus(enum.PrivacyRequestStatusExpired).ClearBlobKey().Exec(ctx)
}
