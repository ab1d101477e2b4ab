package theme

import (
	"math"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever a vendor chooses, everything can be read in both modes.
func TestEveryAccentCanBeRead(t *testing.T) {
	t.Parallel()
	for r := 0; r < 256; r += 51 {
		for g := 0; g < 256; g += 51 {
			for b := 0; b < 256; b += 51 {
				readableEverywhere(t, rgb{uint8(r), uint8(g), uint8(b)})
			}
		}
	}
}

func readableEverywhere(t *testing.T, accent rgb) {
	t.Helper()
	light, dark := accents(accent)
	for _, p := range []struct {
		mode string
		pair
		grounds []rgb
		wash    [2]rgb
	}{
		{"light", light, grounds(accent, 0.99, 1, 0.965, 0.95), [2]rgb{wash(accent, 0.93, 0.04), wash(accent, 0.26, 0.03)}},
		{"dark", dark, grounds(accent, 0.19, 0.225, 0.165, 0.26), [2]rgb{wash(accent, 0.265, 0.04), wash(accent, 0.94, 0.012)}},
	} {
		require.GreaterOrEqual(t, contrast(p.fill, p.on), readable, "%s: text on %s of %s", p.mode, p.fill, accent)
		require.GreaterOrEqual(t, contrast(p.wash[0], p.wash[1]), 7.0, "%s: text on the wash of %s", p.mode, accent)
		for _, ground := range p.grounds {
			require.GreaterOrEqual(t, contrast(p.fill, ground), readable, "%s: %s of %s on %s", p.mode, p.fill, accent, ground)
		}
	}
}

// Text in a fill that is accent enough stays the vendor's own colour.
func TestAnAccentThatCanBeReadIsKept(t *testing.T) {
	t.Parallel()
	for _, own := range []string{"#7a3b2e", Default.Accent, "#1f5e4a"} {
		accent, ok := parse(own)
		require.True(t, ok)
		light, _ := accents(accent)
		for i := range 3 {
			require.InDelta(t, accent[i], light.fill[i], 1, own)
		}
	}
}

func TestColour(t *testing.T) {
	t.Parallel()
	require.InDelta(t, 21, contrast(rgb{0, 0, 0}, rgb{255, 255, 255}), 0.001)
	require.InDelta(t, 4.48, contrast(rgb{0x77, 0x77, 0x77}, rgb{255, 255, 255}), 0.01)
	red := toneOf(rgb{255, 0, 0})
	require.InDelta(t, 0.628, red.l, 0.001)
	require.InDelta(t, 0.2577, red.c, 0.001)
	require.InDelta(t, 29.23, red.h, 0.05)
	require.Equal(t, rgb{255, 0, 0}, red.rgb())
	for _, s := range []string{"", "#fff", "7a3b2e0", "#7a3b2", "#7a3b2g", "#-a3b2e", "red", "#7a3b2e;}"} {
		_, ok := parse(s)
		require.False(t, ok, s)
	}
}

var property = regexp.MustCompile(`^    --[a-z-]+: [a-z0-9#().,% -]+;$`)

func TestStylesheet(t *testing.T) {
	t.Parallel()
	tokens, err := os.ReadFile("../../../storefront/shared/css/tokens.css")
	require.NoError(t, err)
	for name, th := range map[string]Theme{
		"nothing chosen":                 {},
		"chosen":                         {Accent: "#7A3B2E", Fonts: "literary", Radius: 14},
		"square":                         {Accent: "#000000", Fonts: "editorial", Radius: 0},
		"what could do more than colour": {Accent: "red;}body{display:none", Fonts: "x); @import url(//evil", Radius: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			css := th.Stylesheet()
			lines := strings.Split(strings.TrimSuffix(css, "\n"), "\n")
			require.Equal(t, []string{"@layer theme {", "  :root {"}, lines[2:4])
			require.Equal(t, []string{"  }", "}"}, lines[len(lines)-2:])
			require.Contains(t, string(tokens), lines[0], "the order of layers is that of tokens.css")
			for _, line := range lines[4 : len(lines)-2] {
				require.Regexp(t, property, line)
				token, _, _ := strings.Cut(strings.TrimSpace(line), ":")
				require.Contains(t, string(tokens), token, "tokens.css knows it")
				if _, stack, ok := strings.Cut(line, "var("); ok {
					require.Contains(t, string(tokens), strings.TrimSuffix(stack, ");")+":")
				}
			}
		})
	}
	require.Equal(t, Default.Stylesheet(), Theme{}.Stylesheet())
}

func TestCheck(t *testing.T) {
	t.Parallel()
	good := Theme{Accent: "#7a3b2e", Fonts: "literary", Radius: 14}
	for name, tc := range map[string]struct {
		change func(*Theme)
		wrong  bool
	}{
		"good":            {change: func(*Theme) {}},
		"square":          {change: func(t *Theme) { t.Radius = 0 }},
		"no colour":       {wrong: true, change: func(t *Theme) { t.Accent = "red" }},
		"unknown fonts":   {wrong: true, change: func(t *Theme) { t.Fonts = "comic" }},
		"an odd radius":   {wrong: true, change: func(t *Theme) { t.Radius = 7 }},
		"nothing at all":  {wrong: true, change: func(t *Theme) { *t = Theme{} }},
		"css for a value": {wrong: true, change: func(t *Theme) { t.Accent += ";}" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			th := good
			tc.change(&th)
			require.Equal(t, tc.wrong, th.Check("input.theme") != nil)
		})
	}
	require.NoError(t, Default.Check("theme"))
	require.Len(t, pairings, len(Fonts))
	for _, f := range Fonts {
		require.Contains(t, pairings, f)
	}
	require.False(t, math.IsNaN(toneOf(rgb{}).h), "a grey has a hue that can be written")
}

func TestWhatAThemeIsShownAs(t *testing.T) {
	t.Parallel()
	for accent, adjusted := range map[string][2]bool{"#4b4ec6": {false, true}, "#ffe000": {true, false}, "#101010": {false, true}} {
		theme := Theme{Accent: accent, Fonts: "system", Radius: 6}
		p := theme.Preview()
		require.Equal(t, theme.Stylesheet(), p.Stylesheet)
		require.Equal(t, adjusted, [2]bool{p.Light.Adjusted, p.Dark.Adjusted}, accent)
		for _, s := range []Shown{p.Light, p.Dark} {
			require.GreaterOrEqual(t, s.Contrast, readable, accent)
			require.Contains(t, p.Stylesheet, s.Color)
			require.Equal(t, s.Color != accent, s.Adjusted, accent)
		}
	}
}
