package media

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
)

// The limits of what is said of a picture, in characters and in number.
const (
	maxAlt  = 500
	maxTag  = 50
	maxTags = 20
)

// plain is text on one line, without what cannot be stored.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
}

// altText checks what a picture shows; nil stays nil.
func altText(s *string, path string) (*string, error) {
	if s == nil {
		return nil, nil
	}
	out := plain(*s)
	if utf8.RuneCountInString(out) > maxAlt {
		return nil, errs.New(errs.TooLong, "is longer than %d characters", maxAlt).At(path)
	}
	return &out, nil
}

// tagWords checks tags, each of which counts once; nil stays nil.
func tagWords(tags []string, path string) ([]string, error) {
	if tags == nil {
		return nil, nil
	}
	out := []string{}
	for i, t := range tags {
		t, at := plain(t), path+"."+strconv.Itoa(i)
		switch n := utf8.RuneCountInString(t); {
		case n == 0:
			return nil, errs.New(errs.Required, "is required").At(at)
		case n > maxTag:
			return nil, errs.New(errs.TooLong, "is longer than %d characters", maxTag).At(at)
		case !slices.Contains(out, t):
			out = append(out, t)
		}
	}
	if len(out) > maxTags {
		return nil, errs.New(errs.TooMany, "are more than %v", maxTags).At(path)
	}
	return out, nil
}

// altered returns the words of a picture in other languages with changes to some; own is
// the shop's language, whose words stand elsewhere.
func altered(have map[string]string, change []*AltText, own, path string) (map[string]string, error) {
	out := map[string]string{}
	for language, text := range have {
		out[language] = text
	}
	for i, c := range change {
		at := path + "." + strconv.Itoa(i)
		if c.Language == own || !spoken(c.Language) {
			return nil, errs.Field(at+".language", "must be another of the shop's languages, each once")
		}
		text, err := altText(&c.Text, at+".text")
		if err != nil {
			return nil, err
		}
		if out[c.Language] = *text; *text == "" {
			delete(out, c.Language)
		}
	}
	return out, nil
}

func spoken(language string) bool {
	for _, tag := range i18n.Languages {
		if tag.String() == language {
			return true
		}
	}
	return false
}

// retagged returns tags with some more and some fewer; false where that is no change.
func retagged(have, add, remove []string) (out []string, changed bool) {
	out = []string{}
	for _, t := range slices.Concat(have, add) {
		if !slices.Contains(remove, t) && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out, !slices.Equal(have, out) && len(have)+len(out) > 0
}
