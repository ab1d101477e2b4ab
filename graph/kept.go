package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"orion/graph/gate"
	"orion/internal/kit/answercache"
	"orion/internal/kit/i18n"
	"orion/internal/viewer"
)

// keptAnswers gives answers that are the same for every visitor of a shop again, until its
// catalogue changes. Everything before the run of an operation still happens: it is held
// against @access, and it is charged.
type keptAnswers struct {
	cache  *answercache.Cache
	public *publicAnswers
	again  func(context.Context, answercache.Noted)
	meter  *gate.Meter
	most   int // bytes of an answer
	texts  gate.Memo[[sha256.Size]byte]
	known  *otter.Cache[request, found]
}

func newKeptAnswers(c *Config, public *publicAnswers, meter *gate.Meter) *keptAnswers {
	return &keptAnswers{
		cache: c.Kept, public: public, again: c.Again, meter: meter, most: c.Limits.AnswerBytes,
		known: otter.Must(&otter.Options[request, found]{MaximumSize: knownRequests}),
	}
}

// serve is a graphql.ResponseMiddleware.
func (k *keptAnswers) serve(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if !graphql.HasOperationContext(ctx) || len(graphql.GetErrors(ctx)) > 0 { // it was refused
		return next(ctx)
	}
	op, v := graphql.GetOperationContext(ctx), viewer.From(ctx)
	if !k.public.ofAll(v, op) || v.VendorID == uuid.Nil {
		return next(ctx)
	}
	key, ok := k.keyOf(ctx, op)
	if !ok {
		return next(ctx)
	}
	found, place := k.cache.Find(ctx, v.VendorID, key)
	if place == nil {
		k.repeat(ctx, found.Notes)
		return &graphql.Response{Data: found.Data}
	}
	ctx, notes := answercache.Listening(ctx)
	resp := next(ctx)
	if resp != nil && len(resp.Errors) == 0 && len(resp.Data) > 0 && len(resp.Data) <= k.most {
		place.Keep(ctx, answercache.Answer{Data: resp.Data, Notes: notes(), Objects: gate.Objects(resp.Data)})
	}
	return resp
}

// repeat does what an answer does each time it is given.
func (k *keptAnswers) repeat(ctx context.Context, notes []answercache.Noted) {
	for _, n := range notes {
		k.again(ctx, n)
	}
}

// keyOf says all that an answer depends on beside the vendor and its catalogue: the
// document, which operation of it, the variables and the language.
func (k *keptAnswers) keyOf(ctx context.Context, op *graphql.OperationContext) (string, bool) {
	text, ok := k.texts.Get(op.Operation)
	if !ok {
		text = sha256.Sum256([]byte(op.RawQuery))
		k.texts.Put(op.Operation, text)
	}
	variables, err := json.Marshal(op.Variables)
	if err != nil {
		return "", false
	}
	h := sha256.New()
	for _, part := range [][]byte{text[:], []byte(op.Operation.Name), []byte(i18n.From(ctx).String()), variables} {
		_, _ = h.Write(part) // a hash never fails
		_, _ = h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)), true
}

// ofAll reports whether an answer is the same for every visitor: to a query of nobody in
// particular about what all see alike.
func (p *publicAnswers) ofAll(v *viewer.Viewer, op *graphql.OperationContext) bool {
	if !anybody(v) || op.Operation == nil || op.Operation.Operation != ast.Query {
		return false
	}
	ok, known := p.known.Get(op.Operation)
	if !known {
		ok = p.alike(op.Operation.SelectionSet)
		p.known.Put(op.Operation, ok)
	}
	return ok
}

// anybody reports whether the viewer is a visitor of whom nothing is known: not signed in,
// without a cart or an order of their own.
func anybody(v *viewer.Viewer) bool {
	return v != nil && v.Audience == viewer.Shop && v.Key == uuid.Nil
}
