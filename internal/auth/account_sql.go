package auth

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/enum"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
)

// querier is a pool or a transaction.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// An account is who signs in, with what the session is to be.
type account struct {
	userID, customerID, vendorID *uuid.UUID
	// impersonatorID is set for staff who act for a vendor.
	impersonatorID *uuid.UUID
	slug           string
	hash           *string
	permissions    []string
	email          string
	// verified says that the address has been proved; a user's has by the link that the
	// password came from.
	verified bool
	// factorSince is since when sign-in asks for a code; required says that it must.
	factorSince *time.Time
	required    bool
}

// accountSQL finds by address, and by vendor where the audience has one, who may sign
// in; nobody who is disabled, no longer in the team or of a vendor whose door is closed:
// teams work on a shop that waits for approval, customers do not see it. One statement,
// which ent's eager loading would make four of, and the same work for an address that
// there is not. It runs for the platform, before a vendor is known; the slug confines it
// to one.
var accountSQL = map[viewer.Audience]string{
	viewer.Vendor: `
		select u.id, null::uuid, v.id, v.slug, u.password_hash, r.permissions, u.email, true,
		  u.totp_confirmed_at, v.require_two_factor
		from vendors v
		join memberships m on m.vendor_id = v.id
		join users u on u.id = m.user_id
		join roles r on r.id = m.role_id and r.vendor_id = v.id
		where u.email = $1 and u.disabled_at is null and v.slug = $2 and v.status in ('ACTIVE', 'PENDING')`,
	viewer.Customer: `
		select null::uuid, c.id, v.id, v.slug, c.password_hash, '[]'::jsonb, c.email, c.verified_at is not null,
		  null::timestamptz, false
		from vendors v
		join customers c on c.vendor_id = v.id
		where c.email = $1 and c.disabled_at is null and v.slug = $2 and v.status = 'ACTIVE'`,
	viewer.Admin: `
		select u.id, null::uuid, null::uuid, '', u.password_hash, r.permissions, u.email, true,
		  u.totp_confirmed_at, false
		from users u
		join memberships m on m.user_id = u.id and m.vendor_id is null
		join roles r on r.id = m.role_id and r.vendor_id is null
		where u.email = $1 and u.disabled_at is null and $2 = ''`,
}

// account returns who may sign in with an address, nil where nobody may.
func (s *Service) account(ctx context.Context, audience viewer.Audience, slug, email string) (*account, error) {
	a := &account{}
	err := s.db.Platform.QueryRow(ctx, accountSQL[audience], email, slug).
		Scan(&a.userID, &a.customerID, &a.vendorID, &a.slug, &a.hash, &a.permissions, &a.email, &a.verified, &a.factorSince, &a.required)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look up an account: %w", err)
	}
	return a, nil
}

// signedIn notes when an account was last signed in to, without a reading of the row or
// a new version of its other columns. The id confines each to one row.
func (a *account) signedIn(ctx context.Context, tx pgx.Tx, at time.Time) error {
	statement, id := "update users set last_sign_in_at = $2 where id = $1", a.userID
	if a.customerID != nil {
		statement, id = "update customers set last_sign_in_at = $2 where id = $1", a.customerID
	}
	if _, err := tx.Exec(ctx, statement, *id, at); err != nil {
		return fmt.Errorf("note the sign-in: %w", err)
	}
	return nil
}

// viewerSQL reads what a session is now. There is a row only for one that is neither over
// nor revoked, of a vendor that is open or about to open, and whose member is still in the
// team, whose customer is still there, or whose impersonator is still of the staff and may
// be one. It runs for the platform, because staff have no vendor; the id of the session,
// out of a signed token, confines it to one row.
const viewerSQL = `
	select s.audience, s.vendor_id, s.user_id, s.customer_id, s.impersonator_id, coalesce(v.slug, ''),
	  coalesce(r.permissions, '[]'::jsonb), s.user_id is not null and coalesce(v.require_two_factor, false),
	  u.totp_confirmed_at, s.ends_at
	from sessions s
	left join vendors v on v.id = s.vendor_id
	left join users u on u.id = s.user_id and u.disabled_at is null
	left join memberships m on m.user_id = u.id and m.vendor_id is not distinct from s.vendor_id
	left join roles r on r.id = m.role_id and r.vendor_id is not distinct from s.vendor_id
	left join customers c on c.id = s.customer_id and c.vendor_id = s.vendor_id and c.disabled_at is null
	where s.id = $1 and s.revoked_at is null and s.expires_at > $2
	  and case s.audience
	    when 'ADMIN' then s.vendor_id is null and r.id is not null
	    when 'VENDOR' then v.status in ('ACTIVE', 'PENDING') and case when s.impersonator_id is null then r.id is not null
	      else exists (
	        select from users iu
	        join memberships im on im.user_id = iu.id and im.vendor_id is null
	        join roles ir on ir.id = im.role_id and ir.vendor_id is null
	        where iu.id = s.impersonator_id and iu.disabled_at is null and ir.permissions ? '` + string(enum.PermissionVendorImpersonate) + `') end
	    when 'CUSTOMER' then v.status = 'ACTIVE' and c.id is not null
	    else false end`

// A standing is what a session is at the moment.
type standing struct {
	viewer *viewer.Viewer
	// slug is that of the viewer's vendor.
	slug string
	// ends is when the session ends however often it is refreshed; nil for most.
	ends *time.Time
}

// over reports whether the session has come to its fixed end.
func (s *standing) over(now time.Time) bool { return s.ends != nil && !s.ends.After(now) }

// viewerOf returns what a session is; nil where it is over.
func viewerOf(ctx context.Context, q querier, session uuid.UUID, now time.Time) (*standing, error) {
	var (
		audience string
		a        account
		st       standing
	)
	err := q.QueryRow(ctx, viewerSQL, session, now).Scan(&audience, &a.vendorID, &a.userID, &a.customerID, &a.impersonatorID,
		&a.slug, &a.permissions, &a.required, &a.factorSince, &st.ends)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look up a session: %w", err)
	}
	st.viewer, st.slug = a.viewer(viewer.Audience(audience), session), a.slug
	return &st, nil
}

// viewer returns the viewer that an account is in a session.
func (a *account) viewer(audience viewer.Audience, session uuid.UUID) *viewer.Viewer {
	v := &viewer.Viewer{
		Audience: audience, SessionID: session, Grants: map[string]bool{}, Unproved: a.required && a.factorSince == nil,
		VendorID: orNil(a.vendorID), UserID: orNil(a.userID), CustomerID: orNil(a.customerID),
		ImpersonatorID: orNil(a.impersonatorID),
	}
	switch {
	case v.ImpersonatorID != uuid.Nil:
		v.Grants = impersonatorGrants()
	case !v.Unproved:
		v.Grants = grants(audience, a.permissions)
	}
	return v
}

// grants are the permissions of a role that its audience can have at all: a vendor's
// role never grants what is the platform's.
func grants(audience viewer.Audience, permissions []string) map[string]bool {
	var can []enum.Permission
	switch audience {
	case viewer.Vendor:
		can = enum.VendorPermissions()
	case viewer.Admin:
		can = enum.PlatformPermissions()
	}
	out := make(map[string]bool, len(permissions))
	for _, p := range permissions {
		if slices.Contains(can, enum.Permission(p)) {
			out[p] = true
		}
	}
	return out
}

// kind and name are how the record calls an account.
func (a *account) kind() string {
	if a.customerID != nil {
		return "Customer"
	}
	return "User"
}

func (a *account) name() string {
	if a.customerID != nil {
		return string(publicid.New("Customer", *a.customerID))
	}
	return string(publicid.New("User", orNil(a.userID)))
}

func orNil(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

// lockSQL locks a session until the transaction ends, so that of many refreshes at once
// one goes on and the others see what it did. Whether its token was exchanged a moment
// ago is asked of the database's clock, because those of two servers may differ by more
// than a moment. ent has no such expression. The id confines it to one row.
const lockSQL = `
	select audience, refresh_hash, coalesce(previous_hash, ''), coalesce(rotated_at > clock_timestamp() - $3::interval, false)
	from sessions
	where id = $1 and revoked_at is null and expires_at > $2
	for update`

// A turn is where a session stands in the exchange of its refresh tokens.
type turn struct {
	audience          string
	current, previous []byte
	// justNow says that the previous token was exchanged within grace.
	justNow bool
}

// lock returns the turn of a session; nil where the session is over.
func lock(ctx context.Context, q querier, session uuid.UUID, now time.Time) (*turn, error) {
	t := &turn{}
	err := q.QueryRow(ctx, lockSQL, session, now, grace).Scan(&t.audience, &t.current, &t.previous, &t.justNow)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("lock a session: %w", err)
	}
	return t, nil
}

// rotateSQL puts the next token in place of the current one, which becomes the previous
// one, by the database's clock as lockSQL says. The id confines it to one row.
const rotateSQL = `
	update sessions set previous_hash = refresh_hash, refresh_hash = $2, rotated_at = clock_timestamp(),
	  last_used_at = $3, updated_at = $3, expires_at = least($4, ends_at)
	where id = $1`

// rotate exchanges the token of a locked session, which never lasts beyond its fixed end.
func rotate(ctx context.Context, tx pgx.Tx, session uuid.UUID, next string, now time.Time) error {
	if _, err := tx.Exec(ctx, rotateSQL, session, hashOf(next), now, now.Add(RefreshLife)); err != nil {
		return fmt.Errorf("exchange a refresh token: %w", err)
	}
	return nil
}

// lockStaff lets one appointment of staff after the other: nothing is unique that has
// no vendor. ent has no such locks; no row is read.
func lockStaff(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock(7046021378)"); err != nil {
		return fmt.Errorf("wait for other appointments: %w", err)
	}
	return nil
}
