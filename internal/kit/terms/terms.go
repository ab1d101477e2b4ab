// Package terms has the shapes in which the conditions of a sale are kept: as JSON beside
// what they belong to. All amounts are minor units of the row's currency.
package terms

import "github.com/google/uuid"

// A Tier is the price of a delivery from so much on, of what its basis counts: grams, minor
// units or articles. The tier that goes for an order is the last whose From it reaches.
type Tier struct {
	From       int64 `json:"from"`
	PriceMinor int64 `json:"price_minor"`
}

// A Tax is the tax of an order at one rate, in hundredths of a percent, and what it is of
// before tax.
type Tax struct {
	RateBp   int   `json:"rate_bp"`
	NetMinor int64 `json:"net_minor"`
	TaxMinor int64 `json:"tax_minor"`
}

// A Discount is what a promotion took off an order. Its words are those of the day.
type Discount struct {
	PromotionID uuid.UUID `json:"promotion_id"`
	Title       string    `json:"title"`
	Code        string    `json:"code,omitempty"` // "" for one that applies by itself
	AmountMinor int64     `json:"amount_minor"`
}

// BankDetails are where a buyer sends money to.
type BankDetails struct {
	Holder string `json:"holder,omitempty"`
	IBAN   string `json:"iban,omitempty"`
	BIC    string `json:"bic,omitempty"`
	Bank   string `json:"bank,omitempty"`
}

// A Requirement is what a payment provider still wants to know of a vendor.
type Requirement struct {
	// Field is the provider's name of it, such as "individual.verification.document".
	Field string `json:"field"`
	// Due says that payments or payouts stop while it is missing.
	Due bool `json:"due"`
	// Reason is the provider's own words where it refused an answer, else "".
	Reason string `json:"reason,omitempty"`
}
