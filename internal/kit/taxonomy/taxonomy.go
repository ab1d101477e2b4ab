// Package taxonomy knows the numbers of Google's product taxonomy. It grows, so a number
// that is not known here may be one of tomorrow's.
package taxonomy

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// numbers are those of Google's product taxonomy, in ascending order.
//
//go:embed taxonomy.txt
var numbers string

var known = sync.OnceValue(func() map[int]bool {
	ids := make(map[int]bool, 6000)
	for _, one := range strings.Fields(numbers) {
		if id, err := strconv.Atoi(one); err == nil {
			ids[id] = true
		}
	}
	return ids
})

// Has reports whether a number is one of the taxonomy.
func Has(id int) bool { return known()[id] }
