package app

import (
	"net"
	"strconv"
	"testing"

	smtpmock "github.com/mocktools/go-smtp-mock/v2"
	"github.com/stretchr/testify/require"

	"orion/internal/config"
	"orion/internal/notify"
	"orion/internal/pgtest"
)

func TestDoctorOfMail(t *testing.T) {
	t.Parallel()
	server := smtpmock.New(smtpmock.ConfigurationAttr{})
	require.NoError(t, server.Start())
	t.Cleanup(func() { _ = server.Stop() })
	here := net.JoinHostPort("127.0.0.1", strconv.Itoa(server.PortNumber()))
	url := pgtest.NewURL(t)
	for smtp, says := range map[string]string{
		"":                            "ok    mail           none",
		"smtp://" + here:              "ok    mail           smtp://" + here,
		"smtp://orion:canary@" + here: "FAIL  mail           smtp://orion:***@",
		"smtp://127.0.0.1:1":          "FAIL  mail           smtp://127.0.0.1:1",
	} {
		_, out, errs := orion(t, map[string]string{"ORION_DATA_DIR": t.TempDir(), "ORION_DATABASE_URL": url, "ORION_SMTP_URL": smtp}, "doctor")
		require.Contains(t, out, says)
		require.NotContains(t, out+errs, "canary")
	}
}

func TestWhereMailsGo(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		cfg   config.Config
		smtp  bool
		shown bool
	}{
		"in development":              {config.Config{}, false, true},
		"in development, by a server": {config.Config{SMTPURL: "smtp://mail.example"}, true, false},
		"in production":               {config.Config{Env: "production"}, false, false},
		"in production, by a server":  {config.Config{Env: "production", SMTPURL: "smtps://mail.example"}, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.cfg.BaseDomain = "orion.example"
			to, err := sender(&tc.cfg)
			require.NoError(t, err)
			_, smtp := to.(*notify.SMTP)
			require.Equal(t, tc.smtp, smtp)
			require.Equal(t, tc.shown, (&Platform{cfg: &tc.cfg}).shown() != nil)
		})
	}
}
