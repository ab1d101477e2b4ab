package delivery

import (
	"maps"
	"slices"
)

// Words are texts by language in the first of some languages that they are in, else in any
// that there is; "" where there are none.
func Words(texts map[string]string, languages ...string) string {
	for _, l := range languages {
		if s := texts[l]; s != "" {
			return s
		}
	}
	for _, l := range slices.Sorted(maps.Keys(texts)) {
		if s := texts[l]; s != "" {
			return s
		}
	}
	return ""
}

// Standard is the way of delivery that every shop is born with.
const Standard = "standard"
