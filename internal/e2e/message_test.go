package e2e

import (
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/demo"
)

// What a shop says of itself: to programs, by webhooks that the test listens to, and to
// people, by mails in the vendor's words. See browser/message.mjs.
func TestMessageJourneys(t *testing.T) {
	h := open(t)
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), "node", "message.mjs")
	cmd.Dir = "browser"
	cmd.Env = append(os.Environ(), "ORION_E2E_URL="+h.url, "ORION_E2E_PASSWORD="+demo.Password, "CHROMIUM="+chromium(t))
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	require.NoError(t, err)
}
