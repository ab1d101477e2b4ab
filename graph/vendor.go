package graph

import (
	"context"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/graph/gen/model"
	"orion/graph/loader"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

// permissions is the catalogue for the viewer's audience, in the request's language.
func permissions(ctx context.Context) []*vendor.PermissionInfo {
	all := vendor.Permissions(viewer.From(ctx).Audience)
	for _, p := range all {
		p.Description = i18n.T(ctx, p.Description)
	}
	return all
}

// onboarding judges what a vendor has done, in one statement for all of an answer.
func onboarding(ctx context.Context, v *ent.Vendor) ([]*vendor.OnboardingStep, error) {
	done, err := loader.Get(ctx, loader.From(ctx).Progress, v.ID)
	if err != nil {
		return nil, err
	}
	return vendor.Onboarding(v, done), nil
}

// canDo is what a member can do now.
func canDo(ctx context.Context, m *ent.Membership) ([]enum.Permission, error) {
	load := loader.From(ctx)
	role, err := loader.Get(ctx, load.Role, m.RoleID)
	if err != nil {
		return nil, err
	}
	user, err := loader.Get(ctx, load.User, m.UserID)
	if err != nil {
		return nil, err
	}
	of, err := loader.FindOptional(ctx, load.Vendor, m.VendorID)
	if err != nil {
		return nil, err
	}
	return vendor.CanDo(role, user, of), nil
}

// lastSignIn is when a member signed in last, to the day: colleagues need no more.
func lastSignIn(ctx context.Context, m *ent.Membership) (*time.Time, error) {
	user, err := loader.Get(ctx, loader.From(ctx).User, m.UserID)
	if err != nil || user.LastSignInAt == nil {
		return nil, err
	}
	day := user.LastSignInAt.UTC().Truncate(24 * time.Hour)
	return &day, nil
}

// isViewer reports whether a member is who asks.
func isViewer(ctx context.Context, m *ent.Membership) bool {
	v := viewer.From(ctx)
	return v.UserID != uuid.Nil && v.UserID == m.UserID
}

// inviter is the address of who invited, nil where they have left.
func inviter(ctx context.Context, i *ent.Invitation) (*string, error) {
	user, err := loader.FindOptional(ctx, loader.From(ctx).User, i.InvitedByID)
	if err != nil || user == nil {
		return nil, err
	}
	return &user.Email, nil
}

// deleted answers the end of something that had an id.
func deleted(ctx context.Context, id publicid.ID, err error) (*model.DeletedPayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.DeletedPayload{UserErrors: mistakes}
	if err == nil && len(mistakes) == 0 {
		out.DeletedID = &id
	}
	return out, err
}

// itemErrors are those of one item of a bulk action.
func itemErrors(ctx context.Context, e *errs.Error) ([]*model.UserError, error) {
	if e == nil {
		return userErrors(ctx, nil)
	}
	return userErrors(ctx, e)
}

// domainProblem is why the last check of a domain failed, nil where it did not.
func domainProblem(d *ent.VendorDomain) *enum.DomainProblem {
	if d.Problem == nil {
		return nil
	}
	p := enum.DomainProblem(*d.Problem)
	return &p
}

func invitationPayload(ctx context.Context, i *ent.Invitation, err error) (*model.InvitationPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.InvitationPayload{Invitation: i, UserErrors: mistakes}, err
}

func memberPayload(ctx context.Context, m *ent.Membership, err error) (*model.MemberPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.MemberPayload{Member: m, UserErrors: mistakes}, err
}

func vendorPayload(ctx context.Context, v *ent.Vendor, err error) (*model.VendorPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.VendorPayload{Vendor: v, UserErrors: mistakes}, err
}

func rolePayload(ctx context.Context, r *ent.Role, err error) (*model.RolePayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.RolePayload{Role: r, UserErrors: mistakes}, err
}

func domainPayload(ctx context.Context, d *ent.VendorDomain, err error) (*model.VendorDomainPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.VendorDomainPayload{Domain: d, UserErrors: mistakes}, err
}

func policyPayload(ctx context.Context, p *vendor.Policy, err error) (*model.ShopPolicyPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.ShopPolicyPayload{Policy: p, UserErrors: mistakes}, err
}
