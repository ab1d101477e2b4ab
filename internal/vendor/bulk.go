package vendor

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/recoverycode"
	"orion/ent/gen/ent/user"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

// maxBulk is how many things are done to at once.
const maxBulk = 100

// Bulk does one thing to many vendors, each by itself: what fails for one is told with it
// and changes nothing for the others. A dry run decides by the same code and leaves
// everything as it was. Results are in the order of the ids; one that comes twice is done
// once and answered alike. No ids are REQUIRED and more than 100 TOO_MANY at input.ids; the
// reason is 1 to 500 characters. The viewer needs vendor.write.
func (s *Service) Bulk(ctx context.Context, in BulkInput) ([]*Result, error) {
	if err := bulk(ctx, enum.PermissionVendorWrite, in.Ids, in.Reason); err != nil {
		return []*Result{}, err
	}
	to, ok := steps[in.Action]
	if !ok {
		return []*Result{}, errs.Field("input.action", "is no action")
	}
	return each(in.Ids, func(id publicid.ID) (*Result, error) {
		v, err := s.move(ctx, id.As("Vendor"), in.Reason, to, in.DryRun)
		e, err := told(err)
		return &Result{ID: id, Vendor: v, Err: e}, err
	})
}

// bulk checks what all bulk actions need.
func bulk(ctx context.Context, p enum.Permission, ids []publicid.ID, reason string) error {
	if err := need(ctx, p); err != nil {
		return err
	}
	switch {
	case len(ids) == 0:
		return errs.New(errs.Required, "is required").At("input.ids")
	case len(ids) > maxBulk:
		return errs.New(errs.TooMany, "has more than %d values", maxBulk).At("input.ids")
	}
	return checkText(strings.TrimSpace(reason), 500, "input.reason")
}

// each does something to each id, once.
func each[T any](ids []publicid.ID, do func(publicid.ID) (*T, error)) ([]*T, error) {
	out, done := make([]*T, len(ids)), map[publicid.ID]*T{}
	for i, id := range ids {
		r, ok := done[id]
		if !ok {
			var err error
			if r, err = do(id); err != nil {
				return nil, err
			}
			done[id] = r
		}
		out[i] = r
	}
	return out, nil
}

// told splits an error into what is told of one item and what ends the whole.
func told(err error) (*errs.Error, error) {
	if err == nil {
		return nil, nil
	}
	if e := store.Public(err); e.Code.User() {
		return e, nil
	}
	return nil, err
}

// UsersBulk does one thing to many accounts, as Bulk does to vendors. CONFLICT for the
// viewer's own and for one that may what the viewer may not, and where nobody would be left
// who may everything on the platform or in a vendor's team; INVALID_STATE where it is so
// already. The viewer needs user.write.
func (s *Service) UsersBulk(ctx context.Context, in UsersBulkInput) ([]*UserResult, error) {
	if err := bulk(ctx, enum.PermissionUserWrite, in.Ids, in.Reason); err != nil {
		return []*UserResult{}, err
	}
	do, ok := userActions[in.Action]
	if !ok {
		return []*UserResult{}, errs.Field("input.action", "is no action")
	}
	return each(in.Ids, func(id publicid.ID) (*UserResult, error) {
		u, err := s.onUser(ctx, id.As("User"), strings.TrimSpace(in.Reason), do, in.DryRun)
		e, err := told(err)
		return &UserResult{ID: id, User: u, Err: e}, err
	})
}

// A userAction is something that the staff do to an account.
type userAction struct {
	name string
	do   func(*Service, context.Context, *store.Tx, *ent.User) error
}

var userActions = map[enum.UserAction]userAction{
	enum.UserActionDeactivate:     {"user.deactivate", (*Service).deactivate},
	enum.UserActionReactivate:     {"user.reactivate", (*Service).reactivate},
	enum.UserActionResetTwoFactor: {"user.two-factor-reset", (*Service).resetTwoFactor},
	enum.UserActionRevokeSessions: {"user.sessions-revoke", (*Service).revokeSessions},
}

func (s *Service) onUser(ctx context.Context, id uuid.UUID, reason string, action userAction, dry bool) (*ent.User, error) {
	var u *ent.User
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := lockTeamsOf(ctx, tx, id); err != nil {
			return err
		}
		before, err := tx.User.Query().Where(user.ID(id)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		if err := subordinate(ctx, tx, id); err != nil {
			return err
		}
		if err := action.do(s, ctx, tx, before); err != nil {
			return err
		}
		if u, err = tx.User.Get(ctx, id); err != nil {
			return err
		}
		if dry {
			return errDry
		}
		return audit.Record(ctx, tx, audit.Event{
			Action: action.name, TargetType: "User", Target: string(u.PublicID()), Reason: reason, Changes: audit.Diff(before, u),
		})
	})
	if err != nil && !errors.Is(err, errDry) {
		return nil, fmt.Errorf("%s: %w", action.name, err)
	}
	return u, nil
}

// lockTeamsOf locks every team that a user is in, always in the same order.
func lockTeamsOf(ctx context.Context, tx *store.Tx, userID uuid.UUID) error {
	if err := auth.LockStaff(ctx, tx); err != nil {
		return err
	}
	in, err := tx.Membership.Query().Where(membership.UserID(userID), membership.VendorIDNotNil()).
		Order(ent.Asc(membership.FieldVendorID)).All(ctx)
	if err != nil {
		return fmt.Errorf("find the teams of a user: %w", err)
	}
	for _, m := range in {
		if _, err := lockVendor(ctx, tx, *m.VendorID); err != nil {
			return err
		}
	}
	return nil
}

// subordinate refuses the viewer's own account, and that of staff who may more.
func subordinate(ctx context.Context, tx *store.Tx, id uuid.UUID) error {
	if id == viewer.From(ctx).UserID {
		return errs.New(errs.Conflict, "that is your own account")
	}
	m, err := tx.Membership.Query().Where(membership.UserID(id), membership.VendorIDIsNil()).WithRole().Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return nil
	case err != nil:
		return fmt.Errorf("find the role of a user: %w", err)
	case within(ctx, m.Edges.Role) != nil:
		return errs.New(errs.Conflict, "they may do what you may not")
	}
	return nil
}

func (s *Service) deactivate(ctx context.Context, tx *store.Tx, u *ent.User) error {
	if u.DisabledAt != nil {
		return errs.New(errs.InvalidState, "the account is deactivated already")
	}
	top, err := tx.Membership.Query().Where(membership.UserID(u.ID)).WithRole().All(ctx)
	if err != nil {
		return fmt.Errorf("find the teams of a user: %w", err)
	}
	for _, m := range top {
		if !tops(m.Edges.Role) {
			continue
		}
		if err := othersOnTop(ctx, tx, m.VendorID, u.ID); err != nil {
			return err
		}
	}
	if err := tx.User.UpdateOneID(u.ID).SetDisabledAt(s.clock.Now()).Exec(ctx); err != nil {
		return fmt.Errorf("deactivate a user: %w", err)
	}
	return s.auth.RevokeUser(ctx, tx, u.ID, "user")
}

func (s *Service) reactivate(ctx context.Context, tx *store.Tx, u *ent.User) error {
	if u.DisabledAt == nil {
		return errs.New(errs.InvalidState, "the account is active")
	}
	if err := tx.User.UpdateOneID(u.ID).ClearDisabledAt().Exec(ctx); err != nil {
		return fmt.Errorf("reactivate a user: %w", err)
	}
	return s.auth.GrantsChanged(ctx, tx)
}

// resetTwoFactor removes a second factor that somebody has lost, and ends the sessions that
// it let in. They are told by mail.
func (s *Service) resetTwoFactor(ctx context.Context, tx *store.Tx, u *ent.User) error {
	if u.TotpConfirmedAt == nil {
		return errs.New(errs.InvalidState, "the account has no second factor")
	}
	if err := tx.User.UpdateOneID(u.ID).ClearTotpSecret().ClearTotpConfirmedAt().SetTotpStep(0).Exec(ctx); err != nil {
		return fmt.Errorf("remove a second factor: %w", err)
	}
	if _, err := tx.RecoveryCode.Delete().Where(recoverycode.UserID(u.ID)).Exec(ctx); err != nil {
		return fmt.Errorf("remove recovery codes: %w", err)
	}
	if err := s.auth.RevokeUser(ctx, tx, u.ID, "user"); err != nil {
		return err
	}
	return s.post(ctx, tx, notify.Mail{Kind: notify.TwoFactorDisabled, To: u.Email, Name: u.Name, Language: u.Language})
}

func (s *Service) revokeSessions(ctx context.Context, tx *store.Tx, u *ent.User) error {
	return s.auth.RevokeUser(ctx, tx, u.ID, "user")
}
