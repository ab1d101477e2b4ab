package enum

import "io"

// MarketplaceProductStatus is where a staged product stands.
type MarketplaceProductStatus string

// The values of MarketplaceProductStatus.
const (
	MarketplaceProductStatusImported  MarketplaceProductStatus = "IMPORTED"
	MarketplaceProductStatusSelected  MarketplaceProductStatus = "SELECTED"
	MarketplaceProductStatusPublished MarketplaceProductStatus = "PUBLISHED"
	MarketplaceProductStatusIgnored   MarketplaceProductStatus = "IGNORED"
	// MarketplaceProductStatusMissing is no longer in the feed.
	MarketplaceProductStatusMissing MarketplaceProductStatus = "MISSING"
)

var marketplaceProductStatusValues = []MarketplaceProductStatus{
	MarketplaceProductStatusImported,
	MarketplaceProductStatusSelected,
	MarketplaceProductStatusPublished,
	MarketplaceProductStatusIgnored,
	MarketplaceProductStatusMissing,
}

// Values implements ent's EnumValues.
func (MarketplaceProductStatus) Values() []string { return values(marketplaceProductStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (m MarketplaceProductStatus) MarshalGQL(w io.Writer) { marshal(w, m) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (m *MarketplaceProductStatus) UnmarshalGQL(v any) error {
	return unmarshal(m, marketplaceProductStatusValues, v)
}

// ImportMode says what an import does with products it knows and does not know.
type ImportMode string

// The values of ImportMode.
const (
	ImportModeCreateOnly ImportMode = "CREATE_ONLY"
	ImportModeUpdateOnly ImportMode = "UPDATE_ONLY"
	ImportModeUpsert     ImportMode = "UPSERT"
)

var importModeValues = []ImportMode{
	ImportModeCreateOnly,
	ImportModeUpdateOnly,
	ImportModeUpsert,
}

// Values implements ent's EnumValues.
func (ImportMode) Values() []string { return values(importModeValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (i ImportMode) MarshalGQL(w io.Writer) { marshal(w, i) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (i *ImportMode) UnmarshalGQL(v any) error { return unmarshal(i, importModeValues, v) }

// ImportErrorPolicy says what a bad row does to its file.
type ImportErrorPolicy string

// The values of ImportErrorPolicy.
const (
	ImportErrorPolicyRejectFile       ImportErrorPolicy = "REJECT_FILE"
	ImportErrorPolicyRejectFailedRows ImportErrorPolicy = "REJECT_FAILED_ROWS"
	ImportErrorPolicyKeepValidFields  ImportErrorPolicy = "KEEP_VALID_FIELDS"
)

var importErrorPolicyValues = []ImportErrorPolicy{
	ImportErrorPolicyRejectFile,
	ImportErrorPolicyRejectFailedRows,
	ImportErrorPolicyKeepValidFields,
}

// Values implements ent's EnumValues.
func (ImportErrorPolicy) Values() []string { return values(importErrorPolicyValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (i ImportErrorPolicy) MarshalGQL(w io.Writer) { marshal(w, i) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (i *ImportErrorPolicy) UnmarshalGQL(v any) error {
	return unmarshal(i, importErrorPolicyValues, v)
}

// ImportStatus is where an import stands.
type ImportStatus string

// The values of ImportStatus.
const (
	ImportStatusQueued          ImportStatus = "QUEUED"
	ImportStatusAwaitingMapping ImportStatus = "AWAITING_MAPPING"
	// ImportStatusValidating is reading and writes nothing.
	ImportStatusValidating ImportStatus = "VALIDATING"
	// ImportStatusReady is a dry run that is over.
	ImportStatusReady ImportStatus = "READY"
	// ImportStatusApplying is reading and staging.
	ImportStatusApplying            ImportStatus = "APPLYING"
	ImportStatusCompleted           ImportStatus = "COMPLETED"
	ImportStatusCompletedWithErrors ImportStatus = "COMPLETED_WITH_ERRORS"
	ImportStatusFailed              ImportStatus = "FAILED"
	ImportStatusCancelled           ImportStatus = "CANCELLED"
	ImportStatusReverted            ImportStatus = "REVERTED"
)

var importStatusValues = []ImportStatus{
	ImportStatusQueued,
	ImportStatusAwaitingMapping,
	ImportStatusValidating,
	ImportStatusReady,
	ImportStatusApplying,
	ImportStatusCompleted,
	ImportStatusCompletedWithErrors,
	ImportStatusFailed,
	ImportStatusCancelled,
	ImportStatusReverted,
}

// Values implements ent's EnumValues.
func (ImportStatus) Values() []string { return values(importStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (i ImportStatus) MarshalGQL(w io.Writer) { marshal(w, i) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (i *ImportStatus) UnmarshalGQL(v any) error { return unmarshal(i, importStatusValues, v) }

// UploadPurpose is what an upload is for.
type UploadPurpose string

// The values of UploadPurpose.
const (
	UploadPurposeImportFile UploadPurpose = "IMPORT_FILE"
	UploadPurposeMedia      UploadPurpose = "MEDIA"
)

var uploadPurposeValues = []UploadPurpose{
	UploadPurposeImportFile,
	UploadPurposeMedia,
}

// Values implements ent's EnumValues.
func (UploadPurpose) Values() []string { return values(uploadPurposeValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (u UploadPurpose) MarshalGQL(w io.Writer) { marshal(w, u) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (u *UploadPurpose) UnmarshalGQL(v any) error { return unmarshal(u, uploadPurposeValues, v) }
