package order_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/fixture"
	"orion/internal/order"
)

func TestExport(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, pv := fixture.Product(t, s.db, s.vendor)
	elsewhere := openOn(t, s.db)
	_, foreign := fixture.Product(t, s.db, elsewhere.vendor)
	elsewhere.placed(t, foreign)
	s.placed(t, pv, func(d *order.Draft) { d.Email = "ada@example.org" })
	s.placed(t, pv, func(d *order.Draft) { d.Email = "ben@example.org"; d.ShippingAddress.FirstName = "=HYPERLINK(1)" })
	s.opened(t, s.guest(t), pv) // never placed

	var out bytes.Buffer
	n, err := s.orders.Export(s.staff, &out)
	require.NoError(t, err)
	require.EqualValues(t, 2, n)
	all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, all, 3, "a header and the two that were placed, none of another vendor's")
	first, second := cellsOf(all[0], all[1]), cellsOf(all[0], all[2])
	require.Equal(t, "1001", first["order"])
	require.Equal(t, "ada@example.org", first["email"])
	require.Equal(t, "10.00", first["line_total"])
	require.Equal(t, "EUR", first["currency"])
	require.Equal(t, "1", first["quantity"])
	require.Equal(t, "PLACED", first["status"])
	require.Empty(t, first["cancelled_at"])
	require.Equal(t, "1002", second["order"])
	require.Equal(t, "'=HYPERLINK(1)", second["first_name"], "B6.123 no cell is a formula to a spreadsheet")
}

func cellsOf(names, row []string) map[string]string {
	out := map[string]string{}
	for i, name := range names {
		out[name] = row[i]
	}
	return out
}
