package storefront

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// An attribute that Alpine evaluates, in a page and in the attributes that modules give to h().
var (
	inPage   = regexp.MustCompile(`\s((?:x-|:|@)[\w.:-]+)="([^"]*)"`)
	inModule = regexp.MustCompile("'((?:x-|:|@)[\\w.:-]+)': (?:'([^'\n]*)'|\"([^\"\n]*)\"|`([^`\n]*)`)")
	text     = regexp.MustCompile(`'[^']*'|"[^"]*"|\$\{[^}]*\}`)
	refused  = regexp.MustCompile("`|=>|\\?\\.|\\?\\?|\\+=|-=|;|\\.\\.\\.|\\b(?:typeof|in|new|if|function|window|document|console|Math|JSON|Object|Array|Number|String)\\b")
	loop     = regexp.MustCompile(`^\(?[\w, ]+\)? in (.+)$`)
)

// The build of Alpine that needs no unsafe-eval has a parser of its own, which takes paths, calls, comparisons and
// literals. What it refuses fails only in a browser, so it is looked for here.
func TestExpressionsAreThoseThatTheParserTakes(t *testing.T) {
	t.Parallel()
	for name, source := range all(t, ".html") {
		for _, m := range inPage.FindAllStringSubmatch(source, -1) {
			requireExpression(t, name, m[1], m[2])
		}
	}
	for name, source := range all(t, ".js") {
		for _, m := range inModule.FindAllStringSubmatch(source, -1) {
			requireExpression(t, name, m[1], m[2]+m[3]+m[4])
		}
	}
}

func requireExpression(t *testing.T, name, attribute, expression string) {
	t.Helper()
	require.NotEqual(t, "x-html", attribute, name)
	if m := loop.FindStringSubmatch(expression); attribute == "x-for" && m != nil {
		expression = m[1]
	}
	require.NotRegexp(t, refused, text.ReplaceAllString(expression, "0"), "%s: %s=%q", name, attribute, expression)
}

func TestExpressionsThatTheParserRefuses(t *testing.T) {
	t.Parallel()
	for _, expression := range []string{"a?.b", "a ?? b", "() => a", "a += 1", "a = 1; b = 2", "Math.max(a, b)", "typeof a", "{...a}", "'x' in a"} {
		require.Regexp(t, refused, text.ReplaceAllString(expression, "0"), expression)
	}
	for _, expression := range []string{"$t('cart.title', {count: n})", "open = !open", "rows.length > 0 && !busy", "a ? 'if; in' : b[0]", "x - 1"} {
		require.NotRegexp(t, refused, text.ReplaceAllString(expression, "0"), expression)
	}
}
