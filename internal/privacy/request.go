package privacy

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/customer"
	"orion/ent/gen/ent/privacyrequest"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/kit/publicid"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// RequestExport has a file made of all that the shop holds of the viewer. INVALID_STATE where
// one is being made, QUOTA_EXCEEDED after three within 24 hours, FORBIDDEN for all but
// customers.
func (s *Service) RequestExport(ctx context.Context) (*ent.PrivacyRequest, error) {
	id, err := self(ctx)
	if err != nil {
		return nil, err
	}
	return s.request(ctx, id, enum.PrivacyRequestKindExport, "")
}

// RequestErasure has the viewer's account and what is personal of their orders erased after
// seven days. INVALID_CREDENTIALS at password for a wrong one, of which there may be as few
// as in signing in: THROTTLED. INVALID_STATE where it is asked for already, FORBIDDEN for all
// but customers.
func (s *Service) RequestErasure(ctx context.Context, password string) (*ent.PrivacyRequest, error) {
	id, err := self(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.Auth.Prove(ctx, password, "password"); err != nil {
		return nil, fmt.Errorf("prove an account: %w", err)
	}
	return s.request(ctx, id, enum.PrivacyRequestKindErasure, "")
}

// Create asks on behalf of a customer who wrote a letter. Errors are those of RequestExport;
// NOT_FOUND at customerId, FORBIDDEN without customer.write.
func (s *Service) Create(ctx context.Context, customerID publicid.ID, kind enum.PrivacyRequestKind) (*ent.PrivacyRequest, error) {
	if !viewer.From(ctx).May(string(enum.PermissionCustomerWrite)) {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	return s.request(ctx, customerID.As("Customer"), kind, "customerId")
}

// self is the customer who asks.
func self(ctx context.Context) (uuid.UUID, error) {
	v := viewer.From(ctx)
	if v == nil || v.Audience != viewer.Customer || v.CustomerID == uuid.Nil {
		return uuid.Nil, errs.New(errs.Forbidden, "you may not do that")
	}
	return v.CustomerID, nil
}

// request writes a request down, with the customer locked so that two of a kind cannot wait.
func (s *Service) request(ctx context.Context, id uuid.UUID, kind enum.PrivacyRequestKind, path string) (r *ent.PrivacyRequest, err error) {
	program := viewer.Elevate(ctx)
	err = s.db.Tx(program, func(tx *store.Tx) error {
		c, err := tx.Customer.Query().Where(customer.ID(id)).ForUpdate().Only(program)
		if ent.IsNotFound(err) {
			return errs.New(errs.NotFound, "not found").At(path)
		}
		if err != nil {
			return err
		}
		if err := s.mayAsk(program, tx, c, kind); err != nil {
			return err
		}
		now := s.Clock.Now()
		new := tx.PrivacyRequest.Create().SetCustomerID(c.ID).SetKind(kind).SetDueAt(dueAt(kind, now)).SetCreatedAt(now)
		if user := viewer.From(ctx).UserID; user != uuid.Nil {
			new.SetUserID(user)
		}
		if r, err = new.Save(program); err != nil {
			return err
		}
		if err := s.follow(program, tx, c, r); err != nil {
			return err
		}
		return audit.Record(ctx, tx, event("privacy.request", r))
	})
	if err != nil {
		return nil, fmt.Errorf("ask for %s: %w", kind, err)
	}
	return r, nil
}

func dueAt(kind enum.PrivacyRequestKind, now time.Time) time.Time {
	if kind == enum.PrivacyRequestKindErasure {
		return now.Add(ErasureAfter)
	}
	return now
}

// event is what the record says of a request: ids, and nothing of the person.
func event(action string, r *ent.PrivacyRequest) audit.Event {
	return audit.Event{
		Action: action, TargetType: "PrivacyRequest", Target: string(r.PublicID()), VendorID: r.VendorID,
		Data: map[string]string{"kind": string(r.Kind), "customer": string(publicid.New("Customer", r.CustomerID))},
	}
}

// mayAsk refuses a second request while one waits, and more files a day than anybody needs.
func (s *Service) mayAsk(ctx context.Context, tx *store.Tx, c *ent.Customer, kind enum.PrivacyRequestKind) error {
	if c.ErasedAt != nil {
		return errs.New(errs.InvalidState, "the data of this customer are erased already")
	}
	of := tx.PrivacyRequest.Query().Where(privacyrequest.CustomerID(c.ID), privacyrequest.KindEQ(kind))
	waits, err := of.Clone().Where(privacyrequest.StatusEQ(enum.PrivacyRequestStatusPending)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look for a request: %w", err)
	}
	if waits {
		return errs.New(errs.InvalidState, "this is asked for already")
	}
	if kind != enum.PrivacyRequestKindExport {
		return nil
	}
	made, err := of.Where(privacyrequest.CreatedAtGT(s.Clock.Now().Add(-24 * time.Hour))).Count(ctx)
	if err != nil {
		return fmt.Errorf("count requests: %w", err)
	}
	if made >= exportsADay {
		return errs.New(errs.QuotaExceeded, "no more than %d files are made within 24 hours", exportsADay)
	}
	return nil
}

// follow does what comes of a request: a job that writes the file, or a mail that says how
// an erasure is taken back.
func (s *Service) follow(ctx context.Context, tx *store.Tx, c *ent.Customer, r *ent.PrivacyRequest) error {
	if r.Kind == enum.PrivacyRequestKindExport {
		return s.Queue.Insert(ctx, tx, jobs.PrivacyExport{VendorID: r.VendorID, RequestID: r.ID})
	}
	return s.post(ctx, tx, c, notify.PrivacyErasure, map[string]string{"at": r.DueAt.UTC().Format("2006-01-02 15:04 UTC")})
}

// post writes to a customer, with the link to the page of their data.
func (s *Service) post(ctx context.Context, tx *store.Tx, c *ent.Customer, kind notify.Kind, data map[string]string) error {
	m := notify.Mail{Kind: kind, To: c.Email, Name: optional.Value(c.FirstName), Language: c.Language, VendorID: c.VendorID, Data: data}
	if data != nil {
		v, err := tx.Vendor.Get(ctx, c.VendorID)
		if err != nil {
			return fmt.Errorf("find the shop of a customer: %w", err)
		}
		m.Data["link"] = s.Links.Shop(v.Slug, "account/privacy", "")
	}
	return s.Mail.Send(ctx, tx, m)
}

// Cancel takes an erasure back that has not been carried out: the customer their own, a team
// with customer.write any of its shop. NOT_FOUND for all others, INVALID_STATE for a file and
// for what is done.
func (s *Service) Cancel(ctx context.Context, id publicid.ID) (r *ent.PrivacyRequest, err error) {
	v := viewer.From(ctx)
	if v.Audience != viewer.Customer && !v.May(string(enum.PermissionCustomerWrite)) {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	program := viewer.Elevate(ctx)
	err = s.db.Tx(program, func(tx *store.Tx) error {
		of := tx.PrivacyRequest.Query().Where(privacyrequest.ID(id.As("PrivacyRequest")))
		if v.Audience == viewer.Customer {
			of.Where(privacyrequest.CustomerID(v.CustomerID))
		}
		if r, err = of.ForUpdate().Only(program); ent.IsNotFound(err) {
			return errs.New(errs.NotFound, "not found").At("id")
		}
		if err != nil {
			return err
		}
		if r.Kind != enum.PrivacyRequestKindErasure || r.Status != enum.PrivacyRequestStatusPending {
			return errs.New(errs.InvalidState, "this cannot be taken back").At("id")
		}
		if r, err = r.Update().SetStatus(enum.PrivacyRequestStatusCancelled).ClearFailure().Save(program); err != nil {
			return err
		}
		return audit.Record(ctx, tx, event("privacy.cancel", r))
	})
	if err != nil {
		return nil, fmt.Errorf("take back an erasure: %w", err)
	}
	return r, nil
}
