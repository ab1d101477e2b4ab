package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A proof is a test that docs/security.md names: its package, its function and, behind a
// slash, the name of a row or a subtest.
var proof = regexp.MustCompile("([a-z0-9/]+) `(Test\\w+)(?:/([^`]+))?`")

// attack is a row of the page's tables.
var attack = regexp.MustCompile(`^\| (B\d)\.(\d+) \|`)

// Every attack on the page is proved by tests that there are, and that bear its number:
// whoever renames or removes one is led to the page, and whoever reads the page to them.
func TestEveryAttackIsProvedOrSaidNotToBe(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/security.md")
	require.NoError(t, err)
	rows := map[string]int{}
	for line := range strings.SplitSeq(string(page), "\n") {
		m := attack.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		rows[m[1]]++
		proofs := proof.FindAllStringSubmatch(line, -1)
		if strings.HasSuffix(line, "| not built yet |") {
			require.Empty(t, proofs, line)
			continue
		}
		numbered := false
		for _, p := range proofs {
			requireTest(t, p[1], p[2], p[3])
			numbered = numbered || bears(p[2]+"/"+p[3], m[1], m[2])
		}
		require.True(t, numbered, "no test that bears its number: %s", line)
	}
	require.Equal(t, map[string]int{"B1": 30, "B2": 30, "B5": 9, "B7": 9}, rows, "each attack has one row")
}

// bears reports whether a test's name names a row, as TestB2_43_44… or "B2.43 …" do.
func bears(test, chapter, row string) bool {
	return regexp.MustCompile(chapter + `(\.|(_\d+)*_)` + row + `\D`).MatchString(test + "/")
}

func requireTest(t *testing.T, pkg, function, subtest string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", pkg, "*_test.go"))
	require.NoError(t, err)
	var all strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		all.Write(text)
	}
	require.Contains(t, all.String(), "\nfunc "+function+"(", "%s has no such test", pkg)
	if subtest != "" {
		require.Contains(t, all.String(), `"`+subtest+`"`, "%s %s has no such row", pkg, function)
	}
}
