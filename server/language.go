package server

import (
	"net/http"
	"slices"

	"golang.org/x/text/language"

	"orion/internal/kit/i18n"
)

// languageCookie holds the language that a visitor has chosen.
const languageCookie = "orion-language"

// speak puts the language of the answer into the context: the one chosen by ?lang= or
// by cookie, else the one that the browser asks for.
func speak(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tag, chosen := choice(r)
		if !chosen {
			tag = i18n.Match(r.Header.Get("Accept-Language"))
		}
		next.ServeHTTP(w, r.WithContext(i18n.NewContext(r.Context(), tag)))
	})
}

// choice returns the language that the visitor has chosen, if it is one of ours.
func choice(r *http.Request) (language.Tag, bool) {
	asked := ""
	if r.URL.RawQuery != "" {
		asked = r.URL.Query().Get("lang")
	}
	if asked == "" && r.Header["Cookie"] != nil {
		if c, err := r.Cookie(languageCookie); err == nil {
			asked = c.Value
		}
	}
	if asked == "" {
		return language.English, false
	}
	tag, err := language.Parse(asked)
	if err != nil {
		return language.English, false
	}
	match := i18n.Match(tag.String())
	base, _ := tag.Base()
	ours, _ := match.Base()
	return match, base == ours && slices.Contains(i18n.Languages, match)
}
