package feed

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"orion/internal/kit/cell"
)

// Header is what the first line of a feed says.
type Header struct {
	Line      int // physical line
	Separator byte
	Names     []string // of all columns, as the file has them

	// Present are the typed columns that the file has. A column that is absent
	// keeps what was stored before, a blank cell clears it.
	Present ColumnSet

	// Attributes are the recognised attributes that go to Row.Attributes.
	Attributes []string

	// Unknown are the columns that are ignored, as the file names them.
	Unknown []string
}

type header struct {
	Header
	columns []column
	seen    map[string]int // the column of each field
	id      int            // the column with the id
	grouped bool           // there is a column that groups variants
}

// column says what becomes of one cell.
type column struct {
	kind     Column
	name     string // field
	repeated bool
	own      bool // says something of the variant, which the product does not
}

var excelSeparator = regexp.MustCompile(`(?i)^"?sep=([,;\t|])"?\s*$`)

// readHeader passes blank lines, comments and Excel's sep= line, and splits the
// first line that is none of these.
func (r *Reader) readHeader(a adapter) ([]string, error) {
	declared, err := r.preamble()
	if err != nil {
		return nil, err
	}
	sep, names, err := r.splitHeader(declared, a)
	if err != nil {
		return nil, err
	}
	r.header.Line, r.header.Separator = r.split.start, sep
	if len(names) > r.opt.Limits.Columns {
		return nil, fileError(FileTooManyColumns, "the file has %v columns; %v are allowed", len(names), r.opt.Limits.Columns)
	}
	r.header.Names, r.header.columns = names, make([]column, len(names))
	return names, nil
}

func (r *Reader) preamble() (separator byte, err error) {
	separator = r.opt.Separator
	for {
		n, _ := r.split.lineLength()
		line := r.split.in.ahead()[:n]
		switch m := excelSeparator.FindSubmatch(line); {
		case n == len(r.split.in.ahead()) && blank(line):
			if err := r.split.in.failed(); err != nil {
				return 0, fmt.Errorf("read feed: %w", err)
			}
			return 0, fileError(FileEmpty, "the file is empty")
		case m != nil:
			separator = m[1][0]
		case !blank(line) && !bytes.HasPrefix(bytes.TrimLeft(line, "\" "), []byte("#")):
			return separator, nil
		}
		r.split.in.skipLine()
		r.split.line++
	}
}

// splitHeader tries the separators and takes the one that makes the most names
// we know, then the most columns.
func (r *Reader) splitHeader(declared byte, a adapter) (byte, []string, error) {
	candidates := []byte{',', '\t', ';', '|'}
	if declared != 0 {
		candidates = []byte{declared}
	}
	var best []string
	sep, score, broken := byte(0), -1, false
	for _, c := range candidates {
		names, bad, err := r.tryHeader(c)
		if err != nil {
			return 0, nil, err
		}
		if bad != nil {
			broken = true
			continue
		}
		if s := 1000*known(a, names) + len(names); s > score {
			best, sep, score = names, c, s
		}
	}
	switch {
	case best == nil || len(best) == 1 && broken:
		return 0, nil, fileError(FileHeader, "the header at line %v cannot be read; check its quotes", r.split.line)
	case len(best) == 1:
		return 0, nil, fileError(FileOneColumn,
			"the header has only one column, %q; columns are separated by comma, semicolon, tab or pipe", excerpt(best[0]))
	}
	r.split.sep = sep
	best, _, err := r.names(&r.split)
	return sep, best, err
}

// tryHeader splits the header by one separator, on the window alone.
func (r *Reader) tryHeader(sep byte) ([]string, *Problem, error) {
	ahead := r.split.in.ahead()
	s := r.split
	s.in = &input{buf: ahead, end: len(ahead), max: len(ahead), err: io.EOF}
	s.sep, s.cells, s.scratch = sep, nil, nil
	return r.names(&s)
}

func (r *Reader) names(s *splitter) ([]string, *Problem, error) {
	bad, err := s.next()
	if err != nil || bad != nil {
		return nil, bad, err
	}
	names := make([]string, len(s.cells))
	cells := slices.Clone(s.cells)
	rec, _ := r.text.decode(s.rec, cells)
	for i, c := range cells {
		names[i] = cell.Unguard(rec[c.start:c.end])
	}
	return names, nil, nil
}

func known(a adapter, names []string) (n int) {
	for _, name := range names {
		if a.field(name) != "" {
			n++
		}
	}
	return n
}

func isAttribute(name string) bool {
	_, typed := typedColumns[name]
	return typed || attributes[name]
}

// recognise lays down the field of each column. Two columns of one field are an
// error unless the field repeats.
func (h *header) recognise(names []string, field func(name string) string) error {
	for i, name := range names {
		f := field(name)
		if f == "" {
			if !blank([]byte(name)) {
				h.Unknown = append(h.Unknown, excerpt(strings.TrimSpace(name)))
			}
			continue
		}
		first, again := h.seen[f]
		if again && !repeatable[f] {
			return fileError(FileDuplicateColumn, "the columns %q and %q are both %s", excerpt(names[first]), excerpt(name), f)
		}
		h.add(i, f, again)
	}
	return nil
}

func (h *header) add(i int, field string, again bool) {
	if h.seen == nil {
		h.seen = map[string]int{}
	}
	kind := h.note(field)
	if !again {
		h.seen[field] = i
	}
	if kind == ColumnID {
		h.id = i
	}
	h.columns[i] = column{kind: kind, name: field, repeated: again}
}

// note takes down that the feed says something of a field.
func (h *header) note(field string) Column {
	kind, typed := typedColumns[field]
	if typed {
		h.Present |= 1 << kind
		return kind
	}
	if !slices.Contains(h.Attributes, field) {
		h.Attributes = append(h.Attributes, field)
	}
	return ColumnAttribute
}

func (h *header) has(field string) bool {
	_, ok := h.seen[field]
	return ok
}

// complete checks that a row can have what staging requires.
func (h *header) complete(names, required []string) error {
	var missing []string
	for _, field := range required {
		if !h.has(field) {
			missing = append(missing, field)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return lacking(missing, names)
}

func lacking(missing, names []string) *FileError {
	found := make([]string, 0, 20)
	for _, n := range names[:min(len(names), cap(found))] {
		found = append(found, excerpt(strings.TrimSpace(n)))
	}
	return fileError(FileMissingColumn, "the file lacks the columns: %s. It has: %s",
		strings.Join(missing, ", "), strings.Join(found, ", "))
}
