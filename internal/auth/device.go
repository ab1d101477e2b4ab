package auth

import (
	"context"
	"strings"

	"orion/internal/kit/i18n"
)

// A trait is a word of user agents and what people call it; the first that is there
// counts, because newer programs name older ones too.
type trait struct{ word, name string }

var (
	programs = []trait{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser/", "Samsung Internet"},
		{"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chromium/", "Chromium"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
		{"curl/", "curl"},
	}
	systems = []trait{
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Android", "Android"},
		{"Windows", "Windows"},
		{"Macintosh", "Mac"},
		{"CrOS", "ChromeOS"},
		{"Linux", "Linux"},
	}
)

// Device says what a session was begun with, in the language of the request, such as
// "Firefox on Linux"; "" for what nobody knows.
func Device(ctx context.Context, userAgent string) string {
	program, system := first(programs, userAgent), first(systems, userAgent)
	if program == "" || system == "" {
		return program + system
	}
	return i18n.T(ctx, "%s on %s", program, system)
}

func first(of []trait, in string) string {
	for _, t := range of {
		if strings.Contains(in, t.word) {
			return t.name
		}
	}
	return ""
}
