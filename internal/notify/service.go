package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/internal/kit/clock"
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
}

// A Service sends mails. It is safe for concurrent use.
type Service struct {
	db     *store.DB
	queue  *jobs.Queue
	seal   *seal.Sealer
	sender Sender
	from   string
	clock  clock.Clock
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
	return &Service{db: db, queue: o.Queue, seal: sealer, sender: o.Sender, from: o.From, clock: o.Clock}, nil
}

// A letter is what a queued mail holds under its seal.
type letter struct {
	To       string            `json:"to"`
	Name     string            `json:"name,omitempty"`
	Language string            `json:"language"`
	Data     map[string]string `json:"data,omitempty"`
	At       time.Time         `json:"at"`
}

func (s *Service) enqueue(ctx context.Context, tx *store.Tx, m Mail) error {
	if err := m.check(); err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("name a mail: %w", err)
	}
	plain, err := json.Marshal(letter{To: m.To, Name: m.Name, Language: m.Language, Data: m.Data, At: s.clock.Now()})
	if err != nil {
		return fmt.Errorf("write a mail: %w", err)
	}
	job := jobs.MailSend{ID: id, VendorID: m.VendorID, About: string(m.Kind)}
	if job.Sealed, err = s.seal.Seal(plain, owner(job)); err != nil {
		return err
	}
	return s.queue.Insert(ctx, tx, job)
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

// Deliver sends a queued mail; the viewer is the program, acting for the vendor of the
// mail. An error that is Final will not get better by trying again.
func (s *Service) Deliver(ctx context.Context, job jobs.MailSend) error {
	plain, err := s.seal.Open(job.Sealed, owner(job))
	if err != nil {
		return &Refusal{Reason: "it does not open: is ORION_SECRET_KEY the one that it was sealed with?"}
	}
	var l letter
	if err := json.Unmarshal(plain, &l); err != nil {
		return &Refusal{Reason: "it cannot be read"}
	}
	b, err := s.brand(ctx, job.VendorID)
	if err != nil {
		return err
	}
	m, err := render(Kind(job.About), l, b)
	if err != nil {
		return err
	}
	m.ID, m.From, m.SentAt = job.ID, s.from, l.At
	return s.sender.Deliver(ctx, m)
}

// brand is how mails of a vendor look and who they are from.
func (s *Service) brand(ctx context.Context, vendorID uuid.UUID) (brand, error) {
	if vendorID == uuid.Nil {
		return platform, nil
	}
	v, err := s.db.Vendor.Get(ctx, vendorID)
	if err != nil {
		return brand{}, fmt.Errorf("find the vendor of a mail: %w", err)
	}
	b := brand{name: v.Name, shop: true}
	b.fill, b.text = v.Theme.Button()
	if v.ContactEmail != nil {
		b.replyTo = *v.ContactEmail
	}
	return b, nil
}
