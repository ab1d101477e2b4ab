package demo

import (
	"bytes"
	"context"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
)

// elsewhere is a world with one file at every address.
type elsewhere string

func (e elsewhere) Fetch(context.Context, string) ([]byte, error) { return []byte(e), nil }

func TestStudio(t *testing.T) {
	t.Parallel()
	s, err := NewStudio(elsewhere("a file"))
	require.NoError(t, err)

	one, err := s.Fetch(t.Context(), "https://pictures.example/lumiere/lum-sus-001.jpg")
	require.NoError(t, err)
	cfg, err := png.DecodeConfig(bytes.NewReader(one))
	require.NoError(t, err)
	require.Equal(t, pictureSize, cfg.Width)
	require.Equal(t, pictureSize, cfg.Height)

	two, err := s.Fetch(t.Context(), "https://pictures.example/lumiere/lum-sus-001-2.jpg")
	require.NoError(t, err)
	require.NotEqual(t, one, two)

	other, err := s.Fetch(t.Context(), "https://cdn.example/lumiere/lum-sus-001.jpg")
	require.NoError(t, err)
	require.Equal(t, "a file", string(other), "what is not ours is fetched")

	for _, missing := range []string{"lumiere/lum-sus-999.jpg", "nobody/lum-sus-001.jpg", "lum-sus-001.jpg"} {
		_, err := s.Fetch(t.Context(), "https://pictures.example/"+missing)
		require.Equal(t, errs.NotFound, errs.CodeOf(err), missing)
	}
}

// BenchmarkStudio is what one picture of the demo costs.
func BenchmarkStudio(b *testing.B) {
	s, err := NewStudio(elsewhere(""))
	require.NoError(b, err)
	n := 0
	for b.Loop() {
		file, err := s.Fetch(b.Context(), "https://pictures.example/alpine/alp-zel-001.jpg")
		require.NoError(b, err)
		n = len(file)
	}
	b.ReportMetric(float64(n), "bytes/picture")
}
