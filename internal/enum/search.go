package enum

import "io"

// SearchSort is the order of what a search found.
type SearchSort string

// The values of SearchSort.
const (
	SearchSortRelevance   SearchSort = "RELEVANCE"
	SearchSortNewest      SearchSort = "NEWEST"
	SearchSortPriceAsc    SearchSort = "PRICE_ASC"
	SearchSortPriceDesc   SearchSort = "PRICE_DESC"
	SearchSortTitle       SearchSort = "TITLE"
	SearchSortBestSelling SearchSort = "BEST_SELLING"
)

var searchSortValues = []SearchSort{
	SearchSortRelevance,
	SearchSortNewest,
	SearchSortPriceAsc,
	SearchSortPriceDesc,
	SearchSortTitle,
	SearchSortBestSelling,
}

// Values implements ent's EnumValues.
func (SearchSort) Values() []string { return values(searchSortValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s SearchSort) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *SearchSort) UnmarshalGQL(v any) error { return unmarshal(s, searchSortValues, v) }
