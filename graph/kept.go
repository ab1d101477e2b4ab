package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
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
	texts  gate.Memo[[sha256.Size]byte]
}

// serve is a graphql.ResponseMiddleware.
func (k *keptAnswers) serve(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if !graphql.HasOperationContext(ctx) || len(graphql.GetErrors(ctx)) > 0 { // it was refused
		return next(ctx)
	}
	op, v := graphql.GetOperationContext(ctx), viewer.From(ctx)
	if v == nil || v.VendorID == uuid.Nil || !k.public.ofAll(v, op) {
		return next(ctx)
	}
	key, ok := k.keyOf(ctx, op)
	if !ok {
		return next(ctx)
	}
	found, place := k.cache.Find(ctx, v.VendorID, key)
	if place == nil {
		for _, n := range found.Notes {
			k.again(ctx, n)
		}
		return &graphql.Response{Data: found.Data}
	}
	ctx, notes := answercache.Listening(ctx)
	resp := next(ctx)
	if resp != nil && len(resp.Errors) == 0 && len(resp.Data) > 0 {
		place.Keep(ctx, answercache.Answer{Data: resp.Data, Notes: notes()})
	}
	return resp
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
	if v == nil || v.Audience != viewer.Shop || v.Key != uuid.Nil || op.Operation == nil || op.Operation.Operation != ast.Query {
		return false
	}
	ok, known := p.known.Get(op.Operation)
	if !known {
		ok = p.alike(op.Operation.SelectionSet)
		p.known.Put(op.Operation, ok)
	}
	return ok
}
