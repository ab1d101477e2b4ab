package elastic

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/elastic/go-elasticsearch/v8/esapi"
	"github.com/google/uuid"

	"orion/internal/search"
)

// mostBatch is how many bytes are sent at once; a cluster refuses 100 MB.
const mostBatch = 8 << 20

// A batch says where documents go. alias must be there: the cluster would make an index of
// that name otherwise.
type batch struct {
	vendor            uuid.UUID
	alias, generation string
	wait              bool // until searches find it
}

// key is a document's: what is built does not take the place of what is in use.
func (b batch) key(product uuid.UUID) string { return b.generation + ":" + product.String() }

// write sends documents and deletions in batches.
func (e *Engine) write(ctx context.Context, b batch, put []*search.Document, gone []uuid.UUID) error {
	var lines bytes.Buffer
	for _, d := range put {
		line(&lines, obj{"index": obj{"_id": b.key(d.ID)}})
		line(&lines, b.fields(d))
		if lines.Len() >= mostBatch {
			if err := e.send(ctx, b, &lines); err != nil {
				return err
			}
		}
	}
	for _, id := range gone {
		line(&lines, obj{"delete": obj{"_id": b.key(id)}})
	}
	return e.send(ctx, b, &lines)
}

func line(to *bytes.Buffer, v obj) {
	_, _ = to.ReadFrom(body(v)) // memory does not fail
	to.WriteByte('\n')
}

// send sends what is gathered, and empties it.
func (e *Engine) send(ctx context.Context, b batch, lines *bytes.Buffer) error {
	if lines.Len() == 0 {
		return nil
	}
	yes := true
	req := esapi.BulkRequest{Index: b.alias, Routing: routing(b.vendor), RequireAlias: &yes, Body: bytes.NewReader(lines.Bytes())}
	if b.wait {
		req.Refresh = "wait_for"
	}
	var got struct {
		Errors bool
		Items  []map[string]item
	}
	err := e.do(ctx, writeTime, req, &got)
	lines.Reset()
	if err == nil && got.Errors {
		err = firstFault(got.Items)
	}
	if err != nil {
		return fmt.Errorf("index products: %w", err)
	}
	return nil
}

// An item is what became of one line. To remove what is not there is no error.
type item struct {
	Status int
	Error  json.RawMessage
}

func firstFault(items []map[string]item) error {
	for _, of := range items {
		for _, i := range of {
			if i.Status < http.StatusBadRequest || len(i.Error) == 0 {
				continue
			}
			var w why
			if err := json.Unmarshal(i.Error, &w); err != nil {
				w.Reason = string(i.Error)
			}
			return &Fault{i.Status, w.Type, w.Reason}
		}
	}
	return &Fault{Status: http.StatusBadGateway, Reason: "said that something failed, and not what"}
}

func (b batch) fields(d *search.Document) obj {
	stock := 0
	if d.InStock {
		stock = 1
	}
	words := slices.Concat(d.Title, d.About, d.Text)
	slices.Sort(words)
	return obj{
		fieldVendor: b.vendor.String(), fieldGeneration: b.generation, fieldID: d.ID.String(),
		fieldTitle: d.Title, fieldAbout: d.About, fieldText: d.Text, fieldWords: slices.Compact(words), fieldCode: d.Code,
		fieldFacets: d.Facets, fieldMarks: d.Marks,
		fieldPrice: d.Price, fieldStock: stock, fieldSold: d.Sold, fieldCreated: d.Created.UnixMilli(), fieldOrder: d.Order,
	}
}
