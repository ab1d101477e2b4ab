package catalog

import (
	"orion/internal/enum"
	"orion/internal/kit/publicid"
)

// Rules are the graph's CollectionRules and CollectionRulesInput.
type Rules struct {
	Any        bool
	Conditions []*Condition
}

// Condition is the graph's CollectionCondition and CollectionConditionInput.
type Condition struct {
	Field enum.ShelfField
	Op    enum.ShelfOp
	Value string
}

// CollectionCreateInput is the graph's input of the same name.
type CollectionCreateInput struct {
	Title           string
	Slug            *string
	Description     *string
	DescriptionHTML *string
	ProductIds      []publicid.ID
	Rules           *Rules
	Sort            *enum.CollectionSort
	Seo             *SEOInput
	Translations    []*TranslationInput
	MediaID         *publicid.ID
}

// CollectionUpdateInput is the graph's input of the same name. What is nil stays.
type CollectionUpdateInput struct {
	Title           *string
	Slug            *string
	DescriptionHTML *string
	Rules           *Rules
	ToManual        *bool
	Sort            *enum.CollectionSort
	Seo             *SEOInput
	Translations    []*TranslationInput
	MediaID         *publicid.ID
	IfVersion       *int
}

// CategoryCreateInput is the graph's input of the same name.
type CategoryCreateInput struct {
	Title        string
	Slug         *string
	ParentID     *publicid.ID
	GoogleID     *int
	Translations []*TranslationInput
}

// CategoryUpdateInput is the graph's input of the same name. What is nil stays.
type CategoryUpdateInput struct {
	Title        *string
	Slug         *string
	ParentID     *publicid.ID
	GoogleID     *int
	Translations []*TranslationInput
	After        *publicid.ID
}
