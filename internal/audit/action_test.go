package audit_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/audit"
)

var actionPattern = regexp.MustCompile(`^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$`)

// Every action in the tree is listed, also one that is put together or handed on: a text
// of the form noun.verb with the noun of an action, or .verb, in a package that records.
func TestActionsAreListed(t *testing.T) {
	t.Parallel()
	listed := audit.Actions()
	var nouns, verbs []string
	for _, a := range listed {
		require.Regexp(t, actionPattern, a)
		require.LessOrEqual(t, len(a), 60, "%s does not fit into the column", a)
		noun, verb, _ := strings.Cut(a, ".")
		nouns, verbs = append(nouns, noun), append(verbs, verb)
	}
	used := map[string]bool{}
	for dir, files := range recording(t) {
		for _, text := range texts(files) {
			noun, verb, _ := strings.Cut(text, ".")
			switch {
			case strings.HasPrefix(text, ".") && actionPattern.MatchString("x"+text) && slices.Contains(verbs, verb):
				for _, a := range listed {
					if strings.HasSuffix(a, text) {
						used[a] = true
					}
				}
			case actionPattern.MatchString(text) && slices.Contains(nouns, noun):
				require.Contains(t, listed, text, "used in %s", dir)
				used[text] = true
			}
		}
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				if kv, ok := n.(*ast.KeyValueExpr); ok && isName(kv.Key, "Action") {
					if lit, ok := kv.Value.(*ast.BasicLit); ok && lit.Kind == token.STRING {
						require.Contains(t, listed, unquoted(lit), "used in %s", dir)
					}
				}
				return true
			})
		}
	}
	require.Greater(t, len(used), 50)
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// recording returns the files of each package that writes entries.
func recording(t *testing.T) map[string][]*ast.File {
	t.Helper()
	out := map[string][]*ast.File{}
	dirs, err := os.ReadDir("..")
	require.NoError(t, err)
	for _, d := range dirs {
		paths, err := filepath.Glob(filepath.Join("..", d.Name(), "*.go"))
		require.NoError(t, err)
		var files []*ast.File
		records := false
		for _, p := range paths {
			if strings.HasSuffix(p, "_test.go") {
				continue
			}
			src, err := os.ReadFile(p)
			require.NoError(t, err)
			f, err := parser.ParseFile(token.NewFileSet(), p, src, 0)
			require.NoError(t, err)
			files = append(files, f)
			records = records || strings.Contains(string(src), "audit.Event{") || d.Name() == "audit"
		}
		if records {
			out[d.Name()] = files
		}
	}
	require.Greater(t, len(out), 5)
	return out
}

func texts(files []*ast.File) []string {
	var out []string
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				out = append(out, unquoted(lit))
			}
			return true
		})
	}
	return out
}

func unquoted(lit *ast.BasicLit) string {
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return s
}
