// Package postal is addresses and what makes them complete. The rules follow the
// Universal Postal Union's formats for the countries that are listed; all other
// countries need no more than the parts that every address has.
package postal

import (
	"regexp"
	"strings"

	"golang.org/x/text/language"

	"orion/internal/kit/errs"
)

// An Address is complete and in its usual writing.
type Address struct {
	FirstName   string  `json:"first_name"`
	LastName    string  `json:"last_name"`
	Company     *string `json:"company,omitempty"`
	Line1       string  `json:"line1"`
	Line2       *string `json:"line2,omitempty"`
	City        string  `json:"city"`
	Region      *string `json:"region,omitempty"`
	PostalCode  string  `json:"postal_code"`
	CountryCode string  `json:"country_code"`
	Phone       *string `json:"phone,omitempty"`
}

// Input is an address as somebody wrote it.
type Input struct {
	FirstName, LastName, Company, Line1, Line2, City, Region, PostalCode, CountryCode, Phone *string
}

// codes are the postal codes of the countries that shops deliver to most, without
// the country's prefix.
var codes = map[string]*regexp.Regexp{
	"LU": regexp.MustCompile(`^\d{4}$`), "BE": regexp.MustCompile(`^\d{4}$`), "FR": regexp.MustCompile(`^\d{5}$`),
	"DE": regexp.MustCompile(`^\d{5}$`), "AT": regexp.MustCompile(`^\d{4}$`), "CH": regexp.MustCompile(`^\d{4}$`),
	"NL": regexp.MustCompile(`^\d{4} ?[A-Z]{2}$`), "IT": regexp.MustCompile(`^\d{5}$`), "ES": regexp.MustCompile(`^\d{5}$`),
	"PT": regexp.MustCompile(`^\d{4}-\d{3}$`), "DK": regexp.MustCompile(`^\d{4}$`), "PL": regexp.MustCompile(`^\d{2}-\d{3}$`),
}

// maxPart is the longest part of an address, in characters.
const maxPart = 100

// Parse checks an address and puts it into its usual writing. Every fault is
// named by its place below path, such as "address.postalCode".
func Parse(in Input, path string) (Address, error) {
	var faults errs.List
	need := func(p *string, field string) string {
		s := clean(p)
		switch {
		case s == "":
			faults = append(faults, errs.New(errs.Required, "is required").At(path+"."+field))
		case len([]rune(s)) > maxPart:
			faults = append(faults, errs.New(errs.TooLong, "is longer than %d characters", maxPart).At(path+"."+field))
		}
		return s
	}
	optional := func(p *string, field string) *string {
		if clean(p) == "" {
			return nil
		}
		s := need(p, field)
		return &s
	}
	a := Address{
		FirstName: need(in.FirstName, "firstName"), LastName: need(in.LastName, "lastName"),
		Company: optional(in.Company, "company"), Line1: need(in.Line1, "line1"), Line2: optional(in.Line2, "line2"),
		City: need(in.City, "city"), Region: optional(in.Region, "region"), PostalCode: need(in.PostalCode, "postalCode"),
		CountryCode: strings.ToUpper(need(in.CountryCode, "countryCode")), Phone: optional(in.Phone, "phone"),
	}
	if a.CountryCode != "" && !IsCountry(a.CountryCode) {
		faults = append(faults, errs.Field(path+".countryCode", "is no country"))
	}
	code, ok := postalCode(a.CountryCode, a.PostalCode)
	if a.PostalCode != "" && !ok {
		faults = append(faults, errs.Field(path+".postalCode", "is no postal code of this country"))
	}
	a.PostalCode = code
	return a, faults.Or()
}

// postalCode drops the country's prefix: L-1728, LU-1728 and L1728 are 1728.
func postalCode(country, s string) (string, bool) {
	rule, ok := codes[country]
	if !ok {
		return s, true
	}
	s = strings.ToUpper(s)
	for _, prefix := range []string{country, country[:1]} {
		if rest, cut := strings.CutPrefix(s, prefix); cut && country != "NL" {
			s = strings.TrimLeft(rest, "- ")
			break
		}
	}
	if rule.MatchString(s) {
		return s, true
	}
	compact := strings.ReplaceAll(s, " ", "")
	return compact, rule.MatchString(compact)
}

// IsCountry reports whether code is one of ISO 3166-1 alpha-2, in capitals.
func IsCountry(code string) bool {
	r, err := language.ParseRegion(code)
	return err == nil && len(code) == 2 && r.IsCountry()
}

func clean(p *string) string {
	if p == nil {
		return ""
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(*p, "\x00", ""), "")), " ")
}
