package feed_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

// naughty are texts that files and spreadsheets have trouble with.
var naughty = []string{
	"=1+1", "=cmd|' /C calc'!A0", `=HYPERLINK("https://a.example","x")`, "+1+1", "+49 221 1234", "-1+1", "- 5 MP sensor", "@SUM(A1)", "\t=1", "\r=1",
	"＝1+1", "＋1", "－1", "＠x", "'=1+1", "''=1+1", "'''-", "'x", "'", "''", "'-5", "''-5", "'+", "-", "+", "=", "@", "\t", "\r",
	"-5", "-5,5", "-5.5", "+3", "--5", "-5-5", "-1e5", "-1,234.5", "5", "1e3", "00123", "-.5", "-5.",
	"a,b", "a;b", "a\tb", "a|b", `a"b`, `"`, `""`, `"a"`, "a\nb", "a\r\nb", "a\rb", "\n", "\r\n", " a", "a ", " ", "  ", "\u00a0", "\u00a0a\u00a0", "#a", "sep=;",
	"é", "Œuvre", "日本語", "👩‍👩‍👧", "שלום", "\u202eabc", "\u200b", "\uFEFFa", "Cafe\u0301", "ＡＢＣ", "\x1b[31m", "\x01", "\u0085", "\u2028",
	"<script>alert(1)</script>", "'; DROP TABLE products; --", "{{7*7}}", "%s%n", "\\", "\\n", `a\"b`, "NULL", "\uFFFD",
}

// written writes rows and reads them back.
func written(t *testing.T, separator byte, rows ...[]string) [][]string {
	t.Helper()
	var b bytes.Buffer
	w, err := feed.NewWriter(&b, []string{"id", "title", "price"}, separator)
	require.NoError(t, err)
	for _, row := range rows {
		require.NoError(t, w.Write(row))
	}
	require.NoError(t, w.Flush())
	f, err := feed.Open(&b, feed.Options{})
	require.NoError(t, err)
	var back [][]string
	for {
		_, err := f.Next()
		if errors.Is(err, io.EOF) {
			return back
		}
		require.NoError(t, err)
		back = append(back, f.Raw())
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	t.Parallel()
	var rows [][]string
	for i, one := range naughty {
		rows = append(rows, []string{"id", one, naughty[(i+1)%len(naughty)]})
	}
	for _, separator := range []byte{0, ',', ';', '\t', '|'} {
		require.Equal(t, rows, written(t, separator, rows...))
	}
	require.NoError(t, quick.Check(func(a, b, c string) bool {
		row := []string{a, b, c}
		for i, s := range row {
			row[i] = strings.ReplaceAll(s, "\x00", "")
		}
		row[0] += "x" // a row of blanks is none
		back := written(t, ',', row)
		return len(back) == 1 && slices.Equal(back[0], row)
	}, nil))
}

func TestWhatIsWrittenIsNoFormula(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"H39 =1+1": "'=1+1", "H39 +1+1": "'+1+1", "H39 -1+1": "'-1+1", "H39 @SUM(A1)": "'@SUM(A1)", "H39 ＝1": "'＝1",
		"H39 -5": "-5", "H39 -5,50": "-5,50", "H39 +3": "+3", "H39 5": "5", "H39 - 5 MP": "'- 5 MP", "H39 '=1": "''=1", "H39 'x": "'x",
	} {
		t.Run(cell, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			w, err := feed.NewWriter(&b, []string{"a", "b"}, ';')
			require.NoError(t, err)
			require.NoError(t, w.Write([]string{strings.TrimPrefix(cell, "H39 ")}))
			require.NoError(t, w.Flush())
			require.Equal(t, "\uFEFFa;b\r\n"+want+";\r\n", b.String())
		})
	}
}

func TestRawCellsCanBeWrittenAgain(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		data string
		with func(*feed.Options)
		want []string
	}{
		"a good row":                    {top + "1,'=a,5 EUR\n", nil, []string{"1", "=a", "5 EUR"}},
		"H07 a NUL byte is shown":       {top + "1,a\x00b,5 EUR\n", nil, []string{"1", "a\uFFFDb", "5 EUR"}},
		"H05 what is no text is shown":  {top + "1,é\xE9\xE9 éé,5 EUR\n", nil, []string{"1", "é\uFFFD éé", "5 EUR"}},
		"H04 Windows-1252":              {top + "1,caf\xE9,x\n", nil, []string{"1", "café", "x"}},
		"H16 too few cells":             {top + "1,a\n", nil, []string{"1", "a"}},
		"H16 too many cells":            {top + "1,a,b,5\n", nil, []string{"1", "a", "b", "5"}},
		"H14 a quote that is not close": {top + "1,\"a,5 EUR\r\n", nil, []string{"1,\"a,5 EUR"}},
		"H13 a quote that is not right": {top + "1,\"a\"b\",5 EUR\n", nil, []string{`1,"a"b",5 EUR`}},
		"a variant, with its product":   {"Handle,Title,SKU,Price\nh,T,A,1\nh,,B,x\n", asShopify, []string{"h", "T", "B", "x"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opt := feed.Options{}
			if tc.with != nil {
				tc.with(&opt)
			}
			f, err := feed.Open(strings.NewReader(tc.data), opt)
			require.NoError(t, err)
			require.Nil(t, f.Raw())
			var last []string
			for {
				_, err := f.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				require.NoError(t, err)
				last = f.Raw()
				require.Equal(t, last, f.Raw())
			}
			require.Equal(t, tc.want, last)
			require.Nil(t, f.Raw())
		})
	}
}

func TestWriterRefuses(t *testing.T) {
	t.Parallel()
	_, err := feed.NewWriter(io.Discard, []string{"a", "b"}, 'x')
	require.Error(t, err)
	for _, columns := range [][]string{nil, {"#a", "b"}} {
		_, err = feed.NewWriter(io.Discard, columns, ',')
		require.Error(t, err)
	}
	w, err := feed.NewWriter(io.Discard, []string{"a", "b"}, ',')
	require.NoError(t, err)
	require.Error(t, w.Write([]string{"1", "2", "3"}))
	full := errors.New("disk full")
	w, err = feed.NewWriter(failing{full}, []string{"a", "b"}, ',')
	require.NoError(t, err)
	require.NoError(t, w.Write([]string{"1"}))
	require.ErrorIs(t, w.Flush(), full)
}

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func FuzzWriter(f *testing.F) {
	for i, one := range naughty {
		f.Add(one, naughty[(i+7)%len(naughty)], byte(i))
	}
	f.Fuzz(func(t *testing.T, a, b string, separator byte) {
		if !utf8.ValidString(a) || !utf8.ValidString(b) || strings.ContainsRune(a+b, 0) || len(a)+len(b) > 60<<10 {
			return
		}
		row := []string{a, b, "x"}
		require.Equal(t, [][]string{row}, written(t, ",;\t|"[separator%4], row))
	})
}
