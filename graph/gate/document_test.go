package gate_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/graph/gate"
)

// nested returns n fields inside each other.
func nested(n int) string {
	return "{" + strings.Repeat("product{self{", n/2) + "id" + strings.Repeat("}}", n/2) + "}"
}

// many returns n of what f says, with a space between.
func many(n int, f func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(f(i) + " ")
	}
	return b.String()
}

// doubling returns a document whose one field, fragments written out, is there 2^n times.
func doubling(n int) string {
	return "{...f0} " + many(n, func(i int) string {
		return fmt.Sprintf("fragment f%d on Query{...f%d ...f%d}", i, i+1, i+1)
	}) + fmt.Sprintf("fragment f%d on Query{shop{name}}", n)
}

func TestHostileDocumentsAreRefusedBeforeTheyAreValidated(t *testing.T) {
	t.Parallel()
	var ran []string
	h := serve(t, options{ran: &ran})
	for name, doc := range map[string]string{
		"depth 16":                       nested(16),
		"depth 200":                      nested(200),
		"depth 1,998":                    nested(1998),
		"depth through fragments":        "{product{...a}} fragment a on Product{self{self{self{self{...b}}}}} fragment b on Product{self{self{self{self{self{self{self{self{id}}}}}}}}}",
		"31 aliases":                     "{" + many(31, func(i int) string { return fmt.Sprintf("a%d:shop{name}", i) }) + "}",
		"1,000 aliases":                  "{" + many(1000, func(i int) string { return fmt.Sprintf("a%d:shop{name}", i) }) + "}",
		"aliases doubled by fragments":   "{shop{...a ...a}} fragment a on Shop{" + many(20, func(i int) string { return fmt.Sprintf("a%d:name", i) }) + "}",
		"20,000 __typename":              "{" + strings.Repeat("__typename ", 20_000) + "}",
		"6 mutations":                    "mutation{" + strings.Repeat("touch ", 6) + "}",
		"200 aliased mutations":          "mutation{" + many(200, func(i int) string { return fmt.Sprintf("a%d:touch", i) }) + "}",
		"6 mutations through fragments":  "mutation{...a ...a} fragment a on Mutation{touch touch touch}",
		"a fragment in itself":           "{...a} fragment a on Query{...a}",
		"fragments in a circle":          "{...a} fragment a on Query{shop{name} ...b} fragment b on Query{...a}",
		"a circle that nobody spreads":   "{shop{name}} fragment a on Query{...b} fragment b on Query{...a}",
		"2^25 fields":                    doubling(25),
		"2^40 fields":                    doubling(40),
		"2^90 fields":                    doubling(90),
		"101 fragments":                  "{shop{name}} " + many(101, func(i int) string { return fmt.Sprintf("fragment f%d on Shop{name}", i) }),
		"101 directives":                 "{shop" + strings.Repeat("@include(if:true)", 101) + "{name}}",
		"50,000 directives":              "{shop" + strings.Repeat("@a", 25_000) + "{name}}",
		"1,001 equal fields":             "{shop{" + strings.Repeat("name ", 1001) + "}}",
		"50,000 equal fields":            "{shop{" + strings.Repeat("a ", 31_000) + "}}",
		"3,000 mergeable selections":     "{" + strings.Repeat("shop{name}", 1500) + "}",
		"150 equal objects":              "{" + strings.Repeat("shop{name} ", 150) + "}",
		"2^40 spreads of nothing":        "{...f0} " + many(41, func(i int) string { return fmt.Sprintf("fragment f%d on Query{...f%d ...f%d}", i, i+1, i+1) }),
		"10,001 tokens":                  "{" + strings.Repeat("a:b ", 3400) + "}",
		"101 variables":                  "query(" + many(101, func(i int) string { return fmt.Sprintf("$v%d:Int", i) }) + "){shop{name}}",
		"21 operations":                  many(21, func(i int) string { return fmt.Sprintf("query q%d{shop{name}}", i) }),
		"1,001 nested lists":             "{product(id:" + strings.Repeat("[", 1001) + strings.Repeat("]", 1001) + "){id}}",
		"introspection 17 deep":          "{__schema{types{fields{type{" + strings.Repeat("ofType{", 13) + "name" + strings.Repeat("}", 13) + "}}}}}",
		"introspection around and round": "{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}",
		"NUL in a literal":               `{product(id:"\u0000"){id}}`,
		"a whole number beyond 64 bits":  `{product{title(size:99999999999999999999)}}`,
		"a fraction beyond 64 bits":      `{product{title(scale:1e999)}}`,
		"@defer":                         `{product{...@defer{id}}}`,
		"nothing but a comment":          "#",
		"no document":                    "%%%",
		"an unterminated text":           `{product(id:"`,
	} {
		t.Run(name, func(t *testing.T) {
			require.LessOrEqual(t, len(doc), 1<<20)
			got := send(t, h, query(t, doc, nil))
			require.Equal(t, "BAD_REQUEST", got.code(), got.body)
			require.False(t, got.hasData())
			require.Less(t, len(got.body), 4_000)
			require.Less(t, got.took, soon)

			again := send(t, h, query(t, doc, nil))
			require.Equal(t, got.Errors, again.Errors, "the second time by heart, the answer is the same")
		})
	}
	require.Empty(t, ran, "nothing of it was run")
}

func TestOrdinaryDocumentsPass(t *testing.T) {
	t.Parallel()
	h := serve(t, options{})
	for name, doc := range map[string]string{
		"depth 12":                      "{product" + strings.Repeat("{self", 10) + "{id}" + strings.Repeat("}", 11),
		"30 aliases":                    "{" + many(30, func(i int) string { return fmt.Sprintf("a%d:shop{name}", i) }) + "}",
		"5 mutations":                   "mutation{a:touch b:touch c:touch d:touch e:touch}",
		"a field named as its alias":    "{shop:shop{name}}",
		"fragments on fragments":        "{...a} fragment a on Query{shop{...b}} fragment b on Shop{name}",
		"many texts":                    `{product{title(for:"` + strings.Repeat("é", 20_000) + `")}}`,
		"a standard look at the schema": "{__schema{types{name fields{name type{ofType{ofType{name}}}}}}}",
	} {
		t.Run(name, func(t *testing.T) {
			got := send(t, h, query(t, doc, nil))
			require.Empty(t, got.Errors)
			require.JSONEq(t, `{"shop":{"name":"x"}}`, string(got.Data))
		})
	}
}

// What passes the limits must be cheap to validate too, or a stream of documents that
// are all different keeps the processors busy.
func TestTheWorstThatPassesIsValidatedQuickly(t *testing.T) {
	t.Parallel()
	h := serve(t, options{limits: gate.Limits{Cost: 1 << 30}})
	for name, doc := range map[string]string{
		"140 equal fields":     "{shop{" + strings.Repeat("name ", 140) + "}}",
		"80 equal objects":     "{" + strings.Repeat("shop{name} ", 80) + "}",
		"equal trees":          "{" + strings.Repeat("product{self{self{id} self{id}} self{self{id} self{id}}} ", 15) + "}",
		"99 fragments":         "{" + many(99, func(i int) string { return fmt.Sprintf("...f%d", i) }) + "} " + many(99, func(i int) string { return fmt.Sprintf("fragment f%d on Query{shop{name}}", i) }),
		"fragments in a chain": "{...f0} " + many(99, func(i int) string { return fmt.Sprintf("fragment f%d on Query{shop{name name} ...f%d}", i, i+1) }) + "fragment f99 on Query{shop{name}}",
		"unknown fields":       "{" + many(990, func(i int) string { return fmt.Sprintf("x%d", i) }) + "}",
		"unknown arguments":    "{product(" + many(3000, func(i int) string { return fmt.Sprintf("x%d:1", i) }) + "){id}}",
		"a list of 9,000":      "{nodes(ids:[" + strings.Repeat("1 ", 9000) + "]){id}}",
		"20 operations":        many(20, func(i int) string { return fmt.Sprintf("query q%d{...a}", i) }) + "fragment a on Query{" + strings.Repeat("shop{name}", 80) + "}",
		"100 variables unused": "query(" + many(100, func(i int) string { return fmt.Sprintf("$v%d:Int", i) }) + "){" + strings.Repeat("shop{name} ", 80) + "}",
	} {
		t.Run(name, func(t *testing.T) {
			got := send(t, h, query(t, doc, nil))
			t.Logf("%v, %d bytes in, %d out", got.took, len(doc), len(got.body))
			require.Less(t, len(got.body), 16_000)
			require.Less(t, got.took, soon)
		})
	}
}

func TestIntrospectionIsByPolicy(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{
		"{__schema{queryType{name}}}",
		"query IntrospectionQuery{__schema{queryType{name}}}",
		"{...a} fragment a on Query{x:__type(name:\"Shop\"){name}}",
	} {
		require.Empty(t, send(t, serve(t, options{}), query(t, doc, nil)).Errors)
		closed := serve(t, options{introspection: func(context.Context) bool { return false }})
		require.Equal(t, "FORBIDDEN", send(t, closed, query(t, doc, nil)).code())
		require.Empty(t, send(t, closed, query(t, "{__typename shop{__typename}}", nil)).Errors, "names of types are no look at the schema")
	}
}
