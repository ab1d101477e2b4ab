package server

import (
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"orion/internal/notify"
)

//go:embed mailbox
var mailboxFiles embed.FS

var mailboxPages = template.Must(template.ParseFS(mailboxFiles, "mailbox/*.html"))

var (
	policyMailbox = policy("default-src 'none'", "style-src 'self'", "img-src data:", "frame-src 'self'", "form-action 'none'")
	// A mail brings its styles along. It runs nothing, sends nothing and is of no origin;
	// its links open beside the page.
	policyLetter = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; " +
		"frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)

// A mailbox shows mails that were not sent, to those who work on the platform.
type mailbox struct {
	server *Server
	box    *notify.Mailbox
}

// mount serves the mailbox below /mailbox: with ?format=json for programs, with
// ?to=<address> the mails of one person.
func (b *mailbox) mount(r chi.Router) {
	get(r, "/mailbox", b.list)
	get(r, "/mailbox/{id}", b.letter)
	get(r, "/mailbox/{id}/html", b.html)
}

func (b *mailbox) list(w http.ResponseWriter, r *http.Request) {
	all, err := b.box.List()
	if err != nil {
		b.server.fail(w, r, err)
		return
	}
	mails := make([]*notify.Message, 0, len(all))
	to := r.URL.Query().Get("to")
	for _, m := range all {
		if to == "" || strings.EqualFold(m.To, to) {
			mails = append(mails, m)
		}
	}
	if !b.asJSON(w, r, map[string]any{"mails": mails}) {
		b.show(w, r, "list.html", mails)
	}
}

func (b *mailbox) letter(w http.ResponseWriter, r *http.Request) {
	if m := b.find(w, r); m != nil && !b.asJSON(w, r, m) {
		b.show(w, r, "letter.html", m)
	}
}

func (b *mailbox) html(w http.ResponseWriter, r *http.Request) {
	m := b.find(w, r)
	if m == nil {
		return
	}
	guard(w, policyLetter)
	w.Header().Set("X-Frame-Options", "SAMEORIGIN")
	answer(w, r, http.StatusOK, m.HTML)
}

// find returns the mail of the address, nil where it has answered that there is none.
func (b *mailbox) find(w http.ResponseWriter, r *http.Request) *notify.Message {
	id, err := uuid.Parse(chi.URLParam(r, "id"))
	if err != nil {
		refuse(w, r, http.StatusNotFound, errNothing)
		return nil
	}
	m, err := b.box.Read(id)
	switch {
	case err != nil:
		b.server.fail(w, r, err)
	case m == nil:
		refuse(w, r, http.StatusNotFound, errNothing)
	}
	return m
}

// asJSON reports whether the request asks for JSON, and answers it then.
func (b *mailbox) asJSON(w http.ResponseWriter, r *http.Request, value any) bool {
	if r.URL.Query().Get("format") != "json" {
		return false
	}
	body, err := json.Marshal(value)
	if err != nil {
		b.server.fail(w, r, err)
		return true
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(body) // who asked may have gone
	return true
}

func (b *mailbox) show(w http.ResponseWriter, r *http.Request, page string, value any) {
	var text strings.Builder
	if err := mailboxPages.ExecuteTemplate(&text, page, value); err != nil {
		b.server.fail(w, r, err)
		return
	}
	guard(w, policyMailbox)
	answer(w, r, http.StatusOK, text.String())
}
