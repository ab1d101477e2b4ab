package feed_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

// fuzzed are the ways to read what a fuzzer makes up.
func fuzzed(way byte) feed.Options {
	m := mapping(feed.ColumnMapping{Column: "title", Field: "title"}, feed.ColumnMapping{Column: "x", Field: "option_values", List: "|"},
		feed.ColumnMapping{Column: "y", Field: "mpn", Path: "/a/0"}, feed.ColumnMapping{Column: "z", Field: "image_link", List: ",", Base: "https://a.example"})
	m.Columns = m.Columns[2:]
	m.Columns[0] = feed.ColumnMapping{Column: "price", Field: "price", List: "|"}
	m.Columns = append(m.Columns, feed.ColumnMapping{Column: "id", Field: "id"})
	opt := feed.Options{Limits: feed.Limits{Cell: 64, Record: 512, Bytes: 1 << 20}, Currency: "EUR"}
	switch way % 6 {
	case 0:
		opt.Format = feed.FormatGoogle
	case 1:
		opt.Format = feed.FormatShopify
	case 2:
		opt.Format = feed.FormatLetzshop
	case 3:
		opt.Format, opt.Mapping = feed.FormatCustom, &m
	case 4:
		m.Continuation, m.Round = "title", true
		opt.Format, opt.Mapping = feed.FormatCustom, &m
	case 5:
		opt.Format, opt.DropInvalid = feed.FormatShopify, true
	}
	return opt
}

func FuzzNext(f *testing.F) {
	for i, seed := range []string{
		top + "1,a,5 EUR\n", "\uFEFFid;title;price\r\n1;\"a\nb\";5,00 €\r\n", top + "1,\"a,5 EUR\n2,b\"c,5 EUR\n",
		"# x\n\"id\",\"title\",\"price\"\n\"1\",\"a\"\"\",\"5 EUR\"", "\xFF\xFEi\x00d\x00", top + "1,a\",\"b\n\",\",\n",
		"Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src\nh,T,S,1,A,5,\nh,,,2,A,x,https://a.example/1\nh,,,,,,javascript:x\nh,,\"\n",
		"title,id,price,x,y,z\nT,1,5 EUR|6 USD,a|b,\"{\"\"a\"\":[1]}\",\"1,2\"\n,2,6.999,c,{,\n",
		"\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\xff", "id,title_fr,price\n1,'=a,5\n",
	} {
		for way := range byte(6) {
			f.Add(seed, way)
		}
		f.Add(seed, byte(i))
	}
	f.Fuzz(func(t *testing.T, data string, way byte) {
		opt := fuzzed(way)
		out, err := try(strings.NewReader(data), opt)
		if err != nil {
			var file *feed.FileError
			require.ErrorAs(t, err, &file)
			return
		}
		for _, row := range out.rows {
			require.NotEmpty(t, row.ID)
			require.LessOrEqual(t, utf8.RuneCountInString(row.ID), 50)
			require.NotEmpty(t, row.Title)
			require.Positive(t, row.PriceMinor)
			require.Less(t, row.SalePriceMinor, row.PriceMinor)
			text := row.Title + row.Description + row.ItemGroupID + row.Brand + fmt.Sprint(row.Options, row.Attributes)
			require.True(t, utf8.ValidString(text))
			require.NotContains(t, text, "\x00")
			for _, link := range append([]string{row.ImageLink, row.Link}, row.AdditionalImageLinks...) {
				require.Regexp(t, `^(?i:https?://.*)?$`, strings.ReplaceAll(link, "\n", ""))
			}
		}
		requireTheSameIDs(t, data, opt, out)
		_, err = feed.Preview(strings.NewReader(data), feed.Options{Limits: opt.Limits}, 3)
		require.NoError(t, err)
	})
}

// requireTheSameIDs reads a feed a second time for its ids alone, the first row
// skipped, and holds them against the rows.
func requireTheSameIDs(t *testing.T, data string, opt feed.Options, out result) {
	t.Helper()
	f, err := feed.Open(strings.NewReader(data), opt)
	require.NoError(t, err)
	require.NoError(t, f.Skip(1))
	ids := map[int]string{}
	for n := 2; ; n++ {
		id, err := f.NextID()
		if errors.Is(err, io.EOF) {
			require.Equal(t, out.total, max(1, n-1)-boolInt(out.total == 0))
			break
		}
		require.NoError(t, err)
		require.Equal(t, n, f.Record())
		for _, cell := range f.Raw() {
			require.True(t, utf8.ValidString(cell))
		}
		ids[n] = id
	}
	for _, row := range out.rows {
		if row.Record > 1 {
			require.Equal(t, row.ID, ids[row.Record])
		}
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
