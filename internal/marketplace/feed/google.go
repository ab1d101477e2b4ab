package feed

import (
	"slices"

	"orion/internal/kit/cell"
)

// google reads the feed of Google Merchant Center.
type google struct{}

func (google) defaults(*Options) {}

func (google) required() []string { return []string{"id", "title", "price"} }

func (google) field(name string) string {
	plain := canonical(name)
	if to, ok := aliases[plain]; ok {
		plain = to
	}
	if isAttribute(plain) {
		return plain
	}
	return ""
}

func (g google) bind(r *Reader, names []string) (rows, error) { return direct(r, g, names) }

// direct binds a format in which each record is a row.
func direct(r *Reader, a adapter, names []string) (rows, error) {
	if err := r.header.recognise(names, a.field); err != nil {
		return nil, err
	}
	h := &r.header
	h.grouped = h.Present.Has(ColumnItemGroupID)
	if h.grouped && h.varies() {
		h.Present |= 1 << ColumnOptions
	}
	return &oneToOne{r: r}, nil
}

// letzshop is the feed of Letzshop, Luxembourg's marketplace: Google's, in euros.
// A text may stand in one column per language, such as title_fr: without a column
// title, the first language that there is fills it, and the others are attributes.
type letzshop struct{ prefer []string }

// letzshopLanguages are those of the marketplace, the one to prefer first where the source
// does not say another.
var letzshopLanguages = []string{"fr", "de", "en"}

func (letzshop) defaults(opt *Options) { fallback(&opt.Currency, "EUR") }

func (letzshop) required() []string { return google{}.required() }

func (letzshop) field(name string) string {
	if plain := canonical(name); inLanguages[plain] {
		return plain
	}
	return google{}.field(name)
}

// inLanguages are the columns of one language.
var inLanguages = func() map[string]bool {
	m := map[string]bool{}
	for _, l := range letzshopLanguages {
		m["title_"+l], m["description_"+l] = true, true
	}
	return m
}()

func (l letzshop) bind(r *Reader, names []string) (rows, error) {
	main := l.mainTexts(names)
	return direct(r, renamed{l, main}, names)
}

// mainTexts says which columns of one language fill title and description.
func (l letzshop) mainTexts(names []string) map[string]string {
	there := map[string]bool{}
	for _, n := range names {
		there[l.field(n)] = true
	}
	main := map[string]string{}
	for _, text := range []string{"title", "description"} {
		for _, language := range slices.Concat(l.prefer, letzshopLanguages) {
			if !there[text] && there[text+"_"+language] {
				main[text+"_"+language], there[text] = text, true
			}
		}
	}
	return main
}

// renamed gives some fields of a format another name.
type renamed struct {
	adapter
	to map[string]string
}

func (r renamed) field(name string) string {
	f := r.adapter.field(name)
	if to, ok := r.to[f]; ok {
		return to
	}
	return f
}

// oneToOne makes a row of every record, straight from the bytes that were split.
type oneToOne struct {
	r       *Reader
	text    string // of the record, once it is decoded
	ascii   bool
	decoded bool
}

func (o *oneToOne) advance() (int, *Problem, error) {
	o.decoded = false
	fault, err := o.r.next()
	return o.r.split.start, fault, err
}

func (o *oneToOne) decode() {
	if !o.decoded {
		o.text, o.ascii = o.r.text.decode(o.r.split.rec, o.r.split.cells)
		o.decoded = true
	}
}

func (o *oneToOne) id() string {
	o.decode()
	c := o.r.split.cells[o.r.header.id]
	return cleanID(cell.Unguard(o.text[c.start:c.end]), o.ascii)
}

func (o *oneToOne) raw() []string {
	o.decode()
	return texts(o.text, o.r.split.cells)
}

func (o *oneToOne) convert() {
	o.decode()
	r, text, cells := o.r, o.text, o.r.split.cells
	c := converter{row: &r.row, opt: &r.opt, ascii: o.ascii, line: r.split.start}
	if c.unreadable(r.header.columns, text, cells) {
		return
	}
	for i := range r.header.columns {
		col := &r.header.columns[i]
		if col.kind == ColumnIgnored {
			continue
		}
		s := text[cells[i].start:cells[i].end]
		if len(s) > r.opt.Limits.Cell {
			c.fail(col, s, Problem{Code: CodeTooLong, Format: "the cell is longer than %v bytes", Args: []any{r.opt.Limits.Cell}})
			continue
		}
		c.cell(col, cell.Unguard(s))
	}
	c.salePrice()
	if r.header.grouped && r.row.ItemGroupID != "" {
		c.variantOptions()
	}
	r.row.Hash = hashRow(&r.row, r.header.Present)
}

// varies reports whether there is a column that variants can differ in.
func (h *header) varies() bool {
	return h.has("color") || h.has("size") || h.has("material") || h.has("pattern")
}

// variantOptions are what the variants of a group differ in.
func (c *converter) variantOptions() {
	row := c.row
	for _, o := range [...]Option{
		{"Color", row.Color}, {"Size", row.Size}, {"Material", row.Attributes["material"]}, {"Pattern", row.Attributes["pattern"]},
	} {
		if o.Value != "" {
			row.Options = append(row.Options, o)
		}
	}
}
