package marketplace

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"
	"time"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/kit/ticket"
	"orion/internal/marketplace/feed"
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

// A signer signs the addresses of files of errors; base stands before them.
type signer struct {
	key  ticket.Key
	base string
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
		"signature": {s.files.key.Sign(expires, purpose, id, vendor, tag)},
	}
	address := s.files.base + "/imports/" + id + "/errors.csv?" + q.Encode()
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
	if s.files.key.Check(s.clock.Now(), t.Signature, t.Expires, purpose, t.Job, t.Vendor, t.Language) != nil {
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
