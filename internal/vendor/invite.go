package vendor

import (
	"context"
	"fmt"
	"time"

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
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

// mails is how many invitations a team may send: each goes to an address of its choice.
var mails = ratelimit.Of(60, time.Hour)

// Invite sends an invitation to the viewer's team: a vendor's with team.write, the staff
// with staff.write. One that waits for the address is sent anew with the role. A member's
// address is ALREADY_EXISTS at input.email, a role of another team NOT_FOUND at
// input.roleId, and one that allows what the viewer lacks FORBIDDEN. More than 60 an hour
// are THROTTLED.
func (s *Service) Invite(ctx context.Context, in InviteInput) (*ent.Invitation, error) {
	if _, err := personOfTeam(ctx); err != nil {
		return nil, err
	}
	email, ok := auth.NormalEmail(in.Email)
	if !ok {
		return nil, errs.Field("input.email", "is no e-mail address")
	}
	if err := s.throttleInvite(ctx); err != nil {
		return nil, err
	}
	var i *ent.Invitation
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		t, err := lockTeam(ctx, tx)
		if err != nil {
			return err
		}
		r, err := t.role(ctx, tx, in.RoleID.As("Role"), "input.roleId")
		if err != nil {
			return err
		}
		if i, err = s.ask(ctx, tx, t, email, r); err != nil {
			return err
		}
		return recordInvitation(ctx, tx, "invitation.send", i)
	})
	if err != nil {
		return nil, fmt.Errorf("invite: %w", err)
	}
	return i, nil
}

// personOfTeam refuses whoever may not change the viewer's team.
func personOfTeam(ctx context.Context) (*viewer.Viewer, error) {
	if v := viewer.From(ctx); v != nil && v.Audience == viewer.Admin {
		return person(ctx, enum.PermissionStaffWrite)
	}
	return person(ctx, enum.PermissionTeamWrite)
}

func (s *Service) throttleInvite(ctx context.Context) error {
	return s.count(ctx, tenant.Key(viewer.From(ctx).VendorID, "invite"), mails)
}

func recordInvitation(ctx context.Context, tx *store.Tx, action string, i *ent.Invitation) error {
	return audit.Record(ctx, tx, audit.Event{Action: action, TargetType: "Invitation", Target: string(i.PublicID())})
}

// ask makes an invitation, or renews the one that waits for the address.
func (s *Service) ask(ctx context.Context, tx *store.Tx, t *team, email string, r *ent.Role) (*ent.Invitation, error) {
	in, err := tx.Membership.Query().Where(t.members(), membership.HasUserWith(user.Email(email))).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for a member: %w", err)
	}
	if in {
		return nil, errs.New(errs.AlreadyExists, "is in the team").At("input.email")
	}
	waits, err := tx.Invitation.Query().Where(
		ofVendor(t.id()), invitation.Email(email), invitation.AcceptedAtIsNil(), invitation.RevokedAtIsNil(),
	).WithRole().Only(ctx)
	switch {
	case err == nil:
		if err := within(ctx, waits.Edges.Role); err != nil {
			return nil, err
		}
		return s.send(ctx, tx, t, waits, r)
	case !ent.IsNotFound(err):
		return nil, fmt.Errorf("look for an invitation: %w", err)
	}
	c := tx.Invitation.Create().SetNillableVendorID(t.id()).SetEmail(email).SetRoleID(r.ID).
		SetInvitedByID(viewer.From(ctx).UserID).SetHash(hashOf(uuid.NewString())).SetExpiresAt(s.clock.Now())
	made, err := c.Save(t.program)
	if err != nil {
		return nil, fmt.Errorf("make an invitation: %w", err)
	}
	return s.send(ctx, tx, t, made, r)
}

// send gives an invitation a new link, which replaces the one before, and mails it.
func (s *Service) send(ctx context.Context, tx *store.Tx, t *team, i *ent.Invitation, r *ent.Role) (*ent.Invitation, error) {
	token, hash := newToken()
	i, err := tx.Invitation.UpdateOneID(i.ID).SetRoleID(r.ID).SetHash(hash).
		SetExpiresAt(s.clock.Now().Add(InvitationLife)).Save(t.program)
	if err != nil {
		return nil, fmt.Errorf("renew an invitation: %w", err)
	}
	by, err := tx.User.Query().Where(user.ID(viewer.From(ctx).UserID)).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("find who invites: %w", err)
	}
	m := notify.Mail{
		Kind: notify.Invitation, To: i.Email, Language: by.Language, VendorID: t.vendorID(),
		Data: map[string]string{"role": r.Name, "by": by.Email, "link": s.links.Admin("accept-invitation", token)},
	}
	if t.vendor != nil {
		m.Language = t.vendor.Language
		m.Data["link"] = s.links.Console(t.vendor.Slug, "accept-invitation", token)
	}
	return i, s.post(ctx, tx, m)
}

// ResendInvitation sends a new link, which replaces the one before, of an invitation to
// the viewer's own team. INVALID_STATE where it was accepted or revoked, FORBIDDEN where
// its role allows what the viewer lacks. It counts as one that is sent: see Invite.
func (s *Service) ResendInvitation(ctx context.Context, id uuid.UUID) (*ent.Invitation, error) {
	if _, err := personOfTeam(ctx); err != nil {
		return nil, err
	}
	if err := s.throttleInvite(ctx); err != nil {
		return nil, err
	}
	return s.onInvitation(ctx, id, "invitation.resend", func(tx *store.Tx, t *team, i *ent.Invitation) (*ent.Invitation, error) {
		if i.RevokedAt != nil {
			return nil, errs.New(errs.InvalidState, "the invitation was revoked")
		}
		return s.send(ctx, tx, t, i, i.Edges.Role)
	})
}

// RevokeInvitation makes the link of an invitation to the viewer's own team worthless.
// INVALID_STATE where it was accepted, FORBIDDEN where its role allows what the viewer
// lacks. Revoking twice is no change.
func (s *Service) RevokeInvitation(ctx context.Context, id uuid.UUID) (*ent.Invitation, error) {
	if _, err := personOfTeam(ctx); err != nil {
		return nil, err
	}
	return s.onInvitation(ctx, id, "invitation.revoke", func(tx *store.Tx, t *team, i *ent.Invitation) (*ent.Invitation, error) {
		if i.RevokedAt != nil {
			return i, nil
		}
		return tx.Invitation.UpdateOneID(id).SetRevokedAt(s.clock.Now()).Save(t.program)
	})
}

// onInvitation does something to an invitation that was not accepted.
func (s *Service) onInvitation(
	ctx context.Context, id uuid.UUID, action string, do func(*store.Tx, *team, *ent.Invitation) (*ent.Invitation, error),
) (*ent.Invitation, error) {
	var out *ent.Invitation
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		t, err := lockTeam(ctx, tx)
		if err != nil {
			return err
		}
		i, err := tx.Invitation.Query().Where(invitation.ID(id), ofVendor(t.id())).WithRole().Only(ctx)
		if err != nil {
			return err
		}
		if err := within(ctx, i.Edges.Role); err != nil {
			return err
		}
		if i.AcceptedAt != nil {
			return errs.New(errs.InvalidState, "the invitation was accepted")
		}
		if out, err = do(tx, t, i); err != nil {
			return err
		}
		return recordInvitation(ctx, tx, action, out)
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", action, err)
	}
	return out, nil
}
