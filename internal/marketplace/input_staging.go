package marketplace

import (
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/localized"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

// TaskInput is the graph's StagingTaskInput.
type TaskInput struct {
	Action         enum.StagingAction
	Where          *ProductWhere
	IdempotencyKey string
}

// TaskEvent is a step of a task.
type TaskEvent struct {
	Sequence int
	Task     *ent.StagingTask
}

// TaskProblem is why a staged product was left as it was, in the language of the
// request.
type TaskProblem struct {
	MarketplaceProductID publicid.ID
	Title                string
	Code                 errs.Code
	Message              string
}

// ProductUpdateInput is the graph's MarketplaceProductUpdateInput. What is nil stays.
type ProductUpdateInput struct {
	Title, Description *string
	Price              *money.Decimal
	ProductType        *string
	TaxClass           *enum.TaxClass
	CategoryID         *publicid.ID
	Translations       []*catalog.TranslationInput
	Reset              []enum.ProposalField
}

// ResolveInput is the graph's SourceChangesResolveInput. No fields are all that have
// changed.
type ResolveInput struct {
	IDs    []publicid.ID
	Answer enum.SourceChangeAnswer
	Fields []enum.SourceField
}

// Proposal is a staged product as it would stand in the catalogue.
type Proposal struct {
	Title, Description string
	ProductType        *string
	Price              *money.Money
	CompareAtPrice     *money.Money
	// CollectionID is what Collection is read by, nil for none.
	CollectionID *uuid.UUID
	Collection   *ent.Collection
	// CategoryID is what Category is read by, nil for none.
	CategoryID   *uuid.UUID
	Category     *ent.Category
	TaxClass     enum.TaxClass
	Translations []*catalog.Translation
	Edited       []enum.ProposalField
	// texts are what Translations are read from.
	texts localized.Texts
}

// SourceChange is what a feed says anew about a published product.
type SourceChange struct {
	Field                  enum.SourceField
	Before, After, Catalog *string
}

// Facets are how many staged products there are of each kind.
type Facets struct {
	Status, Source, Brand, ProductType []*Facet
}

// Facet is one value and how many have it.
type Facet struct {
	Value string
	Count int
}
