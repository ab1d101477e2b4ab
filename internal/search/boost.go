package search

// What a word counts by where it is found, and what lifts a product that has it: the same in
// every engine that weighs words by fields, so that one ranks as the other does.
const (
	BoostTitle = 4.0
	// BoostAbout is that of brand, type, category and tags.
	BoostAbout = 1.5
	BoostText  = 0.5
	// BoostCode is that of a SKU or GTIN, which is the one product that is meant.
	BoostCode = 50.0
	// BoostStock lifts what can be bought.
	BoostStock = 0.4
	// BoostSold lifts what others bought, once for every power of ten.
	BoostSold = 0.15
)
