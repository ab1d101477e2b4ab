package feed

import "hash/maphash"

// An Index remembers which record of a file names each id last, for the last one
// wins. It takes some 30 bytes per row, whatever the length of the ids.
type Index struct {
	seed maphash.Seed
	last map[uint64]uint32
	rows int
}

// NewIndex returns an empty Index.
func NewIndex() *Index { return &Index{seed: maphash.MakeSeed(), last: map[uint64]uint32{}} }

// Add notes the id of a record. Records are added in order; a blank id counts as
// a row only.
func (x *Index) Add(id string, record int) {
	x.rows++
	if id != "" {
		x.last[maphash.String(x.seed, id)] = uint32(record)
	}
}

// Rows is how many records were added.
func (x *Index) Rows() int { return x.rows }

// Last returns the last record with this id, 0 if there is none.
func (x *Index) Last(id string) int { return int(x.last[maphash.String(x.seed, id)]) }

// Duplicate is the warning for a row whose id stands again further down.
func Duplicate(row *Row, last int) Problem {
	return Problem{
		Severity: Warning, Line: row.Line, Record: row.Record, Column: columnNames[ColumnID], Value: excerpt(row.ID),
		Code: CodeDuplicate, Format: "the id stands again in row %v, which wins", Args: []any{last},
	}
}
