package marketplace_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/localized"
	"orion/internal/marketplace"
)

// What a feed says in several languages is in the catalogue in all of them, title and
// description, the team's words before the feed's.
func TestWordsOfAFeedInSeveralLanguages(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	require.Equal(t, "en", v.Language)
	system := fixture.System(t, v)
	require.NoError(t, h.db.MarketplaceSource.Update().SetFormat(enum.FeedFormatLetzshop).SetLanguages([]string{"en", "de"}).Exec(system))
	const header = "id,title_fr,title_de,title_en,description_fr,description_de,description_en,price\n"
	h.load(t, ctx, header+"1,Lampe,Leuchte,Lamp,<p>Claire</p><script>x</script>,Warmes Licht,Warm,9\n2,,Vase,Vase,,,,5\n")

	one := h.staged(t, ctx)[0]
	require.Equal(t, "Lamp", one.Title, "in the language that the source prefers")
	proposals, err := h.Proposals(ctx, []*ent.MarketplaceProduct{one})
	require.NoError(t, err)
	require.Empty(t, proposals[0].Edited)
	require.Equal(t, []*catalog.Translation{
		{Language: "de", Title: ref("Leuchte"), DescriptionHTML: ref("<p>Warmes Licht</p>")},
		{Language: "fr", Title: ref("Lampe"), DescriptionHTML: ref("<p>Claire</p>")},
	}, proposals[0].Translations)

	_, err = h.Edit(ctx, one.PublicID(), marketplace.ProductUpdateInput{
		Translations: []*catalog.TranslationInput{{Language: "de", DescriptionHTML: ref("<p>Hell</p>")}},
	})
	require.NoError(t, err)
	p := h.publish(t, ctx, "1")[0]
	require.Equal(t, localized.Texts{
		"de": {Title: "Leuchte", Description: "Hell", DescriptionHTML: "<p>Hell</p>"},
		"fr": {Title: "Lampe", Description: "Claire", DescriptionHTML: "<p>Claire</p>"},
	}, p.Translations)
	require.Equal(t, localized.Texts{"de": {Title: "Vase"}}, h.publish(t, ctx, "2")[0].Translations)
}
