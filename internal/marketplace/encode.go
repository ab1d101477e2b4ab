package marketplace

import (
	"bufio"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"orion/internal/marketplace/feed"
)

// encoder writes staged rows as Postgres' binary COPY, in the order of
// stageColumns. It makes no garbage but for the rare JSON columns.
type encoder struct {
	buf    []byte
	n      int
	random *bufio.Reader
}

const copyHeader = "PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00"

func (e *encoder) reset() {
	e.buf, e.n = append(e.buf[:0], copyHeader...), 0
	if e.random == nil {
		// Random bytes by the page: one system call for 400 ids.
		e.random = bufio.NewReader(rand.Reader)
	}
}

// done returns all rows as one COPY.
func (e *encoder) done() []byte { return append(e.buf, 0xff, 0xff) }

func (e *encoder) add(r *feed.Row) error {
	id, err := uuid.NewV7FromReader(e.random)
	if err != nil {
		return fmt.Errorf("make an id: %w", err)
	}
	e.n++
	e.buf = binary.BigEndian.AppendUint16(e.buf, uint16(len(stageColumns)))
	e.raw(id[:])
	e.int8(int64(r.Hash), true) // as eight bytes
	e.text(r.ID)
	e.text(r.Title)
	e.must(r.Description)
	e.text(r.Link)
	e.text(r.ImageLink)
	e.json(r.AdditionalImageLinks, len(r.AdditionalImageLinks))
	e.text(r.Availability)
	e.text(r.Currency)
	e.int8(r.PriceMinor, true)
	e.int8(r.SalePriceMinor, r.SalePriceMinor > 0)
	e.text(r.Brand)
	e.text(r.GTIN)
	e.text(r.MPN)
	e.text(r.Condition)
	e.text(r.ProductType)
	e.text(r.GoogleProductCategory)
	e.text(r.ItemGroupID)
	e.text(r.Color)
	e.text(r.Size)
	e.int8(int64(r.Quantity), r.HasQuantity)
	e.json(r.Options, len(r.Options))
	e.json(r.Attributes, len(r.Attributes))
	return nil
}

// text writes a text, null for a blank one.
func (e *encoder) text(s string) {
	if s == "" {
		e.null()
		return
	}
	e.must(s)
}

func (e *encoder) must(s string) {
	e.buf = binary.BigEndian.AppendUint32(e.buf, uint32(len(s)))
	e.buf = append(e.buf, s...)
}

func (e *encoder) raw(b []byte) {
	e.buf = binary.BigEndian.AppendUint32(e.buf, uint32(len(b)))
	e.buf = append(e.buf, b...)
}

func (e *encoder) null() { e.buf = append(e.buf, 0xff, 0xff, 0xff, 0xff) }

func (e *encoder) int8(v int64, there bool) {
	if !there {
		e.null()
		return
	}
	e.buf = binary.BigEndian.AppendUint32(e.buf, 8)
	e.buf = binary.BigEndian.AppendUint64(e.buf, uint64(v))
}

// json writes a jsonb, null where there is nothing in it.
func (e *encoder) json(v any, n int) {
	if n == 0 {
		e.null()
		return
	}
	raw, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("marketplace: texts as JSON: %v", err)) // texts cannot fail
	}
	e.buf = binary.BigEndian.AppendUint32(e.buf, uint32(len(raw)+1))
	e.buf = append(append(e.buf, 1), raw...) // the version of jsonb's binary form
}
