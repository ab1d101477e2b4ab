package feed

import (
	"strconv"

	"orion/internal/kit/taxonomy"
)

// category reads a category of Google's taxonomy, an id or a path. A path may be in
// any language and is not looked up. An id that we do not know is kept, for the
// taxonomy grows.
func (c *converter) category(col *column, s string) string {
	s = c.path(col, s)
	if id, err := strconv.Atoi(s); err == nil && !taxonomy.Has(id) {
		c.warn(col, s, Problem{Code: CodeGuessed, Format: "the category is no id of Google's taxonomy that we know"})
	}
	return s
}
