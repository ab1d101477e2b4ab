package webhook_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/internal/fixture"
	"orion/internal/kit/fetch"
	"orion/internal/kit/i18n"
	_ "orion/internal/kit/i18n/texts"
	"orion/internal/kit/page"
	"orion/internal/webhook"
)

func TestFailuresAreSaidInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	d := open(t, fetch.AllowPrivate())
	e, _ := d.endpoint(t)
	d.answer.Store(http.StatusServiceUnavailable)
	tried, err := d.hooks.Test(i18n.NewContext(d.team, language.German), e.PublicID())
	require.NoError(t, err)
	require.Equal(t, "der Endpunkt hat mit 503 geantwortet", *tried.Failure)
	log, err := d.hooks.Deliveries(i18n.NewContext(d.team, language.French), page.Arg{}, nil)
	require.NoError(t, err)
	require.Equal(t, "le point de terminaison a répondu 503", *log.Nodes[0].Failure)
	kept, err := d.db.WebhookDelivery.Get(fixture.System(t, d.vendor), tried.ID)
	require.NoError(t, err)
	require.Equal(t, "the endpoint answered 503", *kept.Failure)

	_, err = d.hooks.Update(d.team, e.PublicID(), webhook.EndpointInput{URL: "http://127.0.0.1:1/", Events: []string{"order.paid"}})
	require.NoError(t, err)
	tried, err = d.hooks.Test(i18n.NewContext(d.team, language.German), e.PublicID())
	require.NoError(t, err)
	require.Equal(t, "unter der Adresse antwortet niemand; sie muss öffentlich sein", *tried.Failure)
}
