package feed

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// taxonomyIDs are the ids of Google's product taxonomy, in ascending order.
//
//go:embed taxonomy.txt
var taxonomyIDs string

var taxonomy = sync.OnceValue(func() map[int]bool {
	ids := make(map[int]bool, 6000)
	for _, one := range strings.Fields(taxonomyIDs) {
		if id, err := strconv.Atoi(one); err == nil {
			ids[id] = true
		}
	}
	return ids
})

// category reads a category of Google's taxonomy, an id or a path. A path may be in
// any language and is not looked up. An id that we do not know is kept, for the
// taxonomy grows.
func (c *converter) category(col *column, s string) string {
	s = c.path(col, s)
	if id, err := strconv.Atoi(s); err == nil && !taxonomy()[id] {
		c.warn(col, s, Problem{Code: CodeGuessed, Format: "the category is no id of Google's taxonomy that we know"})
	}
	return s
}
