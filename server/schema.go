package server

import (
	"net/http"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

// schemaText answers with the schema as integrators read it: descriptions and rules,
// without what binds it to our code.
func schemaText(schema *ast.Schema) http.HandlerFunc {
	var b strings.Builder
	formatter.NewFormatter(&b).FormatSchema(outside(schema))
	return plainText(b.String())
}

// plainText serves a text that is part of the program.
func plainText(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		keep(w, r, hashOf([]byte(text)))
		http.ServeContent(w, r, "", noTime, strings.NewReader(text))
	}
}

// inner are the directives that name our code.
func inner(name string) bool { return strings.HasPrefix(name, "go") }

// outside returns a copy of the schema without inner directives.
func outside(schema *ast.Schema) *ast.Schema {
	out := *schema
	out.Directives = map[string]*ast.DirectiveDefinition{}
	for name, d := range schema.Directives {
		if !inner(name) {
			out.Directives[name] = d
		}
	}
	out.Types = map[string]*ast.Definition{}
	for name, t := range schema.Types {
		def := *t
		def.Directives, def.Fields = applied(t.Directives), make(ast.FieldList, len(t.Fields))
		for i, f := range t.Fields {
			field := *f
			field.Directives = applied(f.Directives)
			def.Fields[i] = &field
		}
		out.Types[name] = &def
	}
	return &out
}

func applied(list ast.DirectiveList) (out ast.DirectiveList) {
	for _, d := range list {
		if !inner(d.Name) {
			out = append(out, d)
		}
	}
	return out
}
