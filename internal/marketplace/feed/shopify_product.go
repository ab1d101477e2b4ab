package feed

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shopifyPictures is how many pictures of a product are kept, which is how many
// Shopify lets it have.
const shopifyPictures = 250

// shopifyProduct is the product that is being made rows of.
type shopifyProduct struct {
	r  *Reader
	at map[string]int // the column of each field

	first    *record
	handle   string
	group    string
	options  []string // names, blank for the one choice of a product without options
	pictures []string
	more     []Problem // about records without a row, told with the first row
}

// cell is what a record says of a field, trimmed.
func (p *shopifyProduct) cell(rec *record, field string) string {
	i, ok := p.at[field]
	if !ok {
		return ""
	}
	return tidy(rec.cell(i), rec.ascii)
}

func (p *shopifyProduct) belongs(first, rec *record) bool {
	handle := p.cell(rec, "handle")
	return handle != "" && handle == p.cell(first, "handle")
}

func (p *shopifyProduct) compose(records []*record) ([]item, int) {
	p.begin(records)
	variants, skus := 0, map[string]int{}
	for _, rec := range records {
		if p.isVariant(rec) {
			variants++
			skus[p.sku(rec)]++
		}
	}
	p.group = ""
	if variants > 1 || len(p.options) > 0 {
		p.group = fit(p.handle)
	}
	p.collectPictures(records)
	items := make([]item, 0, len(records))
	for _, rec := range records {
		switch {
		case rec.fault != nil:
			items = append(items, item{rec: rec, fault: rec.fault})
		case p.isVariant(rec):
			items = append(items, item{rec: rec, first: p.first, id: p.variantID(rec, skus)})
		default:
			if fault := p.pictureFault(rec); fault != nil {
				items = append(items, item{rec: rec, first: p.first, fault: fault})
			}
		}
	}
	return items, shared(p.first, p.r.header.columns) + len(strings.Join(p.pictures, ""))
}

// begin reads what its first record says of the product: the first with a title,
// should a variant stand before it.
func (p *shopifyProduct) begin(records []*record) {
	p.first = nil
	for _, rec := range records {
		if rec.fault == nil && (p.first == nil || p.cell(p.first, "title") == "" && p.cell(rec, "title") != "") {
			p.first = rec
		}
	}
	p.options, p.pictures, p.more = p.options[:0], nil, nil
	if p.handle = p.cell(p.first, "handle"); p.handle == "" {
		p.handle = slug(p.cell(p.first, "title"))
	}
	p.handle = cleanID(p.handle, false)
	if strings.EqualFold(p.cell(p.first, "option1_name"), "Title") && strings.EqualFold(p.cell(p.first, "option1_value"), "Default Title") {
		return
	}
	for _, n := range []string{"option1", "option2", "option3"} {
		name := p.cell(p.first, n+"_name")
		if name == "" && p.cell(p.first, n+"_value") != "" {
			name = "Option " + n[len("option"):]
		}
		p.options = append(p.options, name)
	}
	for len(p.options) > 0 && p.options[len(p.options)-1] == "" {
		p.options = p.options[:len(p.options)-1]
	}
}

// isVariant reports whether a record makes a row. The first one does whatever it
// says, so that a product without a price is missed by somebody.
func (p *shopifyProduct) isVariant(rec *record) bool {
	if rec.fault != nil {
		return false
	}
	if rec == p.first {
		return true
	}
	for _, f := range []string{"sku", "price", "option1_value", "option2_value", "option3_value"} {
		if p.cell(rec, f) != "" {
			return true
		}
	}
	return false
}

// sku is the number of a variant. An apostrophe before digits is Shopify's, which
// keeps spreadsheets from rounding them.
func (p *shopifyProduct) sku(rec *record) string {
	return bareNumber(cleanID(p.cell(rec, "sku"), rec.ascii))
}

func bareNumber(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.Trim(s[1:], "0123456789") == "" {
		return s[1:]
	}
	return s
}

// variantID is the sku where it tells the variants of a product apart, else handle
// and values, which stay the same from one export to the next.
func (p *shopifyProduct) variantID(rec *record, skus map[string]int) string {
	if sku := p.sku(rec); sku != "" && skus[sku] == 1 {
		return sku
	}
	parts := []string{p.handle}
	for i := range p.options {
		if v := cleanID(p.value(rec, i), false); v != "" {
			parts = append(parts, v)
		}
	}
	return fit(strings.Join(parts, "/"))
}

func (p *shopifyProduct) value(rec *record, option int) string {
	return p.cell(rec, "option"+strconv.Itoa(option+1)+"_value")
}

const idLength = 50

// fit makes an id of at most 50 characters: of a longer text its first 37, a tilde
// and 12 digits of the SHA-256 of all of it.
func fit(s string) string {
	if utf8.RuneCountInString(s) <= idLength {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return string([]rune(s)[:37]) + "~" + hex.EncodeToString(sum[:6])
}

// slug is the handle that Shopify would make of a title.
func slug(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "-")
}

// collectPictures lists the good pictures of all records, by their position where
// they have one.
func (p *shopifyProduct) collectPictures(records []*record) {
	type picture struct {
		address  string
		position int
	}
	var all []picture
	for i, rec := range records {
		if rec.fault != nil {
			continue
		}
		address, problems := p.picture(rec)
		if !p.isVariant(rec) {
			p.tell(problems)
		}
		if address == "" {
			continue
		}
		position, err := strconv.Atoi(p.cell(rec, "image_position"))
		if err != nil {
			position = i + 1
		}
		all = append(all, picture{address, position})
	}
	slices.SortStableFunc(all, func(a, b picture) int { return cmp.Compare(a.position, b.position) })
	for _, one := range all {
		if len(p.pictures) > shopifyPictures {
			return // one too many is enough to tell
		}
		if !slices.Contains(p.pictures, one.address) {
			p.pictures = append(p.pictures, one.address)
		}
	}
}

// picture reads the picture of a record.
func (p *shopifyProduct) picture(rec *record) (address string, problems []Problem) {
	i, ok := p.at["image"]
	if !ok {
		return "", nil
	}
	var row Row
	c := converter{row: &row, opt: &p.r.opt, ascii: rec.ascii, line: rec.line}
	address = c.link(&p.r.header.columns[i], rec.cell(i))
	return address, row.Problems
}

// tell keeps the warnings about a record that has no row.
func (p *shopifyProduct) tell(problems []Problem) {
	for _, one := range problems {
		if one.Severity == Warning {
			p.more = append(p.more, one)
		}
	}
}

// pictureFault says what makes a failed row of a record that should have added a
// picture: the picture is bad, or there is none.
func (p *shopifyProduct) pictureFault(rec *record) *Problem {
	address, problems := p.picture(rec)
	for i := range problems {
		if problems[i].Severity == Error {
			return &problems[i]
		}
	}
	if address != "" || len(problems) > 0 {
		return nil
	}
	return &Problem{
		Line: rec.line, Code: CodeInvalid, Format: "the row adds neither a variant nor a picture to its product",
		Hint: "a variant has a SKU, a price or values of options",
	}
}
