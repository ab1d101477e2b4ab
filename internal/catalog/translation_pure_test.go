package catalog

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
	"orion/internal/kit/localized"
)

func TestTranslate(t *testing.T) {
	t.Parallel()
	one := func(s string) *string { return &s }
	have := localized.Texts{"fr": {Title: "Lampe", SEOTitle: "Lampes"}}
	for name, tc := range map[string]struct {
		in   []*TranslationInput
		want localized.Texts
		at   string
		code errs.Code
	}{
		"nothing said":            {want: have},
		"another language":        {in: []*TranslationInput{{Language: "de", Title: one(" Leuchte ")}}, want: localized.Texts{"fr": have["fr"], "de": {Title: "Leuchte"}}},
		"what is left out stays":  {in: []*TranslationInput{{Language: "fr", Title: one("Lampes")}}, want: localized.Texts{"fr": {Title: "Lampes", SEOTitle: "Lampes"}}},
		"an empty text goes":      {in: []*TranslationInput{{Language: "fr", Title: one("")}}, want: localized.Texts{"fr": {SEOTitle: "Lampes"}}},
		"nothing left":            {in: []*TranslationInput{{Language: "fr", Title: one(""), SeoTitle: one("")}}, want: localized.Texts{}},
		"HTML is cleaned":         {in: []*TranslationInput{{Language: "de", DescriptionHTML: one("<p onclick=x>Hell</p><script>1</script>")}}, want: localized.Texts{"fr": have["fr"], "de": {Description: "Hell", DescriptionHTML: "<p>Hell</p>"}}},
		"the shop's own language": {in: []*TranslationInput{{Language: "en", Title: one("Lamp")}}, at: "input.translations.0.language", code: errs.Invalid},
		"an unknown language":     {in: []*TranslationInput{{Language: "lb"}}, at: "input.translations.0.language", code: errs.Invalid},
		"a language twice":        {in: []*TranslationInput{{Language: "de"}, {Language: "de"}}, at: "input.translations.1.language", code: errs.Invalid},
		"a long title":            {in: []*TranslationInput{{Language: "de", Title: one(strings.Repeat("ä", 101))}}, at: "input.translations.0.title", code: errs.TooLong},
		"a long SEO title":        {in: []*TranslationInput{{Language: "de", SeoTitle: one(strings.Repeat("ä", 71))}}, at: "input.translations.0.seoTitle", code: errs.TooLong},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Translate(have, tc.in, "en", 100, "input.translations")
			if tc.code != "" {
				var all errs.List
				require.ErrorAs(t, err, &all)
				require.Equal(t, tc.code, all[0].Code)
				require.Equal(t, tc.at, all[0].Field())
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
	require.Equal(t, localized.Texts{"fr": {Title: "Lampe", SEOTitle: "Lampes"}}, have, "the words before are not changed")
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	require.Equal(t, "Two lines.", excerpt("Two\n\nlines."))
	long := excerpt(strings.Repeat("word, ", 60))
	require.True(t, strings.HasSuffix(long, "word…"), long)
	require.LessOrEqual(t, len([]rune(long)), excerptAt+1)
	require.Equal(t, strings.Repeat("字", excerptAt)+"…", excerpt(strings.Repeat("字", 400)))
	require.Equal(t, &SEO{Title: "Lamp", Description: "Bright."}, seoOf("Lamp", "Bright.", "", ""))
	require.Equal(t, &SEO{Title: "Lamps", Description: "All."}, seoOf("Lamp", "Bright.", "Lamps", "All."))
}
