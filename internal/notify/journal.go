package notify

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/maildelivery"
	"orion/ent/gen/ent/mailsuppression"
	"orion/ent/gen/ent/predicate"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// The pages of this domain, and their edges.
type (
	DeliveryConnection    = page.Connection[*ent.MailDelivery]
	DeliveryEdge          = page.Edge[*ent.MailDelivery]
	SuppressionConnection = page.Connection[*ent.MailSuppression]
	SuppressionEdge       = page.Edge[*ent.MailSuppression]
)

// DeliveryWhere is the graph's MailDeliveryWhere.
type DeliveryWhere struct {
	Status  []enum.MailStatus
	Kind    []string
	OrderID *publicid.ID
}

func (w *DeliveryWhere) predicates() (out []predicate.MailDelivery) {
	if w == nil {
		return nil
	}
	if w.Status != nil {
		out = append(out, maildelivery.StatusIn(w.Status...))
	}
	if w.Kind != nil {
		out = append(out, maildelivery.KindIn(w.Kind...))
	}
	if w.OrderID != nil {
		out = append(out, maildelivery.OrderID(w.OrderID.As("Order")))
	}
	return out
}

// Deliveries lists the mails of the viewer's vendor, newest first.
func (s *Service) Deliveries(ctx context.Context, arg page.Arg, where *DeliveryWhere) (*DeliveryConnection, error) {
	plan, err := s.o.Pages.Plan(arg, nil, "mail-deliveries", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	base := func() *ent.MailDeliveryQuery { return s.db.MailDelivery.Query().Where(where.predicates()...) }
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list mails: %w", err)
	}
	return page.Cut(plan, rows, func(d *ent.MailDelivery) ([]any, uuid.UUID) { return nil, d.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := base().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// Resendable reports whether a mail can be sent again.
func Resendable(d *ent.MailDelivery) bool {
	return len(d.Sealed) > 0 && d.Status != enum.MailStatusQueued
}

// Resend sends a mail again, as another one with the same words, to the same address.
// NOT_FOUND at id; INVALID_STATE where it still waits, or its words are not kept any more.
func (s *Service) Resend(ctx context.Context, id publicid.ID) (*ent.MailDelivery, error) {
	if err := mayWrite(ctx); err != nil {
		return nil, err
	}
	var out *ent.MailDelivery
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := tx.MailDelivery.Get(ctx, id.As("MailDelivery"))
		switch {
		case ent.IsNotFound(err):
			return errs.New(errs.NotFound, "not found").At("id")
		case err != nil:
			return err
		case !Resendable(before):
			return errs.New(errs.InvalidState, "this mail cannot be sent again: it waits still, or what it said is not kept").At("id")
		}
		if out, err = s.repeat(ctx, tx, before); err != nil {
			return err
		}
		return recordMail(ctx, tx, "mail.resend", out)
	})
	if err != nil {
		return nil, fmt.Errorf("send a mail again: %w", err)
	}
	return out, nil
}

// repeat queues the words of a mail as another one.
func (s *Service) repeat(ctx context.Context, tx *store.Tx, d *ent.MailDelivery) (*ent.MailDelivery, error) {
	l, err := s.opened(jobs.MailSend{ID: d.ID, VendorID: *d.VendorID, About: d.Kind, Sealed: d.Sealed})
	if err != nil {
		return nil, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return nil, fmt.Errorf("name a mail: %w", err)
	}
	job := jobs.MailSend{ID: id, VendorID: *d.VendorID, About: d.Kind}
	if job.Sealed, err = s.sealed(job, l); err != nil {
		return nil, err
	}
	out, err := tx.MailDelivery.Create().SetID(id).SetVendorID(*d.VendorID).SetNillableOrderID(d.OrderID).SetKind(d.Kind).
		SetLanguage(d.Language).SetRecipient(d.Recipient).SetRecipientHash(d.RecipientHash).SetSealed(job.Sealed).SetResentOfID(d.ID).
		Save(as(ctx, *d.VendorID))
	if err != nil {
		return nil, fmt.Errorf("log a mail: %w", err)
	}
	return out, s.queue.Insert(ctx, tx, job)
}

func recordMail(ctx context.Context, tx *store.Tx, action string, d *ent.MailDelivery) error {
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "MailDelivery", Target: string(d.PublicID()), Data: map[string]string{"kind": d.Kind},
	})
}

// mayWrite is FORBIDDEN unless the viewer holds settings.write: the log is written by the
// program, whose rules do not ask who has asked it to.
func mayWrite(ctx context.Context) error {
	if v := viewer.From(ctx); v == nil || v.VendorID == uuid.Nil || !v.May(string(enum.PermissionSettingsWrite)) {
		return errs.New(errs.Forbidden, "you may not do that")
	}
	return nil
}

// TestSend sends the viewer a mail of a kind with the vendor's words, of an order where one
// is named. INVALID; NOT_FOUND at orderId; FORBIDDEN to who has no address, such as a key.
func (s *Service) TestSend(ctx context.Context, kind, language string, order uuid.UUID) (*ent.MailDelivery, error) {
	if err := errors.Join(mayWrite(ctx), customizable(kind, language, "")); err != nil {
		return nil, err
	}
	v := viewer.From(ctx)
	u, err := s.db.User.Get(ctx, v.UserID)
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	if err != nil {
		return nil, err
	}
	m, err := s.sample(ctx, Kind(kind), order)
	if err != nil {
		return nil, err
	}
	m.To, m.Name, m.Language, m.VendorID, m.OrderID, m.Event = u.Email, u.Name, language, v.VendorID, uuid.Nil, ""
	var out *ent.MailDelivery
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := s.Send(ctx, tx, *m); err != nil {
			return err
		}
		if out, err = tx.MailDelivery.Query().Where(maildelivery.RecipientHash(s.RecipientHash(u.Email))).Order(ent.Desc(maildelivery.FieldID)).First(ctx); err != nil {
			return err
		}
		return recordMail(ctx, tx, "mail.test", out)
	})
	if err != nil {
		return nil, fmt.Errorf("send a test: %w", err)
	}
	return out, nil
}

// Suppressions lists the addresses that get no mail of the viewer's vendor, newest first.
func (s *Service) Suppressions(ctx context.Context, arg page.Arg) (*SuppressionConnection, error) {
	plan, err := s.o.Pages.Plan(arg, nil, "mail-suppressions", viewer.From(ctx).VendorID, nil)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.MailSuppression.Query().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list addresses without mail: %w", err)
	}
	return page.Cut(plan, rows, func(d *ent.MailSuppression) ([]any, uuid.UUID) { return nil, d.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.MailSuppression.Query().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// Suppress puts an address on the list of the viewer's vendor. Twice is no change. INVALID
// at address. The viewer needs settings.write.
func (s *Service) Suppress(ctx context.Context, to string, detail *string) (*ent.MailSuppression, error) {
	if err := mayWrite(ctx); err != nil {
		return nil, err
	}
	if _, err := address("", to); err != nil {
		return nil, errs.Field("address", "is no e-mail address")
	}
	if detail != nil && *detail != "" {
		if _, err := text.Line(*detail, maxFailure, "detail"); err != nil {
			return nil, err
		}
	}
	vendor := viewer.From(ctx).VendorID
	var out *ent.MailSuppression
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		if out, err = s.suppress(as(ctx, vendor), tx.Client, vendor, to, enum.SuppressionReasonManual, deref(detail)); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Action: "mail.suppress", TargetType: "MailSuppression", Target: string(out.PublicID())})
	})
	if err != nil {
		return nil, fmt.Errorf("suppress an address: %w", err)
	}
	return out, nil
}

// Unsuppress takes an address off the list. NOT_FOUND at id. The viewer needs settings.write.
func (s *Service) Unsuppress(ctx context.Context, id publicid.ID) error {
	if err := mayWrite(ctx); err != nil {
		return err
	}
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		own := as(ctx, viewer.From(ctx).VendorID)
		n, err := tx.MailSuppression.Delete().Where(mailsuppression.ID(id.As("MailSuppression"))).Exec(own)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.New(errs.NotFound, "not found").At("id")
		}
		return audit.Record(ctx, tx, audit.Event{Action: "mail.unsuppress", TargetType: "MailSuppression", Target: string(id)})
	})
	if err != nil {
		return fmt.Errorf("let an address have mail again: %w", err)
	}
	return nil
}
