package feed_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

func packed(t *testing.T, parts ...string) string {
	t.Helper()
	var b bytes.Buffer
	for _, part := range parts {
		z := gzip.NewWriter(&b)
		_, err := z.Write([]byte(part))
		require.NoError(t, err)
		require.NoError(t, z.Close())
	}
	return b.String()
}

func TestCompressedFiles(t *testing.T) {
	t.Parallel()
	plain := read(t, french).rows
	for name, data := range map[string]string{
		"H43 gzip":                                packed(t, french),
		"H43 gzip members one after the other":    packed(t, french[:20], "", french[20:]),
		"H43 gzip of a file with a BOM":           packed(t, "\uFEFF"+french),
		"H43 gzip that cuts a byte-order mark":    packed(t, "\xEF", "\xBB\xBF"+french),
		"H43 gzip under another name than .csv":   packed(t, french), // names are never asked
		"H43 gzip whose name is that of a folder": named(t, "../../etc/passwd", french),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, plain, read(t, data).rows)
		})
	}
}

func named(t *testing.T, name, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Name = name
	_, err := z.Write([]byte(content))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.String()
}

func TestCompressedFilesThatAreRefused(t *testing.T) {
	t.Parallel()
	rows := strings.Repeat("1,a,5 EUR\n", 1000)
	whole := packed(t, top+rows)
	bomb := packed(t, "id,title,price,description\n"+strings.Repeat("1,a,5 EUR,"+strings.Repeat("x", 5000)+"\n", 4000))
	for name, tc := range map[string]struct {
		data  string
		limit feed.Limits
		code  feed.FileCode
	}{
		"H43 a gzip bomb of rows":                     {data: bomb, code: feed.FileCompressed},
		"H43 a gzip bomb of one line":                 {data: packed(t, top+strings.Repeat("x", 20<<20)), code: feed.FileCompressed},
		"H43 a gzip bomb in the header":               {data: packed(t, strings.Repeat("x", 20<<20)), code: feed.FileOneColumn},
		"H43 unpacked bytes count":                    {data: whole, limit: feed.Limits{Bytes: 5000}, code: feed.FileTooLarge},
		"H43 an allowed ratio, too many bytes":        {data: bomb, limit: feed.Limits{Bytes: 10 << 20, Ratio: 100_000}, code: feed.FileTooLarge},
		"H43 gzip that ends early":                    {data: whole[:len(whole)-20], code: feed.FileCompressed},
		"H43 gzip with a false size at its end":       {data: falseSize(whole), code: feed.FileCompressed},
		"H43 gzip with something else behind it":      {data: whole + "1,a,5 EUR\n", code: feed.FileCompressed},
		"H43 the mark of gzip and nothing else":       {data: "\x1F\x8B", code: feed.FileCompressed},
		"H43 gzip within gzip":                        {data: packed(t, whole), code: feed.FileNotText},
		"H43 gzip of nothing":                         {data: packed(t, ""), code: feed.FileEmpty},
		"H43 gzip of a workbook":                      {data: packed(t, "PK\x03\x04"), code: feed.FileNotText},
		"H43 zip with one entry":                      {data: zipped(t, "feed.csv"), code: feed.FileNotText},
		"H43 zip with many entries, one called ../..": {data: zipped(t, "a.csv", "../../etc/passwd", "b.zip"), code: feed.FileNotText},
		"H43 bzip2": {data: "BZh91AY", code: feed.FileNotText},
		"H43 zstd":  {data: "\x28\xB5\x2F\xFD", code: feed.FileNotText},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := refused(t, tc.data, func(o *feed.Options) { o.Limits = tc.limit })
			require.Equal(t, tc.code, err.Code, err)
			if strings.HasPrefix(tc.data, "PK") {
				require.Contains(t, err.Error(), "unpack it and send the CSV file")
			}
		})
	}
}

// falseSize changes the size that a gzip file says its content has.
func falseSize(z string) string {
	b := []byte(z)
	binary.LittleEndian.PutUint32(b[len(b)-4:], 1<<31)
	return string(b)
}

func zipped(t *testing.T, entries ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range entries {
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = io.WriteString(w, top)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.String()
}

func TestRepetitiveFilesAreNoBombsWhileSmall(t *testing.T) {
	t.Parallel()
	data := packed(t, top+strings.Repeat("1,a,5 EUR\n", 900_000)) // 9 MB in a few KB
	f, err := feed.Open(strings.NewReader(data), feed.Options{})
	require.NoError(t, err)
	require.NoError(t, f.Skip(900_000))
	_, err = f.NextID()
	require.ErrorIs(t, err, io.EOF)
	require.EqualValues(t, len(data), f.Bytes(), "progress is in bytes of the file that was sent")
}

func TestAFailingStreamIsNoBrokenArchive(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset")
	z := packed(t, top+strings.Repeat("1,a,5 EUR\n", 100_000))
	for _, n := range []int{0, 1, 2, 15, len(z) / 2, len(z) - 4} {
		_, err := try(io.MultiReader(strings.NewReader(z[:n]), failing{broken}), feed.Options{})
		require.ErrorIs(t, err, broken, n)
		var file *feed.FileError
		require.NotErrorAs(t, err, &file, n)
	}
}
