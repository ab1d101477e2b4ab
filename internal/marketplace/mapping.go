package marketplace

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/marketplace/feed"
)

// mappingColumns are the most columns that a mapping names: no file has more.
const mappingColumns = 200

// feedMapping is the mapping as package feed reads it, nil for none. What is wrong
// with it is INVALID, each mistake at its place below path.
func feedMapping(m *FeedMapping, path string) (*feed.Mapping, error) {
	if m == nil {
		return nil, nil //nolint:nilnil // no mapping is the usual case
	}
	if len(m.Columns) > mappingColumns {
		return nil, errs.New(errs.TooMany, "are more than %v", mappingColumns).At(path + ".columns")
	}
	out := &feed.Mapping{Round: m.Round}
	if m.Continuation != nil {
		out.Continuation = *m.Continuation
	}
	var places []string // of the columns that are not left out
	for i, c := range m.Columns {
		if c.Field == "" {
			continue
		}
		places = append(places, strconv.Itoa(i))
		out.Columns = append(out.Columns, columnMapping(c))
	}
	if err := constants(out, m.Constants, path); err != nil {
		return nil, err
	}
	return out, mistaken(out.Validate(), m, places, path)
}

func columnMapping(c *ColumnMapping) feed.ColumnMapping {
	return feed.ColumnMapping{
		Column: c.Column, Field: c.Field, List: optional.Value(c.List), Path: optional.Value(c.Pointer), Pick: optional.Value(c.Pick), Base: optional.Value(c.Base),
	}
}

func constants(to *feed.Mapping, all []*FieldConstant, path string) error {
	for i, c := range all {
		if _, again := to.Constants[c.Field]; again {
			return errs.Field(path+".constants."+strconv.Itoa(i)+".field", "stands here twice")
		}
		if to.Constants == nil {
			to.Constants = map[string]string{}
		}
		to.Constants[c.Field] = c.Value
	}
	return nil
}

// mistaken tells what is wrong by the places of the graph's input: columns that are
// left out count there, and constants are a list.
func mistaken(all []feed.MappingError, m *FeedMapping, places []string, path string) error {
	var out errs.List
	for _, e := range all {
		at := append([]string{path}, e.Place...)
		switch {
		case len(e.Place) == 3 && e.Place[0] == "columns":
			if n, err := strconv.Atoi(e.Place[1]); err == nil && n < len(places) {
				at[2] = places[n]
			}
			if at[3] == "path" {
				at[3] = "pointer"
			}
		case len(e.Place) == 2 && e.Place[0] == "constants":
			for i, c := range m.Constants {
				if c.Field == e.Place[1] {
					at[2] = strconv.Itoa(i)
				}
			}
		}
		out = append(out, errs.New(errs.Invalid, e.Format, e.Args...).At(strings.Join(at, ".")))
	}
	return out.Or()
}

// storedMapping reads a mapping as it is kept, nil for none.
func storedMapping(raw json.RawMessage) (*feed.Mapping, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil //nolint:nilnil // no mapping is the usual case
	}
	out := &feed.Mapping{}
	if err := json.Unmarshal(raw, out); err != nil {
		return nil, fmt.Errorf("read a mapping: %w", err)
	}
	return out, nil
}

// mapped reports whether a source's files are read by a mapping of its own.
func mapped(src *ent.MarketplaceSource) bool {
	return src.Format == enum.FeedFormatCustom && len(src.Mapping) > 0
}

func keptMapping(m *feed.Mapping) json.RawMessage {
	raw, err := json.Marshal(m)
	if err != nil {
		panic(fmt.Sprintf("marketplace: mapping: %v", err)) // texts and a bool cannot fail
	}
	return raw
}

// reading says how a file of a source is read. A mapping takes the place of what the
// source's format knows.
func reading(src *ent.MarketplaceSource, m *feed.Mapping) feed.Options {
	opt := feed.Options{Format: feed.Format(src.Format), Currency: src.Currency, Mapping: m, Languages: src.Languages}
	if m != nil {
		opt.Format = feed.FormatCustom
	}
	switch src.DecimalMark {
	case enum.DecimalMarkPoint:
		opt.DecimalMark = '.'
	case enum.DecimalMarkComma:
		opt.DecimalMark = ','
	}
	if src.Encoding != nil {
		opt.Encoding = feed.Encoding(*src.Encoding)
	}
	if src.Separator != nil && len(*src.Separator) == 1 {
		opt.Separator = (*src.Separator)[0]
	}
	return opt
}
