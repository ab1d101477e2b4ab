package server_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/notify"
	"orion/server"
)

func TestMailbox(t *testing.T) {
	t.Parallel()
	box := notify.NewMailbox(t.TempDir())
	m := &notify.Message{
		ID: uuid.Must(uuid.NewV7()), Kind: notify.VerifyEmail, Language: "en", From: "no-reply@orion.example", FromName: "<Papyrus>", To: "ada@example.org",
		ToName: "Ada", Subject: "Confirm <your> address", Link: "http://orion.example/#token=t", Text: "Hello", HTML: "<p style=\"color:red\">Hello</p>",
		SentAt: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
	}
	s, _ := open(t, func(d *server.Deps) { d.Mailbox = box })
	require.Contains(t, ask(s, "GET", "/mailbox", "").Body.String(), "no mail yet")
	require.NoError(t, box.Deliver(t.Context(), m))

	list := ask(s, "GET", "/mailbox", "")
	require.Equal(t, http.StatusOK, list.Code)
	require.Contains(t, list.Body.String(), `<a href="/mailbox/`+m.ID.String()+`">Confirm &lt;your&gt; address</a>`)
	require.NotContains(t, list.Header().Get("Content-Security-Policy"), "unsafe")

	page := ask(s, "GET", "/mailbox/"+m.ID.String(), "")
	require.Contains(t, page.Body.String(), `<a href="http://orion.example/#token=t">`)
	require.Contains(t, page.Body.String(), "&lt;Papyrus&gt;")

	sheet := ask(s, "GET", "/mailbox/"+m.ID.String()+"/html", "")
	require.Equal(t, m.HTML, sheet.Body.String())
	require.Contains(t, sheet.Header().Get("Content-Security-Policy"), "default-src 'none'")
	require.Contains(t, sheet.Header().Get("Content-Security-Policy"), "sandbox")
	require.NotContains(t, sheet.Header().Get("Content-Security-Policy"), "allow-scripts")

	for query, n := range map[string]int{"": 1, "&to=ADA@example.org": 1, "&to=grace@example.org": 0} {
		var got struct{ Mails []*notify.Message }
		answer := ask(s, "GET", "/mailbox?format=json"+query, "")
		require.Equal(t, "no-store", answer.Header().Get("Cache-Control"))
		require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &got))
		require.Len(t, got.Mails, n)
		require.NotNil(t, got.Mails)
		if n > 0 {
			require.Equal(t, m, got.Mails[0])
		}
	}
	var one notify.Message
	require.NoError(t, json.Unmarshal(ask(s, "GET", "/mailbox/"+m.ID.String()+"?format=json", "").Body.Bytes(), &one))
	require.Equal(t, *m, one)

	for _, nowhere := range []string{"/mailbox/" + uuid.NewString(), "/mailbox/..%2fsecret.key", "/mailbox/x/html", "/mailbox/" + m.ID.String() + "/text"} {
		require.Equal(t, http.StatusNotFound, ask(s, "GET", nowhere, "").Code, nowhere)
	}
	require.Contains(t, ask(s, "GET", "/assets/mailbox/mailbox.css", "").Body.String(), ".letters")
}

func TestNoMailboxInProductionOrWithoutOne(t *testing.T) {
	t.Parallel()
	box := notify.NewMailbox(t.TempDir())
	hidden, _ := open(t, production, func(d *server.Deps) { d.Mailbox = box })
	without, _ := open(t)
	for _, s := range []*server.Server{hidden, without} {
		require.Equal(t, http.StatusNotFound, ask(s, "GET", "/mailbox?format=json", "").Code)
	}
}
