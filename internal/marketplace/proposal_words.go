package marketplace

import (
	"maps"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/kit/localized"
	"orion/internal/kit/richtext"
)

// languages are those that a feed may have columns of, such as title_fr.
var languages = []string{"en", "fr", "de"}

// wordsBeside are the words of a staged product in the languages other than the shop's
// own: the team's before the feed's, text by text.
func wordsBeside(p *ent.MarketplaceProduct, own string) localized.Texts {
	out := localized.Texts{}
	for _, language := range languages {
		said := localized.Text{
			Title:       cutRunes(p.Attributes["title_"+language], maxOwnTitle),
			Description: strings.TrimSpace(p.Attributes["description_"+language]),
		}
		if language == own || said.Empty() {
			continue
		}
		// What feeds say may be HTML or plain; either way it is cleaned.
		said.DescriptionHTML, said.Description = richtext.Clean(asHTML(said.Description))
		out[language] = said
	}
	for language, text := range p.OwnTranslations {
		out[language] = laidOver(text, out[language])
	}
	maps.DeleteFunc(out, func(_ string, t localized.Text) bool { return t.Empty() })
	return out
}

// asHTML makes paragraphs of a text without marks of its own.
func asHTML(s string) string {
	if strings.Contains(s, "</") || strings.Contains(s, "<br") {
		return s
	}
	return richtext.FromText(s)
}

// laidOver lays the words of a team over those of a feed.
func laidOver(own, feed localized.Text) localized.Text {
	if own.Title == "" {
		own.Title = feed.Title
	}
	if own.DescriptionHTML == "" {
		own.DescriptionHTML, own.Description = feed.DescriptionHTML, feed.Description
	}
	return own
}
