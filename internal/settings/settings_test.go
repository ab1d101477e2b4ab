package settings_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/secret"
	"orion/internal/pgtest"
	"orion/internal/settings"
	"orion/internal/store"
)

func open(t *testing.T, db *store.DB, with ...func(*settings.Options)) *settings.Service {
	t.Helper()
	o := settings.Options{Root: secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot))}
	for _, f := range with {
		f(&o)
	}
	s, err := settings.New(db, o)
	require.NoError(t, err)
	return s
}

// said is the code and the place of a mistake, "" for none.
func said(err error) string {
	if err == nil {
		return ""
	}
	bad, ok := errors.AsType[*errs.Error](err)
	if !ok {
		return err.Error()
	}
	return string(bad.Code) + " " + bad.Field()
}

func set(key settings.Key, value string) settings.SetInput {
	return settings.SetInput{Key: string(key), Value: value}
}

func TestTheRegistryIsWhole(t *testing.T) {
	t.Parallel()
	seen := map[settings.Key]bool{}
	for _, d := range settings.Definitions() {
		require.False(t, seen[d.Key], d.Key)
		seen[d.Key] = true
		require.NotEmpty(t, d.Says, d.Key)
		require.Regexp(t, `^[a-z_]+\.[a-z_]+$`, d.Key)
		if d.Default != "" {
			again, err := d.Normal(d.Default)
			require.NoError(t, err, d.Key)
			require.Equal(t, d.Default, again, d.Key)
		}
	}
}

func TestWhatAValueMayBe(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, admin := open(t, db), fixture.Admin(t)
	for name, tc := range map[string]struct {
		in         settings.SetInput
		want, kept string
	}{
		"a number":                {set(settings.StockLow, " 07 "), "", "7"},
		"no number":               {set(settings.StockLow, "many"), "INVALID input.value", ""},
		"too small a number":      {set(settings.CartGuestDays, "0"), "INVALID input.value", ""},
		"too large a number":      {set(settings.CartGuestDays, "366"), "INVALID input.value", ""},
		"a time":                  {set(settings.CartEmptyTime, "90m0s"), "", "1h30m"},
		"a time that is too long": {set(settings.CartEmptyTime, "10000h"), "INVALID input.value", ""},
		"a time without a unit":   {set(settings.UploadKeep, "5"), "INVALID input.value", ""},
		"yes or no":               {set(settings.ShopIndexed, "false"), "", "false"},
		"perhaps":                 {set(settings.ShopIndexed, "perhaps"), "INVALID input.value", ""},
		"a choice":                {set(settings.VendorApproval, "automatic"), "", "automatic"},
		"no choice":               {set(settings.VendorApproval, "nobody"), "INVALID input.value", ""},
		"a line":                  {set(settings.ConsoleNotice, " Back at noon. "), "", "Back at noon."},
		"two lines":               {set(settings.ConsoleNotice, "a\nb"), "INVALID input.value", ""},
		"a long line":             {set(settings.ConsoleNotice, string(bytes.Repeat([]byte("x"), 301))), "TOO_LONG input.value", ""},
		"an address of the web":   {set(settings.ConsoleHelp, "https://help.example/x"), "", "https://help.example/x"},
		"a script":                {set(settings.ConsoleHelp, "javascript:alert(1)"), "INVALID input.value", ""},
		"an address":              {set(settings.ConsoleSupport, "help@orion.example"), "", "help@orion.example"},
		"an address with a name":  {set(settings.ConsoleSupport, "Help <help@orion.example>"), "INVALID input.value", ""},
		"a server of mails":       {set(settings.MailServer, "smtps://u:p@mail.example:465"), "", ""},
		"no server of mails":      {set(settings.MailServer, "https://mail.example"), "INVALID input.value", ""},
		"a secret of nothing":     {set(settings.MetricsToken, "  "), "REQUIRED input.value", ""},
		"an unknown key":          {set("cart.colour", "1"), "NOT_FOUND input.key", ""},
		"the keys of secrets":     {set("keyset", "1"), "NOT_FOUND input.key", ""},
		"a vendor's own secret":   {set(settings.FeedToken, "abcdefgh"), "INVALID_STATE input.key", ""},
	} {
		got, err := s.Set(admin, tc.in)
		require.Equal(t, tc.want, said(err), name)
		if tc.kept != "" {
			require.Equal(t, tc.kept, *got.Value, name)
			require.Equal(t, enum.SettingSourcePlatform, got.Source, name)
		}
	}
}

func TestWhereAValueComesFrom(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, staff := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	s, admin := open(t, db), fixture.Admin(t)
	days := func(v *ent.Vendor) int {
		n, err := s.Int(fixture.Shopper(t, v), settings.CartGuestDays)
		require.NoError(t, err)
		return n
	}
	require.Equal(t, 30, days(v), "the default")
	_, err := s.Set(admin, set(settings.CartGuestDays, "10"))
	require.NoError(t, err)
	require.Equal(t, 10, days(v), "what the staff have set")
	mine, err := s.SetVendor(staff, set(settings.CartGuestDays, "5"))
	require.NoError(t, err)
	require.Equal(t, []int{5, 10}, []int{days(v), days(other)}, "what the vendor has set, and for no other")
	require.Equal(t, []string{"5", "10", string(enum.SettingSourceVendor)}, []string{*mine.Value, *mine.Inherited, string(mine.Source)})
	_, err = s.ResetVendor(staff, settings.ResetInput{Key: string(settings.CartGuestDays)})
	require.NoError(t, err)
	_, err = s.Reset(admin, settings.ResetInput{Key: string(settings.CartGuestDays)})
	require.NoError(t, err)
	require.Equal(t, 30, days(v), "given up")
	_, err = s.SetVendor(staff, set(settings.MediaQuota, "1"))
	require.Equal(t, "NOT_FOUND input.key", said(err), "not for vendors")
}

func TestTheEnvironmentWins(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	admin := fixture.Admin(t)
	_, err := open(t, db).Set(admin, set(settings.Commission, "500"))
	require.NoError(t, err)
	s := open(t, db, func(o *settings.Options) {
		o.Environment = map[string]string{"ORION_COMMISSION_BP": "250", "ORION_SMTP_URL": "smtp://u:secret@mail.example"}
	})
	bp, err := s.Int(admin, settings.Commission)
	require.NoError(t, err)
	require.Equal(t, 250, bp)
	_, err = s.Set(admin, set(settings.Commission, "1"))
	require.Equal(t, "INVALID_STATE input.key", said(err))
	all, err := s.List(admin)
	require.NoError(t, err)
	for _, x := range all {
		switch x.Key {
		case settings.Commission:
			require.True(t, x.Locked)
			require.Equal(t, enum.SettingSourceEnvironment, x.Source)
		case settings.MailServer:
			require.True(t, x.IsSet)
			require.Nil(t, x.Value, "a secret of the environment is none for the page either")
			require.Nil(t, x.Inherited)
		}
	}
}

func TestWhoMaySet(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, _ := fixture.Vendor(t, db)
	s := open(t, db)
	reader := fixture.Staff(t, v, enum.PermissionSettingsRead)
	for name, try := range map[string]func() error{
		"a team without the right":        func() error { _, err := s.SetVendor(reader, set(settings.StockLow, "1")); return err },
		"a team without it, of a secret":  func() error { _, err := s.SetVendor(reader, set(settings.FeedToken, "abcdefgh")); return err },
		"a team, of the platform":         func() error { _, err := s.Set(reader, set(settings.StockLow, "1")); return err },
		"a team, of the platform's flags": func() error { _, err := s.SetFlag(reader, settings.FlagInput{Key: "reorder"}); return err },
		"a shopper":                       func() error { _, err := s.SetVendor(fixture.Shopper(t, v), set(settings.StockLow, "1")); return err },
	} {
		require.Error(t, try(), name)
	}
	n, err := s.Int(reader, settings.StockLow)
	require.NoError(t, err)
	require.Equal(t, 3, n)
}

func TestAChangeIsNotWrittenOverAnother(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, admin := open(t, db), fixture.Admin(t)
	none, one := 0, 1
	for i, tc := range []struct {
		version *int
		want    string
	}{{&one, "STALE_VERSION input.ifVersion"}, {&none, ""}, {&none, "STALE_VERSION input.ifVersion"}, {&one, ""}, {nil, ""}} {
		_, err := s.Set(admin, settings.SetInput{Key: string(settings.StockLow), Value: fmt.Sprint(10 + i), IfVersion: tc.version})
		require.Equal(t, tc.want, said(err), i)
	}
}

func TestTheRecordSaysWhatWasSetAndKeepsSecrets(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, admin := open(t, db), fixture.Admin(t)
	for _, in := range []settings.SetInput{set(settings.StockLow, "5"), set(settings.StockLow, "5"), set(settings.MetricsToken, "canary-canary-canary")} {
		_, err := s.Set(admin, in)
		require.NoError(t, err)
	}
	entries, err := db.AuditEntry.Query().Where(auditentry.Action("setting.set")).Order(auditentry.ByID()).All(fixture.Platform(t))
	require.NoError(t, err)
	require.Len(t, entries, 2, "setting what is set already is no change")
	require.Equal(t, "5", *entries[0].Changes[0].After)
	require.Equal(t, []enum.Change{{Field: "value", Redacted: true}}, entries[1].Changes)
	require.Equal(t, string(settings.MetricsToken), entries[1].Target)
}

// Two processes: what one sets the other reads at once.
func TestOtherProcessesHearOfIt(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var listener store.Listener
	here, there := open(t, db), open(t, db, func(o *settings.Options) { o.Listener = &listener })
	heard, stop := listener.Subscribe("settings", "platform")
	defer stop()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go listener.Run(ctx, db, quiet)
	admin := fixture.Admin(t)
	<-heard // it listens
	_, err := there.Int(admin, settings.StockLow)
	require.NoError(t, err)
	_, err = here.Set(admin, set(settings.StockLow, "8"))
	require.NoError(t, err)
	select {
	case <-heard:
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was heard")
	}
	n, err := there.Int(admin, settings.StockLow)
	require.NoError(t, err)
	require.Equal(t, 8, n)
}

func TestATrialSaysWhatItFound(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := open(t, db, func(o *settings.Options) {
		o.Probes = map[enum.SettingTarget]settings.Probe{
			enum.SettingTargetMail:   func(context.Context) (string, error) { return "sent", nil },
			enum.SettingTargetSearch: func(context.Context) (string, error) { return "", errors.New("no answer") },
		}
	})
	for target, want := range map[enum.SettingTarget]string{
		enum.SettingTargetMail: "true sent", enum.SettingTargetSearch: "false no answer", enum.SettingTargetStripe: "false is not set up",
	} {
		got, err := s.Test(fixture.Admin(t), target)
		require.NoError(t, err)
		require.Equal(t, want, fmt.Sprint(got.Ok, " ", got.Message))
	}
	n, err := db.AuditEntry.Query().Where(auditentry.Action("setting.test")).Count(fixture.Platform(t))
	require.NoError(t, err)
	require.Equal(t, 3, n)
}

func TestWithoutAServiceTheDefaultsGo(t *testing.T) {
	t.Parallel()
	var none *settings.Service
	n, err := none.Int(t.Context(), settings.CartGuestDays)
	require.NoError(t, err)
	require.Equal(t, 30, n)
	require.True(t, none.Enabled(t.Context(), settings.Reorder))
}
