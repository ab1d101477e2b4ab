// Package optional reads and sets what may not be there.
package optional

// Value returns what p points to, and the zero value of nothing.
func Value[T any](p *T) T {
	if p == nil {
		var none T
		return none
	}
	return *p
}

// Put sets what p points to, and nothing where there is nothing.
func Put[T any](p *T, set func(T)) {
	if p != nil {
		set(*p)
	}
}
