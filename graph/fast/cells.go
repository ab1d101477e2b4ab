package fast

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// A column of a table goes into a row of T.
type column[T any] struct {
	name string
	need needs // any of which selects it; 0 always does
	read func(*T, *cells, int)
}

// A table is what is read of one.
type table[T any] []column[T]

func (t table[T]) selected(n needs) table[T] {
	out := make(table[T], 0, len(t))
	for _, c := range t {
		if c.need == 0 || c.need&n != 0 {
			out = append(out, c)
		}
	}
	return out
}

func (t table[T]) names(n needs) []string {
	cols := t.selected(n)
	out := make([]string, len(cols))
	for i, c := range cols {
		out[i] = c.name
	}
	return out
}

// each reads the rows of the next result. into returns where a row goes, and done hears of
// it with the column behind those of the table.
func (t table[T]) each(br pgx.BatchResults, n needs, into func() *T, done func(*T, *cells, int)) error {
	rows, err := br.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	cols := t.selected(n)
	c := &cells{}
	for rows.Next() {
		c.raw, c.fields = rows.RawValues(), rows.FieldDescriptions()
		row := into()
		for i, col := range cols {
			col.read(row, c, i)
		}
		done(row, c, len(cols))
		if c.err != nil {
			return c.err
		}
	}
	return rows.Err()
}

// cells are the values of a row as Postgres sent them. To read them here takes a fraction
// of what it does to scan them into variables, which is most of the work of a list. What
// does not look as expected is an error, and nothing is read after one.
type cells struct {
	raw    [][]byte
	fields []pgconn.FieldDescription
	err    error
}

// binary returns the bytes of a value in the binary form of a type, nil for null.
func (c *cells) binary(i, size int, oids ...uint32) []byte {
	b, f := c.raw[i], &c.fields[i]
	if b == nil || c.err != nil {
		return nil
	}
	for _, oid := range oids {
		if f.DataTypeOID == oid && f.Format == pgx.BinaryFormatCode && len(b) == size {
			return b
		}
	}
	c.err = fmt.Errorf("column %s came as %d bytes of type %d in form %d", f.Name, len(b), f.DataTypeOID, f.Format)
	return nil
}

func (c *cells) uuid(i int) (id uuid.UUID) {
	copy(id[:], c.binary(i, len(id), pgtype.UUIDOID))
	return id
}

func (c *cells) int64(i int) int64 {
	if n := c.maybeInt64(i); n != nil {
		return *n
	}
	return 0
}

func (c *cells) int(i int) int { return int(c.int64(i)) }

func (c *cells) maybeInt64(i int) *int64 {
	b := c.binary(i, 8, pgtype.Int8OID)
	if b == nil {
		return nil
	}
	n := int64(binary.BigEndian.Uint64(b))
	return &n
}

func (c *cells) maybeInt(i int) *int {
	n := c.maybeInt64(i)
	if n == nil {
		return nil
	}
	m := int(*n)
	return &m
}

func (c *cells) bool(i int) bool {
	b := c.binary(i, 1, pgtype.BoolOID)
	return b != nil && b[0] != 0
}

// Instants are sent in microseconds since this one.
var since2000 = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func (c *cells) time(i int) time.Time {
	b := c.binary(i, 8, pgtype.TimestamptzOID)
	if b == nil {
		return time.Time{}
	}
	us := int64(binary.BigEndian.Uint64(b))
	return since2000.Add(time.Duration(us) * time.Microsecond)
}

// text is the same in both forms.
func (c *cells) text(i int) string {
	switch f := &c.fields[i]; f.DataTypeOID {
	case pgtype.TextOID, pgtype.VarcharOID:
		return string(c.raw[i])
	default:
		if c.err == nil {
			c.err = fmt.Errorf("column %s came as type %d and not as text", f.Name, f.DataTypeOID)
		}
		return ""
	}
}

func (c *cells) maybeText(i int) *string {
	if c.raw[i] == nil {
		return nil
	}
	s := c.text(i)
	return &s
}

// json reads a value, which may be null; the binary form of jsonb has a byte before it.
func (c *cells) json(i int, to any) {
	b, f := c.raw[i], &c.fields[i]
	if len(b) == 0 || c.err != nil {
		return
	}
	if f.DataTypeOID == pgtype.JSONBOID && f.Format == pgx.BinaryFormatCode {
		b = b[1:]
	}
	if err := json.Unmarshal(b, to); err != nil {
		c.err = fmt.Errorf("read column %s: %w", f.Name, err)
	}
}
