package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/demo"
)

// Journeys of people, in a real browser under the real policies: see browser/. Every
// page they see must be without fault for axe, without a violation of its policy, a
// request to another host, a complaint in the console or anything wider than the screen.
func TestBrowserJourneys(t *testing.T) {
	h := open(t)
	t.Parallel()
	require.FileExists(t, filepath.Join("..", "..", "node_modules", "playwright-core", "package.json"), "make test fetches it")
	cmd := exec.CommandContext(t.Context(), "node", "run.mjs")
	cmd.Dir = "browser"
	cmd.Env = append(os.Environ(), "ORION_E2E_URL="+h.url, "ORION_E2E_FILES="+fileHost(t, h), "ORION_E2E_PASSWORD="+demo.Password, "CHROMIUM="+chromium(t))
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	require.NoError(t, err, "what failed:\n%s", failures(string(out)))
	for _, line := range strings.Split(metrics(t, h), "\n") {
		require.False(t, strings.HasPrefix(line, "orion_csp_reports_total{"), "a browser has reported: %s", line)
	}
}

// failures takes what a failed journey says out of the report in the TAP format, whose
// middle is soon out of sight.
func failures(report string) string {
	var said []string
	failed := false
	for _, line := range strings.Split(report, "\n") {
		switch text := strings.TrimSpace(line); {
		case strings.HasPrefix(text, "not ok"):
			failed = true
		case text == "...":
			failed = false
		}
		if failed {
			said = append(said, line)
		}
	}
	return strings.Join(said, "\n")
}

// chromium finds the browser: the one that CHROMIUM names, or one in its usual place. The
// one without windows does the same with half of the work.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	require.Fail(t, "there is no Chromium: install it, or name one in CHROMIUM")
	return ""
}

func metrics(t *testing.T, h *house) string {
	t.Helper()
	_, _, body := h.get(t, "/metrics")
	return body
}
