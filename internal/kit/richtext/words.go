package richtext

import (
	"strings"
	"unicode"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// breaks is how many line breaks stand around an element's words; those that are not named
// run on.
var breaks = map[atom.Atom]int{
	atom.P: 2, atom.H1: 2, atom.H2: 2, atom.H3: 2, atom.H4: 2, atom.H5: 2, atom.H6: 2,
	atom.Ul: 2, atom.Ol: 2, atom.Blockquote: 2, atom.Table: 2, atom.Hr: 2,
	atom.Li: 1, atom.Tr: 1, atom.Caption: 1, atom.Br: 1,
}

// A writer puts words down with what has to stand between them. Blanks and breaks at the
// ends are never written.
type writer struct {
	out   strings.Builder
	lines int
	blank bool
}

func (w *writer) String() string { return w.out.String() }

func (w *writer) node(n *nethtml.Node) {
	if n.Type == nethtml.TextNode {
		w.text(n.Data)
		return
	}
	w.lines = max(w.lines, breaks[n.DataAtom])
	w.blank = w.blank || n.DataAtom == atom.Td || n.DataAtom == atom.Th
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
	w.lines = max(w.lines, breaks[n.DataAtom])
}

func (w *writer) text(s string) {
	for _, r := range s {
		if unicode.IsSpace(r) {
			w.blank = true
			continue
		}
		if w.out.Len() > 0 {
			w.between()
		}
		w.lines, w.blank = 0, false
		w.out.WriteRune(r)
	}
}

func (w *writer) between() {
	switch {
	case w.lines > 0:
		w.out.WriteString(strings.Repeat("\n", w.lines))
	case w.blank:
		w.out.WriteByte(' ')
	}
}
