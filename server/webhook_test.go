package server_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
	"orion/server"
)

// messages takes what is signed "good", once and again.
type messages struct{ got []string }

func (m *messages) Accept(_ context.Context, body []byte, signature string) error {
	switch signature {
	case "good":
		m.got = append(m.got, string(body))
		return nil
	case "broken":
		return errors.New("the database is away")
	case "unreadable":
		return errs.New(errs.BadRequest, "is no message of the payment provider")
	}
	return errs.New(errs.Unauthenticated, "the signature is not valid")
}

func TestStripeWebhook(t *testing.T) {
	t.Parallel()
	const path = "/webhooks/stripe"
	none, _ := open(t)
	require.Equal(t, http.StatusNotFound, ask(none, "POST", path, "{}", "Stripe-Signature: good").Code, "without Stripe")

	m := &messages{}
	s, _ := open(t, func(d *server.Deps) { d.Messages = m })
	raw := "{ \"id\" : \"evt_1\" }\n"
	for range 2 {
		require.Equal(t, http.StatusOK, ask(s, "POST", path, raw, "Stripe-Signature: good", "Content-Type: application/json").Code)
	}
	require.Equal(t, []string{raw, raw}, m.got, "as it came, byte by byte")
	for signature, want := range map[string]int{"forged": 400, "": 400, "unreadable": 400, "broken": 500} {
		answer := ask(s, "POST", path, raw, "Stripe-Signature: "+signature)
		require.Equal(t, want, answer.Code, signature)
		require.NotContains(t, answer.Body.String(), "database")
	}
	require.Equal(t, http.StatusOK, ask(s, "POST", path, strings.Repeat("x", 64<<10), "Stripe-Signature: good").Code)
	require.Equal(t, http.StatusRequestEntityTooLarge, ask(s, "POST", path, strings.Repeat("x", 64<<10+1), "Stripe-Signature: good").Code)
	require.NotEqual(t, http.StatusOK, ask(s, "GET", path, "", "Stripe-Signature: good").Code)
}
