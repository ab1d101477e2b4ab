package customer

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/customer"
	"orion/ent/gen/ent/customernote"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The lengths of what a team writes, in bytes, and how many notes are read.
const (
	maxNote   = 2000
	maxReason = 500
	maxNotes  = 100
)

// AddNote writes down something of a customer, for the team. REQUIRED, TOO_LONG, NOT_FOUND,
// FORBIDDEN without customer.write.
func (s *Service) AddNote(ctx context.Context, id publicid.ID, note string) (*ent.Customer, error) {
	note, err := text.Line(note, maxNote, "text")
	if err != nil {
		return nil, err
	}
	return s.atDesk(ctx, id, "customer.note", "", func(tx *store.Tx, c *ent.Customer) (*ent.Customer, error) {
		n := tx.CustomerNote.Create().SetCustomerID(c.ID).SetText(note)
		if user := viewer.From(ctx).UserID; user != uuid.Nil {
			n.SetUserID(user)
		}
		return c, n.Exec(ctx)
	})
}

// Block shuts an account: its sessions end when the change commits, and it can neither sign
// in nor order. reason is for the team. INVALID_STATE where it is shut already; REQUIRED;
// NOT_FOUND; FORBIDDEN without customer.write.
func (s *Service) Block(ctx context.Context, id publicid.ID, reason string) (*ent.Customer, error) {
	reason, err := text.Line(reason, maxReason, "reason")
	if err != nil {
		return nil, err
	}
	return s.atDesk(ctx, id, "customer.block", reason, func(tx *store.Tx, c *ent.Customer) (*ent.Customer, error) {
		if c.DisabledAt != nil {
			return nil, errs.New(errs.InvalidState, "the account is blocked already").At("id")
		}
		after, err := c.Update().SetDisabledAt(clock.System{}.Now()).SetDisabledReason(reason).Save(viewer.Elevate(ctx))
		if err != nil {
			return nil, err
		}
		return after, s.auth.RevokeCustomer(ctx, tx, c.ID)
	})
}

// Unblock opens an account again. INVALID_STATE where it is open; NOT_FOUND; FORBIDDEN.
func (s *Service) Unblock(ctx context.Context, id publicid.ID) (*ent.Customer, error) {
	return s.atDesk(ctx, id, "customer.unblock", "", func(_ *store.Tx, c *ent.Customer) (*ent.Customer, error) {
		if c.DisabledAt == nil {
			return nil, errs.New(errs.InvalidState, "the account is not blocked").At("id")
		}
		return c.Update().ClearDisabledAt().ClearDisabledReason().Save(viewer.Elevate(ctx))
	})
}

// atDesk runs what a team does to an account, with the account locked, and records it.
func (s *Service) atDesk(ctx context.Context, id publicid.ID, action, reason string, do func(*store.Tx, *ent.Customer) (*ent.Customer, error)) (after *ent.Customer, err error) {
	if !viewer.From(ctx).May(string(enum.PermissionCustomerWrite)) {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		c, err := tx.Customer.Query().Where(customer.ID(id.As("Customer"))).ForUpdate().Only(ctx)
		if ent.IsNotFound(err) {
			return errs.New(errs.NotFound, "not found").At("id")
		}
		if err != nil {
			return err
		}
		if after, err = do(tx, c); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{
			Action: action, TargetType: "Customer", Target: string(c.PublicID()), Reason: reason, Changes: audit.Diff(c, after),
		})
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", action, err)
	}
	return after, nil
}

// NotesOf returns the notes of customers, newest first and at most 100 of each, in one
// statement.
func NotesOf(ctx context.Context, db *store.DB, customers []uuid.UUID) (map[uuid.UUID][]*ent.CustomerNote, error) {
	rows, err := db.CustomerNote.Query().Where(filter.AnyOf(customernote.FieldCustomerID, customers)).
		Order(customernote.ByID(sql.OrderDesc())).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list notes of customers: %w", err)
	}
	out := make(map[uuid.UUID][]*ent.CustomerNote, len(customers))
	for _, n := range rows {
		if len(out[n.CustomerID]) < maxNotes {
			out[n.CustomerID] = append(out[n.CustomerID], n)
		}
	}
	return out, nil
}
