package fast

import "orion/internal/kit/page"

// A connection is a page of what the graph calls T. Info and count are there only for
// lists that are read as such.
type connection[T any] struct {
	nodes []*T
	info  page.Info
	count page.Count
}

// connectionType is the type of a connection whose nodes are written as U.
func connectionType[T, U any](name string, node *object[U], of func(*T) *U) *object[connection[T]] {
	return &object[connection[T]]{name: name, fields: map[string]field[connection[T]]{
		"nodes": list(node, func(c *connection[T]) []*U {
			out := make([]*U, len(c.nodes))
			for i, n := range c.nodes {
				out[i] = of(n)
			}
			return out
		}),
	}}
}

// pagedType is the type of a connection that says where it goes on.
func pagedType[T, U any](name string, node *object[U], of func(*T) *U) *object[connection[T]] {
	o := connectionType(name, node, of)
	o.fields["pageInfo"] = needing(needsCursor, nested(infoType, func(c *connection[T]) page.Info { return c.info }))
	o.fields["count"] = needing(needsCount, nested(countType, func(c *connection[T]) page.Count { return c.count }))
	return o
}

var infoType = &object[page.Info]{name: "PageInfo", fields: map[string]field[page.Info]{
	"hasNextPage":     leaf(func(b []byte, i *page.Info, _ *request) []byte { return boolean(b, i.HasNextPage) }),
	"hasPreviousPage": leaf(func(b []byte, i *page.Info, _ *request) []byte { return boolean(b, i.HasPreviousPage) }),
	"startCursor":     leaf(func(b []byte, i *page.Info, _ *request) []byte { return textOrNull(b, i.StartCursor) }),
	"endCursor":       leaf(func(b []byte, i *page.Info, _ *request) []byte { return textOrNull(b, i.EndCursor) }),
}}

var countType = &object[page.Count]{name: "Count", fields: map[string]field[page.Count]{
	"value":     leaf(func(b []byte, c *page.Count, _ *request) []byte { return number(b, c.Value) }),
	"precision": leaf(func(b []byte, c *page.Count, _ *request) []byte { return text(b, string(c.Precision)) }),
}}
