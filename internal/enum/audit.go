package enum

import "io"

// A Change is what an entry of the record says of one field. Values are texts, nil
// for nothing; those of a field that is secret or personal are not kept, and Redacted
// says so.
type Change struct {
	Field    string  `json:"field"`
	Before   *string `json:"before,omitempty"`
	After    *string `json:"after,omitempty"`
	Redacted bool    `json:"redacted,omitempty"`
}

// ExportKind is what an export holds.
type ExportKind string

// The values of ExportKind.
const (
	ExportKindAuditLog ExportKind = "AUDIT_LOG"
	// ExportKindCatalog is the products of the catalogue, a row a variant.
	ExportKindCatalog ExportKind = "CATALOG"
	// ExportKindStaging is the staged products of the marketplaces.
	ExportKindStaging ExportKind = "STAGING"
	// ExportKindOrders is the orders, a row a line.
	ExportKindOrders ExportKind = "ORDERS"
	// ExportKindVendorArchive is all that is a vendor's, to be restored from.
	ExportKindVendorArchive ExportKind = "VENDOR_ARCHIVE"
)

var exportKindValues = []ExportKind{ExportKindAuditLog, ExportKindCatalog, ExportKindStaging, ExportKindOrders, ExportKindVendorArchive}

// Values implements ent's EnumValues.
func (ExportKind) Values() []string { return values(exportKindValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (k ExportKind) MarshalGQL(w io.Writer) { marshal(w, k) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (k *ExportKind) UnmarshalGQL(v any) error { return unmarshal(k, exportKindValues, v) }

// ExportStatus is the life of an export.
type ExportStatus string

// The values of ExportStatus.
const (
	ExportStatusQueued  ExportStatus = "QUEUED"
	ExportStatusRunning ExportStatus = "RUNNING"
	ExportStatusReady   ExportStatus = "READY"
	ExportStatusFailed  ExportStatus = "FAILED"
	// ExportStatusExpired has no file any more.
	ExportStatusExpired ExportStatus = "EXPIRED"
)

var exportStatusValues = []ExportStatus{
	ExportStatusQueued, ExportStatusRunning, ExportStatusReady, ExportStatusFailed, ExportStatusExpired,
}

// Values implements ent's EnumValues.
func (ExportStatus) Values() []string { return values(exportStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s ExportStatus) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *ExportStatus) UnmarshalGQL(v any) error { return unmarshal(s, exportStatusValues, v) }
