package server

import (
	"cmp"
	"net/url"
	"strings"
	"unicode/utf8"
)

// homeSheet is of the first page of a shop.
func homeSheet(a *asked) (*sheet, error) {
	f, err := a.goods.HomeFront(a.Context(), a.vendor)
	if err != nil {
		return nil, err
	}
	line := tagline(a.vendor, a.links.locale)
	s := &sheet{
		description: line, path: "/", picture: a.figure(f.Hero, "").wide(sizesHero),
		data:  []any{a.organization(), a.website()},
		slots: map[string]string{"title": escaped(cmp.Or(line, a.vendor.Name))},
	}
	if s.picture != nil {
		s.slots["hero"] = render("hero", s.picture)
	}
	if len(f.Collections) > 0 {
		shelves := make([]linkView, len(f.Collections))
		for i, c := range f.Collections {
			shelves[i] = linkView{Title: c.TitleIn(a.Context()), Address: a.links.to("/collections/" + c.Slug)}
		}
		s.slots["shelves"] = render("shelves", shelves)
	}
	if len(f.Products) > 0 {
		cards := make([]linkView, len(f.Products))
		for i, p := range f.Products {
			cards[i] = a.link(p)
		}
		s.slots["main"] = render("fresh", cards)
	}
	return s, nil
}

// brief is the beginning of a text that search engines show, about 160 characters to the
// end of a word.
func brief(text string) string { return shorten(text, 160) }

// brief5000 is as much of a text as merchant programmes take.
func brief5000(text string) string { return shorten(text, 5000) }

// shorten puts a text into one line of at most so many characters, to the end of a word.
func shorten(text string, most int) string {
	line := strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(line) <= most {
		return line
	}
	head := string([]rune(line)[:most])
	if space := strings.LastIndexByte(head, ' '); space > most/2 {
		head = head[:space]
	}
	return strings.TrimRight(head, " ,;:-–") + "…"
}

// withQuery adds a parameter to an address.
func withQuery(address, name, value string) string {
	mark := "?"
	if strings.Contains(address, "?") {
		mark = "&"
	}
	return address + mark + name + "=" + url.QueryEscape(value)
}
