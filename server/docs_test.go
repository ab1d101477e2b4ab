package server_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/docs"
	"orion/internal/kit/publicid"
	"orion/internal/webhook"
)

var (
	documentedEvent = regexp.MustCompile("(?ms)^### (\\S+)$(.*?)^```json\n(.*?)^```$")
	documentedID    = regexp.MustCompile(`"([a-z]+_[^"]*)"`)
)

func TestTheGuideToWebhooksTellsOfEveryEventByAnExample(t *testing.T) {
	t.Parallel()
	var names []string
	for _, m := range documentedEvent.FindAllStringSubmatch(docs.Webhooks, -1) {
		names = append(names, m[1])
		var message struct {
			ID, Event, CreatedAt string
			Version              int
			Data                 map[string]any
		}
		require.NoError(t, json.Unmarshal([]byte(m[3]), &message), m[1])
		require.Equal(t, m[1], message.Event)
		require.Equal(t, webhook.Version, message.Version)
		require.NotEmpty(t, message.Data, m[1])
		for _, id := range documentedID.FindAllStringSubmatch(m[3], -1) {
			_, _, ok := publicid.ID(id[1]).Parse()
			require.True(t, ok, "%s: %s is no id", m[1], id[1])
		}
	}
	require.Equal(t, webhook.EventNames(), names)
}

func TestTheGuideToWebhooksIsServed(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	w := get(s, "/docs/webhooks.md")
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, docs.Webhooks, w.Body.String())
	require.Equal(t, "text/plain; charset=utf-8", w.Header().Get("Content-Type"))
}
