package feed

import "slices"

// stock reads how many there are of each article: the sku is the id of a row, and
// its quantity. With a mapping it reads any file, through the fields id and quantity.
type stock struct{ adapter }

// skuLength is the longest sku of the catalogue, longer than the id of a feed.
const skuLength = 64

func stockOf(m *Mapping) adapter {
	if m != nil {
		return stock{custom{m}}
	}
	return stock{stockColumns{}}
}

// required is nothing here: bind tells what is missing by the names that people know.
func (stock) required() []string { return nil }

func (s stock) bind(r *Reader, names []string) (rows, error) {
	out, err := s.adapter.bind(r, names)
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, one := range []struct{ field, name string }{{"id", "sku"}, {"quantity", "quantity"}} {
		if !r.header.has(one.field) {
			missing = append(missing, one.name)
		}
	}
	if len(missing) > 0 {
		return nil, lacking(missing, names)
	}
	return out, nil
}

// stockColumns knows the columns by the names that other systems give them.
type stockColumns struct{ google }

var (
	skuNames      = []string{"sku", "variant_sku"}
	quantityNames = []string{
		"quantity", "qty", "stock", "on_hand", "quantity_on_stock", "quantityonstock", "inventory_quantity", "variant_inventory_qty",
	}
)

func (stockColumns) field(name string) string {
	switch name = canonical(name); {
	case slices.Contains(skuNames, name):
		return "id"
	case slices.Contains(quantityNames, name):
		return "quantity"
	}
	return ""
}

func (a stockColumns) bind(r *Reader, names []string) (rows, error) { return direct(r, a, names) }

func (o *Options) longestID() int {
	if o.Format == FormatStock {
		return skuLength
	}
	return idLength
}
