package art

import (
	"crypto/sha256"
	"image"
	"image/color"
	"testing"

	"github.com/stretchr/testify/require"
)

// palettes are those that the tests go through, by name.
var palettes = map[string]Palette{"lumiere": Lumiere, "alpine": Alpine, "papyrus": Papyrus}

func TestDrawEveryStyleOfEveryKind(t *testing.T) {
	t.Parallel()
	seen := map[[32]byte]string{}
	for name, p := range palettes {
		for kind, k := range kinds {
			for _, style := range k.styles {
				img, err := Draw(Good{Kind: kind, Style: style, Seed: 5}, p, 64)
				require.NoError(t, err, "%s %s", kind, style)
				require.Equal(t, image.Rect(0, 0, 64, 64), img.Rect)
				sum, what := sha256.Sum256(img.Pix), name+" "+kind+" "+style
				require.Empty(t, seen[sum], "%s looks like %s", what, seen[sum])
				seen[sum] = what
			}
		}
	}
	require.NotEmpty(t, Kinds())
}

func TestDrawIsTheSameForTheSameGood(t *testing.T) {
	t.Parallel()
	g := Good{Kind: "vase", Seed: 3, Colour: "plum"}
	first, err := Draw(g, Lumiere, 120)
	require.NoError(t, err)
	again, err := Draw(g, Lumiere, 120)
	require.NoError(t, err)
	require.Equal(t, first.Pix, again.Pix)

	g.View = 1
	other, err := Draw(g, Lumiere, 120)
	require.NoError(t, err)
	require.NotEqual(t, first.Pix, other.Pix)
}

func TestDrawShowsTheColourAskedFor(t *testing.T) {
	t.Parallel()
	img, err := Draw(Good{Kind: "notebook", Style: "stitched", Colour: "coral", Second: "white", Seed: 2}, Papyrus, 200)
	require.NoError(t, err)
	near := 0
	want := Papyrus.Colours["coral"].rgb()
	for y := 40; y < 160; y += 4 {
		for x := 40; x < 160; x += 4 {
			if alike(img.RGBAAt(x, y), want) {
				near++
			}
		}
	}
	require.Greater(t, near, 200, "of 900 points in the middle")
}

func alike(a, b color.RGBA) bool {
	diff := func(x, y uint8) int { return max(int(x)-int(y), int(y)-int(x)) }
	return diff(a.R, b.R)+diff(a.G, b.G)+diff(a.B, b.B) < 60
}

func TestDrawRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for name, g := range map[string]Good{
		"a kind":          {Kind: "submarine"},
		"a style":         {Kind: "vase", Style: "square"},
		"a colour":        {Kind: "vase", Colour: "infrared"},
		"a second colour": {Kind: "vase", Second: "infrared"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Draw(g, Lumiere, 64)
			require.Error(t, err)
		})
	}
}

func TestHeroAndMark(t *testing.T) {
	t.Parallel()
	for name, p := range palettes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			img, err := Hero(p, 400, 200)
			require.NoError(t, err)
			require.Equal(t, image.Rect(0, 0, 400, 200), img.Rect)
			mark := Mark(p, 50)
			require.Zero(t, mark.RGBAAt(0, 0).A, "the ground is clear")
			require.NotZero(t, mark.RGBAAt(30, 25).A)
		})
	}
}

func TestEncode(t *testing.T) {
	t.Parallel()
	img := Mark(Alpine, 40)
	p, err := PNG(img)
	require.NoError(t, err)
	require.Equal(t, "\x89PNG", string(p[:4]))
}

func BenchmarkDraw(b *testing.B) {
	for i := 0; b.Loop(); i++ {
		img, err := Draw(Good{Kind: "pendant", Seed: uint64(i)}, Lumiere, 1000)
		require.NoError(b, err)
		_, err = PNG(img)
		require.NoError(b, err)
	}
}
