package app

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/pgtest"
)

func TestAuditVerify(t *testing.T) {
	t.Parallel()
	url := pgtest.NewURL(t)
	env := map[string]string{"ORION_DATA_DIR": t.TempDir(), "ORION_DATABASE_URL": url}
	code, _, errs := orion(t, env, "admin", "create", "--email", "boss@orion.example", "--password", "correct-horse-9")
	require.Zero(t, code, errs)

	code, out, errs := orion(t, env, "audit", "verify")
	require.Zero(t, code, errs)
	require.Regexp(t, `\(platform\) +\d+ entries  head [0-9a-f]{64}`, out)
	require.Contains(t, out, "nothing was edited, nothing is missing")

	execute(t, url, "INSERT INTO vendors (id, created_at, updated_at, slug, name, languages) VALUES (gen_random_uuid(), now(), now(), 'acme', 'Acme', '[]')")
	code, out, _ = orion(t, env, "audit", "verify", "--vendor", "acme")
	require.Zero(t, code, out)
	require.Contains(t, out, "1 chains, 0 entries")
	code, _, errs = orion(t, env, "audit", "verify", "--vendor", "nobody")
	require.Equal(t, 1, code)
	require.Contains(t, errs, "there is no such vendor")

	execute(t, url, "UPDATE audit_entries SET action = 'user.email'")
	code, out, errs = orion(t, env, "audit", "verify")
	require.Equal(t, 1, code)
	require.Regexp(t, `chain of the platform, number 1, aud_[0-9a-z]{26}: edited`, out)
	require.Empty(t, errs)
}
