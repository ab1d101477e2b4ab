package loader

import (
	"bytes"
	"context"
	"log/slog"
	"testing"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/viewer"
)

var mine, theirs = uuid.MustParse("018f2f6e-0000-7000-8000-000000000001"), uuid.MustParse("018f2f6e-0000-7000-8000-000000000002")

func as(t *testing.T, v *viewer.Viewer) context.Context {
	t.Helper()
	return viewer.NewContext(viewer.WithRequest(t.Context(), viewer.Request{ID: "req-7"}), v)
}

func TestTripwire(t *testing.T) {
	t.Parallel()
	team := &viewer.Viewer{Audience: viewer.Vendor, VendorID: mine}
	for name, tc := range map[string]struct {
		viewer *viewer.Viewer
		row    any
		kind   string // "" for a row that passes
	}{
		"a row of the vendor":                       {team, &ent.Product{VendorID: mine}, ""},
		"a row of another vendor":                   {team, &ent.Product{VendorID: theirs}, "Product"},
		"another vendor itself":                     {team, &ent.Vendor{ID: theirs}, "Vendor"},
		"the vendor itself":                         {team, &ent.Vendor{ID: mine}, ""},
		"a row of the platform":                     {team, &ent.Role{}, "Role"},
		"a role of the vendor":                      {team, &ent.Role{VendorID: &mine}, ""},
		"a row of nobody in particular":             {team, &ent.User{}, ""},
		"a row of another vendor, for a shopper":    {&viewer.Viewer{Audience: viewer.Shop, VendorID: mine}, &ent.Order{VendorID: theirs}, "Order"},
		"a row of another vendor, for the program":  {viewer.ForVendor(mine), &ent.Order{VendorID: theirs}, "Order"},
		"any row, for the staff":                    {&viewer.Viewer{Audience: viewer.Admin}, &ent.Order{VendorID: theirs}, ""},
		"any row, for nobody":                       {nil, &ent.Order{VendorID: theirs}, "Order"},
		"any row, for a team without a vendor":      {&viewer.Viewer{Audience: viewer.Vendor}, &ent.Order{VendorID: theirs}, "Order"},
		"a row of no vendor, for a team without":    {&viewer.Viewer{Audience: viewer.Vendor}, &ent.Order{}, "Order"},
		"a row of the platform, for its own people": {viewer.ForPlatform(), &ent.Role{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log, metrics := &bytes.Buffer{}, prometheus.NewRegistry()
			w := NewTripwire(slog.New(slog.NewTextHandler(log, nil)), metrics)
			require.Equal(t, tc.kind != "", w.Stops(as(t, tc.viewer), tc.viewer, tc.row))
			if tc.kind == "" {
				require.Empty(t, log.String())
				return
			}
			require.Contains(t, log.String(), "level=ERROR")
			require.Contains(t, log.String(), "kind="+tc.kind)
			require.Contains(t, log.String(), "request=req-7")
			require.InDelta(t, 1, counted(t, metrics), 0)
		})
	}
}

// counted is how often the alarm was raised.
func counted(t *testing.T, metrics *prometheus.Registry) (n float64) {
	t.Helper()
	families, err := metrics.Gather()
	require.NoError(t, err)
	for _, m := range families {
		require.Equal(t, "orion_isolation_tripwire_total", m.GetName())
		n += m.GetMetric()[0].GetCounter().GetValue()
	}
	return n
}

// A store whose walls have fallen hands out everybody's rows.
func TestB2_44ALoaderReturnsNothingOfAnotherVendor(t *testing.T) {
	t.Parallel()
	own, foreign := &ent.Product{ID: uuid.New(), VendorID: mine}, &ent.Product{ID: uuid.New(), VendorID: theirs}
	metrics := prometheus.NewRegistry()
	w := NewTripwire(slog.New(slog.DiscardHandler), metrics)
	all := func(context.Context, []uuid.UUID) ([]*ent.Product, error) { return []*ent.Product{own, foreign}, nil }
	team := &viewer.Viewer{Audience: viewer.Vendor, VendorID: mine}
	l := rows(guard{w, team}, all, func(p *ent.Product) uuid.UUID { return p.ID })

	got, err := l.Load(as(t, team), own.ID)()
	require.NoError(t, err)
	require.Equal(t, own, got)
	_, err = l.Load(as(t, team), foreign.ID)()
	require.Equal(t, errs.NotFound, errs.CodeOf(err), "as a missing one")
	require.InDelta(t, 2, counted(t, metrics), 1, "counted with each batch that brought it")

	got, err = Find(as(t, viewer.ForPlatform()), l, foreign.ID)
	require.NoError(t, err)
	require.Nil(t, got, "nor does it help to look as the platform: the answer is for the team")
}
