package elastic

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/google/uuid"
)

// mappingVersion ends the name of the index. A mapping that changes takes another: the
// next building of each vendor's index goes there.
const mappingVersion = "1"

// The fields of a document. Tokens come taken apart, in all languages of the shop, so
// every one is kept as it is.
const (
	fieldVendor     = "vendor"
	fieldGeneration = "generation"
	fieldID         = "id"
	fieldTitle      = "title"
	fieldAbout      = "about"
	fieldText       = "text"
	fieldWords      = "words" // those of the three above, to be listed
	fieldCode       = "code"
	fieldFacets     = "facets"
	fieldMarks      = "marks"
	fieldPrice      = "price"
	fieldStock      = "stock"
	fieldSold       = "sold"
	fieldCreated    = "created"
	fieldOrder      = "order"
)

type (
	obj  = map[string]any
	list = []any
)

// body writes what goes into a request. Texts that somebody wrote are values in it and
// nothing else.
func body(v any) io.Reader {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // it is made of texts and numbers
	}
	return bytes.NewReader(raw)
}

// newIndex is what an index is made with. How many shards and copies it has is left to the
// cluster's templates.
func newIndex() obj {
	found := obj{"type": "keyword", "norms": true, "index_options": "freqs", "doc_values": false}
	kept := obj{"type": "keyword"}
	narrowing := obj{"type": "keyword", "doc_values": false}
	number := obj{"type": "long"}
	return obj{
		"settings": obj{"index": obj{"refresh_interval": "500ms"}},
		"mappings": obj{
			"dynamic": "strict", "_routing": obj{"required": true}, "_source": obj{"enabled": true},
			"properties": obj{
				fieldVendor: kept, fieldGeneration: kept, fieldID: kept,
				fieldTitle: found, fieldAbout: found, fieldText: found, fieldCode: narrowing,
				fieldWords:  obj{"type": "keyword", "index": false},
				fieldFacets: kept, fieldMarks: narrowing, fieldOrder: kept,
				fieldPrice: number, fieldStock: number, fieldSold: number, fieldCreated: number,
			},
		},
	}
}

func term(field, value string) obj { return obj{"term": obj{field: value}} }

func ofVendor(vendor uuid.UUID) obj { return term(fieldVendor, vendor.String()) }

func ofGeneration(generation string) obj { return term(fieldGeneration, generation) }

// all is met by what meets every condition, without a score.
func all(of ...any) obj { return obj{"bool": obj{"filter": of}} }
