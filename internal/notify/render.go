package notify

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	htmltemplate "html/template"
	"strings"
	"text/template"
	"unicode"

	"orion/internal/kit/theme"
)

//go:embed texts/*.json layout.html layout.txt
var files embed.FS

// texts are what a kind of mail says in one language, each a template of words. A mail
// without a button shows no link.
type texts struct {
	Subject    *phrase   `json:"subject"`
	Preheader  *phrase   `json:"preheader"`
	Paragraphs []*phrase `json:"paragraphs"`
	Button     *phrase   `json:"button"`
	Why        *phrase   `json:"why"`
}

// frame is what all mails say in one language around their texts.
type frame struct {
	Hello   *phrase `json:"hello"`
	Copy    *phrase `json:"copy"`
	Sender  *phrase `json:"sender"`
	ByRobot *phrase `json:"byRobot"`
	// Withdrawal is what the law has a confirmation say of changing one's mind.
	Withdrawal *phrase `json:"withdrawal"`
	// Labels are the names of what a Receipt shows.
	Labels map[string]string `json:"labels"`
}

// words are what the texts may name. What a mail has nothing for is "".
type words struct {
	Name, Brand, Shop, Email, Role, By, Reason, Source, Order, Items, Carrier, Tracking, At string
	Amount, Count, Failed, Product, Address, Days, Contact                                  string
}

// wordsOf are the words of a mail.
func wordsOf(l letter, b brand) words {
	of := func(name string) string { return line(l.Data[name]) }
	return words{
		Name: line(l.Name), Brand: line(b.name), Shop: of("shop"), Email: of("email"), Role: of("role"), By: of("by"),
		Reason: of("reason"), Source: of("source"), Order: of("order"), Items: of("items"), Carrier: of("carrier"),
		Tracking: of("tracking"), At: of("at"), Amount: of("amount"), Count: of("count"), Failed: of("failed"),
		Product: of("product"), Address: of("address"),
	}
}

// A phrase is one text, filled with words.
type phrase struct {
	*template.Template
	source string
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *phrase) UnmarshalJSON(raw []byte) (err error) {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return fmt.Errorf("read a text: %w", err)
	}
	p.source = text
	p.Template, err = template.New("").Parse(text)
	return err
}

func (p *phrase) with(w words) (string, error) {
	if p == nil {
		return "", nil
	}
	var b strings.Builder
	if err := p.Execute(&b, w); err != nil {
		return "", fmt.Errorf("fill a text: %w", err)
	}
	return strings.TrimSpace(b.String()), nil
}

var (
	allTexts   = mustTexts()
	allFrames  = must[map[string]frame]("texts/frame.json")
	htmlLayout = htmltemplate.Must(htmltemplate.ParseFS(files, "layout.html"))
	textLayout = template.Must(template.ParseFS(files, "layout.txt"))
)

func mustTexts() map[Kind]map[string]texts {
	out := map[Kind]map[string]texts{}
	for kind := range kinds {
		out[kind] = must[map[string]texts]("texts/" + string(kind) + ".json")
	}
	return out
}

// must reads a file that is part of the program.
func must[T any](name string) (out T) {
	raw, err := files.ReadFile(name)
	if err == nil {
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		err = d.Decode(&out)
	}
	if err != nil {
		panic(fmt.Sprintf("texts of mails: %s: %v", name, err))
	}
	return out
}

// A brand is in whose name a mail is sent.
type brand struct {
	name       string
	shop       bool // not the platform itself
	fill, text string
	replyTo    string
	logo       string            // the address of a picture
	footer     map[string]string // by language
	own        map[string]own    // the vendor's texts of the kind, by language
}

var platform = func() brand {
	b := brand{name: "Orion"}
	b.fill, b.text = theme.Default.Button()
	return b
}()

// view is what the layouts show.
type view struct {
	Language, Subject, Preheader, Brand, Hello string
	Paragraphs                                 []string
	Button, Link, Copy                         string
	Why, Sender, ByRobot, Footer, Logo         string
	Receipt                                    *receipt
	Fill, On                                   string
}

// render puts a mail into words.
func render(kind Kind, l letter, b brand) (*Message, error) {
	byLanguage, ok := allTexts[kind]
	if !ok {
		return nil, &Refusal{Reason: "nobody knows its kind"}
	}
	language := l.Language
	t, ok := byLanguage[language]
	if !ok {
		language = "en"
		t = byLanguage[language]
	}
	w := wordsOf(l, b)
	v := view{Language: language, Brand: w.Brand, Fill: b.fill, On: b.text, Link: l.Data["link"], Logo: b.logo, Footer: b.footer[language]}
	if err := v.fill(t, allFrames[language], w, b.shop); err != nil {
		return nil, fmt.Errorf("write %s: %w", kind, err)
	}
	if own, ok := b.own[language]; ok {
		v.say(own, w)
	}
	v.Paragraphs = append(v.Paragraphs, quoted(l.Data["message"])...)
	if l.Receipt != nil {
		var err error
		if v.Receipt, err = l.Receipt.in(allFrames[language], w); err != nil {
			return nil, fmt.Errorf("write %s: %w", kind, err)
		}
	}
	m := &Message{
		Kind: kind, Language: language, FromName: w.Brand, To: l.To, ToName: w.Name, ReplyTo: cmp.Or(l.ReplyTo, b.replyTo),
		Subject: line(v.Subject), Link: v.Link,
	}
	var html, text strings.Builder
	if err := htmlLayout.Execute(&html, v); err != nil {
		return nil, fmt.Errorf("lay out %s: %w", kind, err)
	}
	if err := textLayout.Execute(&text, v); err != nil {
		return nil, fmt.Errorf("lay out %s: %w", kind, err)
	}
	m.HTML, m.Text = html.String(), strings.TrimSpace(text.String())+"\n"
	return m, nil
}

// fill puts the texts into the view. A paragraph that says nothing is left out.
func (v *view) fill(t texts, f frame, w words, shop bool) error {
	for _, part := range []struct {
		to   *string
		text *phrase
	}{
		{&v.Subject, t.Subject},
		{&v.Preheader, t.Preheader},
		{&v.Button, t.Button},
		{&v.Why, t.Why},
		{&v.Hello, f.Hello},
		{&v.Copy, f.Copy},
		{&v.Sender, f.Sender},
		{&v.ByRobot, f.ByRobot},
	} {
		var err error
		if *part.to, err = part.text.with(w); err != nil {
			return err
		}
	}
	for _, p := range t.Paragraphs {
		text, err := p.with(w)
		if err != nil {
			return err
		}
		if text != "" {
			v.Paragraphs = append(v.Paragraphs, text)
		}
	}
	if v.Link == "" || v.Button == "" {
		v.Button, v.Link = "", ""
	}
	if !shop {
		v.Sender = v.Brand
	}
	return nil
}

// maxLine bounds a text that people wrote, in characters.
const maxLine = 500

// line makes one line of a text that people wrote: it cannot begin a header of its own,
// hide what follows or turn the direction of writing.
func line(s string) string {
	s = flat(s)
	if r := []rune(s); len(r) > maxLine {
		s = string(r[:maxLine]) + "…"
	}
	return s
}

// quoted makes a paragraph of each line of a long text that somebody wrote.
func quoted(s string) []string {
	var out []string
	for l := range strings.Lines(s) {
		if l = flat(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

func flat(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
