// Package viewer says on whose behalf a request or a job runs. Everything that
// decides what may be seen or done reads the Viewer from the context; nothing
// else does. The package imports nothing of ours so that every layer may use it.
package viewer

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/google/uuid"
)

// Audience is the door through which the viewer came in.
type Audience string

// The audiences of the graph, and the program itself.
const (
	// Shop is anyone in a vendor's shop who has not signed in.
	Shop Audience = "SHOP"
	// Customer is a signed-in customer of one shop.
	Customer Audience = "CUSTOMER"
	// Vendor is a member of a vendor's team.
	Vendor Audience = "VENDOR"
	// Admin is a member of the platform's staff.
	Admin Audience = "ADMIN"
	// System is the program itself, confined to one vendor unless VendorID is zero.
	System Audience = "SYSTEM"
)

// A Viewer is immutable once it is in a context.
type Viewer struct {
	Audience Audience

	// VendorID is the tenant. It is the zero UUID for Admin and for the few
	// look-ups that come before a vendor is known.
	VendorID uuid.UUID

	// UserID names the member of a team or of the staff; zero for all others.
	UserID uuid.UUID

	// CustomerID names the signed-in customer; zero for all others.
	CustomerID uuid.UUID

	// Key opens one cart or order to whoever has it: the token that the request
	// names. It is zero where the request names none.
	Key uuid.UUID

	// SessionID is the session behind the access token, zero without one.
	SessionID uuid.UUID

	// KeyID is the API key behind the request; zero without one. Such a viewer has no
	// user and no session.
	KeyID uuid.UUID

	// ImpersonatorID is the member of the staff who acts for the vendor; zero for all
	// others. Such a viewer has a session and no user.
	ImpersonatorID uuid.UUID

	// Unproved says that the account has to set up a second factor before its role
	// allows anything: Grants are empty until then.
	Unproved bool

	// Grants are the permissions of the viewer's role, such as "catalog.write".
	Grants map[string]bool
}

// May reports whether the viewer holds the permission. System holds them all.
func (v *Viewer) May(permission string) bool {
	return v != nil && (v.Audience == System || v.Grants[permission])
}

// Platform reports whether the viewer may see rows of every vendor.
func (v *Viewer) Platform() bool {
	return v != nil && (v.Audience == Admin || v.Audience == System && v.VendorID == uuid.Nil)
}

// Shopper reports whether the viewer is in a shop, signed in or not.
func (v *Viewer) Shopper() bool {
	return v != nil && (v.Audience == Shop || v.Audience == Customer)
}

// ForVendor returns a System viewer confined to one vendor. Jobs start with it.
func ForVendor(id uuid.UUID) *Viewer { return &Viewer{Audience: System, VendorID: id} }

// ForPlatform returns a System viewer that sees every vendor. Only look-ups that
// come before a vendor is known and platform jobs use it.
func ForPlatform() *Viewer { return &Viewer{Audience: System} }

// WithKey returns a context whose viewer carries the token of a cart or an order
// that the request names.
func WithKey(ctx context.Context, token uuid.UUID) context.Context {
	v := From(ctx)
	if v == nil {
		return ctx
	}
	with := *v
	with.Key = token
	return NewContext(ctx, &with)
}

// Elevate returns a context in which the program acts for the viewer's vendor. A
// service elevates after it has seen that the viewer may do the whole of what was
// asked, for the parts that belong to the vendor, such as stock.
func Elevate(ctx context.Context) context.Context {
	v := From(ctx)
	if v == nil || v.VendorID == uuid.Nil {
		return ctx
	}
	return NewContext(ctx, ForVendor(v.VendorID))
}

type key struct{}

// NewContext returns a context that carries v.
func NewContext(ctx context.Context, v *Viewer) context.Context {
	return context.WithValue(ctx, key{}, v)
}

// From returns the viewer of the context, nil where there is none.
func From(ctx context.Context) *Viewer {
	v, _ := ctx.Value(key{}).(*Viewer)
	return v
}

// MarshalGQL implements gqlgen's Marshaler for the graph's Audience.
func (a Audience) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(a))) }

// UnmarshalGQL implements gqlgen's Unmarshaler. SYSTEM is no audience of the graph.
func (a *Audience) UnmarshalGQL(v any) error {
	switch s, _ := v.(string); Audience(s) {
	case Shop, Customer, Vendor, Admin:
		*a = Audience(s)
		return nil
	}
	return fmt.Errorf("%v is no audience", v)
}
