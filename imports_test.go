package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "orion"

// domains of the business, lowest first. Each may import those of the lines above
// it, and none of its own line. If two need each other, what they share is a third.
var domains = []string{
	"audit",
	"settings",
	"notify webhook media",
	"auth",
	"vendor customer",
	"catalog",
	"inventory search tax delivery promotion",
	"marketplace",
	"order",
	"ledger",
	"payment",
	"checkout",
	"stats monitor privacy cleanup",
	"backup",
}

// below is what every domain may use.
const below = "jobs ent/gen internal/store internal/viewer internal/enum internal/kit"

// may lists, for each layer, the layers it may import; what is absent is
// forbidden. A layer is the longest prefix of a package's path found here. DOMAINS
// stands for all domains, * for everything.
var may = map[string]string{
	".":              "internal/app",
	"internal/app":   "*",
	"internal/e2e":   "*",
	"internal/bench": "*",
	"internal/demo":  "DOMAINS " + below,

	"server":       "docs graph graph/gate graph/loader storefront admin-ui DOMAINS " + below,
	"graph":        "graph/gen graph/loader graph/gate graph/fast DOMAINS internal/store internal/viewer internal/enum internal/kit ent/gen",
	"graph/gen":    "graph/gate DOMAINS internal/store internal/viewer internal/enum internal/kit ent/gen",
	"graph/fast":   "DOMAINS internal/store internal/viewer internal/enum internal/kit ent/gen",
	"graph/gate":   "internal/viewer internal/enum internal/kit",
	"graph/loader": "DOMAINS internal/store internal/viewer internal/enum internal/kit ent/gen",
	"jobs/worker":  "DOMAINS " + below,
	"jobs":         "internal/store internal/viewer internal/enum internal/kit",
	"docs":         "",
	"storefront":   "",
	"admin-ui":     "storefront",

	"ent":            "ent/gen ent/migrations internal/kit",
	"ent/gen":        "ent/rule ent/schema internal/enum internal/kit internal/viewer",
	"ent/schema":     "ent/gen ent/rule internal/enum internal/kit internal/viewer",
	"ent/rule":       "ent/gen internal/enum internal/kit internal/viewer",
	"ent/migrations": "",

	"internal/store":   "ent/gen ent/migrations internal/viewer internal/enum internal/kit",
	"internal/config":  "internal/kit",
	"internal/pgtest":  "ent/migrations " + below,
	"internal/fixture": below,
	"internal/viewer":  "",
	"internal/enum":    "",
	"internal/kit":     "",
}

func init() {
	var lower []string
	for _, line := range domains {
		for name := range strings.FieldsSeq(line) {
			may["internal/"+name] = below + " " + strings.Join(lower, " ")
		}
		for name := range strings.FieldsSeq(line) {
			lower = append(lower, "internal/"+name)
		}
	}
	for layer, to := range may {
		may[layer] = strings.ReplaceAll(to, "DOMAINS", strings.Join(lower, " "))
	}
}

// layer returns the longest prefix of the package's path that may knows.
func layer(pkg string) string {
	for p := pkg; p != "."; p = path.Dir(p) {
		if _, ok := may[p]; ok {
			return p
		}
	}
	if pkg == "." {
		return pkg
	}
	return ""
}

// A source is one of our Go files, without tests.
type source struct {
	path string
	file *ast.File
	text string
}

// written returns what people wrote: everything but tests, generated code, and
// modules of their own.
func written(t *testing.T, root fs.FS) []source {
	t.Helper()
	var all []source
	fset := token.NewFileSet()
	err := fs.WalkDir(root, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			_, nested := fs.Stat(root, p+"/go.mod")
			if p != "." && (nested == nil || e.Name() == "node_modules" || strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		b, err := fs.ReadFile(root, p)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(fset, p, b, parser.ParseComments)
		all = append(all, source{path: p, file: f, text: string(b)})
		return err
	})
	require.NoError(t, err)
	return all
}

func generated(p string) bool { return strings.Contains("/"+p, "/gen/") }

func TestImportsGoDownhillOnly(t *testing.T) {
	t.Parallel()
	for _, src := range written(t, os.DirFS(".")) {
		for _, wrong := range uphill(src) {
			t.Error(wrong)
		}
	}
}

func uphill(src source) (wrong []string) {
	from := layer(path.Dir(src.path))
	if from == "" {
		return []string{src.path + " is in a package that no layer of imports_test.go covers"}
	}
	for _, spec := range src.file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		pkg, ours := strings.CutPrefix(imported, module+"/")
		to := layer(pkg)
		if !ours || to == from || may[from] == "*" {
			continue
		}
		if !slices.Contains(strings.Fields(may[from]), to) {
			wrong = append(wrong, src.path+" may not import "+imported)
		}
	}
	return wrong
}

// sql recognises statements, not English.
var sql = regexp.MustCompile(`(?is)^\s*(select\s.+\sfrom\s|select\s+\w+\(|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|` +
	`with\s+(recursive\s+)?\w+\s+as\s+(not\s+)?(materialized\s+)?\(|truncate\s+table\s|copy\s+\S+.*\sfrom\s+stdin|set\s+(local|role|session)\s|` +
	`(create|alter|drop)\s+(or\s+replace\s+)?(table|index|unique|role|user|policy|function|trigger|database|schema|extension|temp|unlogged|view|materialized)\s|` +
	`(grant|revoke)\s.+\son\s.+\s(to|from)\s)`)

func mayHoldSQL(p string) bool {
	dir := layer(path.Dir(p))
	return generated(p) || strings.HasSuffix(p, "_sql.go") || dir == "internal/store" || dir == "internal/pgtest" || dir == "ent" || dir == "ent/migrations"
}

// Raw statements pass no privacy policy, so they stand where one looks for them,
// each with a comment on why ent would not do and what confines it to one vendor.
func TestSQLStandsWhereItIsLookedFor(t *testing.T) {
	t.Parallel()
	for _, src := range written(t, os.DirFS(".")) {
		for _, wrong := range strayed(src) {
			t.Error(wrong)
		}
	}
}

func strayed(src source) (wrong []string) {
	if generated(src.path) {
		return nil
	}
	for _, d := range src.file.Decls {
		for _, text := range literals(d) {
			switch {
			case !sql.MatchString(text):
			case !mayHoldSQL(src.path):
				wrong = append(wrong, src.path+" holds SQL; move it to a file named …_sql.go: "+text)
			case strings.HasSuffix(src.path, "_sql.go") && undocumented(d):
				wrong = append(wrong, src.path+" has SQL without a comment above it: "+text)
			}
		}
	}
	return wrong
}

func literals(n ast.Node) (texts []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, _ := strconv.Unquote(lit.Value)
			texts = append(texts, text)
		}
		return true
	})
	return texts
}

func undocumented(d ast.Decl) bool {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d.Doc == nil
	case *ast.GenDecl:
		return d.Doc == nil && !slices.ContainsFunc(d.Specs, func(s ast.Spec) bool {
			v, ok := s.(*ast.ValueSpec)
			return ok && v.Doc != nil
		})
	}
	return false
}

var conflict = regexp.MustCompile(`(?is)on\s+conflict\s*(\(\s*(\w+)|on\s+constraint)`)

// platformUpserts may have keys that do not begin with a vendor, for the reason given.
var platformUpserts = map[string]string{
	"internal/cleanup/part_sql.go":   "when there was a cleanup is the platform's",
	"internal/monitor/fault_sql.go":  "errors are the platform's",
	"internal/monitor/metric_sql.go": "figures are the platform's",
	"internal/notify/inbox_sql.go":   "a note's key is a hash of its vendor and what it tells of; a note that is there is left as it is",
}

// An upsert whose key does not begin with the vendor can overwrite another
// vendor's row; ent's own upsert cannot tell, so it is not used at all.
func TestUpsertsAreKeyedByVendor(t *testing.T) {
	t.Parallel()
	for _, src := range written(t, os.DirFS(".")) {
		for _, wrong := range unkeyed(src) {
			t.Error(wrong)
		}
	}
}

func unkeyed(src source) (wrong []string) {
	if generated(src.path) {
		return nil
	}
	if strings.Contains(src.text, "OnConflict") {
		wrong = append(wrong, src.path+" uses ent's upsert")
	}
	for _, text := range literals(src.file) {
		for _, m := range conflict.FindAllStringSubmatch(text, -1) {
			if m[2] != "vendor_id" && platformUpserts[src.path] == "" {
				wrong = append(wrong, src.path+" has an upsert whose key does not begin with vendor_id: "+m[0])
			}
			if !mayHoldSQL(src.path) {
				wrong = append(wrong, src.path+" holds an upsert; move it to a file named …_sql.go")
			}
		}
	}
	return wrong
}

// The rules above must turn red, or they are worth nothing.
func TestTheRulesBite(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		path, text string
		says       string
	}{
		"a domain that calls a higher one":    {"internal/order/a.go", `import _ "orion/internal/payment"`, "may not import orion/internal/payment"},
		"a domain that calls its neighbour":   {"internal/media/a.go", `import _ "orion/internal/notify"`, "may not import"},
		"a domain that calls a lower one":     {"internal/payment/a.go", `import _ "orion/internal/order"`, ""},
		"a domain that knows the graph":       {"internal/order/a.go", `import _ "orion/graph/gen"`, "may not import"},
		"kit that knows a domain":             {"internal/kit/x/a.go", `import _ "orion/internal/store"`, "may not import"},
		"somebody else reading configuration": {"server/a.go", `import _ "orion/internal/config"`, "may not import"},
		"a package that nobody has placed":    {"pkg/util/a.go", ``, "no layer"},
		"SQL in a service":                    {"internal/order/a.go", `const q = "select id from orders where x"`, "holds SQL"},
		"SQL in its file, unexplained":        {"internal/order/a_sql.go", `const q = "select id from orders where x"`, "without a comment"},
		"SQL in its file, explained":          {"internal/order/a_sql.go", "// q counts.\nconst q = \"select id from orders where x\"", ""},
		"a message that sounds like SQL":      {"internal/order/a.go", `const m = "select a product first"`, ""},
		"ent's upsert":                        {"internal/order/a.go", `func f() { x.OnConflict() }`, "ent's upsert"},
		"an upsert by sku":                    {"internal/order/a_sql.go", "// q.\nconst q = \"insert into p values (1) on conflict (sku) do nothing\"", "does not begin with vendor_id"},
		"an upsert by constraint":             {"internal/order/a_sql.go", "// q.\nconst q = \"insert into p values (1) on conflict on constraint k do nothing\"", "does not begin with vendor_id"},
		"an upsert by vendor and sku":         {"internal/order/a_sql.go", "// q.\nconst q = \"insert into p values (1) on conflict (vendor_id, sku) do nothing\"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := parser.ParseFile(token.NewFileSet(), tc.path, "package x\n"+tc.text, parser.ParseComments)
			require.NoError(t, err)
			src := source{path: tc.path, file: f, text: tc.text}
			found := strings.Join(slices.Concat(uphill(src), strayed(src), unkeyed(src)), "\n")
			if tc.says == "" {
				require.Empty(t, found)
			}
			require.Contains(t, found, tc.says)
		})
	}
}

// top is all that may lie at the top of the tree, apart from dotfiles. The last
// line is not in git.
const top = "admin-ui docs ent graph internal jobs server storefront " +
	"go.mod go.sum gqlgen.yml imports_test.go main.go schema.graphqls " +
	"Makefile README.md docker-compose.yml package.json package-lock.json " +
	"bin node_modules"

func TestTheTopStaysSmall(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(strings.Fields(top), e.Name()) {
			t.Errorf("%s does not belong at the top: see docs/architecture.md", e.Name())
		}
	}
}
