package vendor

import (
	"orion/ent/gen/ent"
	"orion/internal/kit/page"
)

// VendorConnection is a page of vendors.
type VendorConnection = page.Connection[*ent.Vendor]

// VendorEdge is a vendor on a page.
type VendorEdge = page.Edge[*ent.Vendor]

// UserConnection is a page of people with an account.
type UserConnection = page.Connection[*ent.User]

// UserEdge is somebody with an account, on a page.
type UserEdge = page.Edge[*ent.User]

// MemberConnection is a page of a team.
type MemberConnection = page.Connection[*ent.Membership]

// MemberEdge is a member of a team, on a page.
type MemberEdge = page.Edge[*ent.Membership]

// The pages of roles, invitations and domains, and their edges.
type (
	RoleConnection         = page.Connection[*ent.Role]
	RoleEdge               = page.Edge[*ent.Role]
	InvitationConnection   = page.Connection[*ent.Invitation]
	InvitationEdge         = page.Edge[*ent.Invitation]
	VendorDomainConnection = page.Connection[*ent.VendorDomain]
	VendorDomainEdge       = page.Edge[*ent.VendorDomain]
)
