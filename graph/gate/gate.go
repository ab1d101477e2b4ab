// Package gate stands in front of the graph's executor. It decides by size, shape
// and price which requests are worth running, and it speaks GraphQL over HTTP.
//
// It knows nothing of shops and viewers: who is asking, what a caller may spend and
// whether the schema may be read are functions that the caller passes in. What it
// refuses is refused by counting, never by trying, so that a refusal costs the server
// less than it costs the sender.
package gate

// Limits bound a request. A field that is zero takes the value of DefaultLimits.
type Limits struct {
	// BodyBytes bounds the body of a request, DocumentBytes the document in it.
	BodyBytes     int64
	DocumentBytes int

	// TextBytes bounds each text among the variables, Values how many values there
	// are in them, and Nesting how deeply JSON may be nested.
	TextBytes int
	Values    int
	Nesting   int

	// Tokens bounds what is parsed. The next six bound the document as it is written,
	// and keep the executor's validation, which compares fields pairwise, short.
	Tokens     int
	Operations int
	Fragments  int
	Variables  int
	Directives int
	Selections int

	// These bound an operation with its fragments written out: levels of fields, levels
	// below __schema and __type, renamed fields, fields in all, pairs of fields with one
	// name in one place, and root fields of a mutation.
	Depth              int
	IntrospectionDepth int
	Aliases            int
	Fields             int
	EqualFields        int
	MutationFields     int

	// Cost bounds the price of an operation, AnswerBytes its data, and AnswerErrors how
	// many errors are told.
	Cost         int
	AnswerBytes  int
	AnswerErrors int
}

// DefaultLimits are the limits that integrators are told.
var DefaultLimits = Limits{
	BodyBytes:     1 << 20,
	DocumentBytes: 64 << 10,
	TextBytes:     64 << 10,
	Values:        20_000,
	Nesting:       50,

	Tokens:     10_000,
	Operations: 20,
	Fragments:  100,
	Variables:  100,
	Directives: 100,
	Selections: 1_000,

	Depth:              12,
	IntrospectionDepth: 16,
	Aliases:            30,
	Fields:             5_000,
	EqualFields:        10_000,
	MutationFields:     5,

	Cost:         2_000,
	AnswerBytes:  5_000_000,
	AnswerErrors: 100,
}

// Or returns l with the values of d where l has none.
func (l Limits) Or(d Limits) Limits {
	or(&l.BodyBytes, d.BodyBytes)
	for _, f := range []struct{ to, from *int }{
		{&l.DocumentBytes, &d.DocumentBytes},
		{&l.TextBytes, &d.TextBytes},
		{&l.Values, &d.Values},
		{&l.Nesting, &d.Nesting},
		{&l.Tokens, &d.Tokens},
		{&l.Operations, &d.Operations},
		{&l.Fragments, &d.Fragments},
		{&l.Variables, &d.Variables},
		{&l.Directives, &d.Directives},
		{&l.Selections, &d.Selections},
		{&l.Depth, &d.Depth},
		{&l.IntrospectionDepth, &d.IntrospectionDepth},
		{&l.Aliases, &d.Aliases},
		{&l.Fields, &d.Fields},
		{&l.EqualFields, &d.EqualFields},
		{&l.MutationFields, &d.MutationFields},
		{&l.Cost, &d.Cost},
		{&l.AnswerBytes, &d.AnswerBytes},
		{&l.AnswerErrors, &d.AnswerErrors},
	} {
		or(f.to, *f.from)
	}
	return l
}

func or[N int | int64](to *N, from N) {
	if *to == 0 {
		*to = from
	}
}
