// Package shelfrule is the form in which a collection by rule keeps its rules. What they
// mean, package catalog says.
package shelfrule

// Rules are conditions on products.
type Rules struct {
	// Any asks for one of the conditions; else all must hold.
	Any        bool        `json:"any,omitempty"`
	Conditions []Condition `json:"conditions"`
}

// A Condition compares a field of a product with a value.
type Condition struct {
	Field string `json:"field"` // of enum.ShelfField
	Op    string `json:"op"`    // of enum.ShelfOp
	Value string `json:"value"` // text, an amount in minor units, a number, or a public id
}
