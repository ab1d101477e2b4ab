package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/maildelivery"
	"orion/ent/gen/ent/mailtemplate"
	"orion/internal/enum"
	"orion/jobs"
)

// noteFor is how long it may take to write down what became of a mail, also where the
// program is about to end.
const noteFor = 5 * time.Second

// unnoted is the error of a mail that was sent and of which the log does not know it.
type unnoted struct{ error }

// Sent reports whether a mail went out, whatever else went wrong.
func Sent(err error) bool {
	_, late := errors.AsType[unnoted](err)
	return err == nil || late
}

// Deliver sends a queued mail and writes into the log what became of it; the viewer is the
// program, acting for the vendor of the mail. One that was sent already is not sent again,
// and one whose address takes no mail, or that the log has forgotten, is not sent at all. An error that is Final will not
// get better by trying again; one of which Sent is true leaves nothing to be done.
func (s *Service) Deliver(ctx context.Context, job jobs.MailSend) error {
	l, err := s.opened(job)
	if err != nil {
		return err
	}
	row, err := s.begun(ctx, job, l)
	if err != nil {
		return fmt.Errorf("log a mail: %w", err)
	}
	if row == nil || row.Status != enum.MailStatusQueued {
		return nil
	}
	if stop, err := s.suppressed(ctx, job, l.To); err != nil {
		return err
	} else if stop {
		return row.Update().SetStatus(enum.MailStatusSuppressed).ClearSealed().Exec(ctx)
	}
	if err := s.send(ctx, job, l); err != nil {
		return errors.Join(err, s.failed(ctx, row, job, l.To, err))
	}
	return s.sent(ctx, job)
}

// sent writes down that a mail is out, unless its provider has said meanwhile what became of
// it.
func (s *Service) sent(ctx context.Context, job jobs.MailSend) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteFor)
	defer cancel()
	err := s.db.MailDelivery.Update().Where(maildelivery.ID(job.ID), maildelivery.StatusEQ(enum.MailStatusQueued)).
		SetStatus(enum.MailStatusSent).SetSentAt(s.clock.Now()).AddAttempts(1).ClearFailure().Exec(ctx)
	if err != nil {
		return unnoted{fmt.Errorf("log a mail: %w", err)}
	}
	return nil
}

// send puts a letter into words and takes it out of the house.
func (s *Service) send(ctx context.Context, job jobs.MailSend, l letter) error {
	b, err := s.brand(ctx, Kind(job.About), job.VendorID)
	if err != nil {
		return err
	}
	if b.own, err = s.ownTexts(ctx, job.VendorID, Kind(job.About)); err != nil {
		return err
	}
	m, err := render(Kind(job.About), l, b)
	if err != nil {
		return err
	}
	m.ID, m.From, m.SentAt = job.ID, s.from, l.At
	return s.sender.Deliver(ctx, m)
}

// failed writes down that a try came to nothing. An address that does not exist gets no
// more mail.
func (s *Service) failed(ctx context.Context, row *ent.MailDelivery, job jobs.MailSend, to string, why error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteFor)
	defer cancel()
	u := row.Update().AddAttempts(1).SetFailure(cut(discreet(why)))
	refused, _ := errors.AsType[*Refusal](why)
	switch {
	case refused != nil && refused.Address:
		u.SetStatus(enum.MailStatusBounced)
		if _, err := s.suppress(ctx, s.db.Client, job.VendorID, to, enum.SuppressionReasonBounce, refused.Reason); err != nil {
			return err
		}
	case Final(why):
		u.SetStatus(enum.MailStatusFailed)
	}
	return u.Exec(ctx)
}

// GiveUp writes down that a mail will not be tried again.
func (s *Service) GiveUp(ctx context.Context, job jobs.MailSend) error {
	err := s.db.MailDelivery.Update().Where(maildelivery.ID(job.ID), maildelivery.StatusEQ(enum.MailStatusQueued)).
		SetStatus(enum.MailStatusFailed).Exec(ctx)
	if err != nil {
		return fmt.Errorf("log a mail: %w", err)
	}
	return nil
}

// brand is how mails of a vendor look and who they are from.
func (s *Service) brand(ctx context.Context, kind Kind, vendorID uuid.UUID) (brand, error) {
	if vendorID == uuid.Nil || toTeam[kind] {
		return platform, nil
	}
	v, err := s.db.Vendor.Get(ctx, vendorID)
	if err != nil {
		return brand{}, fmt.Errorf("find the vendor of a mail: %w", err)
	}
	b := brand{name: v.Name, shop: true, footer: v.MailFooter}
	b.fill, b.text = v.Theme.Button()
	if v.MailFromName != nil {
		b.name = *v.MailFromName
	}
	for _, reply := range []*string{v.MailReplyTo, v.ContactEmail} {
		if reply != nil && b.replyTo == "" {
			b.replyTo = *reply
		}
	}
	if v.LogoID == nil || s.o.Picture == nil {
		return b, nil
	}
	if b.logo, err = s.o.Picture(ctx, *v.LogoID); err != nil {
		return brand{}, err
	}
	return b, nil
}

// ownTexts are a vendor's texts of a kind, by language.
func (s *Service) ownTexts(ctx context.Context, vendorID uuid.UUID, kind Kind) (map[string]own, error) {
	if _, may := named[kind]; !may || vendorID == uuid.Nil {
		return nil, nil
	}
	rows, err := s.db.MailTemplate.Query().Where(mailtemplate.VendorID(vendorID), mailtemplate.Kind(string(kind))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the texts of a mail: %w", err)
	}
	out := map[string]own{}
	for _, r := range rows {
		out[r.Language] = own{subject: r.Subject, preheader: r.Preheader, body: r.Body, button: r.Button}
	}
	return out, nil
}
