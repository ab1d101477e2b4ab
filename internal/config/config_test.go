package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"

	"orion/internal/config"
)

type cli struct {
	config.Config `embed:""`

	Serve struct {
		Demo bool
	} `cmd:""`
}

func load(t *testing.T, env map[string]string, args ...string) (*cli, error) {
	t.Helper()
	var c cli
	_, err := config.Load(&c, &c.Config, append([]string{"serve"}, args...), func(name string) (string, bool) {
		v, ok := env[name]
		return v, ok
	})
	return &c, err
}

var production = map[string]string{
	"ORION_ENV": "production", "ORION_BASE_DOMAIN": "shops.example", "ORION_SECRET_KEY": strings.Repeat("k", 32),
	"ORION_DATABASE_URL": "postgres://orion:pw@db/orion",
}

func TestNothingNeedsToBeSet(t *testing.T) {
	t.Parallel()
	c, err := load(t, nil)
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1:8080", c.Addr)
	require.Equal(t, config.Rate{Maximum: 4000, PerSecond: 400}, c.CostSignedIn)
	require.Equal(t, 15*time.Second, c.ShutdownTimeout)
	require.False(t, c.Production())
}

func TestWhereValuesComeFrom(t *testing.T) {
	t.Parallel()
	env := map[string]string{
		"ORION_ADDR": ":1", "ORION_ENV": "", "ORION_LOG_LEVEL": "debug", "ORION_TRUSTED_PROXIES": "10.0.0.0/8,fd00::/8",
		"ORION_DEMO": "true",
	}
	c, err := load(t, env, "--addr", ":2")
	require.NoError(t, err)
	require.Equal(t, ":2", c.Addr, "a flag wins")
	require.Equal(t, "development", c.Env, "an empty variable is an absent one")
	require.Equal(t, slog.LevelDebug, c.LogLevel)
	require.Equal(t, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}, c.TrustedProxies)
	require.True(t, c.Serve.Demo, "a command's flags have variables too")
}

func TestEveryMistakeIsReported(t *testing.T) {
	t.Parallel()
	_, err := load(t, map[string]string{
		"ORION_ENV": "staging", "ORION_SHUTDOWN_TIMEOUT": "soon", "ORION_ADDR": "8080", "ORION_SECRET_KEY": "canary",
	})
	for _, name := range []string{"ENV", "SHUTDOWN_TIMEOUT", "ADDR", "SECRET_KEY"} {
		require.ErrorContains(t, err, "ORION_"+name)
	}
	require.NotContains(t, err.Error(), "canary")
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		variable, value string
	}{
		"an address without port":         {"ORION_ADDR", "localhost"},
		"a base domain with scheme":       {"ORION_BASE_DOMAIN", "https://shops.example"},
		"a base domain in capitals":       {"ORION_BASE_DOMAIN", "Shops.example"},
		"a public address without scheme": {"ORION_PUBLIC_URL", "shops.example"},
		"a secret of 31 bytes":            {"ORION_SECRET_KEY", strings.Repeat("k", 31)},
		"another database":                {"ORION_DATABASE_URL", "mysql://x/y"},
		"another cache":                   {"ORION_REDIS_URL", "memcached://x:1"},
		"an unknown search engine":        {"ORION_SEARCH", "solr"},
		"a cluster that is nowhere":       {"ORION_SEARCH", "elasticsearch"},
		"a cluster without scheme":        {"ORION_SEARCH_URL", "search:9200"},
		"mail by another way":             {"ORION_SMTP_URL", "http://mail"},
		"a key that is none":              {"ORION_SENDGRID_WEBHOOK_KEY", "bm9uZQ=="},
		"a key on another curve":          {"ORION_SENDGRID_WEBHOOK_KEY", "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="},
		"a sender with a name":            {"ORION_MAIL_FROM", "Orion <mail@shops.example>"},
		"fewer than no connections":       {"ORION_DATABASE_MAX_CONNS", "-1"},
		"an unknown environment":          {"ORION_ENV", "staging"},
		"a folder as storage":             {"ORION_STORAGE", "/var/files"},
		"a proxy without mask":            {"ORION_TRUSTED_PROXIES", "10.0.0.1"},
		"an operation that costs nothing": {"ORION_COST_LIMIT", "0"},
		"a rate without a second part":    {"ORION_COST_SIGNED_IN", "4000"},
		"a rate of nothing":               {"ORION_COST_ANONYMOUS", "0/10"},
		"no tries":                        {"ORION_SIGN_IN_PER_ACCOUNT", "-5"},
		"a notice before now":             {"ORION_DRAIN_NOTICE", "-1s"},
		"no time to stop":                 {"ORION_SHUTDOWN_TIMEOUT", "0s"},
		"a level nobody knows":            {"ORION_LOG_LEVEL", "LOUD"},
		"metrics nowhere":                 {"ORION_METRICS_ADDR", "9090"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, map[string]string{tc.variable: tc.value})
			var wrong config.Mistakes
			require.ErrorAs(t, err, &wrong)
			require.Len(t, wrong, 1)
			require.Contains(t, wrong[0], tc.variable)
		})
	}
}

func TestProductionRefusesWhatIsUnsafe(t *testing.T) {
	t.Parallel()
	c, err := load(t, production)
	require.NoError(t, err)
	require.True(t, c.Production())
	for without := range production {
		if without == "ORION_ENV" {
			continue
		}
		t.Run("without "+without, func(t *testing.T) {
			t.Parallel()
			env := map[string]string{}
			for k, v := range production {
				if k != without {
					env[k] = v
				}
			}
			_, err := load(t, env)
			require.ErrorContains(t, err, without)
		})
	}
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		c    config.Config
		want string
	}{
		"development": {config.Config{BaseDomain: "localhost"}, "http://localhost:8081"},
		"production":  {config.Config{Env: "production", BaseDomain: "shops.example"}, "https://shops.example"},
		"named":       {config.Config{Env: "production", PublicURL: "https://www.shops.example/"}, "https://www.shops.example"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, tc.c.BaseURL(8081))
		})
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	t.Parallel()
	c, err := load(t, map[string]string{
		"ORION_SECRET_KEY": strings.Repeat("canary-", 6), "ORION_METRICS_TOKEN": "canary",
		"ORION_DATABASE_URL": "postgres://orion:canary@db:5432/orion?password=canary", "ORION_REDIS_URL": "rediss://orion:canary@redis:6379/1",
		"ORION_SMTP_URL": "smtps://orion:canary@mail:465",
	})
	require.NoError(t, err)
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("config", "config", c.Config, "secret", c.SecretKey, "db", c.DatabaseURL)
	asJSON, err := json.Marshal(c.Config)
	require.NoError(t, err)
	for _, text := range []string{
		fmt.Sprintf("%v", c.Config), fmt.Sprintf("%+v", c.Config), fmt.Sprintf("%#v", c.Config), log.String(), string(asJSON),
	} {
		require.NotContains(t, text, "canary")
	}
	require.Equal(t, "postgres://orion:***@db:5432/orion", c.DatabaseURL.String())
}

// The example lists every setting once, with its default.
func TestExample(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../.env.example")
	require.NoError(t, err)
	env := map[string]string{}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		require.True(t, ok, line)
		require.NotContains(t, env, name, "listed twice")
		env[name] = value
	}
	fromExample, err := load(t, env)
	require.NoError(t, err)
	byDefault, err := load(t, nil)
	require.NoError(t, err)
	require.Equal(t, byDefault.Config, fromExample.Config)

	k, err := kong.New(&cli{})
	require.NoError(t, err)
	for _, f := range k.Model.Flags {
		if f.Name != "help" {
			require.Contains(t, env, config.Variable(f.Name))
			delete(env, config.Variable(f.Name))
		}
	}
	require.Equal(t, map[string]string{"ORION_TEST_DATABASE_URL": "", "ORION_TEST_SEARCH_URL": ""}, env, "what tests read is there too, and nothing else")
}

func TestVariablesThatNothingReads(t *testing.T) {
	t.Parallel()
	k, err := kong.New(&cli{})
	require.NoError(t, err)
	unknown := config.Unread(k.Model, []string{
		"ORION_ADR=x", "ORION_ADDR=y", "ORION_DEMO=true", "HOME=z", "ORION_TEST_DATABASE_URL=t",
	})
	require.Equal(t, []string{"ORION_ADR"}, unknown)
}

// What the deployment files set, there is.
func TestDeploymentNamesVariablesThatThereAre(t *testing.T) {
	t.Parallel()
	example, err := os.ReadFile("../../.env.example")
	require.NoError(t, err)
	files, err := filepath.Glob("../../docs/deployment/*")
	require.NoError(t, err)
	require.Len(t, files, 3)
	for _, f := range files {
		text, err := os.ReadFile(f) //nolint:gosec // files of ours
		require.NoError(t, err)
		for _, name := range regexp.MustCompile(`ORION_[A-Z_]+`).FindAllString(string(text), -1) {
			if name != "ORION_IMAGE" {
				require.Contains(t, string(example), "\n"+name+"=", "named in %s", f)
			}
		}
	}
}
