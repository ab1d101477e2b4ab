package catalog

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
	"orion/internal/kit/shelfrule"
)

// The bounds of rules.
const (
	maxConditions = 20
	maxRuleValue  = 200
	maxAgeDays    = 36_500
)

// textOps are the ways to compare a text.
var textOps = []enum.ShelfOp{enum.ShelfOpEquals, enum.ShelfOpNotEquals, enum.ShelfOpContains, enum.ShelfOpStartsWith}

// shelfOps says what each field can be compared by.
var shelfOps = map[enum.ShelfField][]enum.ShelfOp{
	enum.ShelfFieldTitle:       textOps,
	enum.ShelfFieldBrand:       textOps,
	enum.ShelfFieldProductType: textOps,
	enum.ShelfFieldTag:         {enum.ShelfOpEquals, enum.ShelfOpNotEquals},
	enum.ShelfFieldCategory:    {enum.ShelfOpEquals, enum.ShelfOpNotEquals},
	enum.ShelfFieldPrice:       {enum.ShelfOpAtLeast, enum.ShelfOpAtMost},
	enum.ShelfFieldOnSale:      {enum.ShelfOpEquals},
	enum.ShelfFieldInStock:     {enum.ShelfOpEquals},
	enum.ShelfFieldAgeDays:     {enum.ShelfOpAtLeast, enum.ShelfOpAtMost},
}

// stored checks rules and puts them into the form that is kept, amounts in the smallest
// unit of a currency. Every mistake stands at its place below path: INVALID at
// conditions.<n>.op where the field is not compared so, at conditions.<n>.value for a value
// that is none, TOO_LONG there, and INVALID at conditions for none or too many.
func (r *Rules) stored(currency, path string) (*shelfrule.Rules, error) {
	if n := len(r.Conditions); n == 0 || n > maxConditions {
		return nil, errs.Field(path+".conditions", "must be 1 to %d conditions", maxConditions)
	}
	out := &shelfrule.Rules{Any: r.Any, Conditions: make([]shelfrule.Condition, len(r.Conditions))}
	var bad errs.List
	for i, c := range r.Conditions {
		at := path + ".conditions." + strconv.Itoa(i)
		if !slices.Contains(shelfOps[c.Field], c.Op) {
			bad = append(bad, errs.Field(at+".op", "does not go with the field"))
			continue
		}
		value, fault := c.value(currency)
		if fault != nil {
			bad = append(bad, fault.At(at+".value"))
		}
		out.Conditions[i] = shelfrule.Condition{Field: string(c.Field), Op: string(c.Op), Value: value}
	}
	return out, bad.Or()
}

// value is the condition's in the form that is kept.
func (c *Condition) value(currency string) (string, *errs.Error) {
	text := clean(c.Value)
	switch {
	case text == "":
		return "", errs.New(errs.Required, "is required")
	case utf8.RuneCountInString(text) > maxRuleValue:
		return "", tooLong(maxRuleValue)
	}
	switch c.Field {
	case enum.ShelfFieldPrice:
		amount, err := money.Parse(money.Decimal(text), currency)
		if err != nil || amount.Minor < 0 {
			return "", errs.New(errs.Invalid, "is no amount of %s", currency)
		}
		return strconv.FormatInt(amount.Minor, 10), nil
	case enum.ShelfFieldAgeDays:
		if n, err := strconv.Atoi(text); err != nil || n < 0 || n > maxAgeDays {
			return "", errs.New(errs.Invalid, "must be 0 to %d", maxAgeDays)
		}
	case enum.ShelfFieldOnSale, enum.ShelfFieldInStock:
		if text != "true" && text != "false" {
			return "", errs.New(errs.Invalid, "must be true or false")
		}
	case enum.ShelfFieldCategory:
		if kind, _, ok := publicid.ID(text).Parse(); !ok || kind != "Category" {
			return "", errs.New(errs.NotFound, "not found")
		}
	}
	return text, nil
}

// RulesOf returns rules as they were given, amounts in a currency; nil for none.
func RulesOf(rules *shelfrule.Rules, currency string) *Rules {
	if rules == nil {
		return nil
	}
	out := &Rules{Any: rules.Any, Conditions: make([]*Condition, len(rules.Conditions))}
	for i, c := range rules.Conditions {
		value := c.Value
		if minor, err := strconv.ParseInt(value, 10, 64); err == nil && c.Field == string(enum.ShelfFieldPrice) {
			value = string(money.New(minor, currency).Amount())
		}
		out.Conditions[i] = &Condition{Field: enum.ShelfField(c.Field), Op: enum.ShelfOp(c.Op), Value: value}
	}
	return out
}
