package graph

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/fetch"
	"orion/internal/kit/page"
	"orion/internal/kit/secret"
	"orion/internal/webhook"
	"orion/jobs"
)

func init() { maps.Copy(deeds, messageDeeds) }

const templateWords = `{kind: "order-fulfilled", language: "en", subject: "It is on its way", body: "Your order {{order}} has left us."}`

var messageDeeds = map[string]deed{
	"mailTemplateSet": byOwner("mail.template", `mailTemplateSet(input: `+templateWords+`)`),
	"mailTemplateReset": {action: "mail.template-reset", call: func(s *stage) (context.Context, string) {
		s.do(s.owner, `mailTemplateSet(input: `+templateWords+`)`)
		return s.owner, `mailTemplateReset(kind: "order-fulfilled", language: "en")`
	}},
	"mailTestSend": byOwner("mail.test", `mailTestSend(kind: "order-placed", language: "de")`),
	"mailResend": {action: "mail.resend", call: func(s *stage) (context.Context, string) {
		s.do(s.owner, `mailTestSend(kind: "order-placed", language: "fr")`)
		own := fixture.System(s.t, s.shop)
		s.DB.MailDelivery.Update().SetStatus(enum.MailStatusSent).ExecX(own)
		return s.owner, fmt.Sprintf(`mailResend(id: %q)`, s.DB.MailDelivery.Query().FirstX(own).PublicID())
	}},
	"mailSuppressionAdd": byOwner("mail.suppress", `mailSuppressionAdd(address: "gone@nowhere.example", detail: "moved")`),
	"mailSuppressionRemove": {action: "mail.unsuppress", call: func(s *stage) (context.Context, string) {
		never := s.DB.MailSuppression.Create().SetVendorID(s.shop.ID).SetAddress("back@nowhere.example").SetScopeHash([]byte(uuid.NewString())).
			SetReason(enum.SuppressionReasonManual).SaveX(fixture.System(s.t, s.shop))
		return s.owner, fmt.Sprintf(`mailSuppressionRemove(id: %q)`, never.PublicID())
	}},
	"mailBrandingSet": byOwner("mail.branding", `mailBrandingSet(input: {fromName: "Acme", replyTo: "hello@acme.example", footer: [{language: "en", text: "Bye"}]})`),

	"webhookEndpointCreate": byOwner("webhook.create", `webhookEndpointCreate(input: {url: "https://hooks.example/", events: ["order.placed"]})`),
	"webhookEndpointUpdate": ofEndpoint("webhook.update", `webhookEndpointUpdate(id: %q, input: {url: "https://hooks.example/two", events: ["order.paid"]})`),
	"webhookEndpointDelete": ofEndpoint("webhook.delete", `webhookEndpointDelete(id: %q)`),
	"webhookSecretRotate":   ofEndpoint("webhook.rotate", `webhookSecretRotate(id: %q)`),
	"webhookTest": {action: "webhook.test", call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(`webhookTest(id: %q)`, s.endpoint().PublicID())
	}},
	"webhookDeliveryReplay": {action: "webhook.replay", call: func(s *stage) (context.Context, string) {
		sent := s.DB.WebhookDelivery.Create().SetEndpointID(s.endpoint().ID).SetEvent("order.placed").SetEventID(uuid.New()).
			SetPayload([]byte("{}")).SaveX(fixture.System(s.t, s.shop))
		return s.owner, fmt.Sprintf(`webhookDeliveryReplay(id: %q)`, sent.PublicID())
	}},

	"backupCreate": {action: "backup.request", call: func(s *stage) (context.Context, string) { return s.staff, `backupCreate` }},
	"backupVerify": {action: "backup.verify", call: func(s *stage) (context.Context, string) {
		b := s.DB.BackupLog.Create().SetName(uuid.NewString()).SetLocation("memory").SetStatus(enum.BackupStatusSucceeded).
			SetChecksum("x").SetEndedAt(time.Now()).SaveX(fixture.Platform(s.t))
		return s.staff, fmt.Sprintf(`backupVerify(id: %q)`, b.PublicID())
	}},
}

// ofEndpoint is a deed of the owner to an endpoint; call gets the id.
func ofEndpoint(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(call, s.endpoint().PublicID())
	}}
}

// endpoint is one that answers, the shop's only one.
func (s *stage) endpoint() *ent.WebhookEndpoint {
	s.t.Helper()
	queue, err := jobs.NewQueue(s.DB)
	require.NoError(s.t, err)
	s.Webhooks, err = webhook.New(s.DB, webhook.Options{
		Queue: queue, Secret: secret.Root("0123456789abcdef0123456789abcdef"), Pages: page.NewSigner([]byte("key")), Clock: clock.System{}, Client: fetch.New(fetch.AllowLoopback()),
	})
	require.NoError(s.t, err)
	s.DB.WebhookEndpoint.Delete().ExecX(s.owner)
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.t.Cleanup(receiver.Close)
	e, _, err := s.Webhooks.Create(s.owner, webhook.EndpointInput{URL: receiver.URL, Events: []string{"order.placed"}})
	require.NoError(s.t, err)
	return e
}
