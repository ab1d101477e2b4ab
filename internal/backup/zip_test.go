package backup_test

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// unzip is all that an archive holds, as text.
func unzip(t *testing.T, archive []byte) (out string) {
	t.Helper()
	each(t, archive, func(name, body string) { out += "== " + name + "\n" + body })
	return out
}

func each(t *testing.T, archive []byte, f func(name, body string)) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	require.NoError(t, err)
	for _, file := range z.File {
		r, err := file.Open()
		require.NoError(t, err)
		body, err := io.ReadAll(r)
		require.NoError(t, err)
		require.NoError(t, r.Close())
		f(file.Name, string(body))
	}
}

// rezip changes one file of an archive, or takes it out where change is nil.
func rezip(t *testing.T, archive []byte, name string, change func(string) string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	each(t, archive, func(file, body string) {
		if file == name {
			if change == nil {
				return
			}
			body = change(body)
		}
		to, err := w.Create(file)
		require.NoError(t, err)
		_, err = io.WriteString(to, body)
		require.NoError(t, err)
	})
	require.NoError(t, w.Close())
	return b.Bytes()
}
