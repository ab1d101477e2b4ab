package richtext_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"orion/internal/kit/richtext"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ in, clean, text string }{
		"nothing":                {},
		"words without elements": {in: "  plain words ", clean: "plain words", text: "plain words"},
		"paragraphs":             {in: "<p>One</p>\n<p>Two <em>three</em></p>", clean: "<p>One</p>\n<p>Two <em>three</em></p>", text: "One\n\nTwo three"},
		"headings are lowered":   {in: "<h1>A</h1><h2>B</h2><h4>C</h4>", clean: "<h3>A</h3><h3>B</h3><h4>C</h4>", text: "A\n\nB\n\nC"},
		"a list":                 {in: "<p>Has</p><ul><li>oak</li><li>ash</li></ul>", clean: "<p>Has</p><ul><li>oak</li><li>ash</li></ul>", text: "Has\n\noak\nash"},
		"a table": {
			in: `<table border="1"><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></table>`, text: "A 1\nB 2",
			clean: "<table><tbody><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></tbody></table>",
		},
		"a broken line":       {in: "<p>a<br>b</p>", clean: "<p>a<br/>b</p>", text: "a\nb"},
		"a link":              {in: `<a href="https://a.example/x" target="_blank" onclick="x()" rel="opener">a</a>`, clean: `<a href="https://a.example/x" rel="nofollow noopener">a</a>`, text: "a"},
		"a mail address":      {in: `<a href="mailto:a@a.example">a</a>`, clean: `<a href="mailto:a@a.example" rel="nofollow noopener">a</a>`, text: "a"},
		"a script":            {in: `<p>a</p><script>alert(1)</script>`, clean: "<p>a</p>", text: "a"},
		"a link that runs":    {in: `<a href="javascript:alert(1)">a</a>`, clean: "a", text: "a"},
		"a link in disguise":  {in: "<a href=\"java\tscript:alert(1)\">a</a>", clean: "a", text: "a"},
		"a link to data":      {in: `<a href="data:text/html,x">a</a>`, clean: "a", text: "a"},
		"a link without host": {in: `<a href="//evil.example">a</a>`, clean: "a", text: "a"},
		"a handler":           {in: `<p onclick="alert(1)" id="a" class="b" style="color:red">a</p>`, clean: "<p>a</p>", text: "a"},
		"a picture":           {in: `<p>a<img src="x" onerror="alert(1)"></p>`, clean: "<p>a</p>", text: "a"},
		"a drawing":           {in: `<svg><a xlink:href="javascript:x"><text>a</text></a></svg>`, clean: "a", text: "a"},
		"a style sheet":       {in: `<style>p{}</style>a`, clean: "a", text: "a"},
		"a frame":             {in: `<iframe src="https://evil.example"></iframe>a`, clean: "a", text: "a"},
		"a form":              {in: `<form action="x"><input name="a">b</form>`, clean: "b", text: "b"},
		"a comment":           {in: `<!-- a -->b<!--[if IE]>c<![endif]-->`, clean: "b", text: "b"},
		"nested brackets":     {in: `<<script>script>alert(1)</script>`, clean: "&lt;", text: "<"},
		"what is left open":   {in: "<p><strong>a", clean: "<p><strong>a</strong></p>", text: "a"},
		"entities":            {in: "<p>a &lt;b&gt; &amp; &quot;c&quot;</p>", clean: "<p>a &lt;b&gt; &amp; &#34;c&#34;</p>", text: `a <b> & "c"`},
		"elements, no words":  {in: "<p> </p><ul><li></li></ul>", clean: "", text: ""},
		"a zero byte":         {in: "<p>a\x00b\xff</p>", clean: "<p>ab</p>", text: "ab"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clean, text := richtext.Clean(tc.in)
			require.Equal(t, tc.clean, clean)
			require.Equal(t, tc.text, text)
			again, _ := richtext.Clean(clean)
			require.Equal(t, clean, again, "what is clean stays as it is")
		})
	}
}

func TestCleanOfDeepNestingKeepsTheWords(t *testing.T) {
	t.Parallel()
	clean, text := richtext.Clean(strings.Repeat("<blockquote>", 5000) + "deep & low" + strings.Repeat("</blockquote>", 5000))
	require.Equal(t, "<p>deep &amp; low</p>", clean)
	require.Equal(t, "deep & low", text)
}

func TestFromText(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ in, want string }{
		"nothing":     {},
		"one line":    {in: "a", want: "<p>a</p>"},
		"paragraphs":  {in: "a\r\n \t\r\nb\n\n\n\nc", want: "<p>a</p><p>b</p><p>c</p>"},
		"broken line": {in: "a\nb", want: "<p>a<br/>b</p>"},
		"no elements": {in: "<script>a</script> & b", want: "<p>&lt;script&gt;a&lt;/script&gt; &amp; b</p>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, richtext.FromText(tc.in))
			clean, _ := richtext.Clean(tc.want)
			require.Equal(t, tc.want, clean, "what is made from text is clean")
		})
	}
}

// allowed are the elements that may come out.
var allowed = strings.Fields("p br hr h3 h4 h5 h6 ul ol li blockquote strong b em i u s sub sup a table caption thead tbody tfoot tr th td")

func FuzzClean(f *testing.F) {
	for _, seed := range []string{
		`<p>a</p>`, `<a href="javascript:x">a`, `<svg/onload=alert(1)>`, `<math><mi><style><img src=x onerror=a>`,
		`<table><p><a href="https://a.example"><table>`, `<h1><h2><a><a href=mailto:a>`, "<scr\x00ipt>", `<noscript><p title="</noscript><img src=x onerror=a>">`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		clean, text := richtext.Clean(in)
		require.Equal(t, clean == "", text == "")
		z := html.NewTokenizer(strings.NewReader(clean))
		for z.Next() != html.ErrorToken {
			token := z.Token()
			if token.Type == html.TextToken {
				continue
			}
			require.NotEqual(t, html.CommentToken, token.Type)
			require.Contains(t, allowed, token.Data)
			for _, a := range token.Attr {
				require.Contains(t, []string{"href", "rel"}, a.Key)
				if a.Key == "href" {
					u, err := url.Parse(a.Val)
					require.NoError(t, err)
					require.True(t, slices.Contains([]string{"http", "https", "mailto"}, u.Scheme), a.Val)
				}
			}
		}
	})
}
