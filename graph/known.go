package graph

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"golang.org/x/text/language"

	"orion/graph/gate"
	"orion/internal/kit/i18n"
	"orion/internal/viewer"
)

// knownRequests is how many are remembered by their bytes; each takes about 300.
const knownRequests = 20_000

// A request is all that an operation depends on, whatever the shop: its bytes and the
// language of the answer.
type request struct {
	spelled  gate.Spelling
	language language.Tag
}

// found is what a request was found to be: a query of nobody in particular about what all see
// alike, which any visitor of any shop may ask.
type found struct {
	key    string
	cost   gate.Cost
	stored string
}

// Find implements gate.Known. Nothing is given to who is signed in or holds a cart, and
// nothing that this process does not know to be as the catalogue is now.
func (k *keptAnswers) Find(r *http.Request, asked gate.Spelling) (gate.Again, bool) {
	ctx := r.Context()
	v := viewer.From(ctx)
	if !anybody(v) || gate.Debugs(r.Header) {
		return gate.Again{}, false
	}
	f, ok := k.known.GetIfPresent(request{asked, i18n.From(ctx)})
	if !ok {
		return gate.Again{}, false
	}
	answer, ok := k.cache.Peek(v.VendorID, f.key)
	if !ok {
		return gate.Again{}, false
	}
	cost, ok := k.meter.Pay(ctx, f.cost, answer.Objects)
	if ok {
		k.repeat(ctx, answer.Notes)
	}
	return gate.Again{Data: answer.Data, Cost: cost, CacheControl: f.stored}, ok
}

// Learn implements gate.Known.
func (k *keptAnswers) Learn(ctx context.Context, asked gate.Spelling, op *graphql.OperationContext, stored string) {
	v := viewer.From(ctx)
	if !k.public.ofAll(v, op) || v.VendorID == uuid.Nil {
		return
	}
	key, ok := k.keyOf(ctx, op)
	cost, priced := gate.CostOf(op)
	if ok && priced {
		k.known.SetIfAbsent(request{asked, i18n.From(ctx)}, found{key, cost, stored})
	}
}
