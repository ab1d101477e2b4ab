package elastic

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/elastic/go-elasticsearch/v8/esapi"
	"github.com/google/uuid"

	"orion/internal/search"
)

// A place is what an alias stands for.
type place struct{ index, generation string }

// places returns what is in use of a vendor and what is being built, nil for nothing. The
// cluster knows it, as a building may go on in another process.
func (e *Engine) places(ctx context.Context, vendor uuid.UUID) (current, next *place, err error) {
	var got map[string]struct {
		Aliases map[string]struct{ Filter json.RawMessage }
	}
	// A name with a star is found or not; one without is an error where it is not there.
	err = e.do(ctx, writeTime, esapi.IndicesGetAliasRequest{Name: []string{e.alias(vendor) + "*"}}, &got)
	if err != nil {
		return nil, nil, fmt.Errorf("ask what is in use: %w", err)
	}
	for index, of := range got {
		for name, alias := range of.Aliases {
			p := &place{index, generationOf(alias.Filter)}
			switch name {
			case e.alias(vendor):
				current = p
			case e.next(vendor):
				next = p
			}
		}
	}
	return current, next, nil
}

// generationOf reads the filter that stand wrote; "" is a generation that nothing has.
func generationOf(filter json.RawMessage) string {
	var f struct {
		Bool struct {
			Filter []struct{ Term map[string]string }
		}
	}
	if err := json.Unmarshal(filter, &f); err != nil {
		return ""
	}
	for _, c := range f.Bool.Filter {
		if g := c.Term[fieldGeneration]; g != "" {
			return g
		}
	}
	return ""
}

// A build is a generation beside the one in use.
type build struct {
	e          *Engine
	vendor     uuid.UUID
	generation string
	over       bool
	undo       context.Context // Begin's, for Abort: it goes on where the caller's has ended
}

// Begin implements search.Engine. What was being built before, and broken off, is given
// up: the alias leaves it, and Commit sweeps it away.
func (e *Engine) Begin(ctx context.Context, vendor uuid.UUID) (search.Build, error) {
	if err := e.make(ctx); err != nil {
		return nil, err
	}
	_, left, err := e.places(ctx, vendor)
	if err != nil {
		return nil, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return nil, fmt.Errorf("name a generation: %w", err)
	}
	b := &build{e: e, vendor: vendor, generation: id.String(), undo: context.WithoutCancel(ctx)}
	actions := list{b.stand(e.next(vendor))}
	if left != nil && left.index != e.index() {
		actions = append(actions, leave(left.index, e.next(vendor)))
	}
	return b, e.move(ctx, actions)
}

// make makes the index, unless it is there.
func (e *Engine) make(ctx context.Context) error {
	err := e.do(ctx, writeTime, esapi.IndicesCreateRequest{Index: e.index(), Body: body(newIndex())}, nil)
	if f, ok := errors.AsType[*Fault](err); ok && f.Type == "resource_already_exists_exception" {
		return nil
	}
	if err != nil {
		return fmt.Errorf("make an index: %w", err)
	}
	return nil
}

// stand is the action that makes an alias stand for what is built and nothing else.
func (b *build) stand(alias string) obj {
	return obj{"add": obj{
		"index": b.e.index(), "alias": alias, "routing": routing(b.vendor),
		"filter": all(ofVendor(b.vendor), ofGeneration(b.generation)),
	}}
}

func leave(index, alias string) obj { return obj{"remove": obj{"index": index, "alias": alias}} }

// move takes actions on aliases: all at once or none.
func (e *Engine) move(ctx context.Context, actions list) error {
	err := e.do(ctx, writeTime, esapi.IndicesUpdateAliasesRequest{Body: body(obj{"actions": actions})}, nil)
	if err != nil {
		return fmt.Errorf("move an alias: %w", err)
	}
	return nil
}

// Index implements search.Build.
func (b *build) Index(ctx context.Context, put []*search.Document) error {
	return b.e.write(ctx, batch{b.vendor, b.e.next(b.vendor), b.generation, false}, put, nil)
}

// Commit implements search.Build. What was built is found by the time that the alias
// stands for it.
func (b *build) Commit(ctx context.Context) error {
	e := b.e
	current, next, err := e.places(ctx, b.vendor)
	if err != nil {
		return err
	}
	if next == nil || next.generation != b.generation {
		return errors.New("another building of the index has begun")
	}
	if err := e.do(ctx, writeTime, esapi.IndicesRefreshRequest{Index: []string{e.index()}}, nil); err != nil {
		return fmt.Errorf("write the index down: %w", err)
	}
	actions, swept := list{b.stand(e.alias(b.vendor)), leave(e.index(), e.next(b.vendor))}, []string{e.index()}
	if current != nil && current.index != e.index() {
		actions, swept = append(actions, leave(current.index, e.alias(b.vendor))), append(swept, current.index)
	}
	if err := e.move(ctx, actions); err != nil {
		return err
	}
	b.over = true
	e.sweep(ctx, b.vendor, swept, obj{"bool": obj{"filter": list{ofVendor(b.vendor)}, "must_not": list{ofGeneration(b.generation)}}})
	return nil
}

// Abort implements search.Build.
func (b *build) Abort() error {
	if b.over {
		return nil
	}
	b.over = true
	_, next, err := b.e.places(b.undo, b.vendor)
	if err == nil && next != nil && next.generation == b.generation {
		err = b.e.move(b.undo, list{leave(next.index, b.e.next(b.vendor))})
	}
	if err != nil {
		return err
	}
	b.e.sweep(b.undo, b.vendor, []string{b.e.index()}, all(ofVendor(b.vendor), ofGeneration(b.generation)))
	return nil
}

// sweep has documents removed that no alias stands for. The cluster does it in its own
// time; what it leaves goes with the next sweep, and nobody finds it meanwhile.
func (e *Engine) sweep(ctx context.Context, vendor uuid.UUID, indexes []string, query obj) {
	no, yes := false, true
	err := e.do(ctx, writeTime, esapi.DeleteByQueryRequest{
		Index: indexes, Routing: []string{routing(vendor)}, Conflicts: "proceed", WaitForCompletion: &no, IgnoreUnavailable: &yes,
		Body: body(obj{"query": query}),
	}, nil)
	if err != nil {
		e.log.WarnContext(ctx, "search: remove an old index", "vendor", vendor, "err", err)
	}
}
