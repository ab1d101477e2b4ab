package server

import (
	_ "embed"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"
)

// A CardDouble stands for the payment provider, for development and tests.
type CardDouble interface {
	// Pay pays a payment by its name at the provider, Refuse refuses its card. They report
	// false for one that does not wait for a card.
	Pay(payment string) bool
	Refuse(payment string) bool
}

//go:embed trial/stripe.js
var cardDoubleScript string

// mountCardDouble serves a form for cards that speaks like the provider's script and moves
// no money.
func (s *Server) mountCardDouble(r chi.Router) {
	if s.CardDouble == nil || s.Production {
		return
	}
	get(r, "/test/stripe.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write([]byte(cardDoubleScript))
	})
	r.With(small).Post("/test/stripe/{secret}/{answer}", s.tryCard)
}

// tryCard takes what the form has made of a card. The secret that opens a payment to its
// form begins with its name.
func (s *Server) tryCard(w http.ResponseWriter, r *http.Request) {
	name, _, _ := strings.Cut(chi.URLParam(r, "secret"), "_secret_")
	answer := s.CardDouble.Refuse
	if chi.URLParam(r, "answer") == "pay" {
		answer = s.CardDouble.Pay
	}
	if !answer(name) {
		refuse(w, r, http.StatusNotFound, errNothing)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
