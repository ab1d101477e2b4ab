//go:build acceptance

package marketplace_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/i18n"
	"orion/internal/kit/page"
	"orion/internal/search"
	"orion/internal/search/bleve"
	"orion/jobs"
)

// The least that must be right among the first 10, over all queries and of each.
const (
	searchFloor = 0.9
	queryFloor  = 0.5
)

// A judged is a query and what somebody who looked through the feed found right for it.
// They are written down in testdata by the feed's ids, from titles and texts and not from
// what an engine finds.
type judged struct {
	Feed, Query, Why string
	Right            []string
}

// engineNames are those of what a shop is searched with, in order.
var engineNames = [2]string{"bleve", "postgres"}

// A shop to be searched, with each engine.
type searched struct {
	vendor  *ent.Vendor
	shopper context.Context
	ids     map[uuid.UUID]string // product → id in the feed
	engines []*search.Service
}

// What shoppers find first in real feeds is right, with each engine. Of a query with
// fewer than 10 right products it is these that must be found.
func TestAcceptanceOfSearchQuality(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/search_quality.json")
	require.NoError(t, err)
	var all []judged
	require.NoError(t, json.Unmarshal(raw, &all))
	h, shops := open(t), map[string]*searched{}
	sums := make([]float64, 2)
	t.Logf("%-24s %8s %8s  right  what is right", "query", "bleve", "postgres")
	for _, q := range all {
		if shops[q.Feed] == nil {
			shops[q.Feed] = h.shopOf(t, q.Feed)
		}
		var of [2]float64
		for i, engine := range shops[q.Feed].engines {
			of[i] = shops[q.Feed].precision(t, engine, q)
			sums[i] += of[i]
			if of[i] < queryFloor {
				t.Errorf("%s: %.2f of the first 10 are right with %s", q.Query, of[i], engineNames[i])
			}
		}
		t.Logf("%-24s %8.2f %8.2f  %5d  %s", q.Query, of[0], of[1], len(q.Right), q.Why)
	}
	bleve, postgres := sums[0]/float64(len(all)), sums[1]/float64(len(all))
	t.Logf("precision at 10 over %d queries: bleve %.3f, postgres %.3f, floor %.2f", len(all), bleve, postgres, searchFloor)
	require.GreaterOrEqual(t, bleve, searchFloor, "bleve")
	require.GreaterOrEqual(t, postgres, searchFloor, "postgres")
}

// shopOf imports a feed, puts all of it into a shop and builds its indexes.
func (h house) shopOf(t *testing.T, feed string) *searched {
	t.Helper()
	vendor, team := fixture.Vendor(t, h.db)
	h.load(t, team, feedFile(t, feed))
	h.task(t, team, enum.StagingActionSelect, nil)
	h.task(t, team, enum.StagingActionPublish, nil)
	out := &searched{vendor: vendor, shopper: i18n.NewContext(fixture.Shopper(t, vendor), language.English), ids: map[uuid.UUID]string{}}
	for _, p := range h.staged(t, team) {
		if p.ProductID != nil {
			out.ids[*p.ProductID] = p.ExternalID
		}
	}
	require.Greater(t, len(out.ids), 1000, "what is published of %s", feed)
	e, err := bleve.New(t.TempDir(), slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	queue, err := jobs.NewQueue(h.db)
	require.NoError(t, err)
	for _, engine := range []search.Engine{e, search.NewPostgres(h.db)} {
		out.engines = append(out.engines, search.New(search.Deps{
			DB: h.db, Queue: queue, Pages: page.NewSigner([]byte("k")), Clock: clock.System{}, Log: slog.New(slog.DiscardHandler), Engine: engine,
		}))
	}
	require.NoError(t, out.engines[0].ReindexAll(t.Context(), vendor.Slug, func(search.Step) {}))
	return out
}

// precision is how many of the first 10 are right, of as many as there are.
func (s *searched) precision(t *testing.T, engine *search.Service, q judged) float64 {
	t.Helper()
	first := 10
	found, err := engine.Search(s.shopper, s.vendor, q.Query, page.Arg{First: &first}, nil, enum.SearchSortRelevance)
	require.NoError(t, err)
	right := 0
	for _, p := range found.Nodes() {
		if slices.Contains(q.Right, s.ids[p.ID]) {
			right++
		} else {
			t.Logf("    %s: not right: %s", q.Query, p.Title)
		}
	}
	require.NotContains(t, engine.Health(), "fallback")
	return float64(right) / float64(min(first, len(q.Right)))
}
