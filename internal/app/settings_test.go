package app

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/config"
	"orion/internal/settings"
)

// What the environment can say of a setting has the default of the setting, so that what
// is said as it is by default locks nothing.
func TestTheEnvironmentAndSettingsHaveTheSameDefaults(t *testing.T) {
	t.Parallel()
	var c commands
	_, err := config.Load(&c, &c.Config, []string{"serve"}, func(string) (string, bool) { return "", false })
	require.NoError(t, err)
	require.Empty(t, withoutEmpty(said(&c.Config)))
	c.VendorApproval, c.CommissionBp, c.MediaQuota, c.SMTPURL, c.MetricsToken = "automatic", 1, 1, "smtp://mail.example", "x"
	c.SignInPerAccount, c.SignInPerAddress = 1, 1
	told := said(&c.Config)
	for _, d := range settings.Definitions() {
		if d.Variable != "" {
			require.NotEmpty(t, told[d.Variable], d.Key)
		}
	}
}

func withoutEmpty(m map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range m {
		if v != "" {
			out[k] = v
		}
	}
	return out
}
