package feed

// Format is the way a feed is laid out: the names of its columns and how its
// records become rows.
type Format string

// The formats. The zero Format is FormatGoogle.
const (
	// FormatGoogle is the feed of Google Merchant Center: one record, one row.
	FormatGoogle Format = "GOOGLE"
	// FormatShopify is Shopify's export of products, with the old names of its
	// columns or the new ones. All records of a handle make up one product; see
	// Row.ItemGroupID.
	FormatShopify Format = "SHOPIFY"
	// FormatLetzshop is Google's with Letzshop's customs: euros, and titles and
	// descriptions in French, German and English.
	FormatLetzshop Format = "LETZSHOP"
	// FormatCustom is any other, read as Options.Mapping says.
	FormatCustom Format = "CUSTOM"
	// FormatStock is no feed of products but how many there are of each, by sku.
	FormatStock Format = "STOCK"
)

// Formats are all that feeds of products have.
var Formats = []Format{FormatGoogle, FormatShopify, FormatLetzshop, FormatCustom}

// An adapter is what we know of a format.
type adapter interface {
	// defaults completes what a source leaves open.
	defaults(opt *Options)

	// field returns what a column of this name fills, "" where that is nothing.
	field(name string) string

	// required are the fields without which nothing can be staged.
	required() []string

	// bind lays down what becomes of each column, and returns what makes rows of
	// the records.
	bind(r *Reader, names []string) (rows, error)
}

// rows makes rows of the records of a file.
type rows interface {
	// advance moves on to the next row and returns the physical line that it
	// begins on, and what keeps it from being a row, nil if nothing does.
	advance() (line int, fault *Problem, err error)

	// convert fills Reader.row with the row. It is not called after a fault.
	convert()

	// id is the id of the row alone, without its being checked.
	id() string

	// raw are the cells of the row's own record.
	raw() []string
}

func adapterOf(opt *Options) (adapter, error) {
	switch opt.Format {
	case "", FormatGoogle:
		return google{}, nil
	case FormatShopify:
		return shopify{}, nil
	case FormatLetzshop:
		return letzshop{opt.Languages}, nil
	case FormatCustom:
		if opt.Mapping == nil {
			return nil, fileError(FileMapping, "the source does not say what the columns of its files mean")
		}
		if bad := opt.Mapping.Validate(); len(bad) > 0 {
			return nil, fileError(FileMapping, bad[0].Format, bad[0].Args...)
		}
		return custom{opt.Mapping}, nil
	}
	if opt.Format == FormatStock {
		return stockOf(opt.Mapping), nil
	}
	return nil, fileError(FileMapping, "there is no format %q", string(opt.Format))
}
