package gate

import (
	"encoding/json"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// checkVariables walks the variables once and refuses what nothing could be done with:
// too much, too long, nested too deeply, with NUL in it. Whether they fit the document
// is for the executor to say.
func checkVariables(l Limits, vars map[string]any) *gqlerror.Error {
	c := valueCheck{limits: l, left: l.Values}
	c.walk(vars, 0)
	return c.err
}

type valueCheck struct {
	limits Limits
	left   int
	err    *gqlerror.Error
}

func (c *valueCheck) walk(v any, depth int) {
	switch c.left--; {
	case c.err != nil:
		return
	case c.left < -1: // the outermost object is none of them
		c.err = bad("too many values in variables: at most %d are allowed", c.limits.Values)
		return
	case depth > c.limits.Nesting:
		c.err = bad("variables are nested deeper than %d levels", c.limits.Nesting)
		return
	}
	switch v := v.(type) {
	case string:
		c.text(v)
	case json.Number:
		c.text(string(v))
	case []any:
		for _, e := range v {
			c.walk(e, depth+1)
		}
	case map[string]any:
		for name, e := range v {
			c.text(name)
			c.walk(e, depth+1)
		}
	}
}

func (c *valueCheck) text(s string) {
	switch {
	case len(s) > c.limits.TextBytes:
		c.err = bad("a text is longer than %d bytes", c.limits.TextBytes)
	case strings.ContainsRune(s, 0):
		c.err = bad("text must not contain NUL")
	}
}
