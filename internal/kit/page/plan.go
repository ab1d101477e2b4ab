package page

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/internal/kit/errs"
)

// A Signer signs cursors. Its zero value is of no use.
type Signer struct{ key []byte }

// NewSigner returns a Signer with a secret key.
func NewSigner(key []byte) *Signer { return &Signer{key: key} }

// A Key is a column that a list is ordered by. It must not be null.
type Key struct {
	Column string
	// Minus is a second column to take from Column; the list is ordered by what is
	// left.
	Minus string `json:",omitempty"`
	Desc  bool
	// Time says that the column holds instants; else it holds integers or text.
	Time bool
	// Of is the name of a table that the query joins, where the column is one of its; ID
	// is that table's column with the id of the row, so that one index of it has both.
	Of, ID string `json:",omitempty"`
}

// A Plan is a checked request for one page.
type Plan struct {
	signer   *Signer
	scope    []byte
	keys     []Key
	size     int
	backward bool
	from     *position
}

type position struct {
	Values []any     `json:"v,omitempty"`
	ID     uuid.UUID `json:"i"`
}

// Plan checks what the caller asked for. Rows are ordered by keys and then by id,
// which goes the way of the last key; without keys, newest first. scope is
// whatever tells this list from others: its name, the vendor, filters, order. A
// size below 0 or above MaxSize and a cursor of another list are INVALID.
func (s *Signer) Plan(arg Arg, keys []Key, scope ...any) (*Plan, error) {
	p := &Plan{signer: s, keys: keys, size: DefaultSize}
	if arg.Last != nil && arg.First != nil || arg.After != nil && arg.Before != nil {
		return nil, errs.Field("last", "goes with before, first with after, never both")
	}
	size, cursor, name := arg.First, arg.After, "first"
	if arg.Last != nil || arg.Before != nil {
		p.backward, size, cursor, name = true, arg.Last, arg.Before, "last"
	}
	if size != nil {
		p.size = *size
	}
	if p.size < 0 || p.size > MaxSize {
		return nil, errs.Field(name, "must be 0 to %d", MaxSize)
	}
	raw, err := json.Marshal([]any{keys, scope})
	if err != nil {
		return nil, fmt.Errorf("page: scope: %w", err)
	}
	p.scope = raw
	if cursor != nil {
		if p.from, err = p.open(*cursor); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// Limit is how many rows to read: one more than the page holds.
func (p *Plan) Limit() int { return p.size + 1 }

// Order puts the rows of a query into the plan's order.
func (p *Plan) Order(s *sql.Selector) {
	for _, k := range p.keys {
		s.OrderExpr(sql.Expr(p.direction(k.expr(s), k.Desc)))
	}
	s.OrderExpr(sql.Expr(p.direction(p.id(s), p.lastDesc())))
}

func (p *Plan) direction(column string, desc bool) string {
	if desc != p.backward {
		return column + " DESC"
	}
	return column
}

// lastDesc is the way of the id: newest first where the list has no key.
func (p *Plan) lastDesc() bool {
	if len(p.keys) == 0 {
		return true
	}
	return p.keys[len(p.keys)-1].Desc
}

// Where leaves out the rows up to the cursor. Keys that go one way make a row
// comparison, which an index on them serves as a whole.
func (p *Plan) Where(s *sql.Selector) {
	if p.from == nil {
		return
	}
	columns, values, desc := p.columns(s)
	if uniform(desc) {
		s.Where(rowBeyond(columns, values, desc[0] != p.backward))
		return
	}
	var any []*sql.Predicate
	for i := range columns {
		all := make([]*sql.Predicate, 0, i+1)
		for j := range i {
			all = append(all, compare(columns[j], " = ", values[j]))
		}
		op := " > "
		if desc[i] != p.backward {
			op = " < "
		}
		any = append(any, sql.And(append(all, compare(columns[i], op, values[i]))...))
	}
	s.Where(sql.Or(any...))
}

func (p *Plan) columns(s *sql.Selector) (columns []string, values []any, desc []bool) {
	for i, k := range p.keys {
		columns, values, desc = append(columns, k.expr(s)), append(values, p.from.Values[i]), append(desc, k.Desc)
	}
	return append(columns, p.id(s)), append(values, p.from.ID), append(desc, p.lastDesc())
}

// id is the column that tells rows with the same keys apart.
func (p *Plan) id(s *sql.Selector) string {
	if n := len(p.keys); n > 0 && p.keys[n-1].Of != "" {
		return sql.Dialect(s.Dialect()).Table(p.keys[n-1].Of).C(p.keys[n-1].ID)
	}
	return s.C("id")
}

func uniform(desc []bool) bool {
	for _, d := range desc {
		if d != desc[0] {
			return false
		}
	}
	return true
}

func rowBeyond(columns []string, values []any, less bool) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.WriteByte('(')
		for i, c := range columns {
			if i > 0 {
				b.Comma()
			}
			b.WriteString(c)
		}
		if less {
			b.WriteString(") < (")
		} else {
			b.WriteString(") > (")
		}
		b.Args(values...)
		b.WriteByte(')')
	})
}

func compare(column, op string, value any) *sql.Predicate {
	return sql.P(func(b *sql.Builder) { b.WriteString(column).WriteString(op).Arg(value) })
}

func (p *Plan) sign(values []any, id uuid.UUID) string {
	for i, v := range values {
		if t, ok := v.(time.Time); ok {
			values[i] = t.UTC().Format(time.RFC3339Nano)
		}
	}
	body, err := json.Marshal(position{Values: values, ID: id})
	if err != nil {
		panic(fmt.Sprintf("page: sort values: %v", err)) // texts and integers cannot fail
	}
	return base64.RawURLEncoding.EncodeToString(append(p.mac(body), body...))
}

const macSize = 12

func (p *Plan) mac(body []byte) []byte {
	m := hmac.New(sha256.New, p.signer.key)
	m.Write(p.scope)
	m.Write([]byte{0})
	m.Write(body)
	return m.Sum(nil)[:macSize]
}

func (p *Plan) open(cursor string) (*position, error) {
	refuse := errs.New(errs.Invalid, "the cursor is of another list")
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(raw) <= macSize || !hmac.Equal(raw[:macSize], p.mac(raw[macSize:])) {
		return nil, refuse
	}
	var pos position
	in := json.NewDecoder(bytes.NewReader(raw[macSize:]))
	in.UseNumber() // a float would round large amounts
	if err := in.Decode(&pos); err != nil || len(pos.Values) != len(p.keys) {
		return nil, refuse
	}
	for i, k := range p.keys {
		if pos.Values[i], err = k.read(pos.Values[i]); err != nil {
			return nil, refuse
		}
	}
	return &pos, nil
}

func (k Key) expr(s *sql.Selector) string {
	switch {
	case k.Of != "":
		return sql.Dialect(s.Dialect()).Table(k.Of).C(k.Column)
	case k.Minus == "":
		return s.C(k.Column)
	}
	return "(" + s.C(k.Column) + " - " + s.C(k.Minus) + ")"
}

// read gives a value back the type that JSON took from it.
func (k Key) read(v any) (any, error) {
	switch v := v.(type) {
	case json.Number:
		return v.Int64()
	case string:
		if k.Time {
			return time.Parse(time.RFC3339Nano, v)
		}
		return v, nil
	}
	return nil, fmt.Errorf("a sort value of type %T", v)
}
