// Package page cuts lists into pages by keyset: a page begins after the last row
// of the one before, so its cost does not grow with how far the reader has come.
//
// A cursor carries the sort values and the id of a row and is signed together
// with the scope of its list, so that a cursor of another vendor, list, filter or
// order is refused.
package page

import (
	"context"

	"github.com/google/uuid"
)

// The sizes of a page.
const (
	DefaultSize = 20
	MaxSize     = 100
	CountCap    = 10_000
)

// Arg is what a caller may say about a page. First and After go forward, Last and
// Before backward; nothing given is the first page of DefaultSize.
type Arg struct {
	First  *int
	After  *string
	Last   *int
	Before *string
}

// Info tells the caller whether and where the list goes on.
type Info struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// An Edge is a node with its own cursor.
type Edge[T any] struct {
	Cursor string
	Node   T
}

// Precision says how exact a Count is.
type Precision string

// The precisions of a count.
const (
	Exact   Precision = "EXACT"
	AtLeast Precision = "AT_LEAST"
)

// Count is how many rows the whole list has, counted up to CountCap.
type Count struct {
	Value     int
	Precision Precision
}

// A Connection is one page of a list.
type Connection[T any] struct {
	Nodes    []T
	PageInfo Info

	cursor func(T) string
	count  func(context.Context) (int, error)
}

// Edges returns the nodes with their cursors.
func (c *Connection[T]) Edges() []*Edge[T] {
	out := make([]*Edge[T], len(c.Nodes))
	for i, n := range c.Nodes {
		out[i] = &Edge[T]{Cursor: c.cursor(n), Node: n}
	}
	return out
}

// Count counts the whole list; it runs only where the field is selected. It is
// nil for a list that does not count.
func (c *Connection[T]) Count(ctx context.Context) (*Count, error) {
	if c.count == nil {
		return nil, nil
	}
	n, err := c.count(ctx)
	if err != nil {
		return nil, err
	}
	if n > CountCap {
		return &Count{Value: CountCap, Precision: AtLeast}, nil
	}
	return &Count{Value: n, Precision: Exact}, nil
}

// Cut makes a Connection of rows that were read with the plan's Limit. keys
// returns the values of the plan's columns and the id of a row. count, which may
// be nil, counts up to its argument.
func Cut[T any](p *Plan, rows []T, keys func(T) ([]any, uuid.UUID), count func(ctx context.Context, limit int) (int, error)) *Connection[T] {
	more := len(rows) > p.size
	if more {
		rows = rows[:p.size]
	}
	if p.backward {
		reverse(rows)
	}
	c := &Connection[T]{Nodes: rows, cursor: func(row T) string { return p.sign(keys(row)) }}
	c.PageInfo.HasNextPage, c.PageInfo.HasPreviousPage = more, p.from != nil
	if p.backward {
		c.PageInfo.HasNextPage, c.PageInfo.HasPreviousPage = p.from != nil, more
	}
	if n := len(rows); n > 0 {
		start, end := c.cursor(rows[0]), c.cursor(rows[n-1])
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &start, &end
	}
	if count != nil {
		c.count = func(ctx context.Context) (int, error) { return count(ctx, CountCap+1) }
	}
	return c
}

func reverse[T any](rows []T) {
	for i, j := 0, len(rows)-1; i < j; i, j = i+1, j-1 {
		rows[i], rows[j] = rows[j], rows[i]
	}
}
