package notify

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"orion/internal/kit/errs"
	"orion/internal/store"
)

// A Message is a mail in words, ready to go out.
type Message struct {
	ID       uuid.UUID `json:"id"`
	Kind     Kind      `json:"kind"`
	Language string    `json:"language"`
	From     string    `json:"from"`
	FromName string    `json:"fromName"`
	To       string    `json:"to"`
	ToName   string    `json:"toName,omitempty"`
	ReplyTo  string    `json:"replyTo,omitempty"`
	Subject  string    `json:"subject"`
	// Link is where its button leads, "" where it has none.
	Link string `json:"link,omitempty"`
	Text string `json:"text"`
	HTML string `json:"html,omitempty"`
	// SentAt is when it was queued, the same at every try.
	SentAt time.Time `json:"sentAt"`
}

// A Sender takes messages out of the house: SMTP, or a Mailbox where there is none. An
// error that is a *Refusal is for good.
type Sender interface {
	Deliver(ctx context.Context, m *Message) error
}

// A Refusal is the error of a mail that will never be sent. It names nobody.
type Refusal struct {
	Reason string
	// Address says that nobody has the address.
	Address bool
}

func (r *Refusal) Error() string { return "the mail is refused for good: " + r.Reason }

// Final reports whether trying to send a mail again cannot help: it was refused, or its
// vendor is gone.
func Final(err error) bool {
	_, refused := errors.AsType[*Refusal](err)
	return refused || err != nil && store.Public(err).Code == errs.NotFound
}
