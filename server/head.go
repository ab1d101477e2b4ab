package server

import (
	"cmp"
	_ "embed"
	"html/template"
	"net/http"
	"strings"
	"time"

	"orion/ent/gen/ent"
	"orion/internal/kit/i18n"
	"orion/storefront"
)

// noTime tells http.ServeContent that only the ETag says whether something changed.
var noTime time.Time

// configOf returns the data block of a page.
func configOf(at place, locale string) storefront.Config {
	c := storefront.Config{Base: at.base, API: "/graphql", Locale: locale, Locales: make([]string, len(i18n.Languages))}
	for i, tag := range i18n.Languages {
		c.Locales[i] = tag.String()
	}
	if v := at.vendor; v != nil {
		c.Vendor = &storefront.Vendor{Slug: v.Slug, Name: v.Name, Tagline: tagline(v, locale)}
		if v.Imprint != nil {
			c.Vendor.Imprint = *v.Imprint
		}
		c.Currency, c.Country = v.Currency, v.Country
		if at.area == areaShop && len(v.Languages) > 0 {
			c.Locales = v.Languages
		}
	}
	return c
}

// tagline is in the language of the page or, where the vendor has none in it, the shop's.
func tagline(v *ent.Vendor, locale string) string {
	return cmp.Or(v.Tagline[locale], v.Tagline[v.Language])
}

//go:embed front.html
var frontText string

// fronts are what stands in pages before their scripts have run.
var fronts = template.Must(template.New("front").Parse(frontText))

var head = template.Must(template.New("head").Parse(
	`<title>{{.Title}}</title>
{{- if .Hidden}}<meta name="robots" content="noindex">{{end}}
{{- with .Description}}<meta name="description" content="{{.}}"><meta property="og:description" content="{{.}}">{{end}}
{{- with .Theme}}<link rel="stylesheet" href="{{.}}">{{end}}
{{- with .Kind}}<meta property="og:type" content="{{.}}">{{end}}
{{- with .Shop}}<meta property="og:site_name" content="{{.}}"><meta property="og:title" content="{{$.Heading}}"><meta property="og:locale" content="{{$.Locale}}">{{end}}
{{- with .Canonical}}<link rel="canonical" href="{{.}}"><meta property="og:url" content="{{.}}">{{end}}
{{- range .Alternates}}<link rel="alternate" hreflang="{{.Language}}" href="{{.Address}}">{{end}}
{{- with .Picture}}<meta property="og:image" content="{{$.Image}}"><meta property="og:image:alt" content="{{.Alt}}">
{{- if .Width}}<meta property="og:image:width" content="{{.Width}}"><meta property="og:image:height" content="{{.Height}}">{{end -}}
<meta name="twitter:card" content="summary_large_image">
<link rel="preload" as="image" href="{{.URL}}" {{.Preload}} fetchpriority="high">{{end}}
{{- range .Data}}<script type="application/ld+json">{{.}}</script>{{end}}`))

type headData struct {
	Title, Heading, Description, Shop, Theme, Kind, Locale, Canonical, Image string
	Picture                                                                  *figure
	Alternates                                                               []alternate
	Data                                                                     []any
	Hidden                                                                   bool
}

// headOf returns what stands in the head of a page beside its files.
func (p *pages) headOf(r *http.Request, at place, locale string, s *sheet) string {
	d := headData{Title: "Orion", Hidden: true}
	if v := at.vendor; v != nil {
		d.Title = v.Name
		if at.area == areaShop {
			d = shopHead(r, at, locale, s)
			d.Theme = at.base + "/theme.css?v=" + p.styles.of(v).hash
		}
	}
	var b strings.Builder
	if err := head.Execute(&b, d); err != nil {
		panic(err) // the template is a constant
	}
	return b.String()
}

// shopHead is the head of a page of a shop, as its sheet says. A page that is hidden stands
// for no other and no other for it.
func shopHead(r *http.Request, at place, locale string, s *sheet) headData {
	v, l := at.vendor, linksOf(r, at)
	d := headData{
		Title: v.Name, Heading: cmp.Or(s.title, v.Name), Description: cmp.Or(s.description, tagline(v, locale)), Shop: v.Name,
		Kind: cmp.Or(s.kind, "website"), Locale: locale, Picture: s.picture, Data: s.data, Hidden: s.hidden,
	}
	if s.title != "" {
		d.Title = s.title + " · " + v.Name
	}
	if s.picture != nil {
		d.Image = l.file(s.picture.URL)
	}
	if path := cmp.Or(s.path, at.path); !s.hidden || s.path != "" {
		d.Canonical = l.here(path)
		if !s.hidden {
			d.Alternates = l.alternates(path)
		}
	}
	return d
}

//go:embed notice.html
var noticeText string

var noticePage = template.Must(template.New("notice").Parse(noticeText))

// A notice is all that a page of its own says.
type notice struct {
	status      int
	title, text i18n.Message
}

var (
	noticeNothing = notice{
		http.StatusNotFound,
		i18n.Message{Format: "There is nothing here"},
		i18n.Message{Format: "The address is wrong, or what was here is gone."},
	}
	noticeSuspended = notice{
		http.StatusForbidden,
		i18n.Message{Format: "This shop is suspended"},
		i18n.Message{Format: "The platform has closed it for now. Its data is kept."},
	}
	noticeBroken = notice{
		http.StatusInternalServerError,
		i18n.Message{Format: "That did not work"},
		i18n.Message{Format: "Try again in a moment."},
	}
)

// tell answers with a notice, on a page that needs nothing to work.
func (p *pages) tell(w http.ResponseWriter, r *http.Request, n notice) {
	tag := i18n.From(r.Context())
	var b strings.Builder
	err := noticePage.Execute(&b, map[string]string{
		"Lang": tag.String(), "Title": n.title.In(tag), "Text": n.text.In(tag),
	})
	if err != nil {
		panic(err) // the template is a constant
	}
	guard(w, policyConsole)
	answer(w, r, n.status, b.String())
}

// keep lets an answer be kept for good where its address names this very content, and
// asked for anew where it does not.
func keep(w http.ResponseWriter, r *http.Request, hash string) {
	w.Header().Set("ETag", `W/"`+hash+`"`)
	if r.URL.Query().Get("v") == hash {
		w.Header().Set("Cache-Control", immutable)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
}

const immutable = "public, max-age=31536000, immutable"
