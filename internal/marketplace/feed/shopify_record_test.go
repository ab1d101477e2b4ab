package feed_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

func TestShopifyPictures(t *testing.T) {
	t.Parallel()
	const first = "Handle=h;Title=T;Price=1;SKU=A;Image Src=https://a.example/1.jpg;Image Position=2"
	t.Run("stand in the order of their positions", func(t *testing.T) {
		t.Parallel()
		out := shopify(t, shopColumns, first, "Handle=h;Image Src=https://a.example/0.jpg;Image Position=1", "Handle=h;Image Src=https://a.example/1.jpg;Image Position=3")
		require.Equal(t, "https://a.example/0.jpg", out.rows[0].ImageLink)
		require.Equal(t, []string{"https://a.example/1.jpg"}, out.rows[0].AdditionalImageLinks)
	})
	for name, cell := range map[string]string{"H51 javascript": "javascript:alert(1)", "H51 data": "data:image/png;base64", "H51 relative": "/x.jpg"} {
		t.Run(name+" in a picture's record fails that record", func(t *testing.T) {
			t.Parallel()
			out := shopify(t, shopColumns, first, "Handle=h;Image Src="+strings.ReplaceAll(cell, ";", "%3B"))
			require.Equal(t, []string{"A"}, out.ids())
			require.Equal(t, 2, out.total)
			require.Equal(t, []int{3}, out.lines(feed.Error))
			require.Equal(t, []string(nil), out.rows[0].AdditionalImageLinks)
		})
		t.Run(name+" in a variant's record fails that variant", func(t *testing.T) {
			t.Parallel()
			out := shopify(t, shopColumns, first, "Handle=h;SKU=B;Price=1;Image Src="+strings.ReplaceAll(cell, ";", "%3B"))
			require.Equal(t, []string{"A"}, out.ids())
			require.Equal(t, []int{3}, out.lines(feed.Error))
		})
	}
	t.Run("a bad one is left out when the policy says so", func(t *testing.T) {
		t.Parallel()
		out := read(t, "Handle,Title,Price,Image Src\nh,T,1,https://a.example/1.jpg\nh,,,javascript:x\n", asShopify, func(o *feed.Options) { o.DropInvalid = true })
		require.Equal(t, 1, out.total)
		require.Equal(t, []int{3}, out.lines(feed.Warning))
		require.Equal(t, 1, out.problems[0].Record)
	})
	t.Run("251 of them", func(t *testing.T) {
		t.Parallel()
		records := []string{"Handle=h;Title=T;Price=1"}
		for i := range 251 {
			records = append(records, fmt.Sprintf("Handle=h;Image Src=https://a.example/%d.jpg", i))
		}
		out := shopify(t, shopColumns, records...)
		require.Len(t, out.rows[0].AdditionalImageLinks, 249)
		require.Equal(t, feed.CodeTooMany, out.problems[0].Code)
	})
}

func TestShopifyColumns(t *testing.T) {
	t.Parallel()
	t.Run("H23 what was published over there stays an attribute", func(t *testing.T) {
		t.Parallel()
		for record, want := range map[string]string{"Published=FALSE": "no", "Published=TRUE": "", "Status=archived": "no", "Status=active": "", "Status=Draft": "no"} {
			out := shopify(t, shopColumns, "Handle=h;Title=T;Price=1;"+record)
			require.Equal(t, want, out.rows[0].Attributes["published"], record)
		}
	})
	t.Run("Google's category beats the general one", func(t *testing.T) {
		t.Parallel()
		out := shopify(t, shopColumns, "Handle=h;Title=T;Price=1;Product Category=A > B", "Handle=g;Title=T;Price=1;Product Category=A;Google Shopping / Google Product Category=2425")
		require.Equal(t, "A > B", out.rows[0].GoogleProductCategory)
		require.Equal(t, "2425", out.rows[1].GoogleProductCategory)
	})
	t.Run("metafields are attributes", func(t *testing.T) {
		t.Parallel()
		out := shopify(t, shopColumns, "Handle=h;Title=T;Price=1;Color (product.metafields.shopify.color-pattern)=red")
		require.Equal(t, "red", out.rows[0].Attributes["metafield.shopify.color-pattern"])
	})
	t.Run("H22 unknown columns are listed", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, []string{"mood"}, shopify(t, shopColumns).header.Unknown)
	})
	t.Run("H20 case, padding and NBSP", func(t *testing.T) {
		t.Parallel()
		out := read(t, " HANDLE ,\u00a0title,variant  PRICE\nh,T,1\n", asShopify)
		require.Equal(t, []string{"h"}, out.ids())
	})
	t.Run("H21 Handle and URL handle", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, feed.FileDuplicateColumn, refused(t, "Handle,URL handle,Title,Price\n", asShopify).Code)
	})
	t.Run("H19 no price", func(t *testing.T) {
		t.Parallel()
		err := refused(t, "Handle,Title,Variant SKU\n", asShopify)
		require.Equal(t, feed.FileMissingColumn, err.Code)
		require.Contains(t, err.Error(), "price. It has: Handle")
	})
	t.Run("H33 no currency of the source", func(t *testing.T) {
		t.Parallel()
		out := read(t, "Handle,Title,Price\nh,T,1\n", func(o *feed.Options) { o.Format = feed.FormatShopify })
		require.Equal(t, feed.CodeCurrency, out.problems[0].Code)
	})
}

func TestShopifyRecordsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		data string
		ids  []string
		bad  []int
	}{
		"H14 a quote that is never closed within a product": {"h,T,A,1\nh,,\"B,1\nh,,C,1\n", []string{"A", "C"}, []int{3}},
		"H16 a ragged record within a product":              {"h,T,A,1\nh,,B\nh,,C,1\n", []string{"A", "C"}, []int{3}},
		"H16 the first record of a product":                 {"h,T,A\nh,,B,1\nh,,C,1\n", nil, []int{2, 3, 4}},
		"H07 a NUL byte within a product":                   {"h,T,A,1\nh,,B\x00,1\nh,,C,1\n", []string{"A", "C"}, []int{3}},
		"H05 bytes that are no text":                        {"h,Tée,A,1\nh,,é\xE9,1\nh,,C,1\n", []string{"A", "C"}, []int{3}},
		"H17 blank lines within a product":                  {"h,T,A,1\n\n,,,\nh,,C,1\n", []string{"A", "C"}, nil},
		"H12 line breaks in quotes":                         {"h,\"T\nU\",A,1\nh,,C,1\nh,,D,x\n", []string{"A", "C"}, []int{5}},
		"nothing but bad records":                           {"h,T\nh\n", nil, []int{2, 3}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := read(t, "Handle,Title,SKU,Price\n"+tc.data, asShopify)
			require.Equal(t, tc.ids, out.ids())
			require.Equal(t, tc.bad, out.lines(feed.Error))
			require.Equal(t, len(tc.ids)+len(tc.bad), out.total)
		})
	}
}

func TestAProductMayTakeNoMoreThanAFile(t *testing.T) {
	t.Parallel()
	t.Run("H42 a product of 6,000 records is cut", func(t *testing.T) {
		t.Parallel()
		out := read(t, "Handle,Title,SKU,Price\nh,T,x,1\n"+strings.Repeat("h,,A,1\n", 6000), asShopify)
		require.Equal(t, 6001, out.total)
		require.Len(t, out.rows, 2500)
		require.Equal(t, feed.CodeRequired, out.problems[0].Code)
		require.Equal(t, "title", out.problems[0].Column)
	})
	t.Run("H42 what is inherited counts as if it stood in the file", func(t *testing.T) {
		t.Parallel()
		data := "Handle,Title,SKU,Price,Description\nh,T,x,1," + strings.Repeat("d", 60<<10) + "\n" + strings.Repeat("h,,A,1,\n", 2000)
		err := refused(t, data, asShopify, func(o *feed.Options) { o.Limits.Bytes = 64 << 20 })
		require.Equal(t, feed.FileTooLarge, err.Code)
	})
}

func TestShopifyRunsThatGoOn(t *testing.T) {
	t.Parallel()
	data := "Handle,Title,SKU,Price,Image Src\n" +
		"h,T,A,1,https://a.example/1\nh,,B,1,\nh,,,,https://a.example/2\nh,,\"C,1,\nh,,D,x,\nh,,,,javascript:x\n" +
		"g,G,,2,\nk,K,E,3,\nk,,F,3,https://a.example/3\n"
	all := read(t, data, asShopify)
	require.Equal(t, 8, all.total)
	for skip := range all.total + 2 {
		f, err := feed.Open(strings.NewReader(data), feed.Options{Format: feed.FormatShopify, Currency: "EUR"})
		require.NoError(t, err)
		require.NoError(t, f.Skip(skip))
		var rows []feed.Row
		left := 0
		for {
			row, err := f.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
			left++
			require.Equal(t, skip+left, row.Record)
			require.Equal(t, row.Record, f.Record())
			if !row.Failed() {
				rows = append(rows, *row)
			}
		}
		require.Equal(t, max(0, all.total-skip), left)
		for _, row := range rows {
			for _, want := range all.rows {
				if want.Record == row.Record {
					require.Equal(t, want.Hash, row.Hash)
					require.Equal(t, want.Title, row.Title)
				}
			}
		}
	}
}
