package marketplace

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"gocloud.dev/gcerrors"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplacesource"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/fetch"
	"orion/internal/kit/publicid"
	"orion/internal/marketplace/feed"
	"orion/internal/store"
	"orion/internal/viewer"
)

// What a preview reads.
const (
	previewRows  = 20
	previewBytes = 1 << 20
	previewTotal = 8 * time.Second // the graph answers within ten
	sampleCells  = 3
)

// Preview reads the first rows of an upload, or of an address, with the settings of a
// source and those of the input before them, and keeps nothing but that it was done.
// What is wrong with the file or the address is INVALID, at the place that named it.
// The viewer needs import.run.
func (s *Service) Preview(ctx context.Context, in PreviewInput) (*FeedPreview, error) {
	if err := need(ctx, enum.PermissionImportRun); err != nil {
		return nil, err
	}
	src, from, err := s.previewed(ctx, &in)
	if err != nil {
		return nil, err
	}
	file, place, err := s.previewFile(ctx, &in, src)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	mapping, err := storedMapping(src.Mapping)
	if err != nil {
		return nil, err
	}
	opt := reading(src, mapping)
	if opt.Limits = s.limits; mapping == nil && in.Source == nil && (in.Settings == nil || in.Settings.Format == nil) {
		opt.Format = "" // nobody has said: what the header looks like
	}
	seen, err := feed.Preview(file, opt, previewRows)
	if err := unreadable(seen, err, place); err != nil {
		return nil, err
	}
	if err := s.recordPreview(ctx, src, from); err != nil {
		return nil, err
	}
	return shown(ctx, seen, opt, mapping), nil
}

// previewed is the source that a file is read as: the one of the input, or a new one,
// with the settings of the input.
func (s *Service) previewed(ctx context.Context, in *PreviewInput) (src *ent.MarketplaceSource, from string, err error) {
	src = blank(viewer.From(ctx).VendorID)
	if in.Source != nil {
		if src, err = s.db.MarketplaceSource.Query().Where(marketplacesource.Handle(*in.Source)).Only(ctx); ent.IsNotFound(err) {
			return nil, "", errs.New(errs.NotFound, "is no source").At("input.source")
		} else if err != nil {
			return nil, "", fmt.Errorf("find source: %w", err)
		}
	}
	from = src.Handle
	if in.Settings != nil {
		err = s.accept(in.Settings, src, "input.settings")
	}
	return src, from, err
}

// previewFile opens what is looked at, and says which part of the input named it.
func (s *Service) previewFile(ctx context.Context, in *PreviewInput, src *ent.MarketplaceSource) (io.ReadCloser, string, error) {
	switch {
	case in.UploadID != nil:
		file, err := s.uploaded(ctx, *in.UploadID)
		return file, "input.uploadId", at(err, "input.uploadId")
	case in.JobID != nil:
		file, err := s.fileOf(ctx, *in.JobID)
		return file, "input.jobId", at(err, "input.jobId")
	}
	place := "input.source"
	if in.Settings != nil && in.Settings.FeedURL != nil {
		place = "input.settings.feedUrl"
	}
	if src.FeedURL == nil {
		return nil, "", errs.New(errs.Required, "is required, or an address").At("input.uploadId")
	}
	req, err := s.request(src)
	if err != nil {
		return nil, "", err
	}
	req.Total, req.Idle, req.Bytes = previewTotal, previewTotal, s.feedBytes()
	res, err := s.fetcher.Get(ctx, req)
	if e, ok := errors.AsType[*fetch.Error](err); ok {
		return nil, "", errs.New(errs.Invalid, e.Format, e.Args...).At(place)
	}
	if err != nil {
		return nil, "", fmt.Errorf("fetch a preview: %w", err)
	}
	return &beginning{ReadCloser: res.Body, left: previewBytes}, place, nil
}

// uploaded opens the file of an upload.
func (s *Service) uploaded(ctx context.Context, id publicid.ID) (io.ReadCloser, error) {
	upload, err := s.db.StagedUpload.Get(ctx, id.As("StagedUpload"))
	switch {
	case ent.IsNotFound(err) || err == nil && upload.Purpose != enum.UploadPurposeImportFile:
		return nil, errs.New(errs.NotFound, "is no uploaded feed")
	case err != nil:
		return nil, fmt.Errorf("find upload: %w", err)
	case upload.ReceivedAt == nil:
		return nil, errs.New(errs.InvalidState, "the file has not been sent yet")
	}
	return s.file(ctx, upload.Key)
}

// fileOf opens the file of an import.
func (s *Service) fileOf(ctx context.Context, id publicid.ID) (io.ReadCloser, error) {
	job, err := s.db.MarketplaceImportJob.Get(ctx, id.As("MarketplaceImportJob"))
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "is no import")
	}
	if err != nil {
		return nil, fmt.Errorf("find import: %w", err)
	}
	return s.file(ctx, job.Key)
}

func (s *Service) file(ctx context.Context, key string) (io.ReadCloser, error) {
	file, err := s.blobs.NewReader(ctx, key, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, errs.New(errs.InvalidState, "the uploaded file is no longer there")
	}
	if err != nil {
		return nil, fmt.Errorf("open a file: %w", err)
	}
	return file, nil
}

// at puts a mistake to its place in the input.
func at(err error, place string) error {
	if e, ok := errors.AsType[*errs.Error](err); ok {
		return e.At(place)
	}
	return err
}

// errEnough ends the reading of a file of which no more is wanted.
var errEnough = errors.New("no more of the file is read")

// beginning is the first bytes of a file. That there are more is an error, so that a
// row that was cut is not taken for a broken one.
type beginning struct {
	io.ReadCloser
	left int
}

// Read implements io.Reader.
func (b *beginning) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, errEnough
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// unreadable says why there is nothing to show, nil where there is.
func unreadable(seen *feed.Glimpse, err error, place string) error {
	if file, ok := errors.AsType[*feed.FileError](err); ok {
		return errs.New(errs.Invalid, file.Format, file.Args...).At(place)
	}
	if e, ok := errors.AsType[*fetch.Error](err); ok {
		return errs.New(errs.Invalid, e.Format, e.Args...).At(place)
	}
	switch {
	case errors.Is(err, errEnough) && seen != nil && len(seen.Raw) > 0:
	case errors.Is(err, errEnough):
		return errs.New(errs.Invalid, "its first row is larger than %v bytes", previewBytes).At(place)
	case err != nil:
		return fmt.Errorf("preview a feed: %w", err)
	}
	// A column that is missing is shown as missing. All else keeps the file from being read.
	if f := seen.Failure; f != nil && f.Code != feed.FileMissingColumn && f.Code != feed.FileMapping {
		return errs.New(errs.Invalid, f.Format, f.Args...).At(place)
	}
	return nil
}

// recordPreview tells the record that a file was looked at: an address may have been asked.
func (s *Service) recordPreview(ctx context.Context, src *ent.MarketplaceSource, handle string) error {
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		return audit.Record(ctx, tx, audit.Event{Action: "source.preview", TargetType: "MarketplaceSource", Target: cmp.Or(handle, src.Name, "new")})
	})
	if err != nil {
		return fmt.Errorf("record a preview: %w", err)
	}
	return nil
}

// shown is what is told of a file, in the language of the context.
func shown(ctx context.Context, seen *feed.Glimpse, opt feed.Options, mapping *feed.Mapping) *FeedPreview {
	out := &FeedPreview{
		Encoding: string(seen.Encoding), Separator: string(seen.Separator),
		Columns: []*FeedColumn{}, Rows: []*FeedRow{}, MissingFields: []string{},
	}
	out.Format = enum.FeedFormat(seen.Guess)
	filled := map[string]bool{}
	for i, c := range columnsShown(seen, cmp.Or(opt.Format, seen.Guess), mapping) {
		c.Samples = samples(seen.Raw, i)
		out.Columns, filled[c.Field] = append(out.Columns, c), true
	}
	for _, field := range required {
		if mapping != nil {
			filled[field] = filled[field] || mapping.Constants[field] != ""
		}
		if !filled[field] && !(field == "title" && (filled["title_fr"] || filled["title_de"] || filled["title_en"])) {
			out.MissingFields = append(out.MissingFields, field)
		}
	}
	for i := range seen.Rows {
		out.Rows = append(out.Rows, rowShown(ctx, &seen.Rows[i]))
	}
	return out
}

// samples are the first cells of a column that say something.
func samples(raw [][]string, column int) []string {
	out := []string{}
	for _, cells := range raw {
		if len(out) < sampleCells && column < len(cells) && cells[column] != "" {
			out = append(out, cutRunes(cells[column], 200))
		}
	}
	return out
}

// columnsShown are the columns and what they are read as: by the mapping where there
// is one, else by the names that the format knows.
func columnsShown(seen *feed.Glimpse, as feed.Format, mapping *feed.Mapping) []*FeedColumn {
	var out []*FeedColumn
	for i, guess := range feed.Suggest(seen.Names, as) {
		c := &FeedColumn{Name: guess.Column, Suggestion: text(guess.Field)}
		switch {
		case mapping != nil:
			c.Field = mappedField(mapping, seen.Names[i])
		case guess.Exact && as != feed.FormatCustom:
			c.Field = guess.Field
		}
		if c.Field != "" {
			c.Suggestion = nil
		}
		out = append(out, c)
	}
	return out
}

// mappedField is what a mapping makes of a column, "" where it leaves it out.
func mappedField(m *feed.Mapping, name string) string {
	i := slices.IndexFunc(m.Columns, func(c feed.ColumnMapping) bool { return loosely(c.Column) == loosely(name) })
	if i < 0 {
		return ""
	}
	return m.Columns[i].Field
}
