package enum

import "io"

// SourceField is a field of a published product that its feed may change.
type SourceField string

// The values of SourceField.
const (
	SourceFieldTitle          SourceField = "TITLE"
	SourceFieldDescription    SourceField = "DESCRIPTION"
	SourceFieldBrand          SourceField = "BRAND"
	SourceFieldProductType    SourceField = "PRODUCT_TYPE"
	SourceFieldPrice          SourceField = "PRICE"
	SourceFieldCompareAtPrice SourceField = "COMPARE_AT_PRICE"
	SourceFieldGTIN           SourceField = "GTIN"
	SourceFieldImage          SourceField = "IMAGE"
)

var sourceFieldValues = []SourceField{
	SourceFieldTitle, SourceFieldDescription, SourceFieldBrand, SourceFieldProductType, SourceFieldPrice, SourceFieldCompareAtPrice, SourceFieldGTIN, SourceFieldImage,
}

// Values implements ent's EnumValues.
func (SourceField) Values() []string { return values(sourceFieldValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (f SourceField) MarshalGQL(w io.Writer) { marshal(w, f) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (f *SourceField) UnmarshalGQL(v any) error { return unmarshal(f, sourceFieldValues, v) }

// SourceChangeAnswer is what the team answers to a feed's changes.
type SourceChangeAnswer string

// The values of SourceChangeAnswer.
const (
	SourceChangeAnswerAccept SourceChangeAnswer = "ACCEPT"
	SourceChangeAnswerIgnore SourceChangeAnswer = "IGNORE"
	SourceChangeAnswerPin    SourceChangeAnswer = "PIN"
	SourceChangeAnswerUnpin  SourceChangeAnswer = "UNPIN"
)

var sourceChangeAnswerValues = []SourceChangeAnswer{
	SourceChangeAnswerAccept, SourceChangeAnswerIgnore, SourceChangeAnswerPin, SourceChangeAnswerUnpin,
}

// Values implements ent's EnumValues.
func (SourceChangeAnswer) Values() []string { return values(sourceChangeAnswerValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (a SourceChangeAnswer) MarshalGQL(w io.Writer) { marshal(w, a) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (a *SourceChangeAnswer) UnmarshalGQL(v any) error {
	return unmarshal(a, sourceChangeAnswerValues, v)
}

// ProposalField is what the team may write itself before a staged product is published.
type ProposalField string

// The values of ProposalField.
const (
	ProposalFieldTitle        ProposalField = "TITLE"
	ProposalFieldDescription  ProposalField = "DESCRIPTION"
	ProposalFieldPrice        ProposalField = "PRICE"
	ProposalFieldProductType  ProposalField = "PRODUCT_TYPE"
	ProposalFieldTaxClass     ProposalField = "TAX_CLASS"
	ProposalFieldCategory     ProposalField = "CATEGORY"
	ProposalFieldTranslations ProposalField = "TRANSLATIONS"
)

var proposalFieldValues = []ProposalField{ProposalFieldTitle, ProposalFieldDescription, ProposalFieldPrice, ProposalFieldProductType, ProposalFieldTaxClass, ProposalFieldCategory, ProposalFieldTranslations}

// Values implements ent's EnumValues.
func (ProposalField) Values() []string { return values(proposalFieldValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (f ProposalField) MarshalGQL(w io.Writer) { marshal(w, f) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (f *ProposalField) UnmarshalGQL(v any) error { return unmarshal(f, proposalFieldValues, v) }
