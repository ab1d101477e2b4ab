package demo

import (
	"bytes"
	"encoding/csv"
	"path"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/demo/art"
)

func TestFeeds(t *testing.T) {
	t.Parallel()
	pictures, err := goods()
	require.NoError(t, err)
	for _, s := range shops {
		t.Run(s.slug, func(t *testing.T) {
			t.Parallel()
			rows := read(t, s.slug)
			shelves, titles, unpriced := map[string]int{}, map[string]bool{}, 0
			for _, r := range rows {
				require.False(t, titles[r["title"]], "%s twice", r["title"])
				titles[r["title"]] = true
				require.True(t, goodGTIN(r["gtin"]), "%s: %s", r["id"], r["gtin"])
				require.GreaterOrEqual(t, strings.Count(r["description"], ". ")+strings.Count(r["description"], "? ")+1, 2, r["id"])
				if r["price"] == "" {
					unpriced++
					continue
				}
				shelves[r["product_type"]]++
				file := strings.ToUpper(strings.TrimSuffix(path.Base(r["image_link"]), ".jpg"))
				_, err := art.Draw(pictures[file], s.palette, 32)
				require.NoError(t, err, r["id"])
				if sale := r["sale_price"]; sale != "" {
					require.Less(t, cents(t, sale), cents(t, r["price"]), r["id"])
				}
			}
			require.GreaterOrEqual(t, len(rows)-unpriced, 66)
			require.GreaterOrEqual(t, len(shelves), 5)
			require.LessOrEqual(t, len(shelves), 7)
			for name, n := range shelves {
				require.GreaterOrEqual(t, n, 6, name)
			}
			want := map[string]int{"alpine": 3}[s.slug]
			require.Equal(t, want, unpriced, "rows that the import must refuse")
		})
	}
}

func read(t *testing.T, slug string) []map[string]string {
	b, err := feed(slug)
	require.NoError(t, err)
	all, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	require.NoError(t, err)
	out := make([]map[string]string, 0, len(all))
	for _, rec := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = rec[i]
		}
		out = append(out, row)
	}
	return out
}

func goodGTIN(s string) bool {
	sum := 0
	for i, c := range s {
		weight := 1 + 2*(i%2)
		sum += int(c-'0') * weight
	}
	return len(s) == 13 && sum%10 == 0
}

func cents(t *testing.T, price string) int64 {
	digits, ok := strings.CutSuffix(price, " EUR")
	require.True(t, ok, price)
	n, err := strconv.ParseInt(strings.Replace(digits, ".", "", 1), 10, 64)
	require.NoError(t, err)
	return n
}
