package vendor

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/kit/optional"
	"orion/internal/kit/postal"
)

var phone = regexp.MustCompile(`^\+?[0-9][0-9 ()/.-]{3,38}$`)

// vatShapes are the shapes of VAT numbers by their prefix, as VIES, the European
// Commission's register of them, describes them. Greece writes EL, Northern Ireland XI.
var vatShapes = map[string]*regexp.Regexp{
	"AT": shape(`U\d{8}`), "BE": shape(`[01]\d{9}`), "BG": shape(`\d{9,10}`), "CY": shape(`\d{8}[A-Z]`),
	"CZ": shape(`\d{8,10}`), "DE": shape(`\d{9}`), "DK": shape(`\d{8}`), "EE": shape(`\d{9}`), "EL": shape(`\d{9}`),
	"ES": shape(`[A-Z0-9]\d{7}[A-Z0-9]`), "FI": shape(`\d{8}`), "FR": shape(`[A-HJ-NP-Z0-9]{2}\d{9}`),
	"HR": shape(`\d{11}`), "HU": shape(`\d{8}`), "IE": shape(`\d[A-Z0-9+*]\d{5}[A-Z]{1,2}`), "IT": shape(`\d{11}`),
	"LT": shape(`(\d{9}|\d{12})`), "LU": shape(`\d{8}`), "LV": shape(`\d{11}`), "MT": shape(`\d{8}`),
	"NL": shape(`[A-Z0-9+*]{10}\d{2}`), "PL": shape(`\d{10}`), "PT": shape(`\d{9}`), "RO": shape(`\d{2,10}`),
	"SE": shape(`\d{12}`), "SI": shape(`\d{8}`), "SK": shape(`\d{10}`), "XI": shape(`(\d{9}|\d{12}|GD\d{3}|HA\d{3})`),
}

// elsewhere is what numbers of other countries have in common.
var elsewhere = shape(`[A-Z0-9]{2,18}`)

func shape(s string) *regexp.Regexp { return regexp.MustCompile(`^` + s + `$`) }

// vatNumber reports whether a number can be one: of that shape, with its country's prefix.
func vatNumber(s string) bool {
	if len(s) < 4 || len(s) > 20 {
		return false
	}
	prefix, rest := s[:2], s[2:]
	if of, ok := vatShapes[prefix]; ok {
		return of.MatchString(rest)
	}
	return prefix != "GR" && country(prefix) && elsewhere.MatchString(rest)
}

// compact drops what people put between the digits of a number.
func compact(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", ".", "", "-", "", "\u00a0", "").Replace(s))
}

// legalAddress checks where a vendor is established. A company has no first and last
// name, so that these may be missing.
func legalAddress(in postal.Input) (*postal.Address, error) {
	nobody := "-"
	named := func(p *string) bool { return p != nil && strings.TrimSpace(*p) != "" }
	first, last := named(in.FirstName), named(in.LastName)
	if !first {
		in.FirstName = &nobody
	}
	if !last {
		in.LastName = &nobody
	}
	a, err := postal.Parse(in, "input.legalAddress")
	if err != nil {
		return nil, err
	}
	if !first {
		a.FirstName = ""
	}
	if !last {
		a.LastName = ""
	}
	return &a, nil
}

// Seller returns who sells in a shop, as in the register; the name of the shop where that is
// not given.
func Seller(v *ent.Vendor) string { return cmp.Or(optional.Value(v.LegalName), v.Name) }

// AddressLines is where a vendor is established, as it stands on a letter, the country by its
// code; none where that is not given.
func AddressLines(v *ent.Vendor) []string {
	a := v.LegalAddress
	if a == nil {
		return nil
	}
	person := strings.TrimSpace(a.FirstName + " " + a.LastName)
	town := strings.TrimSpace(a.CountryCode + "-" + a.PostalCode + " " + a.City)
	return slices.DeleteFunc([]string{person, optional.Value(a.Company), a.Line1, optional.Value(a.Line2), town}, func(line string) bool { return line == "" })
}
