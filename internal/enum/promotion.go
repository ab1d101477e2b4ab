package enum

import "io"

// PromotionStatus is where a promotion stands.
type PromotionStatus string

// The values of PromotionStatus.
const (
	PromotionStatusScheduled PromotionStatus = "SCHEDULED"
	PromotionStatusActive    PromotionStatus = "ACTIVE"
	PromotionStatusEnded     PromotionStatus = "ENDED"
	PromotionStatusUsedUp    PromotionStatus = "USED_UP"
	PromotionStatusArchived  PromotionStatus = "ARCHIVED"
)

var promotionStatusValues = []PromotionStatus{
	PromotionStatusScheduled,
	PromotionStatusActive,
	PromotionStatusEnded,
	PromotionStatusUsedUp,
	PromotionStatusArchived,
}

// Values implements ent's EnumValues.
func (PromotionStatus) Values() []string { return values(promotionStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s PromotionStatus) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *PromotionStatus) UnmarshalGQL(v any) error { return unmarshal(s, promotionStatusValues, v) }
