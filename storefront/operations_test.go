package storefront

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// schema reads the graph as the server does.
func schema(t *testing.T) *ast.Schema {
	t.Helper()
	files, err := filepath.Glob("../graph/schema/*.graphqls")
	require.NoError(t, err)
	var sources []*ast.Source
	for _, file := range append(files, "../schema.graphqls") {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		sources = append(sources, &ast.Source{Name: file, Input: string(raw)})
	}
	loaded, err := gqlparser.LoadSchema(sources...)
	require.NoError(t, err)
	return loaded
}

var (
	fragment  = regexp.MustCompile("(?s)const (\\w+) = `(fragment .*?)`")
	operation = regexp.MustCompile("(?s)`((?:query|mutation|subscription) .*?)`")
	inserted  = regexp.MustCompile(`\$\{(\w+)\}`)
	borrowed  = regexp.MustCompile(`import \{[^}]*\} from './([\w-]*queries\.js)'`)
)

// Operations stand in modules named queries.js or …-queries.js, as template texts with the fragments they need.
func TestEveryOperationFitsTheSchema(t *testing.T) {
	t.Parallel()
	graph := schema(t)
	names := map[string]string{}
	sources := all(t, ".js")
	for module, source := range sources {
		if !strings.HasSuffix(module, "queries.js") {
			require.NotRegexp(t, operation, source, "%s: operations stand in queries.js", module)
			continue
		}
		fragments := fragmentsOf(source)
		for _, m := range borrowed.FindAllStringSubmatch(source, -1) {
			maps.Copy(fragments, fragmentsOf(sources[path.Join(path.Dir(module), m[1])]))
		}
		for _, m := range operation.FindAllStringSubmatch(source, -1) {
			text := inserted.ReplaceAllStringFunc(m[1], func(use string) string { return fragments[inserted.FindStringSubmatch(use)[1]] })
			doc, errs := gqlparser.LoadQueryWithRules(graph, text, rules.NewDefaultRules())
			require.Empty(t, errs, "%s: %s", module, text)
			require.Len(t, doc.Operations, 1, module)
			requireNewName(t, names, module, doc.Operations[0].Name)
		}
	}
	require.NotEmpty(t, names)
}

func fragmentsOf(source string) map[string]string {
	out := map[string]string{}
	for _, m := range fragment.FindAllStringSubmatch(source, -1) {
		out[m[1]] = m[2]
	}
	return out
}

// requireNewName wants every operation of an area to have a name of its own, so that logs can tell them apart.
func requireNewName(t *testing.T, names map[string]string, module, name string) {
	t.Helper()
	require.NotEmpty(t, name, module)
	area, _, _ := strings.Cut(module, ":")
	require.NotContains(t, names, area+":"+name, module)
	names[area+":"+name] = module
}
