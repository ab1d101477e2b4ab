package fast

// needs are what has to be loaded for what is asked.
type needs uint64

const (
	needsVariants needs = 1 << iota
	needsMedia
	needsCount
	needsWords // those in the language of the request, where that is not the shop's own
	needsSlug
	needsTitle
	needsDescription
	needsHTML
	needsBrand
	needsType
	needsTags
	needsOptions
	needsSEO
	needsPrice
	needsStock
	needsTimes
	needsCursor // the ends of the page
	needsSorting
	needsVariantCodes
	needsVariantValues
	needsVariantPrices // beside the price
	needsVariantStock
	needsWeight
	needsAlts
	needsColor
	needsFocus
	needsSrcset
	needsEdges
	needsHighlights
	needsFacets
	needsRange
)

// sorting are the columns that a page in another order than the usual ends with.
const sorting = needsSorting | needsTimes
