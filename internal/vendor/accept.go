package vendor

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/invitation"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/user"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/ratelimit"
	"orion/internal/kit/tenant"
	"orion/internal/store"
	"orion/internal/viewer"
)

// answers is how many invitations one network may look at or accept.
var answers = ratelimit.PerMinute(60)

func noInvitation() error {
	return errs.New(errs.NotFound, "the invitation is not good any more").At("input.token")
}

// Offer returns what the link of an invitation offers; nil where its token is unknown,
// used, revoked or over, and where the account behind the address is disabled. Anybody
// who has the token may ask.
func (s *Service) Offer(ctx context.Context, token string) (*InvitationOffer, error) {
	if err := s.throttleAnswer(ctx); err != nil {
		return nil, err
	}
	i, u, err := s.invited(store.AcrossVendors(ctx, store.ReasonSignIn), token)
	if errs.CodeOf(err) == errs.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &InvitationOffer{
		Email: i.Email, Vendor: i.Edges.Vendor, RoleName: i.Edges.Role.Name,
		HasAccount: u != nil && u.PasswordHash != nil, ExpiresAt: i.ExpiresAt,
	}, nil
}

func (s *Service) throttleAnswer(ctx context.Context) error {
	at := ratelimit.Network(viewer.RequestFrom(ctx).Address)
	return s.count(ctx, tenant.Key(uuid.Nil, "invitation", at), answers)
}

// invited returns the invitation of a token, if it can be accepted, and the user with its
// address, nil where there is none.
func (s *Service) invited(ctx context.Context, token string) (*ent.Invitation, *ent.User, error) {
	i, err := s.db.Invitation.Query().Where(invitation.Hash(hashOf(token)), s.statusIs(enum.InvitationStatusPending)).
		WithVendor().WithRole().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil, noInvitation()
	}
	if err != nil {
		return nil, nil, fmt.Errorf("find an invitation: %w", err)
	}
	if v := i.Edges.Vendor; v != nil && v.Status != enum.VendorStatusActive && v.Status != enum.VendorStatusPending {
		return nil, nil, noInvitation()
	}
	u, err := s.db.User.Query().Where(user.Email(i.Email)).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return i, nil, nil
	case err != nil:
		return nil, nil, fmt.Errorf("find who is invited: %w", err)
	case u.DisabledAt != nil:
		return nil, nil, noInvitation()
	}
	return i, u, nil
}

// Accept puts who has the token of an invitation into the team, once. Somebody new gets
// an account with the name and the password; somebody with an account gives its password,
// INVALID_CREDENTIALS at input.password where it is wrong, with the limits of signing in.
// A token that is unknown, used, revoked or over is NOT_FOUND at input.token, and leaves
// everything as it was. Whoever is in the team already keeps the role. It returns the
// address that can sign in, and the vendor, nil for the staff.
func (s *Service) Accept(ctx context.Context, in AcceptInput) (string, *ent.Vendor, error) {
	if err := s.throttleAnswer(ctx); err != nil {
		return "", nil, err
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSignIn)
	i, u, err := s.invited(ctx, in.Token)
	if err != nil {
		return "", nil, err
	}
	n, err := s.newcomer(ctx, in, u)
	if err != nil {
		return "", nil, err
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error { return s.admit(ctx, tx, i, n) })
	if err != nil {
		return "", nil, fmt.Errorf("accept an invitation: %w", err)
	}
	return i.Email, i.Edges.Vendor, nil
}

// A newcomer is who accepts. hash and name are those of an account that has no password
// yet, "" for one that has shown its own.
type newcomer struct{ hash, name string }

// newcomer has somebody show who they are. It takes its time, outside any transaction.
func (s *Service) newcomer(ctx context.Context, in AcceptInput, u *ent.User) (newcomer, error) {
	if u != nil && u.PasswordHash != nil {
		return newcomer{}, s.auth.CheckPassword(ctx, u, in.Password, "input.password")
	}
	var n newcomer
	if in.Name != nil {
		n.name = strings.TrimSpace(*in.Name)
	}
	if err := checkText(n.name, 100, "input.name"); err != nil {
		return n, err
	}
	var err error
	n.hash, err = s.auth.HashPassword(ctx, in.Password, "input.password")
	return n, err
}

// admit spends an invitation and makes a member. Of several at once, one succeeds.
func (s *Service) admit(ctx context.Context, tx *store.Tx, i *ent.Invitation, n newcomer) error {
	language := ""
	if i.VendorID == nil {
		if err := auth.LockStaff(ctx, tx); err != nil {
			return err
		}
	} else {
		v, err := lockVendor(ctx, tx, *i.VendorID)
		if err != nil {
			return err
		}
		language = v.Language
	}
	spent, err := tx.Invitation.Update().
		Where(invitation.ID(i.ID), invitation.Hash(i.Hash), s.statusIs(enum.InvitationStatusPending)).
		SetAcceptedAt(s.clock.Now()).Save(ctx)
	if err != nil {
		return fmt.Errorf("spend an invitation: %w", err)
	}
	if spent == 0 {
		return noInvitation()
	}
	u, err := s.account(ctx, tx, i.Email, language, n)
	if err != nil {
		return err
	}
	if err := s.join(ctx, tx, i, u); err != nil {
		return err
	}
	self := viewer.NewContext(ctx, &viewer.Viewer{Audience: viewer.System, UserID: u.ID})
	e := audit.Event{Action: "invitation.accept", TargetType: "Invitation", Target: string(i.PublicID())}
	if i.VendorID != nil {
		e.VendorID = *i.VendorID
	}
	return audit.Record(self, tx, e)
}

// account returns the user with an address, made or given a first password where that is
// what the newcomer has shown. An account that changed meanwhile is a CONFLICT.
func (s *Service) account(ctx context.Context, tx *store.Tx, email, language string, n newcomer) (*ent.User, error) {
	u, err := auth.EnsureUser(ctx, tx, email, language)
	if err != nil {
		return nil, err
	}
	if u, err = tx.User.Query().Where(user.ID(u.ID)).ForUpdate().Only(ctx); err != nil {
		return nil, fmt.Errorf("lock a user: %w", err)
	}
	first := n.hash != ""
	switch {
	case u.DisabledAt != nil:
		return nil, noInvitation()
	case first != (u.PasswordHash == nil):
		return nil, errs.New(errs.Conflict, "the same was done at the same time: try again")
	case !first:
		return u, nil
	}
	if err := tx.User.UpdateOneID(u.ID).SetName(n.name).Exec(ctx); err != nil {
		return nil, fmt.Errorf("name a user: %w", err)
	}
	return u, s.auth.StorePassword(ctx, tx, u.ID, n.hash)
}

func (s *Service) join(ctx context.Context, tx *store.Tx, i *ent.Invitation, u *ent.User) error {
	in, err := tx.Membership.Query().Where(membership.UserID(u.ID), ofVendor(i.VendorID)).Exist(ctx)
	if err != nil || in {
		return err
	}
	err = tx.Membership.Create().SetNillableVendorID(i.VendorID).SetUserID(u.ID).SetRoleID(i.RoleID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("make a member: %w", err)
	}
	return s.auth.GrantsChanged(ctx, tx)
}
