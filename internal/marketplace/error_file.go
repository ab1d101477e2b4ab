package marketplace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"
	"time"

	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/kit/ticket"
	"orion/internal/marketplace/feed"
	"orion/internal/store"
	"orion/internal/viewer"
)

// errorFileTTL is how long the address of a file of errors is good.
const errorFileTTL = 15 * time.Minute

// The columns that a file of errors has beside those of its feed.
const (
	lineColumn   = "orion_line"
	errorsColumn = "orion_errors"
)

// An ErrorTicket is what the address of a file of errors says:
// /imports/<Job>/errors.csv?vendor=…&language=…&expires=…&signature=….
type ErrorTicket struct {
	Job       string
	Vendor    string
	Language  string // that messages are written in
	Expires   string
	Signature string
}

// purpose keeps the signature of an upload from being good for a file of errors.
const purpose = "errors"

// ErrorFileURL returns where the failed rows of an import may be fetched for 15 minutes,
// in the language of the context; nil where none failed and where the file is gone.
func (s *Service) ErrorFileURL(ctx context.Context, job *ent.MarketplaceImportJob) (*string, error) {
	if job.Failed == 0 {
		return nil, nil
	}
	if there, err := s.blobs.Exists(ctx, job.Key); err != nil || !there {
		return nil, wrapped("look for the file of an import", err)
	}
	id, vendor := string(job.PublicID()), string(publicid.New("Vendor", job.VendorID))
	tag, expires := i18n.From(ctx).String(), ticket.Expires(s.clock.Now().Add(errorFileTTL))
	q := url.Values{
		"vendor": {vendor}, "language": {tag}, "expires": {expires},
		"signature": {s.uploads.key.Sign(expires, purpose, id, vendor, tag)},
	}
	address := s.uploads.base + "/imports/" + id + "/errors.csv?" + q.Encode()
	return &address, nil
}

func wrapped(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// An ErrorFile is the failed rows of an import, about to be written. Close it.
type ErrorFile struct {
	Name string

	service *Service
	ctx     context.Context //nolint:containedctx // of the request that it answers
	job     *ent.MarketplaceImportJob
	feed    *feed.Reader
	file    io.Closer
}

// Close lets go of the file of the import.
func (f *ErrorFile) Close() error { return f.file.Close() }

// ErrorFile opens the failed rows of an import. The ticket stands for a sign-in: no
// viewer is needed. All that is not right about it, an import without a file and a
// vendor that is neither ACTIVE nor PENDING are NOT_FOUND.
func (s *Service) ErrorFile(ctx context.Context, t ErrorTicket) (*ErrorFile, error) {
	gone := errs.New(errs.NotFound, "not found")
	if s.uploads.key.Check(s.clock.Now(), t.Signature, t.Expires, purpose, t.Job, t.Vendor, t.Language) != nil {
		return nil, gone
	}
	ctx = viewer.NewContext(ctx, viewer.ForVendor(publicid.ID(t.Vendor).As("Vendor")))
	ctx = i18n.NewContext(ctx, i18n.Match(t.Language))
	job, err := s.db.MarketplaceImportJob.Get(ctx, publicid.ID(t.Job).As("MarketplaceImportJob"))
	if err != nil {
		return nil, fmt.Errorf("find import: %w", err)
	}
	v, err := s.db.Vendor.Get(ctx, job.VendorID)
	if err != nil {
		return nil, fmt.Errorf("find the vendor of an import: %w", err)
	}
	if v.Status != enum.VendorStatusActive && v.Status != enum.VendorStatusPending {
		return nil, gone
	}
	source, err := s.db.MarketplaceSource.Get(ctx, job.SourceID)
	if err != nil {
		return nil, fmt.Errorf("find the source of an import: %w", err)
	}
	r, file, err := s.openFeed(ctx, job, source)
	if err != nil {
		return nil, errs.Wrap(err, errs.NotFound, "not found")
	}
	return &ErrorFile{Name: errorFileName(job.Filename), service: s, ctx: ctx, job: job, feed: r, file: file}, nil
}

// errorFileName is feed-errors.csv for feed.csv.
func errorFileName(of string) string {
	of = path.Base(strings.ReplaceAll(of, `\`, "/"))
	of = strings.TrimSuffix(of, ".gz")
	return strings.TrimSuffix(of, path.Ext(of)) + "-errors.csv"
}

// WriteTo reads the file of the import again and writes the rows that fail: with its
// columns, their line and what is wrong with them. Rows are as the file has them, so
// that it can be corrected and imported again: columns of ours mean nothing to an import.
func (f *ErrorFile) WriteTo(w io.Writer) (int64, error) {
	out := &tally{w: w}
	header := f.feed.Header()
	own := ownColumns(header.Names)
	names := append(pick(header.Names, own), lineColumn, errorsColumn)
	csv, err := feed.NewWriter(out, names, header.Separator)
	if err != nil {
		return out.n, err
	}
	c := &collector{file: f, csv: csv, own: own, tag: i18n.From(f.ctx)}
	if err := c.all(); err != nil {
		return out.n, err
	}
	return out.n, csv.Flush()
}

type tally struct {
	w io.Writer
	n int64
}

func (c *tally) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// ownColumns are the places of the feed's columns, without ours of an earlier file of
// errors.
func ownColumns(names []string) (out []int) {
	for i, name := range names {
		if name = strings.TrimSpace(name); name != lineColumn && name != errorsColumn {
			out = append(out, i)
		}
	}
	return out
}

// pick are the cells at those places, blank ones where there are none.
func pick(cells []string, places []int) []string {
	out := make([]string, len(places), len(places)+2)
	for i, place := range places {
		if place < len(cells) {
			out[i] = cells[place]
		}
	}
	return out
}

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
