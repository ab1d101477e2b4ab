package feed

import (
	"errors"
	"io"
	"maps"
	"slices"
)

// A Glimpse is what can be said of a file from its beginning.
type Glimpse struct {
	Names     []string // of the columns
	Separator byte
	Encoding  Encoding
	Guess     Format

	// Rows are the first ones as they would be staged, with their problems, and
	// Raw their cells. Where Failure is set, Raw are the first records as they are.
	Rows []Row
	Raw  [][]string

	// Failure says why the file cannot be imported like this. A column that is
	// missing, or means the same as another, is for a mapping to put right.
	Failure *FileError
}

// Preview reads the first n rows of a file. Without a format it takes the one that
// the header looks like. It returns a *FileError for what is no file with columns.
func Preview(r io.Reader, opt Options, n int) (*Glimpse, error) {
	f, err := start(r, opt)
	if err != nil {
		return nil, err
	}
	a, failure, err := previewAdapter(&f.opt)
	if err != nil {
		return nil, err
	}
	names, err := f.readHeader(a)
	if err != nil {
		return nil, err
	}
	g := &Glimpse{Names: names, Separator: f.header.Separator, Guess: Guess(names), Failure: failure}
	if f.opt.Format == "" {
		f.opt.Format = g.Guess
		if a, failure, err = previewAdapter(&f.opt); err != nil {
			return nil, err
		}
		g.Failure = failure
	}
	if g.Failure == nil {
		if g.Failure, err = asFileError(f.bind(a, names)); err != nil {
			return nil, err
		}
	}
	if g.Failure != nil {
		f.rows = &oneToOne{r: f} // to look at, not to stage
	}
	err = g.read(f, n)
	g.Encoding = f.Encoding()
	return g, err
}

// previewAdapter is the adapter of the options, or any where they are not right yet.
func previewAdapter(opt *Options) (adapter, *FileError, error) {
	a, err := adapterOf(opt)
	failure, err := asFileError(err)
	if failure != nil {
		a = google{}
	}
	return a, failure, err
}

func asFileError(err error) (*FileError, error) {
	if file, ok := errors.AsType[*FileError](err); ok {
		return file, nil
	}
	return nil, err
}

func (g *Glimpse) read(f *Reader, n int) error {
	for range n {
		var err error
		var row *Row
		if g.Failure != nil {
			_, _, err = f.advance()
		} else if row, err = f.Next(); err == nil {
			g.Rows = append(g.Rows, row.clone())
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		g.Raw = append(g.Raw, f.Raw())
	}
	return nil
}

// clone is a copy that outlives the next row.
func (r *Row) clone() Row {
	c := *r
	c.AdditionalImageLinks = slices.Clone(r.AdditionalImageLinks)
	c.Options, c.Problems = slices.Clone(r.Options), slices.Clone(r.Problems)
	c.Attributes = maps.Clone(r.Attributes)
	return c
}
