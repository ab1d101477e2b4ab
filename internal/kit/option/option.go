// Package option says what the variants of a product differ in.
package option

// The limits of a product's options.
const (
	// MaxOptions is how many ways variants can differ in.
	MaxOptions = 3
	// MaxValues is how many values one of them can have.
	MaxValues = 100
)

// An Option is one thing that the variants of a product differ in, such as its size.
type Option struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

// Matrix returns every choice of one value of each option, the last option changing
// fastest: of two sizes and three colours six. Without options there is none.
func Matrix(options []Option) [][]string {
	if len(options) == 0 {
		return nil
	}
	out := [][]string{nil}
	for _, o := range options {
		var longer [][]string
		for _, chosen := range out {
			for _, v := range o.Values {
				longer = append(longer, append(chosen[:len(chosen):len(chosen)], v))
			}
		}
		out = longer
	}
	return out
}
