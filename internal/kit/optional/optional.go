// Package optional reads what may not be there.
package optional

// Value returns what p points to, and the zero value of nothing.
func Value[T any](p *T) T {
	if p == nil {
		var none T
		return none
	}
	return *p
}
