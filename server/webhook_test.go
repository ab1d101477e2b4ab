package server_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
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

// reports takes what is signed "good" at "7".
type reports struct{ got []string }

func (r *reports) Accept(ctx context.Context, body []byte, signature, at string) error {
	if at != "7" {
		return errs.New(errs.Unauthenticated, "the signature is not valid")
	}
	return (*messages)(r).Accept(ctx, body, signature)
}

func TestSendgridWebhook(t *testing.T) {
	t.Parallel()
	const path, header = "/webhooks/sendgrid", "X-Twilio-Email-Event-Webhook-"
	none, _ := open(t)
	require.Equal(t, http.StatusNotFound, ask(none, "POST", path, "[]", header+"Signature: good", header+"Timestamp: 7").Code, "without a key")

	r := &reports{}
	s, _ := open(t, func(d *server.Deps) { d.Reports = r })
	told := func(body, signature, at string) *httptest.ResponseRecorder {
		return ask(s, "POST", path, body, header+"Signature: "+signature, header+"Timestamp: "+at, "Content-Type: application/json")
	}
	raw := "[ {\"event\" : \"bounce\"} ]\r\n"
	for range 2 {
		require.Equal(t, http.StatusOK, told(raw, "good", "7").Code)
	}
	require.Equal(t, []string{raw, raw}, r.got, "as it came, byte by byte")
	for signature, want := range map[string]int{"forged": 400, "": 400, "unreadable": 400, "broken": 500} {
		answer := told(raw, signature, "7")
		require.Equal(t, want, answer.Code, signature)
		require.NotContains(t, answer.Body.String(), "database")
	}
	require.Equal(t, http.StatusBadRequest, told(raw, "good", "8").Code, "of another time")
	require.Equal(t, http.StatusOK, told(strings.Repeat("x", 1<<20), "good", "7").Code)
	require.Equal(t, http.StatusRequestEntityTooLarge, told(strings.Repeat("x", 1<<20+1), "good", "7").Code)
	require.NotEqual(t, http.StatusOK, ask(s, "GET", path, "", header+"Signature: good", header+"Timestamp: 7").Code)
}
