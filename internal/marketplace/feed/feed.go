// Package feed reads product feeds: the bytes of a CSV or TSV file in, checked
// rows and the problems found in them out. It is pure and streams: memory does not
// grow with the file, and one bad row never spoils the next.
//
// An adapter per Format knows the names of the columns and how records become
// rows. In Google's a record is a row. In Shopify's, and in a custom one with
// continuation records, several records make up a product; rows come out one per
// variant. Records that only add to a product, such as Shopify's rows of pictures,
// are part of its rows and count as none of their own, unless something is wrong
// with them: then each is a failed row.
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
	Bytes   int64 // of the file, unpacked; default 1 GiB
	Rows    int   // records after the header; default 2,000,000
	Columns int   // default 200
	Cell    int   // bytes of one cell; default 64 KiB
	Record  int   // bytes of one record; default 1 MiB

	// Ratio is how many times its size a compressed file may unpack to, once it is
	// past 10 MiB; default 200. Bytes bounds what it unpacks to all the same.
	Ratio int64
}

// Options say how to read one source. The zero Options read what Google accepts.
type Options struct {
	Format   Format
	Encoding Encoding

	// Separator is a comma, semicolon, tab or pipe; 0 finds it in the header.
	Separator byte

	// Currency is taken where a price names none; "" makes that a row error.
	Currency string

	// DecimalMark is '.' or ','; 0 refuses prices that can be read two ways,
	// such as 1,234.
	DecimalMark byte

	// Mapping says what the columns mean; FormatCustom needs it, the other formats
	// know their columns.
	Mapping *Mapping

	// Languages are those that texts are taken in where a feed has several, the one to
	// prefer first: en, fr or de.
	Languages []string

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
	fallback(&o.Limits.Ratio, 200)
	return o
}

func fallback[T comparable](v *T, value T) {
	var zero T
	if *v == zero {
		*v = value
	}
}

// A Reader gives the rows of one feed in order. It is for one goroutine.
type Reader struct {
	opt    Options
	split  splitter
	header header
	text   decoder
	input  *counted
	found  Encoding
	rows   rows

	read   int // records of the file
	record int // rows made of them
	over   bool
	row    Row
}

// Open reads up to the header of a feed. It returns a *FileError where the file
// is no feed at all or lacks a required column, and the error of r where that
// cannot be read. A file that gzip has compressed is read as what it contains.
func Open(r io.Reader, opt Options) (*Reader, error) {
	f, err := start(r, opt)
	if err != nil {
		return nil, err
	}
	a, err := adapterOf(&f.opt)
	if err != nil {
		return nil, err
	}
	names, err := f.readHeader(a)
	if err != nil {
		return nil, err
	}
	if err := f.bind(a, names); err != nil {
		return nil, err
	}
	return f, nil
}

// start finds out what kind of file it is.
func start(r io.Reader, opt Options) (*Reader, error) {
	opt = opt.withDefaults()
	bytes := &counted{r: r}
	content, err := unpacked(bytes, opt.Limits)
	if err != nil {
		return nil, err
	}
	in := newInput(&capped{r: content, left: opt.Limits.Bytes, limit: opt.Limits.Bytes}, opt.Limits.Record)
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
	return f, nil
}

// bind makes a format's sense of the names in the header.
func (r *Reader) bind(a adapter, names []string) (err error) {
	a.defaults(&r.opt)
	if r.rows, err = a.bind(r, names); err != nil {
		return err
	}
	return r.header.complete(names, a.required())
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
// Of a compressed file it counts the bytes before they are unpacked.
func (r *Reader) Bytes() int64 { return r.input.n }

// Warnings are about the file as a whole, such as an encoding that had to be
// guessed. They are complete once Next has returned io.EOF.
func (r *Reader) Warnings() []Problem {
	if r.text.guessed {
		return []Problem{guessedEncoding()}
	}
	return nil
}

// Next returns the next row, io.EOF after the last, or a *FileError where a limit
// of the file is reached. A row with errors is returned too; see Row.Failed. The
// Row is valid until the next call; its strings stay valid.
func (r *Reader) Next() (*Row, error) {
	line, fault, err := r.advance()
	if err != nil {
		return nil, err
	}
	r.row.reset(line, r.record)
	if fault != nil {
		p := *fault
		fallback(&p.Line, line)
		p.Record = r.record
		r.row.Problems = append(r.row.Problems, p)
		return &r.row, nil
	}
	r.rows.convert()
	return &r.row, nil
}

// NextID advances over one row and returns its id alone, "" where the row has none
// or is broken. It costs a fraction of Next.
func (r *Reader) NextID() (string, error) {
	_, fault, err := r.advance()
	if err != nil || fault != nil {
		return "", err
	}
	return r.rows.id(), nil
}

// Record is the number of the row read last; the first after the header is 1. It
// counts what Next returns, whatever number of records of the file went into it.
func (r *Reader) Record() int { return r.record }

// Raw returns the cells of the row read last as text that can be written again,
// one for each name of the header or more: with cells that the row takes from
// its product's first record filled in, with U+FFFD for bytes that are no text,
// and, where a record could not be split, with its first line as the only cell. It is
// nil before the first row and after the last.
func (r *Reader) Raw() []string {
	if r.record == 0 || r.over {
		return nil
	}
	return r.rows.raw()
}

// Skip passes over n rows, such as those that an earlier run has done. What they
// say about the rows that follow is kept.
func (r *Reader) Skip(n int) error {
	for range n {
		if _, _, err := r.advance(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
	return nil
}

func (r *Reader) advance() (line int, fault *Problem, err error) {
	line, fault, err = r.rows.advance()
	if r.over = err != nil; r.over {
		return line, fault, err
	}
	if r.record++; r.record > r.opt.Limits.Rows { // a record may make many
		r.over = true
		return 0, nil, r.tooManyRows()
	}
	return line, fault, nil
}

// next splits the next record that counts: blank lines do not, and neither do the
// leftovers of a record that an unclosed quote tore apart.
func (r *Reader) next() (*Problem, error) {
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
		if r.read++; r.read > r.opt.Limits.Rows {
			return nil, r.tooManyRows()
		}
		return fault, nil
	}
}

func (r *Reader) tooManyRows() error {
	return fileError(FileTooManyRows, "the file has more than %v rows", r.opt.Limits.Rows)
}
