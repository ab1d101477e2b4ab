package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// says are the functions whose text reaches a reader, with the places of texts among
// their arguments. Those with a package are called by it; the others are known by
// name alone.
var says = map[string][]int{
	"errs.New": {1}, "errs.Field": {1}, "errs.Wrap": {2}, "i18n.T": {1}, "i18n.Text": {1},
	"fileError": {1}, // of a feed
	"wanted":    {3}, // of a checkout
	"warn":      {3}, // of a cart
	"notice":    {3, 4},
	"noHost":    {0}, // of a domain
}

// forAuthors speak to whoever writes a client, in English.
var forAuthors = map[string]bool{"bad": true, "unreadable": true, "Unreadable": true, "fail": true}

var (
	// keys of composites whose values are texts.
	textKey = regexp.MustCompile(`^(Format|Hint|Counts|Says)$`)
	// names of constants, variables and results that are texts.
	textName = regexp.MustCompile(`^(why|hint([A-Z].*)?)$`)
	// names under which texts are handed on that are read elsewhere.
	handedOn = regexp.MustCompile(`^(why|hint([A-Z].*)?|[fF]ormat|Hint|message|text|title|Title|Description|Counts|Says)$`)
)

// A finding is what a search made out.
type finding struct {
	texts  map[string]string // where each was found
	hidden []string          // places of texts that the search cannot read
}

var (
	once  sync.Once
	found finding
)

// search reads the source once for all tests.
func search(t *testing.T) finding {
	t.Helper()
	once.Do(func() { found = searchAll(t, "../../..") })
	return found
}

func searchAll(t *testing.T, root string) finding {
	t.Helper()
	s := &searcher{files: token.NewFileSet(), finding: finding{texts: map[string]string{}}, folders: map[string]map[string]int{}}
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "gen" || d.Name() == "node_modules" || d.Name() == "tools" || d.Name() == "isolation" || strings.HasPrefix(d.Name(), ".") && path != root) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(s.files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		s.structs, err = s.formatStructs(filepath.Dir(path))
		ast.Inspect(file, func(n ast.Node) bool { s.look(n); return true })
		return err
	}))
	return s.finding
}

type searcher struct {
	files   *token.FileSet
	structs map[string]int // types of the folder with a field format, and its place
	folders map[string]map[string]int
	finding
}

func (s *searcher) look(n ast.Node) {
	switch n := n.(type) {
	case *ast.CallExpr:
		s.call(n)
	case *ast.CompositeLit:
		s.composite(n)
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && textKey.MatchString(key.Name) {
			s.read(n.Value)
		}
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if textName.MatchString(name.Name) && i < len(n.Values) {
				s.note(n.Values[i])
			}
			if name.Name == "descriptions" && i < len(n.Values) { // of permissions
				s.table(n.Values[i])
			}
		}
	case *ast.AssignStmt:
		for i, to := range n.Lhs {
			if textName.MatchString(last(to)) && len(n.Lhs) == len(n.Rhs) {
				s.note(n.Rhs[i])
			}
		}
	case *ast.FuncDecl:
		s.function(n)
	}
}

func (s *searcher) call(n *ast.CallExpr) {
	name := last(n.Fun)
	places, ok := says[name]
	if sel, is := n.Fun.(*ast.SelectorExpr); !ok && is {
		places = says[last(sel.X)+"."+name]
	}
	for _, place := range places {
		if place < len(n.Args) {
			s.read(n.Args[place])
		}
	}
}

// composite reads structs without keys, alone or in a list, where the file declares
// them with a field format.
func (s *searcher) composite(n *ast.CompositeLit) {
	place, ok := s.structs[last(n.Type)]
	if ok && place < len(n.Elts) {
		if _, keyed := n.Elts[0].(*ast.KeyValueExpr); !keyed {
			s.read(n.Elts[place])
		}
	}
	list, ok := n.Type.(*ast.ArrayType)
	if !ok {
		return
	}
	if place, ok := formatField(list.Elt); ok {
		for _, row := range n.Elts {
			if row, ok := row.(*ast.CompositeLit); ok && place < len(row.Elts) {
				s.read(row.Elts[place])
			}
		}
	}
}

// function reads the results that are texts, and refuses a function that takes a
// format and is not known to say it.
// table notes the values of a map as texts.
func (s *searcher) table(e ast.Expr) {
	if lit, ok := e.(*ast.CompositeLit); ok {
		for _, row := range lit.Elts {
			s.note(row.(*ast.KeyValueExpr).Value)
		}
	}
}

func (s *searcher) function(n *ast.FuncDecl) {
	for i, name := range names(n.Type.Results) {
		if textName.MatchString(name) {
			s.results(n, i)
		}
	}
	if n.Name.Name == "Title" && len(names(n.Type.Params)) == 0 {
		s.results(n, 0)
	}
	for _, name := range names(n.Type.Params) {
		if called := n.Name.Name; name == "format" && !forAuthors[called] && says[called] == nil && says["errs."+called] == nil && says["i18n."+called] == nil {
			s.hide(n)
		}
	}
}

func (s *searcher) results(n *ast.FuncDecl, place int) {
	if n.Body == nil {
		return
	}
	ast.Inspect(n.Body, func(n ast.Node) bool {
		if ret, ok := n.(*ast.ReturnStmt); ok && place < len(ret.Results) {
			s.note(ret.Results[place])
		}
		return true
	})
}

// note keeps a text, if it is one.
func (s *searcher) note(e ast.Expr) bool {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return false
	}
	text, err := strconv.Unquote(l.Value)
	if err == nil && text != "" {
		s.texts[text] = s.files.Position(e.Pos()).String()
	}
	return err == nil
}

// read keeps the text of a place where one must be.
func (s *searcher) read(e ast.Expr) {
	if call, ok := e.(*ast.CallExpr); ok {
		e = call.Fun
	}
	if !s.note(e) && !handedOn.MatchString(last(e)) {
		s.hide(e)
	}
}

func (s *searcher) hide(n ast.Node) {
	s.hidden = append(s.hidden, s.files.Position(n.Pos()).String())
}

// formatStructs returns the structs of a folder with a field format.
func (s *searcher) formatStructs(folder string) (map[string]int, error) {
	if known, ok := s.folders[folder]; ok {
		return known, nil
	}
	out := map[string]int{}
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	for _, path := range paths {
		file, bad := parser.ParseFile(s.files, path, nil, parser.SkipObjectResolution)
		if bad != nil {
			return nil, bad
		}
		maps.Copy(out, formatFields(file))
	}
	s.folders[folder] = out
	return out, err
}

// formatFields returns the structs that a file declares with a field format.
func formatFields(file *ast.File) map[string]int {
	out := map[string]int{}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok {
			if place, ok := formatField(spec.Type); ok {
				out[spec.Name.Name] = place
			}
		}
		return true
	})
	return out
}

func formatField(e ast.Expr) (int, bool) {
	s, ok := e.(*ast.StructType)
	if !ok {
		return 0, false
	}
	for i, name := range names(s.Fields) {
		if name == "format" {
			return i, true
		}
	}
	return 0, false
}

// names returns the names of a list of fields, "" for one that has none.
func names(list *ast.FieldList) []string {
	if list == nil {
		return nil
	}
	var out []string
	for _, f := range list.List {
		if len(f.Names) == 0 {
			out = append(out, "")
		}
		for _, name := range f.Names {
			out = append(out, name.Name)
		}
	}
	return out
}

// last returns the last part of a name, "" for what is none.
func last(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
