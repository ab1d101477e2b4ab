package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/kit/seal"
	"orion/internal/kit/secret"
	"orion/internal/store"
	"orion/jobs"
)

// Options are what a Service needs beside the database. All are required.
type Options struct {
	Queue *jobs.Queue
	// Secret is the root of the key under which mails wait.
	Secret secret.Root
	// Sender takes the mails that are due.
	Sender Sender
	// From is the address that all mails come from; the name before it is the vendor's.
	From  string
	Clock clock.Clock
	// Picture returns the address of a vendor's logo for mails, "" for none; nil shows none.
	Picture func(ctx context.Context, media uuid.UUID) (string, error)
	// Sample returns the mail of a kind as it would be for an order of the viewer's vendor,
	// and what "a real order" is asked of: see order.Service.Sample.
	Sample func(ctx context.Context, kind Kind, order uuid.UUID) (*Mail, error)
	// Pages signs cursors.
	Pages *page.Signer
}

// A Service sends mails. It is safe for concurrent use.
type Service struct {
	db     *store.DB
	queue  *jobs.Queue
	seal   *seal.Sealer
	sender Sender
	from   string
	clock  clock.Clock
	key    []byte
	o      Options
}

// New returns a Service.
func New(db *store.DB, o Options) (*Service, error) {
	if db == nil || o.Queue == nil || o.Sender == nil || o.Clock == nil {
		return nil, errors.New("notify: a required dependency is missing")
	}
	if _, err := address("", o.From); err != nil {
		return nil, errors.New("notify: the address that mails come from is none")
	}
	sealer, err := seal.New(o.Secret)
	if err != nil {
		return nil, err
	}
	return &Service{db: db, queue: o.Queue, seal: sealer, sender: o.Sender, from: o.From, clock: o.Clock, key: o.Secret.Key("mail/1"), o: o}, nil
}

// A letter is what a queued mail holds under its seal.
type letter struct {
	To       string            `json:"to"`
	Name     string            `json:"name,omitempty"`
	Language string            `json:"language"`
	Data     map[string]string `json:"data,omitempty"`
	Receipt  *Receipt          `json:"receipt,omitempty"`
	ReplyTo  string            `json:"replyTo,omitempty"`
	At       time.Time         `json:"at"`
}

// hash names something without telling it.
func (s *Service) hash(parts ...string) []byte {
	h := hmac.New(sha256.New, s.key)
	_, _ = io.WriteString(h, strings.Join(parts, "\x00")) // a hash takes everything
	return h.Sum(nil)
}

func (s *Service) enqueue(ctx context.Context, tx *store.Tx, m Mail) error {
	if err := m.check(); err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("name a mail: %w", err)
	}
	job := jobs.MailSend{ID: id, VendorID: m.VendorID, About: string(m.Kind)}
	if job.Sealed, err = s.sealed(job, letter{
		To: m.To, Name: m.Name, Language: m.Language, Data: m.Data, Receipt: m.Receipt, ReplyTo: m.ReplyTo, At: s.clock.Now(),
	}); err != nil {
		return err
	}
	first, err := s.enter(ctx, tx, m, job)
	if err != nil || !first {
		return err
	}
	return s.queue.Insert(ctx, tx, job)
}

// sealed puts a letter under the seal of its job.
func (s *Service) sealed(job jobs.MailSend, l letter) ([]byte, error) {
	plain, err := json.Marshal(l)
	if err != nil {
		return nil, fmt.Errorf("write a mail: %w", err)
	}
	return s.seal.Seal(plain, owner(job))
}

// opened is what the seal of a job keeps.
func (s *Service) opened(job jobs.MailSend) (l letter, err error) {
	plain, err := s.seal.Open(job.Sealed, owner(job))
	if err != nil {
		return l, &Refusal{Reason: "it does not open: is ORION_SECRET_KEY the one that it was sealed with?"}
	}
	if err := json.Unmarshal(plain, &l); err != nil {
		return l, &Refusal{Reason: "it cannot be read"}
	}
	return l, nil
}

// check refuses what could never be sent. It finds mistakes of the program: addresses
// have been looked at where people wrote them.
func (m Mail) check() error {
	needs, ok := kinds[m.Kind]
	if !ok {
		return fmt.Errorf("send a mail: there is no kind %q", m.Kind)
	}
	if _, err := address(m.Name, m.To); err != nil {
		return fmt.Errorf("send %s: %w", m.Kind, err)
	}
	for _, name := range needs {
		if m.Data[name] == "" {
			return fmt.Errorf("send %s: without %s", m.Kind, name)
		}
	}
	return nil
}

// owner binds a seal to the whole of its job, so that it opens nowhere else.
func owner(job jobs.MailSend) string {
	return "mail/" + job.VendorID.String() + "/" + job.About + "/" + job.ID.String()
}
