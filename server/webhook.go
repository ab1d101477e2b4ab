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

// MailReports takes what the provider of mails tells by itself.
type MailReports interface {
	// Accept keeps a message signed at a moment, in seconds since 1970. UNAUTHENTICATED for one
	// that is forged or too old, BAD_REQUEST for one that cannot be read.
	Accept(ctx context.Context, body []byte, signature, at string) error
}

const (
	// webhookBytes bounds a message.
	webhookBytes = 64 << 10
	// mailReportBytes bounds a batch of SendGrid's, which is sent when it has 768 kB.
	mailReportBytes = 1 << 20
)

// stripeWebhook keeps a message of Stripe and says so; what is to be done about it is a
// job's. The signature is over the bytes as they came and stands for a sign-in: the provider
// has no account with us. It hears 200 also of what it has sent before, so that it stops.
func (s *Server) stripeWebhook(w http.ResponseWriter, r *http.Request) {
	if s.Messages == nil {
		refuse(w, r, http.StatusNotFound, errNothing)
		return
	}
	accept(w, r, s, webhookBytes, func(body []byte) error {
		return s.Messages.Accept(r.Context(), body, r.Header.Get("Stripe-Signature"))
	})
}

// sendgridWebhook keeps what SendGrid tells of mails, as stripeWebhook does.
func (s *Server) sendgridWebhook(w http.ResponseWriter, r *http.Request) {
	if s.Reports == nil {
		refuse(w, r, http.StatusNotFound, errNothing)
		return
	}
	const header = "X-Twilio-Email-Event-Webhook-"
	accept(w, r, s, mailReportBytes, func(body []byte) error {
		return s.Reports.Accept(r.Context(), body, r.Header.Get(header+"Signature"), r.Header.Get(header+"Timestamp"))
	})
}

// accept reads a message of so many bytes at most, hands it to keep and says what came of it.
func accept(w http.ResponseWriter, r *http.Request, s *Server, most int64, keep func(body []byte) error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if err != nil {
		refuse(w, r, http.StatusRequestEntityTooLarge, errs.New(errs.TooLong, "is more than the %v bytes allowed", most))
		return
	}
	err = keep(body)
	switch errs.CodeOf(err) {
	case "":
		w.WriteHeader(http.StatusOK)
	case errs.Unauthenticated:
		refuse(w, r, http.StatusBadRequest, s.public(r, err))
	default:
		s.fail(w, r, err)
	}
}
