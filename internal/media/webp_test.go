package media

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestThumbnailArgs(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{
		"/bin/sh", "-c", `ulimit -v 1048576; exec "$@"`, "sh", "/usr/bin/vipsthumbnail", "/tmp/in.jpg", "--size", "640x", "-o", "/tmp/out.webp[Q=80,strip]",
	}, thumbnailArgs("/usr/bin/vipsthumbnail", "/tmp/in.jpg", "/tmp/out.webp", 640))
}

// program writes a program that stands for vipsthumbnail.
func program(t *testing.T, body string) *Service {
	t.Helper()
	path := filepath.Join(t.TempDir(), "vipsthumbnail")
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"+body), 0o700))
	return New(nil, nil, nil, nil).Configured(Options{Thumbnailer: path})
}

func TestWebP(t *testing.T) {
	t.Parallel()
	file := asJPEG(t, halves(700, 40))
	p, err := program(t, `out=${5%%\[*}; printf 'RIFF%s' "$3" > "$out"`).read(t.Context(), file)
	require.NoError(t, err)
	require.True(t, p.webp)
	var all []string
	for _, c := range p.all() {
		all = append(all, c.ContentType+" "+strconv.Itoa(c.Width))
	}
	require.Equal(t, []string{"image/jpeg 320", "image/webp 320", "image/jpeg 640", "image/webp 640", "image/webp 700", "image/jpeg 700"}, all)

	for name, body := range map[string]string{"that fails": "exit 1", "that writes nothing": "exit 0", "that writes something else": `printf x > "${5%%\[*}"`} {
		p, err := program(t, body).read(t.Context(), file)
		require.NoError(t, err, name)
		require.False(t, p.webp, name)
		require.Len(t, p.all(), 3, name)
	}
	none, err := New(nil, nil, nil, nil).Configured(Options{Thumbnailer: "/nowhere/vipsthumbnail"}).read(t.Context(), file)
	require.NoError(t, err)
	require.Len(t, none.all(), 3)
}
