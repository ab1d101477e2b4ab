package tenant_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// shared are packages whose things vendors share, and so are told apart by their keys.
var shared = []string{
	"gocloud.dev/blob", "github.com/redis/go-redis/v9", "github.com/maypok86/otter/v2",
	"orion/internal/kit/ratelimit", "orion/internal/kit/fresh",
}

// named are calls and statements that take a key without a package of their own.
var named = regexp.MustCompile(`\.(Notify|Subscribe)\(|pg_advisory|hashtext`)

// vendorName is what code calls a vendor, its id and its name in addresses.
var vendorName = regexp.MustCompile(`(?i)^(vendor|tenant)$|vendor_?(id|slug)|^slug$`)

// No key is built from a vendor but by Key: not where there is something that vendors
// share.
func TestNothingElseBuildsKeys(t *testing.T) {
	t.Parallel()
	root, looked := os.DirFS("../../.."), 0
	for _, dir := range []string{"internal", "graph", "server", "jobs"} {
		require.NoError(t, fs.WalkDir(root, dir, func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") || strings.Contains(p, "/gen/") || strings.HasPrefix(p, "internal/kit/tenant/") {
				return err
			}
			text, err := fs.ReadFile(root, p)
			require.NoError(t, err)
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, p, text, 0)
			require.NoError(t, err)
			if !shares(f, text) {
				return nil
			}
			looked++
			for _, at := range built(f) {
				t.Errorf("%s: a text is built from a vendor where keys are used: use tenant.Key", fset.Position(at))
			}
			return nil
		}))
	}
	require.Greater(t, looked, 10)
}

// shares reports whether a file has to do with what vendors share.
func shares(f *ast.File, text []byte) bool {
	return named.Match(text) || slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool {
		name, _ := strconv.Unquote(i.Path.Value)
		return slices.Contains(shared, name)
	})
}

// built returns where texts are put together of which a vendor is a part.
func built(f *ast.File) (at []token.Pos) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			switch name(n.Fun) {
			case "tenant.Key":
				return false // its parts are escaped
			case "fmt.Sprintf", "fmt.Sprint", "fmt.Appendf", "strings.Join", "path.Join", "bytes.Join":
				if speaks(n) {
					at = append(at, n.Pos())
				}
				return false
			}
		case *ast.BinaryExpr:
			if n.Op == token.ADD && literal(n) && speaks(n) {
				at = append(at, n.Pos())
				return false
			}
		}
		return true
	})
	return at
}

// name is what a function is called.
func name(e ast.Expr) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok {
			return x.Name + "." + s.Sel.Name
		}
	}
	return ""
}

// literal reports whether a sum has a text in it, and so is one.
func literal(n ast.Node) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		found = found || ok && lit.Kind == token.STRING
		return !found
	})
	return found
}

// speaks reports whether a vendor is mentioned, other than to tenant.Key.
func speaks(n ast.Node) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			return name(n.Fun) != "tenant.Key"
		case *ast.SelectorExpr:
			found = found || name(n) == "v.ID"
		case *ast.Ident:
			found = found || vendorName.MatchString(n.Name)
		}
		return !found
	})
	return found
}

// The rule must turn red, or it is worth nothing.
func TestTheRuleBites(t *testing.T) {
	t.Parallel()
	for statement, want := range map[string]bool{
		`key := fmt.Sprintf("media/%s/%s", vendor, id)`:                  true,
		`key := "imports/" + viewer.From(ctx).VendorID.String()`:         true,
		`key := "limit/" + (kind + "/") + v.ID.String()`:                 true,
		`key := "cache:" + slug`:                                         true,
		`key := strings.Join([]string{"a", row.VendorID.String()}, "/")`: true,
		`limiter.Take(ctx, "x"+vendorID.String(), l, 1)`:                 true,
		`key := tenant.Key(v.ID, "media", id+".png")`:                    false,
		`key := "p/" + tenant.Key(vendorID, "x")`:                        false,
		`key := fmt.Sprintf("%s/%d", name, n)`:                           false,
		`n := vendorID + 1`:                                              false,
		`tx.Notify(ctx, topic, tenant.Key(row.VendorID, "a"))`:           false,
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\nfunc f() { "+statement+" }", 0)
		require.NoError(t, err)
		require.Equal(t, want, len(built(f)) > 0, statement)
	}
	f, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\nimport _ \"gocloud.dev/blob\"", 0)
	require.NoError(t, err)
	require.True(t, shares(f, nil))
	require.True(t, shares(&ast.File{}, []byte("tx.Notify(ctx, topic, x)")))
	require.False(t, shares(&ast.File{}, []byte("package x")))
}
