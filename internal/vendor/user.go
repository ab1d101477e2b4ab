package vendor

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/user"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/viewer"
)

// Users lists the people with an account for teams or staff, newest first: the platform
// sees all, a team its own. All given conditions must hold.
func (s *Service) Users(ctx context.Context, arg page.Arg, where *UserWhere) (*UserConnection, error) {
	narrow, err := where.apply()
	if err != nil {
		return nil, err
	}
	plan, err := s.signer.Plan(arg, nil, "users", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	rows, err := narrow(s.db.User.Query()).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list users: %w", err)
	}
	return page.Cut(plan, rows, func(u *ent.User) ([]any, uuid.UUID) { return nil, u.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := narrow(s.db.User.Query()).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

func (w *UserWhere) apply() (func(*ent.UserQuery) *ent.UserQuery, error) {
	if w == nil {
		return func(q *ent.UserQuery) *ent.UserQuery { return q }, nil
	}
	text, err := filter.Search(w.Search, "where.search")
	if err != nil {
		return nil, err
	}
	text = strings.ReplaceAll(text, "\x00", "\uFFFD") // which no name has either, and Postgres can read
	return func(q *ent.UserQuery) *ent.UserQuery {
		if text != "" {
			q.Where(user.Or(user.EmailContainsFold(text), user.NameContainsFold(text)))
		}
		if w.State != nil {
			q.Where(stateIs(w.State))
		}
		switch on := w.TwoFactorEnabled; {
		case on == nil:
		case *on:
			q.Where(user.TotpConfirmedAtNotNil())
		default:
			q.Where(user.TotpConfirmedAtIsNil())
		}
		if w.VendorID != nil {
			id := w.VendorID.As("Vendor")
			q.Where(memberOf(&id))
		}
		switch on := w.Staff; {
		case on == nil:
		case *on:
			q.Where(memberOf(nil))
		default:
			q.Where(user.Not(memberOf(nil)))
		}
		return q
	}, nil
}

// stateIs matches users in one of the states.
func stateIs(states []enum.UserState) func(*sql.Selector) {
	return func(q *sql.Selector) {
		disabled, hash := q.C(user.FieldDisabledAt), q.C(user.FieldPasswordHash)
		any := []*sql.Predicate{sql.False()}
		for _, state := range states {
			switch state {
			case enum.UserStateDisabled:
				any = append(any, sql.NotNull(disabled))
			case enum.UserStateInvited:
				any = append(any, sql.And(sql.IsNull(disabled), sql.IsNull(hash)))
			case enum.UserStateActive:
				any = append(any, sql.And(sql.IsNull(disabled), sql.NotNull(hash)))
			}
		}
		q.Where(sql.Or(any...))
	}
}

// memberOf matches users in the team of a vendor, nil for the staff.
func memberOf(vendorID *uuid.UUID) func(*sql.Selector) {
	return func(q *sql.Selector) {
		m := sql.Table(membership.Table)
		team := sql.IsNull(m.C(membership.FieldVendorID))
		if vendorID != nil {
			team = sql.EQ(m.C(membership.FieldVendorID), *vendorID)
		}
		q.Where(sql.In(q.C(user.FieldID), sql.Select(m.C(membership.FieldUserID)).From(m).Where(team)))
	}
}

// UserStateOf says whether an account can be used.
func UserStateOf(u *ent.User) enum.UserState {
	switch {
	case u.DisabledAt != nil:
		return enum.UserStateDisabled
	case u.PasswordHash == nil:
		return enum.UserStateInvited
	}
	return enum.UserStateActive
}

// CanDo is what a member can do, now: what the role allows in that team, and nothing for
// an account that is disabled or lacks the second factor that its vendor wants. v is nil
// for the staff.
func CanDo(r *ent.Role, u *ent.User, v *ent.Vendor) []enum.Permission {
	out := []enum.Permission{}
	all := enum.PlatformPermissions()
	if v != nil {
		all = enum.VendorPermissions()
	}
	if u.DisabledAt != nil || v != nil && v.RequireTwoFactor && u.TotpConfirmedAt == nil {
		return out
	}
	for _, p := range all {
		if slices.Contains(r.Permissions, string(p)) {
			out = append(out, p)
		}
	}
	return out
}
