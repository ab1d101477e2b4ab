package main

// A scenario is something that shops are asked, and the way to the bare handler that
// answers the same.
type scenario struct{ name, query string }

// What a card of a product shows: variants with prices, the first picture.
const cardFields = `id slug title description
	priceRange { min { amount currencyCode } max { amount currencyCode } } featuredMedia { url alt width height }
	variants(first: 10) { nodes { id sku title price { amount currencyCode } availableForSale } }`

// The answers that visitors wait for: 20 products of all, one product, 20 of a collection,
// the first 20 that a search finds.
var scenarios = []scenario{
	{"list", `{ shop { name slug currencyCode products(first: 20) { nodes { ` + cardFields + ` } } } }`},
	{"product", `{ shop { product(slug: "product-500") { ` + cardFields + ` } } }`},
	{"collection", `{ shop { collection(slug: "shelf-1") { id slug title description products(first: 20) { nodes { ` + cardFields + ` } } } } }`},
	{"search", `{ shop { search(query: "number", first: 20) { nodes { ` + cardFields + ` } count { value precision } } } }`},
}

// The bars: what an answer that is worked out may take of the processor beside the bare
// handler's, in how many round trips, and how many times the requests a second one that is
// kept must make.
const (
	freshBar     = 1.6
	roundTripBar = 1.0
	keptBar      = 5.0
)
