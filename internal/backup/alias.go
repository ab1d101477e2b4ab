package backup

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/google/uuid"

	"orion/internal/kit/publicid"
)

// aliases name the ids of a vendor's rows without saying them, in all that is written of
// them: columns, JSON, addresses of pictures, public ids in texts.
type aliases struct {
	of  map[uuid.UUID]string // such as products:3
	ids map[string]known
}

type known struct {
	id     uuid.UUID
	public publicid.Kind
}

func newAliases() *aliases {
	return &aliases{of: map[uuid.UUID]string{}, ids: map[string]known{}}
}

// name gives the n-th row of a kind its alias. public is what the graph calls it.
func (a *aliases) name(kind string, n int, id uuid.UUID, public publicid.Kind) {
	alias := kind + ":" + strconv.Itoa(n)
	a.of[id], a.ids[alias] = alias, known{id, public}
}

var (
	written = regexp.MustCompile(`@\{|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[a-z]{3,6}_[0-9a-hjkmnp-tv-z]{26}`)
	aliased = regexp.MustCompile(`@\{(#?)([^}]*)\}`)
)

// literal stands for what looks like the beginning of an alias and is none.
const literal = "@{}"

// hide replaces ids by @{alias}, and public ids by @{#alias}. Ids of nothing in the archive
// stay: they name nothing there either.
func (a *aliases) hide(text string) string {
	return written.ReplaceAllStringFunc(text, func(found string) string {
		if found == "@{" {
			return literal
		}
		if _, id, ok := publicid.ID(found).Parse(); ok && a.of[id] != "" {
			return "@{#" + a.of[id] + "}"
		}
		if id, err := uuid.Parse(found); err == nil && a.of[id] != "" {
			return "@{" + a.of[id] + "}"
		}
		return found
	})
}

// show replaces aliases by ids. It fails for an alias of nothing: the archive is not whole.
func (a *aliases) show(text string) (string, error) {
	var missing error
	out := aliased.ReplaceAllStringFunc(text, func(found string) string {
		parts := aliased.FindStringSubmatch(found)
		if found == literal {
			return "@{"
		}
		k, ok := a.ids[parts[2]]
		switch {
		case !ok || parts[1] != "" && k.public == "":
			missing = fmt.Errorf("the archive refers to %s, which is not in it", parts[2])
		case parts[1] != "":
			return string(publicid.New(k.public, k.id))
		}
		return k.id.String()
	})
	return out, missing
}
