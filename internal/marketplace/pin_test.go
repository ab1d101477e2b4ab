package marketplace_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/optional"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/marketplace"
)

// pinned are the pins of the vendor's products in words, by the products' ids in the feed.
func (h house) pinned(t testing.TB, ctx context.Context) map[string][]string {
	t.Helper()
	list, err := h.Products(ctx, page.Arg{}, &marketplace.ProductWhere{Pinned: ref(true)})
	require.NoError(t, err)
	others, err := h.Products(ctx, page.Arg{}, &marketplace.ProductWhere{Pinned: ref(false)})
	require.NoError(t, err)
	require.Len(t, h.staged(t, ctx), len(list.Nodes)+len(others.Nodes), "each product is in one of the lists")
	pins, err := h.Pins(ctx, list.Nodes)
	require.NoError(t, err)
	out := map[string][]string{}
	for i, p := range list.Nodes {
		for _, c := range pins[i] {
			out[p.ExternalID] = append(out[p.ExternalID], string(c.Field)+": "+optional.Value(c.Before)+" → "+optional.Value(c.After)+" / "+optional.Value(c.Catalog))
		}
	}
	return out
}

func TestPinsAreSeenAndTakenAway(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	_, other := fixture.Vendor(t, h.db)
	h.load(t, ctx, rows(1, 3))
	h.publish(t, ctx, "1", "2", "3")
	require.Empty(t, h.pinned(t, ctx))
	answer := func(ctx context.Context, place int, to enum.SourceChangeAnswer, fields ...enum.SourceField) error {
		p := h.staged(t, ctx)[place]
		_, err := h.Resolve(ctx, marketplace.ResolveInput{IDs: []publicid.ID{p.PublicID()}, Answer: to, Fields: fields})
		return err
	}
	require.NoError(t, answer(ctx, 0, enum.SourceChangeAnswerPin, enum.SourceFieldTitle, enum.SourceFieldPrice))
	require.NoError(t, answer(ctx, 1, enum.SourceChangeAnswerPin, enum.SourceFieldTitle))
	require.NoError(t, answer(ctx, 2, enum.SourceChangeAnswerIgnore), "an answer without a pin")
	title := h.staged(t, ctx)[0].Title
	h.load(t, ctx, "id,title,price\n1,Torch,77 EUR\n")
	require.Equal(t, map[string][]string{
		"1": {"TITLE: " + title + " → Torch / " + title, "PRICE: 1.50 → 77.00 / 1.50"},
		"2": {"TITLE: " + h.staged(t, ctx)[1].Title + " → " + h.staged(t, ctx)[1].Title + " / " + h.staged(t, ctx)[1].Title},
	}, h.pinned(t, ctx))
	require.Empty(t, h.told(t, ctx, h.staged(t, ctx)[0]), "a feed is not heard on what is pinned")
	require.Empty(t, h.pinned(t, other))
	none, err := h.Pins(ctx, []*ent.MarketplaceProduct{h.staged(t, ctx)[2]})
	require.NoError(t, err)
	require.Equal(t, [][]*marketplace.SourceChange{{}}, none)

	require.NoError(t, answer(ctx, 0, enum.SourceChangeAnswerUnpin, enum.SourceFieldTitle))
	require.Equal(t, []string{"PRICE: 1.50 → 77.00 / 1.50"}, h.pinned(t, ctx)["1"])
	require.Equal(t, []string{"TITLE: " + title + " → Torch / " + title}, h.told(t, ctx, h.staged(t, ctx)[0]), "it is heard again")

	h.load(t, ctx, rows(1, 1), whole)
	require.Equal(t, enum.MarketplaceProductStatusMissing, h.staged(t, ctx)[1].Status)
	require.NoError(t, answer(ctx, 1, enum.SourceChangeAnswerUnpin), "also of what is away")
	require.NotContains(t, h.pinned(t, ctx), "2")
	require.Error(t, answer(ctx, 1, enum.SourceChangeAnswerPin, enum.SourceFieldTitle))
}
