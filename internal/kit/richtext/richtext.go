// Package richtext takes HTML that people wrote, or pasted from anywhere, into a form that
// can be shown on any page: a few elements that carry meaning, links that lead out, and
// nothing that runs, looks or loads.
package richtext

import (
	"html"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// rel is what links carry: what a vendor's words link to is no recommendation of the shop,
// and the page behind it gets no hold of this one.
const rel = "nofollow noopener"

// policy is what may stand in a text. Headings above h3 are let through to be lowered: the
// first two belong to the page. It is never changed after it is made.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote",
		"strong", "b", "em", "i", "u", "s", "sub", "sup",
		"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.RequireNoFollowOnLinks(false)
	return p
}

// Clean returns what may be shown of a piece of HTML, and its words alone: blank lines
// divide its blocks, and rows and points of lists stand on lines of their own. Both are
// empty where there are no words. What is wrong is dropped; nothing is refused.
func Clean(source string) (clean, text string) {
	safe := policy.Sanitize(strings.ReplaceAll(strings.ToValidUTF8(source, ""), "\x00", ""))
	nodes, err := parse(safe)
	if err != nil { // nested beyond what anybody wrote by hand: its words are what counts
		text = words(bluemonday.StrictPolicy().Sanitize(safe))
		return FromText(text), text
	}
	var out strings.Builder
	var w writer
	for _, n := range nodes {
		tidy(n)
		w.node(n)
		if err := nethtml.Render(&out, n); err != nil {
			return FromText(w.String()), w.String()
		}
	}
	if w.String() == "" {
		return "", ""
	}
	return strings.TrimSpace(out.String()), w.String()
}

func words(escaped string) string {
	return strings.Join(strings.Fields(html.UnescapeString(escaped)), " ")
}

// FromText returns plain text as HTML: blank lines divide paragraphs, others break lines.
func FromText(plain string) string {
	plain = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(plain, ""), "\r\n", "\n"), "\x00", "")
	var out strings.Builder
	for _, part := range strings.Split(blankLines(plain), "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			out.WriteString("<p>" + strings.ReplaceAll(nethtml.EscapeString(part), "\n", "<br/>") + "</p>")
		}
	}
	return out.String()
}

// blankLines takes the blanks off the ends of lines, so that a line of blanks is an empty one.
func blankLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \t\r")
	}
	return strings.Join(lines, "\n")
}

func parse(s string) ([]*nethtml.Node, error) {
	return nethtml.ParseFragment(strings.NewReader(s), &nethtml.Node{Type: nethtml.ElementNode, Data: "div", DataAtom: atom.Div})
}

// tidy lowers headings and says of links what they are.
func tidy(n *nethtml.Node) {
	switch n.DataAtom {
	case atom.H1, atom.H2:
		n.Data, n.DataAtom = "h3", atom.H3
	case atom.A:
		n.Attr = append(n.Attr, nethtml.Attribute{Key: "rel", Val: rel})
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		tidy(c)
	}
}
