package i18n_test

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/i18n"
)

// protocol are texts that clients compare: they stay as they are.
var protocol = []string{"PersistedQueryNotFound"}

// The texts of a page's own are in storefront and admin-ui; these are the server's.
func TestEveryTextIsTranslated(t *testing.T) {
	t.Parallel()
	all := search(t)
	require.Greater(t, len(all.texts), 150, "the search finds the texts")
	require.Empty(t, all.hidden, "texts that the search cannot read: write them where they are said, or teach it the place")
	texts := maps.Clone(all.texts)
	for _, text := range protocol {
		require.Contains(t, texts, text, "said no more")
		delete(texts, text)
	}
	for _, tag := range i18n.Languages[1:] {
		have, err := i18n.Translations(tag)
		require.NoError(t, err)
		var missing, left []string
		for text, where := range texts {
			if have[text] == "" {
				missing = append(missing, strconv.Quote(text)+" ("+where+")")
				continue
			}
			require.Equal(t, verbs(text), verbs(have[text]), "%s: what %q is filled with", tag, text)
		}
		for text := range have {
			if texts[text] == "" {
				left = append(left, text)
			}
		}
		slices.Sort(missing)
		slices.Sort(left)
		require.Empty(t, missing, "texts without a translation into %s", tag)
		require.Empty(t, left, "translations into %s of texts that nobody says", tag)
	}
}

var verb = regexp.MustCompile(`%(\[\d+\])?([a-z])`)

// verbs returns what a format does with each of its arguments, in their order.
func verbs(format string) []string {
	var out []string
	for i, v := range verb.FindAllStringSubmatch(strings.ReplaceAll(format, "%%", ""), -1) {
		place := v[1]
		if place == "" {
			place = "[" + strconv.Itoa(i+1) + "]"
		}
		out = append(out, place+v[2])
	}
	slices.Sort(out)
	return out
}

// What the search knows is held here, so that a rule that finds nothing any more is
// noticed.
func TestTextsAreFoundWhereverTheyAreSaid(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"an error":                           "this article is sold out",
		"an error about a field":             "is no country",
		"an error with a cause":              "that took too long",
		"a text in the reader's language":    "the price changed from %s to %s",
		"a message that is stored":           "the import could not be finished; start it again",
		"a problem of a row":                 "the cell is blank",
		"a constant hint":                    "write the price as 15.00 EUR",
		"a hint in its place":                "write new, refurbished or used",
		"a hint that is returned":            "write the ISBN-13, which begins with 978",
		"a reason that is returned":          "the check digit of the GTIN is wrong and the GTIN was left out",
		"a reason that is assigned":          "the sale price was left out: it is not below the price",
		"a reason that a variable begins as": "the product has not been selected",
		"a refusal of a file":                "the file is empty",
		"a line of a table":                  "this is a PDF document, not a CSV file",
		"a flaw":                             "it has no picture",
		"a requirement of a checkout":        "a way of delivery must be chosen",
		"a warning of a cart":                "only %d are left; the quantity was reduced",
		"the title of a payment":             "Pay on invoice",
		"a page's notice":                    "That did not work",
		"the reason of a picture's failure":  "the address could not be reached",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, search(t).texts, text)
		})
	}
}
