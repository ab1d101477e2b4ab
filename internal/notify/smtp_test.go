package notify_test

import (
	"errors"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	smtpmock "github.com/mocktools/go-smtp-mock/v2"
	"github.com/stretchr/testify/require"

	"orion/internal/notify"
)

func message() *notify.Message {
	return &notify.Message{
		ID: uuid.Must(uuid.NewV7()), Kind: notify.VerifyEmail, Language: "fr", From: "no-reply@orion.example", FromName: "Lumière",
		To: "ada@example.org", ToName: "Ada", ReplyTo: "shop@lumiere.example", Subject: "Confirmez votre adresse", Text: "Bonjour\n", HTML: "<p>Bonjour</p>",
		SentAt: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
	}
}

func server(t *testing.T, with smtpmock.ConfigurationAttr) *smtpmock.Server {
	t.Helper()
	with.MultipleMessageReceiving = true
	s := smtpmock.New(with)
	require.NoError(t, s.Start())
	t.Cleanup(func() { _ = s.Stop() })
	return s
}

func by(t *testing.T, port int) *notify.SMTP {
	t.Helper()
	s, err := notify.NewSMTP("smtp://"+net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), "orion.example")
	require.NoError(t, err)
	return s
}

func sent(t *testing.T, s *smtpmock.Server) []string {
	t.Helper()
	var out []string
	for _, m := range s.Messages() {
		if m.IsConsistent() && m.Msg() {
			out = append(out, m.MsgRequest())
		}
	}
	return out
}

func TestWhatGoesOutBySMTP(t *testing.T) {
	t.Parallel()
	s := server(t, smtpmock.ConfigurationAttr{})
	m := message()
	require.NoError(t, by(t, s.PortNumber()).Ping(t.Context()))
	require.NoError(t, by(t, s.PortNumber()).Deliver(t.Context(), m))
	got := sent(t, s)
	require.Len(t, got, 1)
	for _, head := range []string{
		"From: =?utf-8?q?Lumi=C3=A8re?= <no-reply@orion.example>\r\n", `To: "Ada" <ada@example.org>` + "\r\n", "Reply-To: =?utf-8?q?Lumi=C3=A8re?= <shop@lumiere.example>\r\n",
		"Subject: Confirmez votre adresse\r\n", "Message-ID: <" + m.ID.String() + "@orion.example>\r\n", "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n",
		"Auto-Submitted: auto-generated\r\n", "Content-Language: fr\r\n", "multipart/alternative", "text/plain", "text/html",
	} {
		require.Contains(t, got[0], head)
	}
	require.NotContains(t, got[0], "User-Agent", "what we are made of is nobody's business")
	require.NotContains(t, got[0], "X-SMTPAPI", "nobody asked")

	require.NoError(t, by(t, s.PortNumber()).Naming("orion_mail").Deliver(t.Context(), m))
	require.Contains(t, sent(t, s)[1], `X-SMTPAPI: {"unique_args":{"orion_mail":"`+m.ID.String()+`"}}`+"\r\n")
}

func TestNamesMakeNoHeaders(t *testing.T) {
	t.Parallel()
	s := server(t, smtpmock.ConfigurationAttr{})
	const evil = "Ada\r\nBcc: victim@example.org\r\n\r\n<script>"
	m := message()
	m.FromName, m.ToName, m.Subject = evil, evil, evil
	require.NoError(t, by(t, s.PortNumber()).Deliver(t.Context(), m))
	got := sent(t, s)
	require.Len(t, got, 1)
	heads, _, _ := strings.Cut(got[0], "\r\n\r\n")
	for head := range strings.SplitSeq(heads, "\r\n") {
		require.False(t, strings.HasPrefix(head, "Bcc:"), head)
	}

	m = message()
	m.To = "ada@example.org>\r\nRCPT TO:<victim@example.org"
	require.True(t, notify.Final(by(t, s.PortNumber()).Deliver(t.Context(), m)), "an address that is none is refused for good")
	require.Len(t, sent(t, s), 1)
}

func TestWhatAServerRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		with  smtpmock.ConfigurationAttr
		final bool
	}{
		"nobody by that name":        {smtpmock.ConfigurationAttr{NotRegisteredEmails: []string{"ada@example.org"}, MsgRcpttoNotRegisteredEmail: "550 5.1.1 ada@example.org: no such user"}, true},
		"a mailbox that is full":     {smtpmock.ConfigurationAttr{BlacklistedRcpttoEmails: []string{"ada@example.org"}, MsgRcpttoBlacklistedEmail: "452 4.2.2 <ada@example.org> is full"}, false},
		"a sender it does not like":  {smtpmock.ConfigurationAttr{BlacklistedMailfromEmails: []string{"no-reply@orion.example"}, MsgMailfromBlacklistedEmail: "553 5.7.1 no relaying"}, true},
		"a sender who is to sign in": {smtpmock.ConfigurationAttr{BlacklistedMailfromEmails: []string{"no-reply@orion.example"}, MsgMailfromBlacklistedEmail: "530 5.7.0 authentication required"}, false},
		"a mail that is too large":   {smtpmock.ConfigurationAttr{MsgSizeLimit: 10, MsgMsgSizeIsTooBig: "552 5.3.4 too big for ada@example.org"}, true},
		"a greeting turned down":     {smtpmock.ConfigurationAttr{BlacklistedHeloDomains: []string{"orion.example"}, MsgHeloBlacklistedDomain: "554 go away"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := server(t, tc.with)
			err := by(t, s.PortNumber()).Deliver(t.Context(), message())
			require.Error(t, err)
			require.Equal(t, tc.final, notify.Final(err), "%v", err)
			require.NotContains(t, err.Error(), "ada@", "the queue and the log keep it")
			require.Empty(t, sent(t, s))
		})
	}
}

func TestAServerThatIsAway(t *testing.T) {
	t.Parallel()
	err := by(t, 1).Deliver(t.Context(), message())
	require.Error(t, err)
	require.False(t, notify.Final(err))
	require.Error(t, by(t, 1).Ping(t.Context()))
}

// A server that takes the mail and hangs up without a farewell has the mail: it must not
// get it twice.
func TestATakenMailIsSentHoweverItEnds(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	served := make(chan error, 1)
	go func() { served <- rude(l) }()
	require.NoError(t, by(t, l.Addr().(*net.TCPAddr).Port).Deliver(t.Context(), message()))
	require.NoError(t, <-served)
}

// rude serves one mail and hangs up as soon as it has it.
func rude(l net.Listener) error {
	c, err := l.Accept()
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	if err := c.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	say := func(s string) { _, _ = c.Write([]byte(s + "\r\n")) }
	say("220 hello")
	buf, inData := make([]byte, 64<<10), false
	for text := ""; ; {
		n, err := c.Read(buf)
		if err != nil {
			return err
		}
		text += string(buf[:n])
		switch {
		case inData && strings.HasSuffix(text, "\r\n.\r\n"):
			say("250 taken")
			return nil
		case inData:
			continue
		case strings.HasPrefix(text, "DATA"):
			inData = true
			say("354 go on")
		default:
			say("250 fine")
		}
		text = ""
	}
}

func TestAddressesOfServers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		address string
		ok      bool
	}{
		"by STARTTLS":         {"smtp://orion:p%40ss@mail.example:587", true},
		"by TLS":              {"smtps://mail.example", true},
		"without a host":      {"smtp://", false},
		"another scheme":      {"http://mail.example", false},
		"a port by name":      {"smtp://mail.example:mail", false},
		"a port beyond ports": {"smtp://mail.example:99999", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := notify.NewSMTP(tc.address, "orion.example")
			require.Equal(t, tc.ok, err == nil, "%v", err)
			if err != nil {
				require.NotContains(t, err.Error(), "p@ss")
			}
		})
	}
}

// A password is not told to a server that offers no TLS.
func TestNoPasswordInTheOpen(t *testing.T) {
	t.Parallel()
	s := server(t, smtpmock.ConfigurationAttr{})
	u := "smtp://orion:canary@127.0.0.1:" + strconv.Itoa(s.PortNumber())
	c, err := notify.NewSMTP(u, "orion.example")
	require.NoError(t, err)
	err = c.Deliver(t.Context(), message())
	require.Error(t, err)
	require.NotContains(t, err.Error(), "canary")
	_, refused := errors.AsType[*notify.Refusal](err)
	require.False(t, refused)
	require.Empty(t, sent(t, s))
}
