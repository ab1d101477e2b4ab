package feed

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// tidy trims a text and brings it into one form: NFC, line feeds. What it says
// is left alone, markup and formulas included: it is made safe where it is shown.
func tidy(s string, ascii bool) string {
	if ascii {
		s = trimASCII(s)
	} else {
		s = strings.TrimSpace(s)
		if !norm.NFC.IsNormalString(s) {
			s = norm.NFC.String(s)
		}
	}
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return s
}

func trimASCII(s string) string {
	for len(s) > 0 && s[0] <= ' ' && spaceASCII(s[0]) {
		s = s[1:]
	}
	for len(s) > 0 && s[len(s)-1] <= ' ' && spaceASCII(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

func spaceASCII(b byte) bool { return b == ' ' || '\t' <= b && b <= '\r' }

// cleanID brings an id into one form, so that two ids that look alike are one:
// NFC, outer blanks and invisible characters removed, blanks of all kinds made
// spaces. Upper and lower case stay two ids.
func cleanID(s string, ascii bool) string {
	if ascii {
		return trimASCII(s)
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r) && unicode.Is(unicode.Variation_Selector, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, s)
	return strings.TrimSpace(norm.NFC.String(s))
}

// scientific is what a spreadsheet makes of a long number.
var scientific = regexp.MustCompile(`^\d[.,]?\d*[Ee]\+?\d{1,3}$`)

var spreadsheet = Problem{
	Code: CodeNumber, Format: "a spreadsheet has turned the digits into a rounded number",
	Hint: "format the column as text before you save the file",
}

func maybeScientific(s string) bool {
	return strings.IndexAny(s, "eE") > 0 && scientific.MatchString(s)
}

func (c *converter) id(col *column, s string) string {
	id := cleanID(s, c.ascii)
	switch {
	case id == "":
		c.required(col)
	case maybeScientific(id):
		c.fail(col, s, spreadsheet)
	case strings.IndexFunc(id, unicode.IsControl) >= 0:
		c.fail(col, s, Problem{Code: CodeInvalid, Format: "the id contains a line break or another control character"})
	default:
		return c.short(col, id, c.opt.longestID())
	}
	return id
}

// text reads a text of so many characters at most.
func (c *converter) text(col *column, s string, most int) string {
	return c.short(col, tidy(s, c.ascii), most)
}

// short refuses a text of more characters; it never cuts one.
func (c *converter) short(col *column, s string, most int) string {
	if len(s) <= most {
		return s
	}
	n := utf8.RuneCountInString(s)
	if n <= most {
		return s
	}
	c.fail(col, s, Problem{Code: CodeTooLong, Format: "the text has %v characters; %v are allowed", Args: []any{n, most}})
	return ""
}

func (c *converter) title(col *column, s string) string {
	if blank([]byte(s)) {
		c.required(col)
		return ""
	}
	return c.text(col, s, 150)
}

// descriptionLength is what marketplaces take. A longer one is kept all the same.
const descriptionLength = 5000

func (c *converter) description(col *column, s string) string {
	if s = tidy(s, c.ascii); len(s) <= descriptionLength {
		return s
	}
	if n := utf8.RuneCountInString(s); n > descriptionLength {
		c.warn(col, s, Problem{
			Code: CodeTooLong, Format: "the text has %v characters; marketplaces take %v",
			Args: []any{n, descriptionLength},
		})
	}
	return s
}

func (c *converter) attribute(col *column, s string) {
	switch {
	case links[col.name]:
		s = c.link(col, s)
	case inLanguages[col.name] && strings.HasPrefix(col.name, "description"):
		s = c.description(col, s)
	default:
		s = c.text(col, s, 5000)
	}
	if s == "" {
		return
	}
	if col.repeated {
		s = join(c.row.Attributes[col.name], s)
	}
	c.set(col.name, s)
}

func (c *converter) set(attribute, s string) {
	if c.row.Attributes == nil {
		c.row.Attributes = map[string]string{}
	}
	c.row.Attributes[attribute] = s
}

// pathDepth is how many levels of a category are kept.
const pathDepth = 10

// path reads a category: an id, or names from the general to the particular.
func (c *converter) path(col *column, s string) string {
	s = c.text(col, s, 750)
	if n := strings.Count(s, ">"); n < pathDepth && n == strings.Count(s, " > ") && !strings.Contains(s, "  ") {
		return s
	}
	levels := strings.Split(s, ">")
	kept := levels[:0]
	for _, level := range levels {
		if level = strings.TrimSpace(level); level != "" {
			kept = append(kept, level)
		}
	}
	if len(kept) > pathDepth {
		c.warn(col, s, Problem{
			Code: CodeTooMany, Format: "the category has %v levels; the first %v are kept",
			Args: []any{len(kept), pathDepth},
		})
		kept = kept[:pathDepth]
	}
	return strings.Join(kept, " > ")
}
