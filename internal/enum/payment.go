package enum

import "io"

// RefundStatus is how far a refund has come.
type RefundStatus string

// The values of RefundStatus.
const (
	// RefundStatusPending is reserved: no other refund can have the amount.
	RefundStatusPending   RefundStatus = "PENDING"
	RefundStatusSucceeded RefundStatus = "SUCCEEDED"
	RefundStatusFailed    RefundStatus = "FAILED"
)

var refundStatusValues = []RefundStatus{
	RefundStatusPending,
	RefundStatusSucceeded,
	RefundStatusFailed,
}

// Values implements ent's EnumValues.
func (RefundStatus) Values() []string { return values(refundStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (r RefundStatus) MarshalGQL(w io.Writer) { marshal(w, r) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (r *RefundStatus) UnmarshalGQL(v any) error { return unmarshal(r, refundStatusValues, v) }

// WebhookStatus is what became of a message of a provider.
type WebhookStatus string

// The values of WebhookStatus.
const (
	WebhookStatusReceived WebhookStatus = "RECEIVED"
	WebhookStatusHandled  WebhookStatus = "HANDLED"
	// WebhookStatusIgnored is a message that concerns nothing of ours.
	WebhookStatusIgnored WebhookStatus = "IGNORED"
	WebhookStatusFailed  WebhookStatus = "FAILED"
)

var webhookStatusValues = []WebhookStatus{
	WebhookStatusReceived,
	WebhookStatusHandled,
	WebhookStatusIgnored,
	WebhookStatusFailed,
}

// Values implements ent's EnumValues.
func (WebhookStatus) Values() []string { return values(webhookStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s WebhookStatus) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *WebhookStatus) UnmarshalGQL(v any) error { return unmarshal(s, webhookStatusValues, v) }

// LedgerAccount is an account of the ledger. Debits are positive.
type LedgerAccount string

// The values of LedgerAccount.
const (
	// LedgerAccountClearing is money between the buyer and the shop, at the provider or on its way.
	LedgerAccountClearing LedgerAccount = "CLEARING"
	// LedgerAccountVendor is what has been passed on to the vendor.
	LedgerAccountVendor LedgerAccount = "VENDOR"
	// LedgerAccountPlatformFee is the platform's commission.
	LedgerAccountPlatformFee LedgerAccount = "PLATFORM_FEE"
	LedgerAccountProviderFee LedgerAccount = "PROVIDER_FEE"
	// LedgerAccountTax is tax that the vendor owes.
	LedgerAccountTax      LedgerAccount = "TAX"
	LedgerAccountSales    LedgerAccount = "SALES"
	LedgerAccountShipping LedgerAccount = "SHIPPING"
)

var ledgerAccountValues = []LedgerAccount{
	LedgerAccountClearing,
	LedgerAccountVendor,
	LedgerAccountPlatformFee,
	LedgerAccountProviderFee,
	LedgerAccountTax,
	LedgerAccountSales,
	LedgerAccountShipping,
}

// Values implements ent's EnumValues.
func (LedgerAccount) Values() []string { return values(ledgerAccountValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (l LedgerAccount) MarshalGQL(w io.Writer) { marshal(w, l) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (l *LedgerAccount) UnmarshalGQL(v any) error { return unmarshal(l, ledgerAccountValues, v) }

// LedgerKind is what a posting is about.
type LedgerKind string

// The values of LedgerKind.
const (
	LedgerKindCharge           LedgerKind = "CHARGE"
	LedgerKindFee              LedgerKind = "FEE"
	LedgerKindTransfer         LedgerKind = "TRANSFER"
	LedgerKindRefund           LedgerKind = "REFUND"
	LedgerKindFeeReversal      LedgerKind = "FEE_REVERSAL"
	LedgerKindTransferReversal LedgerKind = "TRANSFER_REVERSAL"
)

var ledgerKindValues = []LedgerKind{
	LedgerKindCharge,
	LedgerKindFee,
	LedgerKindTransfer,
	LedgerKindRefund,
	LedgerKindFeeReversal,
	LedgerKindTransferReversal,
}

// Values implements ent's EnumValues.
func (LedgerKind) Values() []string { return values(ledgerKindValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (l LedgerKind) MarshalGQL(w io.Writer) { marshal(w, l) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (l *LedgerKind) UnmarshalGQL(v any) error { return unmarshal(l, ledgerKindValues, v) }
