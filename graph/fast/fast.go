package fast

import (
	"context"
	"io"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/kit/i18n"
	"orion/internal/search"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Media says where pictures are shown.
type Media interface {
	URL(m *ent.MediaFile) *string
	Srcset(m *ent.MediaFile) *string
}

// Deps is what Fast is made of. All are required.
type Deps struct {
	DB      *store.DB
	Catalog *catalog.Service
	Search  *search.Service
	Media   Media
	// Vendor returns the vendor of the viewer, nil where there is none.
	Vendor func(context.Context) (*ent.Vendor, error)
	// Plans keeps what was compiled for as long as the operation is kept.
	Plans Plans
	Log   *slog.Logger
}

// Plans keeps plans by operation; nil is kept for those that are not known here.
type Plans interface {
	Get(op *ast.OperationDefinition) (*Plan, bool)
	Put(op *ast.OperationDefinition, p *Plan)
}

// Fast answers what it knows.
type Fast struct {
	Deps
	shelves *otter.Cache[string, shelfMark]
}

// shelvesKept is how many collections are remembered, of all vendors.
const shelvesKept = 10_000

// New returns a Fast.
func New(d Deps) *Fast {
	return &Fast{d, otter.Must(&otter.Options[string, shelfMark]{MaximumSize: shelvesKept})}
}

// A request is one run of a plan.
type request struct {
	ctx       context.Context //nolint:containedctx // of the one run, for what reads the language of it
	vendor    *ent.Vendor
	language  string
	variables map[string]any
	media     Media
}

// integer returns an argument of a field, usual where it is left out.
func (r *request) integer(f *ast.Field, name string, usual int) (int, bool) {
	v, given := f.ArgumentMap(r.variables)[name]
	if !given {
		return usual, true
	}
	switch n := v.(type) {
	case int64:
		return int(n), true
	case int:
		return n, true
	}
	return 0, false
}

// failed says in the log why the executor, which tells callers of failures, has to answer
// in place of this; it returns false.
func (f *Fast) failed(ctx context.Context, err error) bool {
	if ctx.Err() == nil {
		f.Log.ErrorContext(ctx, "fast: left to the executor", "err", err)
	}
	return false
}

// known returns the plan of an operation and a run of it, nil where it is left to the
// executor. Only visitors of a shop are answered here.
func (f *Fast) known(ctx context.Context, op *graphql.OperationContext) (*Plan, *request) {
	v := viewer.From(ctx)
	if v == nil || v.Audience != viewer.Shop || v.VendorID == uuid.Nil || op.Operation == nil || op.Operation.Operation != ast.Query {
		return nil, nil
	}
	plan, known := f.Plans.Get(op.Operation)
	if !known {
		plan = compile(op.Operation)
		f.Plans.Put(op.Operation, plan)
	}
	if plan == nil {
		return nil, nil
	}
	vendor, err := f.Vendor(ctx)
	if err != nil || vendor == nil {
		return nil, nil // the executor says what is wrong
	}
	return plan, &request{ctx: ctx, vendor: vendor, language: i18n.From(ctx).String(), variables: op.Variables, media: f.Media}
}

// Answer is a graphql.ResponseMiddleware: it answers what RootField does before the executor
// makes itself ready, but for what only the executor can read.
func (f *Fast) Answer(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if !graphql.HasOperationContext(ctx) || len(graphql.GetErrors(ctx)) > 0 { // it was refused
		return next(ctx)
	}
	plan, r := f.known(ctx, graphql.GetOperationContext(ctx))
	if plan == nil || plan.inputs {
		return next(ctx)
	}
	out, ok := plan.run(ctx, f, r, append(make([]byte, 0, room), plan.key...))
	if !ok {
		return next(ctx)
	}
	return &graphql.Response{Data: append(out, '}')}
}

// RootField is a graphql.RootFieldMiddleware: it answers Query.shop for visitors of a shop
// where it knows all that is asked, and leaves the rest to next.
func (f *Fast) RootField(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	root := graphql.GetRootFieldContext(ctx)
	if root == nil || root.Field.Name != "shop" || root.Field.ObjectDefinition.Name != "Query" {
		return next(ctx)
	}
	plan, r := f.known(ctx, graphql.GetOperationContext(ctx))
	if plan == nil {
		return next(ctx)
	}
	out, ok := plan.run(ctx, f, r, make([]byte, 0, room))
	if !ok {
		return next(ctx)
	}
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write(out) }) // a buffer of the executor's
}

// room is what most answers fit into.
const room = 16 << 10
