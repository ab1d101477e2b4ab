package cell_test

import (
	"testing"
	"testing/quick"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/cell"
)

// guarded are texts, and how they are written.
var guarded = map[string]string{
	"=1+1": "'=1+1", `=cmd|' /C calc'!A0`: `'=cmd|' /C calc'!A0`, "+1+1": "'+1+1", "+49 221 1234": "'+49 221 1234", "-1+1": "'-1+1",
	"- 5 MP sensor": "'- 5 MP sensor", "@SUM(A1)": "'@SUM(A1)", "=": "'=", "+": "'+", "-": "'-", "@": "'@",
	"\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "\tx": "'\tx", "\rx": "'\rx", "\nx": "'\nx", "\t": "'\t", "\r": "'\r", "\n": "'\n",
	"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠x": "'＠x",
	" =1": "' =1", "  @x": "'  @x", "\u00a0=1": "'\u00a0=1", "\u3000＝1": "'\u3000＝1", "\ufeff=1": "'\ufeff=1", "\u200b-x": "'\u200b-x", " \t=1": "' \t=1",
	`"=1"`: `'"=1"`, `""=1`: `'""=1`, `" =1`: `'" =1`,
	"'=1": "''=1", "''=1": "'''=1", "'-5": "''-5", "' =1": "'' =1", `'"=1`: `''"=1`,
	"--5": "'--5", "-5-5": "'-5-5", "-1e5": "'-1e5", "-1,234.5": "'-1,234.5", "-.5": "'-.5", "-5.": "'-5.", " -5": "' -5",

	"-5": "-5", "-5,50": "-5,50", "-5.5": "-5.5", "+3": "+3", "5": "5", "00123": "00123", "1e3": "1e3",
	"": "", " ": " ", "'": "'", "''": "''", "'x": "'x", `"`: `"`, `"x"`: `"x"`, " x": " x", "1=1": "1=1", "a=b": "a=b", "a\n=1": "a\n=1", "ＡＢＣ": "ＡＢＣ", "\xef": "\xef",
}

func TestGuard(t *testing.T) {
	t.Parallel()
	for text, want := range guarded {
		require.Equal(t, want, cell.Guard(text), "%q", text)
		require.Equal(t, text, cell.Unguard(want), "%q", want)
	}
}

func TestWhatIsGuardedIsReadBack(t *testing.T) {
	t.Parallel()
	same := func(s string) bool { return cell.Unguard(cell.Guard(s)) == s }
	for text := range guarded {
		for other := range guarded {
			require.True(t, same(text+other), "%q", text+other)
		}
	}
	require.NoError(t, quick.Check(same, nil))
}
