package marketplace_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/fixture"
)

// written is what an export writes, and how many rows it says there are.
func written(t testing.TB, ctx context.Context, export func(context.Context, io.Writer) (int64, error)) (string, int) {
	t.Helper()
	var out bytes.Buffer
	n, err := export(ctx, &out)
	require.NoError(t, err)
	return out.String(), int(n)
}

// another is the team of another vendor.
func another(t testing.TB, h house) context.Context {
	t.Helper()
	_, ctx := fixture.Vendor(t, h.db)
	return ctx
}

const exported = "id,title,description,link,image_link,additional_image_link,availability,price,sale_price,brand,color,item_group_id,material,custom_label_0,quantity\n" +
	"a-1,Lamp,\"Two\nlines, a \"\"quote\"\" and ; a mark\",https://shop.test/a,https://shop.test/a.jpg,\"https://shop.test/b.jpg,https://shop.test/c%2Cd.jpg\",in_stock,12.30 EUR,9.90 EUR,Lumen,Red,g-1,Oak,x,7\n" +
	"a-2,=SUM(1),- 5 MP sensor,,,,out_of_stock,1 JPY,,@home,,,,,0\n" +
	"a-3,'=quoted,+33 1,,,,preorder,1.234 KWD,,,,,,,\n"

func TestStagingExport(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	require.Equal(t, [4]int{3, 0, 0, 0}, counts(h.load(t, ctx, exported)))
	first, n := written(t, ctx, h.ExportStaging)
	require.Equal(t, 3, n)

	t.Run("importing it changes nothing", func(t *testing.T) {
		require.Equal(t, [4]int{0, 0, 3, 0}, counts(h.load(t, ctx, first)))
	})
	t.Run("round trip: another shop that imports it exports the same bytes", func(t *testing.T) {
		other := another(t, h)
		require.Equal(t, [4]int{3, 0, 0, 0}, counts(h.load(t, other, first)))
		again, _ := written(t, other, h.ExportStaging)
		require.Equal(t, first, again)
	})
	t.Run("H39 B6.123 no cell is a formula to a spreadsheet", func(t *testing.T) {
		all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(first, "\ufeff"))).ReadAll()
		require.NoError(t, err)
		require.Equal(t, "'=SUM(1)", all[2][1])
		require.Equal(t, "'- 5 MP sensor", all[2][2])
		require.Equal(t, "'=quoted", all[3][1])
		for _, row := range all {
			for _, cell := range row {
				require.NotContains(t, "=+-@\t\r", (cell + " ")[:1], cell)
			}
		}
	})
	t.Run("nothing of another vendor's", func(t *testing.T) {
		_, n := written(t, another(t, h), h.ExportStaging)
		require.Zero(t, n)
	})
}

func TestCatalogExport(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, "id,title,description,price,sale_price,brand,availability,quantity\n1,Lamp,Bright,12.30 EUR,9.90 EUR,Lumen,in_stock,7\n2,Torch,,5 EUR,,,out_of_stock,0\n")
	picked, err := h.Select(ctx, ids(h.staged(t, ctx)))
	require.NoError(t, err)
	_, err = h.Publish(ctx, ids(picked))
	require.NoError(t, err)

	file, n := written(t, ctx, h.ExportCatalog)
	require.Equal(t, 2, n)
	require.Contains(t, file, `1,Lamp,Bright,,in_stock,12.30 EUR,9.90 EUR,Lumen,,,,7,Lamp,lamp,ACTIVE`)
	require.Contains(t, file, `2,Torch,,,out_of_stock,5.00 EUR,,,,,,0,Torch,torch,ACTIVE`)
	other := another(t, h)
	require.Equal(t, [4]int{2, 0, 0, 0}, counts(h.load(t, other, file)), "another shop can import it")
	_, n = written(t, other, h.ExportCatalog)
	require.Zero(t, n, "and sees nothing of the first one's catalogue")
}
