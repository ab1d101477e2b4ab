package server

import (
	"context"
	"io"
	"net/http"

	"orion/internal/kit/errs"
)

// Messages takes what the payment provider tells by itself.
type Messages interface {
	// Accept keeps a message, once. UNAUTHENTICATED for one that is forged or too old,
	// BAD_REQUEST for one that cannot be read, NOT_FOUND where nobody tells anything.
	Accept(ctx context.Context, body []byte, signature string) error
}

// webhookBytes bounds a message.
const webhookBytes = 64 << 10

// stripeWebhook keeps a message of Stripe and says so; what is to be done about it is a
// job's. The signature is over the bytes as they came and stands for a sign-in: the provider
// has no account with us. It hears 200 also of what it has sent before, so that it stops.
func (s *Server) stripeWebhook(w http.ResponseWriter, r *http.Request) {
	if s.Messages == nil {
		refuse(w, r, http.StatusNotFound, errNothing)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, webhookBytes))
	if err != nil {
		refuse(w, r, http.StatusRequestEntityTooLarge, errs.New(errs.TooLong, "is more than the %v bytes allowed", webhookBytes))
		return
	}
	err = s.Messages.Accept(r.Context(), body, r.Header.Get("Stripe-Signature"))
	switch errs.CodeOf(err) {
	case "":
		w.WriteHeader(http.StatusOK)
	case errs.Unauthenticated:
		refuse(w, r, http.StatusBadRequest, s.public(r, err))
	default:
		s.fail(w, r, err)
	}
}
