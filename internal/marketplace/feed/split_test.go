package feed_test

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

func TestHeaders(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"H08 comma":                                "id,title,price\n1,a,5 EUR\n",
		"H08 semicolon":                            "id;title;price\n1;a;5 EUR\n",
		"H08 tab":                                  "id\ttitle\tprice\n1\ta\t5 EUR\n",
		"H08 pipe":                                 "id|title|price\n1|a|5 EUR\n",
		"H08 a separator within a quoted name":     "id;\"a,b,c,d,e,f\";title;price\n1;;a;5 EUR\n",
		"H09 sep=; of Excel":                       "sep=;\r\nid;title;price\r\n1;a;5 EUR\r\n",
		"H09 sep=; in quotes":                      "\"sep=;\"\nid;title;price\n1;a;5 EUR\n",
		"H10 comment lines before the header":      "# made by, a template\n#\n\nid,title,price\n1,a,5 EUR\n",
		"H20 capitals":                             "ID,Title,PRICE\n1,a,5 EUR\n",
		"H20 padding and NBSP":                     " id ,\u00a0title\u00a0,price\t\n1,a,5 EUR\n",
		"H20 padding before quotes":                "\"id\", \"title\" , \"price\"\n1,a,5 EUR\n",
		"H20 the prefix g:":                        "g:id,title,g:price\n1,a,5 EUR\n",
		"H20 blanks for underscores, sub-columns":  "id,title,price,image link,shipping(country:price)\n1,a,5 EUR,,\n",
		"H20 a zero-width space in a name":         "id\u200b,title,price\n1,a,5 EUR\n",
		"H22 unknown columns":                      "mood,id,title,price\n,1,a,5 EUR\n",
		"H23 columns that only the workflow has":   "id,title,price,vendor_id,tenant,status,published,created_at\n1,a,5 EUR,x,x,PUBLISHED,true,1970\n",
		"a trailing separator makes a blank name":  "id,title,price,\n1,a,5 EUR,\n",
		"H21 repeatable columns may stand twice":   "id,title,price,product_type,product_type\n1,a,5 EUR,,\n",
		"H21 padding does not make two names of a": "id,title,price,colour\n1,a,5 EUR,\n",
	} {
		t.Run(name, func(t *testing.T) {
			out := read(t, data)
			require.Empty(t, out.problems)
			require.Equal(t, []string{"1"}, out.ids())
			require.Equal(t, "a", out.rows[0].Title)
			require.EqualValues(t, 500, out.rows[0].PriceMinor)
		})
	}
	t.Run("H22 unknown columns are listed", func(t *testing.T) {
		out := read(t, "id,Mood,title,price,vendor_id,gender\n")
		require.Equal(t, []string{"Mood", "vendor_id"}, out.header.Unknown)
		require.Equal(t, []string{"gender"}, out.header.Attributes)
	})
	for name, header := range map[string]string{
		"H21 a name twice":                  "id,title,price,Title",
		"H21 two aliases of one field":      "id,title,price,stock,quantity",
		"H21 a name and its padded twin":    "id,title,price, g:brand ,brand",
		"H21 a name and its blanked twin":   "id,title,price,image link,image_link",
		"H21 id twice, one of them a g: id": "id,title,price,g:id",
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, feed.FileDuplicateColumn, refused(t, header+"\n").Code)
		})
	}
}

func TestRecords(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		data string
		ids  []string
		bad  []int // lines of row errors
		code feed.Code
	}{
		"H12 a line break within quotes is one record": {"1,\"a\nb\r\nc\",5 EUR\n2,b,x\n", []string{"1"}, []int{5}, feed.CodeInvalid},
		"H12 quotes doubled, separator quoted":         {"1,\"5\"\" tv, new\",5 EUR\n2,b,5 EUR\n", []string{"1", "2"}, nil, ""},
		"H13 a bare quote within a bare cell":          {"1,5\" tv,5 EUR\n2,b,5 EUR\n", []string{"1", "2"}, nil, ""},
		"H13 a bare quote within a quoted cell":        {"1,\"5\" tv\",5 EUR\n2,b,5 EUR\n", []string{"2"}, []int{2}, feed.CodeQuote},
		"H13 a bare quote within a cell of lines":      {"1,\"a\nsay \"b\" to\nc\",5 EUR\n2,b,5 EUR\n", []string{"2"}, []int{3}, feed.CodeQuote},
		"H14 no closing quote at the end":              {"1,a,5 EUR\n2,\"b,5 EUR\n3,c,5 EUR\n4,d,5 EUR\n", []string{"1", "3", "4"}, []int{3}, feed.CodeQuote},
		"H14 no closing quote before quoted rows":      {"\"1\",\"a,\"5 EUR\"\n\"2\",\"b\",\"5 EUR\"\n", []string{"2"}, []int{2}, feed.CodeQuote},
		"H14 no closing quote at the end of a line":    {"1,a,\"5 EUR\n\"2\",\"b\",\"5 EUR\"\n3,c,5 EUR\n", []string{"2", "3"}, []int{2}, feed.CodeQuote},
		"H14 two rows, neither closed":                 {"1,\"a,5 EUR\n2,\"b,5 EUR\n3,c,5 EUR\n", []string{"3"}, []int{2, 3}, feed.CodeQuote},
		"H15 a backslash does not escape":              {"1,\"a\\\"b\",5 EUR\n2,b,5 EUR\n", []string{"2"}, []int{2}, feed.CodeQuote},
		"H15 a backslash alone is text":                {"1,a\\nb,5 EUR\n2,\"c:\\\",5 EUR\n", []string{"1", "2"}, nil, ""},
		"H16 too few cells":                            {"1,a\n2,b,5 EUR\n", []string{"2"}, []int{2}, feed.CodeRagged},
		"H16 too many cells":                           {"1,a,b,5 EUR\n2,b,5 EUR\n", []string{"2"}, []int{2}, feed.CodeRagged},
		"H16 too many cells, but blank":                {"1,a,5 EUR,, \n2,b,5 EUR\n", []string{"1", "2"}, nil, ""},
		"H17 blank lines, blanks, separators":          {"\n1,a,5 EUR\n   \n\r\n,,\n , ,\u00a0\n\"\",\"\",\n2,b,5 EUR\n\t\n", []string{"1", "2"}, nil, ""},
		"an empty quoted cell":                         {"1,\"\",5 EUR\n2,b,5 EUR\n", []string{"2"}, []int{2}, feed.CodeRequired},
		"a file that ends within quotes":               {"1,a,5 EUR\n2,\"b", []string{"1"}, []int{3}, feed.CodeQuote},
		"a file that ends with a closing quote":        {"1,a,\"5 EUR\"", []string{"1"}, nil, ""},
		"a file that ends with a closing quote and CR": {"1,a,\"5 EUR\"\r", []string{"1"}, nil, ""},
		"a cell of a quote alone":                      {"1,\"\"\"\",5 EUR\n", []string{"1"}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			out := read(t, top+tc.data)
			require.Equal(t, tc.ids, out.ids())
			require.Equal(t, tc.bad, out.lines(feed.Error))
			require.Equal(t, len(tc.ids)+len(tc.bad), out.total)
			if tc.bad != nil {
				require.Equal(t, tc.code, out.problems[0].Code)
				require.NotEmpty(t, out.problems[0].Message())
			}
		})
	}
}

func TestQuoteThatIsNeverClosedIsNamedByItsLine(t *testing.T) {
	t.Parallel()
	rows := strings.Repeat("9,fine,5 EUR\n", 20_000) // more than a cell may hold
	out := read(t, top+"1,a,5 EUR\n2,\"b,5 EUR\n"+rows)
	require.Equal(t, 20_002, out.total)
	require.Len(t, out.rows, 20_001)
	require.Equal(t, "the quote opened at line 3 is never closed", out.problems[0].Message())
	require.Equal(t, 2, out.problems[0].Record)
	require.LessOrEqual(t, len([]rune(out.problems[0].Value)), 200)
}

func TestLongCells(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 10<<20)
	lines := strings.Repeat("a line of text, with a comma\n", 400_000)
	for name, cell := range map[string]string{
		"H41 10 MB in one line":                  long,
		"H41 10 MB in quotes":                    `"` + long + `"`,
		"H41 10 MB of lines in quotes":           `"` + lines + `"`,
		"H41 70 KB":                              long[:70<<10],
		"H41 70 KB in quotes":                    `"` + long[:70<<10] + `"`,
		"H42 one line of more than the window":   strings.Repeat("x,", 5<<20),
		"H42 quoted cells that fill the window":  strings.Repeat(`"`+long[:60<<10]+`",`, 40),
		"H42 quoted cells, each on its own line": strings.Repeat(`"`+long[:60<<10]+"\n\",", 40),
	} {
		t.Run(name, func(t *testing.T) {
			out := read(t, "id,title,description,price\n1,a,b,5 EUR\n2,a,"+cell+",5 EUR\n3,a,b,5 EUR\n")
			require.Equal(t, []string{"1", "3"}, out.ids())
			require.Equal(t, []int{3}, out.lines(feed.Error))
		})
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	limit := func(l feed.Limits) func(*feed.Options) { return func(o *feed.Options) { o.Limits = l } }
	rows := strings.Repeat("1,a,5 EUR\n", 1000)
	size := int64(len(top + rows))
	t.Run("H42 a row too many", func(t *testing.T) {
		require.Equal(t, feed.FileTooManyRows, refused(t, top+rows, limit(feed.Limits{Rows: 999})).Code)
		require.Equal(t, 1000, read(t, top+rows, limit(feed.Limits{Rows: 1000})).total)
	})
	t.Run("H42 a byte too many", func(t *testing.T) {
		require.Equal(t, feed.FileTooLarge, refused(t, top+rows, limit(feed.Limits{Bytes: size - 1})).Code)
		require.Equal(t, 1000, read(t, top+rows, limit(feed.Limits{Bytes: size})).total)
	})
	t.Run("H42 5,000 columns", func(t *testing.T) {
		wide := strings.TrimSpace(top) + strings.Repeat(",c", 5000)
		require.Equal(t, feed.FileTooManyColumns, refused(t, wide+"\n").Code)
	})
	t.Run("H42 2,000,001 rows", func(t *testing.T) {
		f, err := feed.Open(io.MultiReader(strings.NewReader(top), &repeated{text: "1,a,5\n", left: 2_000_001}), feed.Options{})
		require.NoError(t, err)
		require.NoError(t, f.Skip(2_000_000))
		_, err = f.NextID()
		var file *feed.FileError
		require.ErrorAs(t, err, &file)
		require.Equal(t, feed.FileTooManyRows, file.Code)
	})
	t.Run("H42 one line of 300 MB", func(t *testing.T) {
		out, err := try(io.MultiReader(strings.NewReader(top), &repeated{text: strings.Repeat("x", 1<<20), left: 300},
			strings.NewReader("\n2,b,5 EUR\n")), feed.Options{})
		require.NoError(t, err)
		require.Equal(t, []string{"2"}, out.ids())
		require.Equal(t, feed.CodeTooLong, out.problems[0].Code)
	})
	t.Run("H42 a header of 300 MB", func(t *testing.T) {
		_, err := try(&repeated{text: strings.Repeat("x,", 1<<19), left: 300}, feed.Options{})
		var file *feed.FileError
		require.ErrorAs(t, err, &file)
	})
}

// repeated is a text again and again, without holding it.
type repeated struct {
	text string
	left int
	rest string
}

func (r *repeated) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if r.rest == "" {
			if r.left == 0 {
				break
			}
			r.left--
			r.rest = r.text
		}
		copied := copy(p[n:], r.rest)
		n, r.rest = n+copied, r.rest[copied:]
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestEveryRowBad(t *testing.T) {
	t.Parallel()
	out := read(t, top+strings.Repeat("1,,nothing\n", 20_000))
	require.Equal(t, 20_000, out.total)
	require.Empty(t, out.rows)
	require.Len(t, out.problems, 40_000)
}
