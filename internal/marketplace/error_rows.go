package marketplace

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/language"

	"orion/internal/enum"
	"orion/internal/inventory"
	"orion/internal/kit/i18n"
	"orion/internal/marketplace/feed"
	"orion/internal/store"
)

// A collector finds the rows that fail. Of a file of stock it has to ask for the
// catalogue's word, chunk by chunk.
type collector struct {
	file *ErrorFile
	csv  *feed.Writer
	own  []int
	tag  language.Tag

	rows   []failing
	counts []counted
}

// failing is a row that fails, or may.
type failing struct {
	record, line int
	cells        []string
	problems     []feed.Problem
}

func (c *collector) all() error {
	stock := c.file.job.Kind == enum.ImportKindInventory
	for {
		row, err := c.file.feed.Next()
		if errors.Is(err, io.EOF) {
			return c.flush()
		}
		if err != nil {
			return err
		}
		if err := c.file.ctx.Err(); err != nil {
			return err
		}
		if stock {
			uncounted(row)
		}
		failed := row.Failed()
		if !failed && !stock {
			continue
		}
		c.rows = append(c.rows, failing{row.Record, row.Line, c.file.feed.Raw(), faults(c.file.job.Kind, row.Problems)})
		if !failed {
			c.counts = append(c.counts, countOf(row))
		}
		if len(c.rows) == stockChunk {
			if err := c.flush(); err != nil {
				return err
			}
		}
	}
}

// faults are the errors among problems, for the problems go with their row.
func faults(kind enum.ImportKind, all []feed.Problem) (out []feed.Problem) {
	for _, p := range namedFor(kind, all) {
		if p.Severity == feed.Error {
			out = append(out, p)
		}
	}
	return out
}

// flush writes the rows in hand that fail.
func (c *collector) flush() error {
	refused, err := c.refused()
	if err != nil {
		return err
	}
	for _, row := range c.rows {
		problems := append(row.problems, refused[row.record]...)
		if len(problems) == 0 {
			continue
		}
		cells := append(pick(row.cells, c.own), fmt.Sprint(row.line), c.words(problems))
		if err := c.csv.Write(cells); err != nil {
			return err
		}
	}
	c.rows, c.counts = c.rows[:0], c.counts[:0]
	return nil
}

// refused is what the catalogue has against rows of a file of stock, by their record.
func (c *collector) refused() (map[int][]feed.Problem, error) {
	if len(c.counts) == 0 {
		return nil, nil
	}
	var found did
	err := c.file.service.db.Tx(c.file.ctx, func(tx *store.Tx) (err error) {
		found, _, err = c.file.service.takeStock(c.file.ctx, tx, c.counts, inventory.Stocktake{DryRun: true})
		return err
	})
	out := map[int][]feed.Problem{}
	for _, p := range found.problems {
		out[p.Record] = append(out[p.Record], p)
	}
	return out, err
}

// words are problems in one cell: CODE column: message; …
func (c *collector) words(all []feed.Problem) string {
	texts := make([]string, len(all))
	for i, p := range all {
		texts[i] = string(p.Code)
		if p.Column != "" {
			texts[i] += " " + p.Column
		}
		texts[i] += ": " + i18n.Text(c.tag, p.Format, words(p.Args)...)
	}
	return strings.Join(texts, "; ")
}
