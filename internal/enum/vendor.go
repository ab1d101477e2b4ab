package enum

import "io"

// VendorStatus is the life of a vendor.
type VendorStatus string

// The values of VendorStatus.
const (
	// VendorStatusPending waits for approval.
	VendorStatusPending VendorStatus = "PENDING"
	VendorStatusActive  VendorStatus = "ACTIVE"
	// VendorStatusSuspended is closed for now; data is kept.
	VendorStatusSuspended VendorStatus = "SUSPENDED"
	// VendorStatusClosed is closed for good.
	VendorStatusClosed VendorStatus = "CLOSED"
)

var vendorStatusValues = []VendorStatus{
	VendorStatusPending,
	VendorStatusActive,
	VendorStatusSuspended,
	VendorStatusClosed,
}

// Values implements ent's EnumValues.
func (VendorStatus) Values() []string { return values(vendorStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s VendorStatus) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *VendorStatus) UnmarshalGQL(v any) error { return unmarshal(s, vendorStatusValues, v) }
