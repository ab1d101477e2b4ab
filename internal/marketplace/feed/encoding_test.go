package feed_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"orion/internal/marketplace/feed"
)

const french = "id,title,price\n1,Café crème “grand”,\"1 234,50 €\"\n2,Œuvre,5 EUR\n"

func encoded(t *testing.T, e encoding.Encoding, s string) string {
	t.Helper()
	out, err := e.NewEncoder().String(s)
	require.NoError(t, err)
	return out
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	declare := func(e feed.Encoding) func(*feed.Options) { return func(o *feed.Options) { o.Encoding = e } }
	plain := read(t, french).rows
	require.Equal(t, "Café crème “grand”", plain[0].Title)
	require.EqualValues(t, 123450, plain[0].PriceMinor)

	latin := encoded(t, charmap.Windows1252, french)
	for name, tc := range map[string]struct {
		data    string
		declare feed.Encoding
		guessed bool
	}{
		"H01 UTF-8 BOM before the header":         {data: "\uFEFF" + french},
		"H01 UTF-8 BOM before a quoted header":    {data: "\uFEFF" + strings.Replace(french, "id", `"id"`, 1)},
		"H02 UTF-16 LE with BOM":                  {data: "\xFF\xFE" + encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), french)},
		"H02 UTF-16 BE with BOM":                  {data: "\xFE\xFF" + encoded(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), french)},
		"H03 UTF-16 LE without BOM, declared":     {data: encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), french), declare: feed.EncodingUTF16LE},
		"H04 Windows-1252, declared":              {data: latin, declare: feed.EncodingWindows1252},
		"H04 Windows-1252, found with a warning":  {data: latin, guessed: true},
		"H04 valid UTF-8 wins":                    {data: french},
		"H04 a BOM overrules a wrong declaration": {data: "\uFEFF" + french, declare: feed.EncodingWindows1252},
		"H11 CRLF":    {data: strings.ReplaceAll(french, "\n", "\r\n")},
		"H11 bare CR": {data: strings.ReplaceAll(french, "\n", "\r")},
		"H11 CRLF and LF mixed, no line break at last": {data: strings.TrimSuffix(strings.Replace(french, "\n", "\r\n", 1), "\n")},
	} {
		t.Run(name, func(t *testing.T) {
			out := read(t, tc.data, declare(tc.declare))
			require.Equal(t, plain, out.rows)
			require.Empty(t, out.problems)
			require.Equal(t, tc.guessed, len(out.warnings) == 1)
		})
	}
}

func TestEncodingIsFoundBehindTheFirstMegabyte(t *testing.T) {
	t.Parallel()
	many := strings.Repeat("1,Lamp,5 EUR\n", 80_000)
	out := read(t, top+many+encoded(t, charmap.Windows1252, "2,Café,5 EUR\n3,Œuvre,5 EUR\n"))
	require.Equal(t, "Café", out.rows[80_000].Title)
	require.Equal(t, "Œuvre", out.rows[80_001].Title)
	require.Len(t, out.warnings, 1)
}

func TestUnreadableBytes(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		data, column string
	}{
		"H05 UTF-8 with a few invalid bytes": {top + "1,Café,5 EUR\n2,caf\xE9 é,5 EUR\n3,Œuvre é,5 EUR\n", "title"},
		"H07 NUL byte in a cell":             {top + "1,Café,5 EUR\n2,a\x00b,5 EUR\n3,c,5 EUR\n", "title"},
	} {
		t.Run(name, func(t *testing.T) {
			out := read(t, tc.data)
			require.Equal(t, []string{"1", "3"}, out.ids())
			require.Equal(t, []int{3}, out.lines(feed.Error))
			require.Equal(t, feed.CodeEncoding, out.problems[0].Code)
			require.Equal(t, tc.column, out.problems[0].Column)
		})
	}
	t.Run("H05 a byte that Windows-1252 does not have", func(t *testing.T) {
		out := read(t, top+"1,caf\xE9,5 EUR\n2,\x81,5 EUR\n")
		require.Equal(t, []string{"1"}, out.ids())
	})
	t.Run("H06 double-encoded text is kept", func(t *testing.T) {
		row, problems := one(t, "id,title,price", "1,KÃ¼che,5 EUR")
		require.Equal(t, "KÃ¼che", row.Title)
		require.Empty(t, problems)
	})
}

func TestWhatIsNoFeed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		data string
		code feed.FileCode
		says string
	}{
		"H03 UTF-16 without BOM":      {"i\x00d\x00,\x00t\x00\n\x00", feed.FileEncoding, "NUL"},
		"UTF-32":                      {"\xFF\xFE\x00\x00i\x00\x00\x00", feed.FileEncoding, "UTF-32"},
		"H08 a header of one column":  {"id title price\n1 a 2\n", feed.FileOneColumn, "id title price"},
		"H14 an open quote in header": {"id,\"title,price\n1,a,2\n", feed.FileHeader, "line 1"},
		"H18 an empty file":           {"", feed.FileEmpty, "empty"},
		"H18 blank lines only":        {"\n  \r\n\n", feed.FileEmpty, "empty"},
		"H18 a BOM only":              {"\uFEFF", feed.FileEmpty, "empty"},
		"H18 no header":               {"1,Lamp,5 EUR\n2,Mug,6 EUR\n", feed.FileMissingColumn, "Lamp"},
		"H19 no title and no price":   {"id,brand\n1,x\n", feed.FileMissingColumn, "title, price. It has: id, brand"},
		"H44 an HTML error page":      {"<!DOCTYPE html><html>", feed.FileNotText, "HTML"},
		"H44 an XML document":         {"<?xml version='1.0'?>", feed.FileNotText, "XML"},
		"H44 an Excel workbook":       {"PK\x03\x04\x14\x00", feed.FileNotText, "Excel"},
		"H44 an old Excel workbook":   {"\xD0\xCF\x11\xE0\xA1", feed.FileNotText, "Excel"},
		"H44 a PDF":                   {"%PDF-1.7\n", feed.FileNotText, "PDF"},
		"H44 JSON":                    {" [{\"id\": 1}]", feed.FileNotText, "JSON"},
		"H44 a picture":               {"\x89PNG\r\n\x1a\n", feed.FileNotText, "picture"},
	} {
		t.Run(name, func(t *testing.T) {
			err := refused(t, tc.data)
			require.Equal(t, tc.code, err.Code)
			require.Contains(t, err.Error(), tc.says)
		})
	}
	t.Run("H18 a header alone is a feed of no rows", func(t *testing.T) {
		require.Zero(t, read(t, top).total)
		require.Zero(t, read(t, strings.TrimSpace(top)).total)
	})
}
