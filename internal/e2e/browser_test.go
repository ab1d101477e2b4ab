package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	adminui "orion/admin-ui"
	"orion/internal/demo"
	"orion/storefront"
)

// journeys are the programs in browser/ that people's ways through the pages are in.
var journeys = []string{
	"run",     // shops, a vendor's console and the platform's
	"account", // a customer's account, by the mails that come
	"team",    // invitations by mail, a second factor whose codes are computed, a key of a program
	"law",     // what a shop must say, and when it rests
	"message", // what a shop says to programs, which the journey listens as, and to people
	"govern",  // what the platform's staff do to vendors
}

// Journeys of people, in a real browser under the real policies. Every page they see must
// be without fault for axe, without a violation of its policy, a request to another host, a
// complaint in the console or anything wider than the screen; and they see every page.
func TestBrowserJourneys(t *testing.T) {
	h := open(t)
	t.Parallel()
	require.FileExists(t, filepath.Join("..", "..", "node_modules", "playwright-core", "package.json"), "make test fetches it")
	seen := filepath.Join(t.TempDir(), "seen")
	env := append(os.Environ(), "ORION_E2E_URL="+h.url, "ORION_E2E_FILES="+fileHost(t, h), "ORION_E2E_PASSWORD="+demo.Password, "ORION_E2E_SEEN="+seen, "CHROMIUM="+chromium(t))
	ran := 0
	t.Run("of", func(t *testing.T) {
		for _, name := range journeys {
			t.Run(name, func(t *testing.T) {
				ran++
				t.Parallel()
				play(t, name, env)
			})
		}
	})
	for _, line := range strings.Split(metrics(t, h), "\n") {
		require.False(t, strings.HasPrefix(line, "orion_csp_reports_total{"), "a browser has reported: %s", line)
	}
	if ran == len(journeys) && !t.Failed() {
		requireAllSeen(t, seen)
	}
}

func play(t *testing.T, name string, env []string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", name+".mjs")
	cmd.Dir, cmd.Env = "browser", env
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	require.NoError(t, err, "what failed:\n%s", failures(string(out)))
}

// unseen are pages that nobody stays at, with the reason.
var unseen = map[string]string{
	"/vendor/{slug}/impersonate": "leads on as soon as it is open",
}

// requireAllSeen wants each page of shops and consoles among the addresses that were seen.
func requireAllSeen(t *testing.T, file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	var missed []string
	for base, pages := range map[string][]storefront.Page{"/shop/{slug}/": storefront.Pages, "/vendor/{slug}/": adminui.VendorPages, "/admin/": adminui.AdminPages} {
		for _, p := range pages {
			address := base + p.Pattern
			if unseen[address] == "" && !addressed(address).Match(raw) {
				missed = append(missed, address)
			}
		}
	}
	require.Empty(t, missed, "no journey looks at these pages")
}

// addressed finds a line that is an address of the pattern.
func addressed(pattern string) *regexp.Regexp {
	parts := regexp.MustCompile(`\\\{\w+\\\}`).ReplaceAllString(regexp.QuoteMeta(pattern), "[^/]+")
	return regexp.MustCompile("(?m)^" + parts + "$")
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
