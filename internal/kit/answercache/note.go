package answercache

import (
	"context"
	"encoding/json"
	"sync"
)

// Noted is something that an answer does beside being an answer, such as being counted,
// in a form that can be kept with it.
type Noted struct {
	Kind string          `json:"kind"`
	Data json.RawMessage `json:"data"`
}

type notesKey struct{}

type notes struct {
	mu  sync.Mutex
	all []Noted
}

// Listening returns a context that hears Note, and what it has heard.
func Listening(ctx context.Context) (heard context.Context, all func() []Noted) {
	n := &notes{}
	return context.WithValue(ctx, notesKey{}, n), func() []Noted {
		n.mu.Lock()
		defer n.mu.Unlock()
		return n.all
	}
}

// Note says that the answer under way does something each time it is given: whoever keeps
// it does that then. It is no error where nobody keeps the answer. data is put into JSON.
func Note(ctx context.Context, kind string, data any) {
	n, ok := ctx.Value(notesKey{}).(*notes)
	if !ok {
		return
	}
	raw, err := json.Marshal(data)
	if err != nil {
		panic("answercache: a note that is no JSON: " + err.Error()) // a mistake of the program
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(n.all, Noted{Kind: kind, Data: raw})
}
