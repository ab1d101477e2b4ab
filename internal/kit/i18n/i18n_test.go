package i18n_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/internal/kit/i18n"
)

func TestTextsAreFilledByTheRulesOfTheLanguage(t *testing.T) {
	t.Parallel()
	const space = "\u00a0" // does not break
	for name, tc := range map[string]struct {
		format     string
		args       []any
		en, fr, de string
	}{
		"no argument": {
			format: "not found", en: "not found", fr: "introuvable", de: "nicht gefunden",
		},
		"a small number": {
			format: "only %d of this article are left", args: []any{int64(3)},
			en: "only 3 of this article are left", fr: "il ne reste que 3 exemplaire(s) de cet article",
			de: "von diesem Artikel sind nur noch 3 da",
		},
		"a large number is grouped": {
			format: "is longer than %d characters", args: []any{20_000},
			en: "is longer than 20,000 characters", fr: "dépasse 20" + space + "000 caractères", de: "ist länger als 20.000 Zeichen",
		},
		"a number of any kind is grouped": {
			format: "are more than %v", args: []any{1000},
			en: "are more than 1,000", fr: "sont plus de 1" + space + "000", de: "sind mehr als 1.000",
		},
		"a number that was stored as text stays as it was": {
			format: "the row has %v cells and the header %v", args: []any{"1200", "8"},
			en: "the row has 1200 cells and the header 8", fr: "la ligne a 1200 cellules et l’en-tête 8",
			de: "die Zeile hat 1200 Zellen und die Kopfzeile 8",
		},
		"texts stand in their order": {
			format: "the price changed from %s to %s", args: []any{"1 €", "2 €"},
			en: "the price changed from 1 € to 2 €", fr: "le prix est passé de 1 € à 2 €", de: "der Preis hat sich von 1 € auf 2 € geändert",
		},
		"a type of text is text": {
			format: "the vendor is %s", args: []any{status("CLOSED")},
			en: "the vendor is CLOSED", fr: "la boutique a le statut CLOSED", de: "der Shop hat den Status CLOSED",
		},
		"a quoted text keeps its quotes": {
			format: "the sign %q stands for more than one currency", args: []any{"$"},
			en: `the sign "$" stands for more than one currency`, fr: `le signe "$" désigne plusieurs devises`,
			de: `das Zeichen "$" steht für mehrere Währungen`,
		},
		"a number below zero in the format": {
			format: "must be -%d to %d and not 0", args: []any{1000, 1000},
			en: "must be -1,000 to 1,000 and not 0", fr: "doit être compris entre -1" + space + "000 et 1" + space + "000, sans être 0",
			de: "muss zwischen -1.000 und 1.000 liegen und nicht 0 sein",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.en, i18n.Text(language.English, tc.format, tc.args...))
			require.Equal(t, tc.fr, i18n.Text(language.French, tc.format, tc.args...))
			require.Equal(t, tc.de, i18n.Text(language.German, tc.format, tc.args...))
		})
	}
}

type status string
