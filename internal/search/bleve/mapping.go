package bleve

import (
	"fmt"

	upstream "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/google/uuid"

	"orion/internal/search"
)

// The fields of a document. Tokens come taken apart, so every one is kept as it is.
const (
	fieldTitle   = "title"
	fieldAbout   = "about"
	fieldText    = "text"
	fieldCode    = "code"
	fieldFacets  = "facets"
	fieldMarks   = "marks"
	fieldPrice   = "price"
	fieldStock   = "stock"
	fieldSold    = "sold"
	fieldCreated = "created"
	fieldOrder   = "order"
)

func newMapping() mapping.IndexMapping {
	m := upstream.NewIndexMapping()
	m.DefaultAnalyzer = keyword.Name
	doc := upstream.NewDocumentStaticMapping()
	for _, name := range []string{fieldTitle, fieldAbout, fieldText, fieldCode, fieldMarks} {
		doc.AddFieldMappingsAt(name, texts(false))
	}
	for _, name := range []string{fieldFacets, fieldOrder} {
		doc.AddFieldMappingsAt(name, texts(true))
	}
	for _, name := range []string{fieldPrice, fieldStock, fieldSold, fieldCreated} {
		f := upstream.NewNumericFieldMapping()
		f.Store, f.IncludeInAll = false, false
		doc.AddFieldMappingsAt(name, f)
	}
	m.DefaultMapping = doc
	return m
}

// texts maps a field of whole tokens. values keeps them by document too, to count and to
// sort by.
func texts(values bool) *mapping.FieldMapping {
	f := upstream.NewKeywordFieldMapping()
	f.Store, f.IncludeInAll, f.IncludeTermVectors, f.DocValues = false, false, false, values
	return f
}

// write indexes in one batch, which is on disk when it returns.
func write(to upstream.Index, put []*search.Document, gone []uuid.UUID) error {
	b := to.NewBatch()
	for _, d := range put {
		if err := b.Index(d.ID.String(), fields(d)); err != nil {
			return fmt.Errorf("index %s: %w", d.ID, err)
		}
	}
	for _, id := range gone {
		b.Delete(id.String())
	}
	_, err := guarded(func() (struct{}, error) { return struct{}{}, to.Batch(b) })
	if err != nil {
		return fmt.Errorf("index %d products: %w", len(put), err)
	}
	return nil
}

func fields(d *search.Document) map[string]any {
	stock := 0.0
	if d.InStock {
		stock = 1
	}
	return map[string]any{
		fieldTitle: d.Title, fieldAbout: d.About, fieldText: d.Text, fieldCode: d.Code,
		fieldFacets: d.Facets, fieldMarks: d.Marks,
		fieldPrice: float64(d.Price), fieldStock: stock, fieldSold: float64(d.Sold),
		fieldCreated: float64(d.Created.UnixMilli()), fieldOrder: d.Order,
	}
}
