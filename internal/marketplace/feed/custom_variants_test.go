package feed_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

// short reads a file whose last column says variants in short.
func short(t *testing.T, data string, more ...func(*feed.Options)) result {
	t.Helper()
	m := mapping(feed.ColumnMapping{Column: "lager", Field: "quantity"}, feed.ColumnMapping{Column: "ean", Field: "gtin"}, feed.ColumnMapping{Column: "varianten", Field: "variants"})
	return read(t, "Nr;Name;Preis;Lager;EAN;Varianten\n"+data, append([]func(*feed.Options){with(m)}, more...)...)
}

// varied are rows as id, group and options.
func varied(rows []feed.Row) (out []string) {
	for _, r := range rows {
		var options []string
		for _, o := range r.Options {
			options = append(options, o.Name+"="+o.Value)
		}
		out = append(out, strings.Join([]string{r.ID, r.ItemGroupID, strings.Join(options, ",")}, " "))
	}
	return out
}

func TestVariantsInShort(t *testing.T) {
	t.Parallel()
	out := short(t, "T1;Shirt;9;31;4006381333931;size: M, L | motive: Go, Vue\nT2;Mug;5;7;4006381333931;\nT3;Cap;5;0;;size: One, \n")
	require.Equal(t, []string{
		"T1/M/Go T1 size=M,motive=Go", "T1/M/Vue T1 size=M,motive=Vue", "T1/L/Go T1 size=L,motive=Go", "T1/L/Vue T1 size=L,motive=Vue",
		"T2  ", "T3/One T3 size=One",
	}, varied(out.rows))
	for _, row := range out.rows[:4] {
		require.Equal(t, "Shirt", row.Title)
		require.Equal(t, int64(900), row.PriceMinor)
		require.True(t, row.HasQuantity)
		require.Zero(t, row.Quantity, "31 shirts are not 31 of each")
		require.Empty(t, row.GTIN)
		require.Equal(t, 2, row.Line)
	}
	require.Equal(t, int32(7), out.rows[4].Quantity)
	require.Equal(t, "4006381333931", out.rows[4].GTIN)
	require.Equal(t, 6, out.total)
	require.Len(t, out.problems, 2, "told once a record")
	for _, p := range out.problems {
		require.Equal(t, []any{feed.Warning, feed.CodeIgnored, 2}, []any{p.Severity, p.Code, p.Line})
	}
}

func TestVariantsInShortKeepTheirIDs(t *testing.T) {
	t.Parallel()
	before := varied(short(t, "T1;Shirt;9;;;size: M, L\n").rows)
	after := varied(short(t, "T1;Shirt;9;;;size: S, M, L, M\n").rows)
	require.Equal(t, []string{"T1/S T1 size=S", before[0], before[1]}, after)
	long := short(t, strings.Repeat("9", 45)+";Shirt;9;;;size: medium, large\n").rows
	require.NotEqual(t, long[0].ID, long[1].ID)
	for _, row := range long {
		require.Len(t, row.ID, 50)
	}
}

func TestBadVariantsInShort(t *testing.T) {
	t.Parallel()
	values := func(n int) string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprint("v", i))
		}
		return strings.Join(out, ",")
	}
	for cell, code := range map[string]feed.Code{
		"size: M, L | oops": feed.CodeInvalid, "M, L": feed.CodeInvalid, ": M": feed.CodeInvalid, "size:": feed.CodeInvalid, "size: , ": feed.CodeInvalid,
		"size: M |": feed.CodeInvalid, "size: M: L": feed.CodeInvalid, "size: M | Size: L": feed.CodeInvalid,
		"H42 a: " + values(251): feed.CodeTooMany, "H42 a:" + values(20) + "|b:" + values(20): feed.CodeTooMany,
	} {
		t.Run(cell[:min(len(cell), 20)], func(t *testing.T) {
			t.Parallel()
			row := "T1;Shirt;9;;;" + cell + "\nT2;Mug;5;;;\n"
			out := short(t, row)
			require.Equal(t, []string{"T2  "}, varied(out.rows))
			require.Equal(t, []any{code, "variants", 2}, []any{out.problems[0].Code, out.problems[0].Column, out.problems[0].Line})
			kept := short(t, row, func(o *feed.Options) { o.DropInvalid = true })
			require.Equal(t, []string{"T1  ", "T2  "}, varied(kept.rows), "as one product where the rest is to be kept")
		})
	}
}

func TestVariantsInShortCanBeWrittenAgain(t *testing.T) {
	t.Parallel()
	m := mapping(feed.ColumnMapping{Column: "varianten", Field: "variants"})
	opt := feed.Options{}
	with(m)(&opt)
	const data = "Nr;Name;Preis;Varianten\nT1;Shirt;nothing;size: M, L | motive: Go\n"
	f, err := feed.Open(strings.NewReader(data), opt)
	require.NoError(t, err)
	var raw [][]string
	for {
		row, err := f.Next()
		if err != nil {
			break
		}
		require.True(t, row.Failed())
		raw = append(raw, slices.Clone(f.Raw()))
	}
	require.Equal(t, [][]string{{"T1", "Shirt", "nothing", "size: M | motive: Go"}, {"T1", "Shirt", "nothing", "size: L | motive: Go"}}, raw)
	again := read(t, "Nr;Name;Preis;Varianten\n"+strings.Replace(strings.Join(raw[1], ";"), "nothing", "9", 1)+"\n", with(m))
	require.Equal(t, []string{"T1/L/Go T1 size=L,motive=Go"}, varied(again.rows), "that one alone, of the same product")
}

func TestH42VariantsInShortCountAsRows(t *testing.T) {
	t.Parallel()
	m := mapping(feed.ColumnMapping{Column: "varianten", Field: "variants"})
	data := "Nr;Name;Preis;Varianten\n1;a;5;x: 1,2,3\n2;b;5;x: 1,2,3\n"
	limited := func(o *feed.Options) { o.Limits.Rows = 5 }
	require.Equal(t, feed.FileTooManyRows, refused(t, data, with(m), limited).Code)
	require.Len(t, read(t, data, with(m), func(o *feed.Options) { o.Limits.Rows = 6 }).rows, 6)
}
