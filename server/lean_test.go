package server

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	adminui "orion/admin-ui"
	"orion/storefront"
)

func TestLean(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ module, want string }{
		"a comment and an indent":        {"// why\nif (a) {\n  // and so\n  b(); // here\n}\n", "\nif (a) {\n\nb(); // here\n}\n"},
		"what a function is for":         {"/** One. */\nexport f\n/**\n * Two\n * lines.\n */\nexport g\n", "\nexport f\n\n\n\n\nexport g\n"},
		"a text over several lines":      {"const q = `query {\n  // no comment\n  a\n}`;\n  b();\n", "const q = `query {\n  // no comment\n  a\n}`;\nb();\n"},
		"a text within a line":           {"  const q = `a ${b}`;\n  c();\n", "const q = `a ${b}`;\nc();\n"},
		"a division and an expression":   {"  a / b;\n  /x/.test(y);\n", "a / b;\n/x/.test(y);\n"},
		"a file without an end of lines": {"// why\n  a()", "\na()"},
	} {
		require.Equal(t, tc.want, string(lean([]byte(tc.module))), name)
	}
}

// Everything that may be served lean can be: it keeps its lines, and no text over several lines confuses it.
func TestLeanModules(t *testing.T) {
	t.Parallel()
	before, after := 0, 0
	for _, files := range []fs.FS{storefront.Files, adminui.Files} {
		require.NoError(t, fs.WalkDir(files, ".", func(name string, _ fs.DirEntry, err error) error {
			if path.Ext(name) != ".js" || strings.HasPrefix(name, "lib/") {
				return err
			}
			module, err := fs.ReadFile(files, name)
			require.NoError(t, err)
			served := lean(module)
			require.Equal(t, strings.Count(string(module), "\n"), strings.Count(string(served), "\n"), name)
			require.Zero(t, strings.Count(string(served), "`")%2, "%s: a text has no end", name)
			before, after = before+len(module), after+len(served)
			return nil
		}))
	}
	require.Less(t, after, before*17/20, "it is worth the while")
}

func TestModulesAreServedLean(t *testing.T) {
	t.Parallel()
	lib := map[string][]byte{"a@1/a.js": []byte("  // theirs\n")}
	built := newAssets(storefront.Files, adminui.Files, lib, true)
	require.NotContains(t, string(built.find("shop/js/cart.js").plain), "\n// ")
	require.NotContains(t, string(built.find("console/js/page.js").plain), "\n  ")
	require.Contains(t, string(built.find("shared/css/base.css").plain), "\n  ", "styles are as they are")
	require.Equal(t, "  // theirs\n", string(built.find("lib/a@1/a.js").plain), "what others wrote is as they wrote it")
	edited := newAssets(storefront.Files, adminui.Files, lib, false)
	require.Contains(t, string(edited.find("shop/js/cart.js").plain), "\n// ", "who works on them sees the source")
}
