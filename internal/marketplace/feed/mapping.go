package feed

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Mapping says what the columns of a file mean that follows no contract we know.
type Mapping struct {
	Columns []ColumnMapping `json:"columns"`

	// Continuation is a column that is blank in records which belong to the product
	// above. Such a record is a variant: it takes what it leaves blank from the
	// product's first record, except for what every variant has of its own: id,
	// price and sale price, gtin, mpn, quantity, availability, color, size and the
	// values of options. "" if every record is a product.
	Continuation string `json:"continuation,omitempty"`

	// Constants are fields that are the same in every row.
	Constants map[string]string `json:"constants,omitempty"`

	// Round makes a warning of an error where a price has more decimals than its
	// currency: it is rounded, half a unit up.
	Round bool `json:"round,omitempty"`
}

// A ColumnMapping says what one column means. A column may be named several times,
// for several fields.
type ColumnMapping struct {
	// Column is the name in the header; case and blanks do not matter.
	Column string `json:"column"`

	// Field is what it fills, one of Fields, or "option:" and the name of an option.
	Field string `json:"field"`

	// Path is a JSON pointer (RFC 6901) to the value in a cell that holds JSON; to
	// an array for a list.
	Path string `json:"path,omitempty"`

	// List separates the items of a cell that holds several. A field with one value
	// takes the first, a price the one in the source's currency, and image_link the
	// first for itself and the others for additional_image_link.
	List string `json:"list,omitempty"`

	// Pick takes the items that begin with it, without it: "default=" takes 100
	// of default=100.
	Pick string `json:"pick,omitempty"`

	// Base is put before an address that does not begin with a scheme.
	Base string `json:"base,omitempty"`
}

// extras are attributes beyond Google's that other systems have.
var extras = names(`tags seo_title seo_description weight_grams cost published requires_shipping taxable tax_code gift_card
	title_fr title_de title_en description_fr description_de description_en`)

const (
	fieldOptionNames  = "option_names"
	fieldOptionValues = "option_values"
	optionPrefix      = "option:"
)

// Fields are what a mapping can fill, in alphabetical order: Google's attributes,
// some of other systems, option_names and option_values, which are lists, and variants,
// which says in short all that a row stands for: "size: M, L | color: Red, Blue".
func Fields() []string {
	all := []string{fieldOptionNames, fieldOptionValues, fieldVariants}
	all = slices.AppendSeq(all, maps.Keys(typedColumns))
	all = slices.AppendSeq(all, maps.Keys(attributes))
	all = slices.AppendSeq(all, maps.Keys(extras))
	slices.Sort(all)
	return all
}

func isField(name string) bool {
	if option, ok := strings.CutPrefix(name, optionPrefix); ok {
		return strings.TrimSpace(option) != "" && utf8.RuneCountInString(option) <= optionLength
	}
	return isAttribute(name) || extras[name] || name == fieldOptionNames || name == fieldOptionValues || name == fieldVariants
}

// A MappingError is something wrong in a Mapping.
type MappingError struct {
	Place []string // such as columns, 3, field

	// Format and Args make the message, as in Problem.
	Format string
	Args   []any
}

func (e MappingError) Error() string { return fmt.Sprintf(e.Format, e.Args...) }

const mappingColumns = 500

// Validate returns all that is wrong with a mapping, in its order.
func (m *Mapping) Validate() []MappingError {
	var v mappingCheck
	if len(m.Columns) > mappingColumns {
		v.add([]string{"columns"}, MappingError{Format: "there are %v columns; %v are allowed", Args: []any{len(m.Columns), mappingColumns}})
	}
	seen := map[string]string{}
	for i := range m.Columns {
		v.column(&m.Columns[i], strconv.Itoa(i), seen)
	}
	for _, field := range slices.Sorted(maps.Keys(m.Constants)) {
		v.constant(field, m.Constants[field], seen)
	}
	if m.Continuation != "" && loose(m.Continuation) == "" {
		v.add([]string{"continuation"}, MappingError{Format: "the column has no name"})
	}
	return v.found
}

type mappingCheck struct{ found []MappingError }

func (v *mappingCheck) add(place []string, e MappingError) {
	e.Place = place
	v.found = append(v.found, e)
}

// column checks one column. seen are the columns of each field so far.
func (v *mappingCheck) column(m *ColumnMapping, place string, seen map[string]string) {
	at := func(part string) []string { return []string{"columns", place, part} }
	if loose(m.Column) == "" {
		v.add(at("column"), MappingError{Format: "the column has no name"})
	}
	first, again := seen[m.Field]
	switch {
	case !isField(m.Field):
		v.add(at("field"), MappingError{Format: "there is no field %q", Args: []any{excerpt(m.Field)}})
	case again && !repeatable[m.Field]:
		v.add(at("field"), MappingError{
			Format: "the columns %q and %q are both %s",
			Args:   []any{excerpt(first), excerpt(m.Column), m.Field},
		})
	}
	seen[m.Field] = m.Column
	if m.List != "" && !isSeparator(m.List) {
		v.add(at("list"), MappingError{Format: "a separator is one to three characters, none of them a letter, a digit, a quote or a blank"})
	}
	if m.Path != "" && !isPointer(m.Path) {
		v.add(at("path"), MappingError{Format: "%q is no JSON pointer, such as /images/0/url", Args: []any{excerpt(m.Path)}})
	}
	if m.Base != "" && !isBase(m) {
		v.add(at("base"), MappingError{Format: "only an address has a base, and it begins with http:// or https:// and a host"})
	}
}

func (v *mappingCheck) constant(field, value string, seen map[string]string) {
	at := []string{"constants", field}
	_, typed := typedColumns[field]
	switch column, again := seen[field]; {
	case !typed && !attributes[field] && !extras[field]:
		v.add(at, MappingError{Format: "there is no field %q", Args: []any{excerpt(field)}})
	case field == ColumnID.String():
		v.add(at, MappingError{Format: "the id cannot be the same in every row"})
	case again:
		v.add(at, MappingError{Format: "the column %q fills %s already", Args: []any{excerpt(column), field}})
	case blank([]byte(value)):
		v.add(at, MappingError{Format: "the value is blank"})
	case !utf8.ValidString(value) || strings.ContainsRune(value, 0):
		v.add(at, MappingError{Format: "the value is no text"})
	}
}

func isSeparator(s string) bool {
	if n := utf8.RuneCountInString(s); n > 3 {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSpace(r) || r == '"' || r == utf8.RuneError || unicode.IsControl(r)
	}) < 0
}

func isBase(m *ColumnMapping) bool {
	if !isLink(m.Field) {
		return false
	}
	u, err := url.Parse(m.Base)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil
}

func isLink(field string) bool {
	c := typedColumns[field]
	return links[field] || c == ColumnLink || c == ColumnImageLink || c == ColumnAdditionalImageLinks
}
