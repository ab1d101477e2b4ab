package e2e

import (
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/demo"
)

// The people of a vendor and its programs: an invitation that comes by mail, a second
// factor whose codes the test computes, a key that a program uses. See browser/team.mjs.
func TestTeamJourneys(t *testing.T) {
	h := open(t)
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), "node", "team.mjs")
	cmd.Dir = "browser"
	cmd.Env = append(os.Environ(), "ORION_E2E_URL="+h.url, "ORION_E2E_PASSWORD="+demo.Password, "CHROMIUM="+chromium(t))
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	require.NoError(t, err)
}
