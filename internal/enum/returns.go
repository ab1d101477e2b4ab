package enum

import "io"

// ReturnStatus is how far a return has come.
type ReturnStatus string

// The values of ReturnStatus.
const (
	ReturnStatusRequested ReturnStatus = "REQUESTED"
	ReturnStatusApproved  ReturnStatus = "APPROVED"
	ReturnStatusRejected  ReturnStatus = "REJECTED"
	ReturnStatusReceived  ReturnStatus = "RECEIVED"
	ReturnStatusCancelled ReturnStatus = "CANCELLED"
)

var returnStatusValues = []ReturnStatus{
	ReturnStatusRequested,
	ReturnStatusApproved,
	ReturnStatusRejected,
	ReturnStatusReceived,
	ReturnStatusCancelled,
}

// Values implements ent's EnumValues.
func (ReturnStatus) Values() []string { return values(returnStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (r ReturnStatus) MarshalGQL(w io.Writer) { marshal(w, r) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (r *ReturnStatus) UnmarshalGQL(v any) error { return unmarshal(r, returnStatusValues, v) }

// ReturnReason is why a buyer sends goods back.
type ReturnReason string

// The values of ReturnReason.
const (
	// ReturnReasonWithdrawal is the consumer's right to change their mind, which needs no reason (Directive 2011/83/EU, article 9).
	ReturnReasonWithdrawal     ReturnReason = "WITHDRAWAL"
	ReturnReasonDamaged        ReturnReason = "DAMAGED"
	ReturnReasonWrongItem      ReturnReason = "WRONG_ITEM"
	ReturnReasonNotAsDescribed ReturnReason = "NOT_AS_DESCRIBED"
	ReturnReasonOther          ReturnReason = "OTHER"
)

var returnReasonValues = []ReturnReason{
	ReturnReasonWithdrawal,
	ReturnReasonDamaged,
	ReturnReasonWrongItem,
	ReturnReasonNotAsDescribed,
	ReturnReasonOther,
}

// Values implements ent's EnumValues.
func (ReturnReason) Values() []string { return values(returnReasonValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (r ReturnReason) MarshalGQL(w io.Writer) { marshal(w, r) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (r *ReturnReason) UnmarshalGQL(v any) error { return unmarshal(r, returnReasonValues, v) }
