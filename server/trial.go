package server

import (
	_ "embed"
	"net/http"

	"github.com/google/uuid"

	"orion/internal/kit/publicid"
)

// A Trial hears from buyers what becomes of test payments.
type Trial interface {
	// Confirm pays a test payment, or refuses to. It reports false for one that does not
	// wait for a word.
	Confirm(payment uuid.UUID, pay bool) bool
}

//go:embed trial/pay.html
var trialPage string

var policyTrial = policy("default-src 'none'", "style-src 'self'", "img-src data:", "form-action 'self'")

// mountTrial serves the page that stands for a bank's, where a shop can be paid with test
// payments.
func (p *pages) mountTrial(shop *http.ServeMux) {
	if p.server.Trial == nil || p.server.Production {
		return
	}
	shop.HandleFunc("GET /pay/fake", func(w http.ResponseWriter, r *http.Request) {
		guard(w, policyTrial)
		answer(w, r, http.StatusOK, trialPage)
	})
	shop.HandleFunc("POST /pay/fake", p.tryPayment)
}

// tryPayment takes the buyer's word and leads back to the checkout, which asks what became
// of the payment, also where the word came too late.
func (p *pages) tryPayment(w http.ResponseWriter, r *http.Request) {
	id := publicid.ID(r.URL.Query().Get("payment")).As("Payment")
	p.server.Trial.Confirm(id, r.PostFormValue("answer") == "pay")
	http.Redirect(w, r, placeOf(r.Context()).base+"/checkout", http.StatusSeeOther)
}
