// Package feed reads product feeds: the bytes of a Google-style CSV or TSV file
// in, checked rows and the problems found in them out. It is pure and streams:
// memory does not grow with the file, and one bad row never spoils the next.
package feed

import (
	"errors"
	"io"
)

// Encoding is how the text of a feed is written in bytes.
type Encoding string

// The encodings that a source may declare. A byte-order mark overrules them.
const (
	EncodingAuto    Encoding = ""
	EncodingUTF8    Encoding = "UTF-8"
	EncodingUTF16LE Encoding = "UTF-16LE"
	EncodingUTF16BE Encoding = "UTF-16BE"
	// EncodingWindows1252 stands for Latin-1 and ASCII too.
	EncodingWindows1252 Encoding = "Windows-1252"
)

// Limits bound what one feed may ask of us. A zero stands for the default.
type Limits struct {
	Bytes   int64 // of the file; default 1 GiB
	Rows    int   // records after the header; default 2,000,000
	Columns int   // default 200
	Cell    int   // bytes of one cell; default 64 KiB
	Record  int   // bytes of one record; default 1 MiB
}

// Options say how to read one source. The zero Options read what Google accepts.
type Options struct {
	Encoding Encoding

	// Separator is a comma, semicolon, tab or pipe; 0 finds it in the header.
	Separator byte

	// Currency is taken where a price names none; "" makes that a row error.
	Currency string

	// DecimalMark is '.' or ','; 0 refuses prices that can be read two ways,
	// such as 1,234.
	DecimalMark byte

	// Mapping gives the attribute of a column by the column's own name. An
	// empty attribute ignores the column.
	Mapping map[string]string

	// DropInvalid makes warnings of errors in optional fields: the field is
	// left empty and the row is kept.
	DropInvalid bool

	Limits Limits
}

func (o Options) withDefaults() Options {
	fallback(&o.Limits.Bytes, 1<<30)
	fallback(&o.Limits.Rows, 2_000_000)
	fallback(&o.Limits.Columns, 200)
	fallback(&o.Limits.Cell, 64<<10)
	fallback(&o.Limits.Record, 1<<20)
	return o
}

func fallback[T int | int64](v *T, value T) {
	if *v == 0 {
		*v = value
	}
}

// A Reader gives the rows of one feed in order. It is for one goroutine.
type Reader struct {
	opt    Options
	split  splitter
	header header
	text   decoder
	input  *capped
	found  Encoding

	record int
	row    Row
}

// Open reads up to the header of a feed. It returns a *FileError where the file
// is no feed at all or lacks a required column, and the error of r where that
// cannot be read.
func Open(r io.Reader, opt Options) (*Reader, error) {
	opt = opt.withDefaults()
	bytes := &capped{r: r, left: opt.Limits.Bytes, limit: opt.Limits.Bytes}
	in := newInput(bytes, opt.Limits.Record)
	found, err := identify(in, opt.Encoding)
	if err != nil {
		return nil, err
	}
	f := &Reader{
		opt: opt, input: bytes, found: found, text: decoder{encoding: found.decoded()},
		split: splitter{in: in, cell: opt.Limits.Cell, line: 1, again: opt.Limits.Bytes},
	}
	in.fill(firstWindow)
	f.text.sample(in.ahead())
	if err := f.readHeader(); err != nil {
		return nil, err
	}
	return f, nil
}

// Header tells what the header was made of.
func (r *Reader) Header() Header { return r.header.Header }

// Encoding is the one that the file was found to be in; UTF-8 as long as all was
// ASCII.
func (r *Reader) Encoding() Encoding {
	switch {
	case r.found != EncodingAuto:
		return r.found
	case r.text.encoding != EncodingAuto:
		return r.text.encoding
	}
	return EncodingUTF8
}

// Bytes is how much of the file was read, a little more than the rows made so far.
func (r *Reader) Bytes() int64 { return r.input.limit - r.input.left }

// Warnings are about the file as a whole, such as an encoding that had to be
// guessed. They are complete once Next has returned io.EOF.
func (r *Reader) Warnings() []Problem {
	if r.text.guessed {
		return []Problem{guessedEncoding()}
	}
	return nil
}

// Next returns the next record, io.EOF after the last, or a *FileError where a
// limit of the file is reached. A row with errors is returned too; see
// Row.Failed. The Row is valid until the next call; its strings stay valid.
func (r *Reader) Next() (*Row, error) {
	fault, err := r.advance()
	if err != nil {
		return nil, err
	}
	r.row.reset(r.split.start, r.record)
	if fault != nil {
		r.row.Problems = append(r.row.Problems, r.located(*fault))
		return &r.row, nil
	}
	r.convert()
	return &r.row, nil
}

// NextID advances over one record and returns its id alone, "" where the record
// has none or is broken. It costs a fraction of Next.
func (r *Reader) NextID() (string, error) {
	fault, err := r.advance()
	if err != nil || fault != nil {
		return "", err
	}
	rec, ascii := r.text.decode(r.split.rec, r.split.cells)
	c := r.split.cells[r.header.id]
	return cleanID(rec[c.start:c.end], ascii), nil
}

// Record is the number of the record read last; the first after the header is 1.
func (r *Reader) Record() int { return r.record }

// Skip passes over n records, such as those that an earlier run has done.
func (r *Reader) Skip(n int) error {
	for range n {
		if _, err := r.advance(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
	return nil
}

// advance splits the next record that counts: blank lines do not, and neither
// do the leftovers of a record that an unclosed quote tore apart.
func (r *Reader) advance() (*Problem, error) {
	for {
		fault, err := r.split.next()
		if err != nil {
			return nil, err
		}
		if fault == nil {
			if r.split.blank() {
				continue
			}
			r.text.settle(r.split.rec)
			fault = r.ragged()
		}
		if r.split.leftover(fault != nil) {
			continue
		}
		if r.record++; r.record > r.opt.Limits.Rows {
			return nil, fileError(FileTooManyRows, "the file has more than %v rows", r.opt.Limits.Rows)
		}
		return fault, nil
	}
}

// ragged reports a record whose cells do not fit the header. Cells beyond the
// header are harmless as long as they are blank.
func (r *Reader) ragged() *Problem {
	want, have := len(r.header.columns), len(r.split.cells)
	switch {
	case have == want:
		return nil
	case have < want:
		return &Problem{
			Code: CodeRagged, Format: "the row has %v cells and the header %v", Args: []any{have, want},
			Hint: hintRagged,
		}
	case r.split.blankFrom(want):
		return nil
	}
	return &Problem{
		Code: CodeRagged, Format: "the row has %v cells and the header %v", Args: []any{have, want},
		Value: excerpt(r.split.text(want)), Hint: hintRagged,
	}
}

const hintRagged = "a cell that contains the separator must stand in quotes"

func (r *Reader) located(p Problem) Problem {
	if p.Line == 0 {
		p.Line = r.split.start
	}
	p.Record = r.record
	return p
}
