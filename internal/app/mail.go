package app

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"

	"orion/internal/config"
	"orion/internal/kit/clock"
	"orion/internal/kit/link"
	"orion/internal/notify"
	"orion/jobs"
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
	return notify.NewSMTP(string(cfg.SMTPURL), cfg.BaseDomain)
}

func newNotify(w *world, queue *jobs.Queue) (*notify.Service, error) {
	to, err := sender(w.cfg)
	if err != nil {
		return nil, err
	}
	return notify.New(w.db, notify.Options{
		Queue: queue, Secret: w.root, Sender: to, Clock: clock.System{},
		From: cmp.Or(w.cfg.MailFrom, "no-reply@"+w.cfg.BaseDomain),
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
