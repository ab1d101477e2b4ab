package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/config"
	"orion/internal/kit/clock"
	"orion/internal/kit/fetch"
	"orion/internal/kit/link"
	"orion/internal/media"
	"orion/internal/notify"
	"orion/internal/notify/sendgrid"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/internal/webhook"
	"orion/server"
)

// links makes the addresses that mails and answers lead to.
func (w *world) links() link.Builder {
	return link.Builder{BaseURL: w.baseURL, ByPath: !w.cfg.Production()}
}

// mailbox is where mails go that no server takes.
func mailbox(cfg *config.Config) *notify.Mailbox {
	return notify.NewMailbox(filepath.Join(cfg.DataDir, "mailbox"))
}

// sender takes mails out of the house: by ORION_SMTP_URL, else to the mailbox.
func sender(cfg *config.Config) (notify.Sender, error) {
	if cfg.SMTPURL == "" {
		return mailbox(cfg), nil
	}
	server, err := notify.NewSMTP(string(cfg.SMTPURL), cfg.BaseDomain)
	if err != nil || cfg.SendgridWebhookKey == "" {
		return server, err
	}
	return server.Naming(sendgrid.Argument), nil
}

// mailReports takes what SendGrid tells of mails, nil where nobody tells anything.
func (p *Platform) mailReports() (server.MailReports, error) {
	if p.cfg.SendgridWebhookKey == "" {
		return nil, nil //nolint:nilnil // the endpoint is not there then
	}
	return sendgrid.New(p.cfg.SendgridWebhookKey, clock.System{}, p.services.notify)
}

// A postman takes mails out by the server that is set at the moment.
type postman struct {
	cfg      *config.Config
	settings *settings.Service

	mu     sync.Mutex
	server string // by which to sends
	to     notify.Sender
}

// Deliver implements notify.Sender.
func (p *postman) Deliver(ctx context.Context, m *notify.Message) error {
	to, err := p.sender(ctx)
	if err != nil {
		return err
	}
	return to.Deliver(ctx, m)
}

func (p *postman) sender(ctx context.Context) (notify.Sender, error) {
	server, err := p.settings.Text(viewer.NewContext(ctx, viewer.ForPlatform()), settings.MailServer)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.to != nil && p.server == server {
		return p.to, nil
	}
	by := *p.cfg
	by.SMTPURL = config.URL(server)
	to, err := sender(&by)
	if err != nil {
		return nil, err
	}
	p.server, p.to = server, to
	return to, nil
}

func newNotify(w *world, s *services) (*notify.Service, error) {
	return notify.New(w.db, notify.Options{
		Queue: s.queue, Secret: w.root, Sender: &postman{cfg: w.cfg, settings: s.settings}, Clock: clock.System{}, Pages: s.pages,
		From:    cmp.Or(w.cfg.MailFrom, "no-reply@"+w.cfg.BaseDomain),
		Picture: func(ctx context.Context, id uuid.UUID) (string, error) { return logo(ctx, w, s.media, id) },
		Sample: func(ctx context.Context, kind notify.Kind, order uuid.UUID) (*notify.Mail, error) {
			return s.orders.Sample(ctx, kind, order)
		},
	})
}

// logo is the whole address of a picture in mails, "" for one that is not ready or private.
func logo(ctx context.Context, w *world, pictures *media.Service, id uuid.UUID) (string, error) {
	m, err := w.db.MediaFile.Get(ctx, id)
	if ent.IsNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("find the logo of mails: %w", err)
	}
	address := pictures.URL(m)
	if address == nil || m.Private {
		return "", nil
	}
	if strings.HasPrefix(*address, "/") {
		return strings.TrimRight(w.baseURL, "/") + *address, nil
	}
	return *address, nil
}

// newWebhooks returns the service of webhooks. It sends to public addresses; where
// ORION_WEBHOOK_PRIVATE says so, which production refuses, also to those of this network.
func newWebhooks(w *world, s *services) (*webhook.Service, error) {
	var with []fetch.Option
	if w.cfg.WebhookPrivate {
		with = append(with, fetch.AllowPrivate())
	}
	return webhook.New(w.db, webhook.Options{
		Queue: s.queue, Secret: w.root, Pages: s.pages, Clock: clock.System{}, Client: fetch.New(with...),
		Tell: func(ctx context.Context, tx *store.Tx, e *ent.WebhookEndpoint, why string) error {
			return s.vendors.WebhookDisabled(ctx, tx, e, why)
		},
	})
}

// shown is the mailbox that pages show, nil where none do.
func (p *Platform) shown() *notify.Mailbox {
	if p.cfg.Production() || p.cfg.SMTPURL != "" {
		return nil
	}
	return mailbox(p.cfg)
}

// mail greets the server of ORION_SMTP_URL.
func (d *doctor) mail(ctx context.Context) (string, error) {
	if d.cfg.SMTPURL == "" {
		return "none: mails are written to " + filepath.Join(d.cfg.DataDir, "mailbox"), nil
	}
	server, err := notify.NewSMTP(string(d.cfg.SMTPURL), d.cfg.BaseDomain)
	if err == nil {
		err = server.Ping(ctx)
	}
	if err != nil {
		return "", &trouble{
			what:   []string{errors.Join(errors.New(d.cfg.SMTPURL.String()), err).Error()},
			remedy: "see that the server of ORION_SMTP_URL runs, knows the user and has a certificate of its name",
		}
	}
	return d.cfg.SMTPURL.String(), nil
}
