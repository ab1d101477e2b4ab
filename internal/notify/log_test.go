package notify_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func paid(v *ent.Vendor, event string) notify.Mail {
	return notify.Mail{
		Kind: notify.OrderPaid, To: "ada@example.org", Name: "Ada", Language: "en", VendorID: v.ID, Event: event,
		Data: map[string]string{"link": "http://orion.example/o", "order": "1001", "amount": "€12.30"},
	}
}

func post(t *testing.T, db *store.DB, s *notify.Service, team context.Context, mails ...notify.Mail) {
	t.Helper()
	require.NoError(t, db.Tx(team, func(tx *store.Tx) error {
		for _, m := range mails {
			if err := s.Send(team, tx, m); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestOneMailAnEvent(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db, &kept{})
	v, team := fixture.Vendor(t, db)
	other, theirs := fixture.Vendor(t, db)
	post(t, db, s, team, paid(v, "paid/1"), paid(v, "paid/1"))
	post(t, db, s, team, paid(v, "paid/1"), paid(v, "paid/2"), paid(v, ""), paid(v, ""))
	post(t, db, s, theirs, paid(other, "paid/1"))
	mails, _ := queued(t, db)
	require.Len(t, mails, 5)
}

func statusOf(t *testing.T, db *store.DB, v *ent.Vendor, id uuid.UUID) *ent.MailDelivery {
	t.Helper()
	row, err := db.MailDelivery.Get(fixture.System(t, v), id)
	require.NoError(t, err)
	return row
}

func TestTheLogSaysWhatBecameOfAMail(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	out := &kept{}
	s := service(t, db, out)
	v, team := fixture.Vendor(t, db)
	post(t, db, s, team, paid(v, "1"), verify(v))
	mails, _ := queued(t, db)
	require.Equal(t, enum.MailStatusQueued, statusOf(t, db, v, mails[0].ID).Status)
	for _, m := range mails {
		require.NoError(t, s.Deliver(fixture.System(t, v), m))
		require.NoError(t, s.Deliver(fixture.System(t, v), m), "a second run has nothing to do")
	}
	require.Len(t, out.got, 2)
	row := statusOf(t, db, v, mails[0].ID)
	require.Equal(t, enum.MailStatusSent, row.Status)
	require.Equal(t, 1, row.Attempts)
	require.True(t, notify.Resendable(row))
	require.False(t, notify.Resendable(statusOf(t, db, v, mails[1].ID)), "a link that opens an account is not kept")
}

// refusing is a Sender of a server that has nobody by that name.
type refusing struct{ tries int }

func (r *refusing) Deliver(context.Context, *notify.Message) error {
	r.tries++
	return &notify.Refusal{Reason: "550 no such user", Address: true}
}

func TestAnAddressThatDoesNotExistGetsNoMoreMail(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	out := &refusing{}
	s := service(t, db, out)
	v, team := fixture.Vendor(t, db)
	other, theirs := fixture.Vendor(t, db)
	upper := paid(v, "2")
	upper.To = "ADA@example.org"
	post(t, db, s, team, paid(v, "1"), upper)
	post(t, db, s, theirs, paid(other, "1"))
	mails, _ := queued(t, db)
	require.True(t, notify.Final(s.Deliver(fixture.System(t, v), mails[0])))
	require.Equal(t, enum.MailStatusBounced, statusOf(t, db, v, mails[0].ID).Status)
	require.NoError(t, s.Deliver(fixture.System(t, v), mails[1]))
	require.Equal(t, enum.MailStatusSuppressed, statusOf(t, db, v, mails[1].ID).Status)
	require.Equal(t, 1, out.tries)
	require.Error(t, s.Deliver(fixture.System(t, other), mails[2]))
	require.Equal(t, 2, out.tries, "the list of one vendor is not another's")
}

func TestAVendorsOwnWords(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	out := &kept{}
	s := service(t, db, out)
	v, team := fixture.Vendor(t, db)
	in := notify.TemplateInput{Kind: "order-paid", Language: "en", Subject: "Merci, {{ name }}", Body: "We have {{amount}} <now>.\n\nBecause: {{order}}"}
	_, err := s.SetTemplate(team, in)
	require.NoError(t, err)
	bad := in
	bad.Body = "Your {{token}}"
	_, err = s.SetTemplate(team, bad)
	require.Equal(t, errs.Invalid, errs.CodeOf(err))
	require.ErrorContains(t, err, "{{token}}")
	require.ErrorContains(t, err, "{{amount}}")
	bad.Body = "{{range .}}"
	_, err = s.SetTemplate(team, bad)
	require.Error(t, err)
	french := paid(v, "fr")
	french.Language = "fr"
	post(t, db, s, team, paid(v, "en"), french)
	mails, _ := queued(t, db)
	for _, m := range mails {
		require.NoError(t, s.Deliver(fixture.System(t, v), m))
	}
	require.Equal(t, "Merci, Ada", out.got[0].Subject)
	require.Contains(t, out.got[0].HTML, "We have €12.30 &lt;now&gt;.")
	require.NotContains(t, out.got[1].Subject, "Merci,", "other languages keep the platform's words")
	_, err = s.ResetTemplate(team, "order-paid", "en")
	require.NoError(t, err)
	all, err := s.Templates(team)
	require.NoError(t, err)
	for _, one := range all {
		require.False(t, one.Overridden)
	}
}

// What the editor shows of the platform's words can be saved as they are.
func TestThePlatformsWordsAreWordsOfAVendor(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db, &kept{})
	_, team := fixture.Vendor(t, db)
	all, err := s.Templates(team)
	require.NoError(t, err)
	require.Len(t, all, 3*len(notify.Customizable))
	for _, one := range all {
		_, err := s.SetTemplate(team, notify.TemplateInput{
			Kind: one.Kind, Language: one.Language, Subject: one.Subject, Body: one.Body, Preheader: &one.Preheader, Button: &one.Button,
		})
		require.NoError(t, err, "%s %s", one.Kind, one.Language)
		m, err := s.Preview(team, one.Kind, one.Language, nil, uuid.Nil)
		require.NoError(t, err)
		require.NotContains(t, m.Text, "{{")
	}
}

func TestAMailIsSentAgainWithItsWords(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	out := &kept{}
	s := service(t, db, out)
	v, team := fixture.Vendor(t, db)
	post(t, db, s, team, paid(v, "1"))
	mails, _ := queued(t, db)
	row := statusOf(t, db, v, mails[0].ID)
	_, err := s.Resend(team, row.PublicID())
	require.Equal(t, errs.InvalidState, errs.CodeOf(err), "it waits still")
	require.NoError(t, s.Deliver(fixture.System(t, v), mails[0]))
	again, err := s.Resend(team, row.PublicID())
	require.NoError(t, err)
	require.Equal(t, row.ID, *again.ResentOfID)
	mails, _ = queued(t, db)
	require.NoError(t, s.Deliver(fixture.System(t, v), mails[1]))
	require.Equal(t, out.got[0].Text, out.got[1].Text)
	_, theirs := fixture.Vendor(t, db)
	_, err = s.Resend(theirs, row.PublicID())
	require.Equal(t, errs.NotFound, errs.CodeOf(err))
}
