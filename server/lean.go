package server

import (
	"bytes"
	"strings"
)

// lean returns a module without what is there for those who read its source: lines of comments and the blanks that
// lines begin with. Every line stays where it was, so that what a browser reports still names the source. What stands in
// a text over several lines is left alone.
func lean(module []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(module))
	text, comment := false, false
	for line := range strings.Lines(string(module)) {
		bare := strings.TrimLeft(line, " ")
		switch {
		case text:
			out.WriteString(line)
		case comment, strings.HasPrefix(bare, "//"), strings.HasPrefix(bare, "/**"):
			comment = (comment || strings.HasPrefix(bare, "/**")) && !strings.Contains(bare, "*/")
			out.WriteByte('\n')
			continue
		default:
			out.WriteString(bare)
		}
		text = text != (strings.Count(line, "`")%2 == 1)
	}
	return out.Bytes()
}
