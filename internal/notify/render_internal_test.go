package notify

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// declared are the kinds that notify.go declares.
func declared(t *testing.T) []Kind {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "notify.go", nil, 0)
	require.NoError(t, err)
	var out []Kind
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && v.Type != nil {
			if of, ok := v.Type.(*ast.Ident); ok && of.Name == "Kind" {
				text, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
				require.NoError(t, err)
				out = append(out, Kind(text))
			}
		}
		return true
	})
	return out
}

const aLink = "https://orion.example/shop/acme/account/verify#token=a-b_c"

func full() letter {
	return letter{To: "ada@example.org", Name: "Ada", Data: map[string]string{
		"link": aLink, "shop": "Atelier & Sons", "email": "new@example.org", "role": "Editor", "by": "grace@example.org", "reason": "Too <little> to sell", "source": "Letzshop feed",
		"order": "1001", "items": "2 × Lamp, 1 × Chair", "carrier": "POST Luxembourg", "tracking": "CX 123 LU", "at": "2026-11-23 09:00 UTC",
	}}
}

func TestEveryKindIsWrittenInEveryLanguage(t *testing.T) {
	t.Parallel()
	all := declared(t)
	require.Len(t, kinds, len(all), "each kind says what it needs")
	left := regexp.MustCompile(`\{\{|\}\}|<no value>|%!|\bZgotmplZ\b`)
	for _, kind := range all {
		require.Contains(t, kinds, kind)
		seen := map[string]bool{}
		for _, language := range []string{"en", "fr", "de"} {
			l := full()
			l.Language = language
			m, err := render(kind, l, brand{name: "Lumière <Maison>", shop: true, fill: "#7a3b2e", text: "#ffffff"})
			require.NoError(t, err, "%s %s", kind, language)
			name := string(kind) + " " + language
			texts := allTexts[kind][language]
			require.NotNil(t, texts.Subject, name)
			require.NotNil(t, texts.Preheader, name)
			require.NotNil(t, texts.Why, name)
			require.NotEmpty(t, texts.Paragraphs, name)
			require.Equal(t, allTexts[kind]["en"].Button == nil, texts.Button == nil, name)
			for _, text := range []string{m.Subject, m.Text, m.HTML} {
				require.NotEmpty(t, text, name)
				require.NotRegexp(t, left, text, name)
				require.NotContains(t, text, "  ,", name)
			}
			require.Contains(t, m.HTML, "Lumière &lt;Maison&gt;", name)
			require.NotContains(t, m.HTML, "<Maison>", name)
			require.NotContains(t, m.HTML, "<little>", name)
			require.Contains(t, m.HTML, "#7a3b2e", name)
			require.Contains(t, m.HTML, `lang="`+language+`"`, name)
			require.Equal(t, texts.Button != nil, strings.Contains(m.Text, aLink), name)
			require.Equal(t, texts.Button != nil, strings.Contains(m.HTML, `href="`+aLink+`"`), name)
			require.Equal(t, texts.Button != nil, m.Link == aLink, name)
			require.False(t, seen[m.Subject], "%s is said in its own language", name)
			seen[m.Subject] = true
		}
		require.Len(t, allTexts[kind], 3, kind)
	}
}

func TestEveryTextBelongsToAKind(t *testing.T) {
	t.Parallel()
	entries, err := fs.ReadDir(files, "texts")
	require.NoError(t, err)
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".json")
		if name != "frame" {
			require.Contains(t, kinds, Kind(name))
		}
	}
	require.Len(t, allFrames, 3)
}

func TestGreetingAndSender(t *testing.T) {
	t.Parallel()
	shop := brand{name: "Papyrus", shop: true, fill: "#000000", text: "#ffffff"}
	for name, tc := range map[string]struct {
		name, language string
		by             brand
		begins, holds  string
	}{
		"somebody by name":        {"Ada", "en", shop, "Hello Ada,\n", "Papyrus, a shop on Orion"},
		"nobody in particular":    {"", "de", shop, "Guten Tag,\n", "Papyrus, ein Shop auf Orion"},
		"by the platform":         {"Ada", "fr", platform, "Bonjour Ada,\n", "Orion · message automatique"},
		"a language nobody knows": {"Ada", "it", shop, "Hello Ada,\n", "sent automatically"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := full()
			l.Name, l.Language = tc.name, tc.language
			m, err := render(PasswordChanged, l, tc.by)
			require.NoError(t, err)
			require.True(t, strings.HasPrefix(m.Text, tc.begins), m.Text)
			require.Contains(t, m.Text, tc.holds)
		})
	}
}

func TestANoteWithoutReasonIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"en", "fr", "de"} {
		l := full()
		l.Language = language
		with, err := render(VendorRejected, l, platform)
		require.NoError(t, err)
		require.Contains(t, with.Text, "Too <little> to sell", "plain text is plain")
		delete(l.Data, "reason")
		without, err := render(VendorRejected, l, platform)
		require.NoError(t, err)
		require.Equal(t, strings.Count(with.Text, "\n\n")-1, strings.Count(without.Text, "\n\n"))
		delete(l.Data, "by")
		invited, err := render(Invitation, l, platform)
		require.NoError(t, err)
		require.NotContains(t, invited.Text, "grace@")
	}
}

func TestWhatPeopleWroteStaysOnItsLine(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ in, out string }{
		"a header of its own":       {"Ada\r\nBcc: all@example.org", "Ada Bcc: all@example.org"},
		"other ends of lines":       {"a\u2028b\u2029c\vd\u0085e", "a b c d e"},
		"a NUL":                     {"a\x00b", "a b"},
		"writing turned round":      {"a\u202egnp.exe", "agnp.exe"},
		"bytes that are no letters": {"a\xff\xfeb", "ab"},
		"more than a name":          {strings.Repeat("x", maxLine+1), strings.Repeat("x", maxLine) + "…"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.out, line(tc.in))
		})
	}
}

func TestALinkIsNoScript(t *testing.T) {
	t.Parallel()
	l := full()
	l.Data["link"] = "javascript:alert(1)"
	m, err := render(VerifyEmail, l, platform)
	require.NoError(t, err)
	require.NotContains(t, m.HTML, `href="javascript:`)
}
