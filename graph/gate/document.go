package gate

import (
	"context"
	"crypto/sha256"
	"errors"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"orion/internal/kit/errs"
)

// Documents is the extension that refuses documents by size and shape before they are
// validated, and variables before they are looked at. It comes after persisted queries,
// so that it sees the text, and before everything that walks a document.
type Documents struct {
	limits        Limits
	introspection func(context.Context) bool
	verdicts      *otter.Cache[[sha256.Size]byte, verdict]
}

// kept is how many verdicts are remembered; each takes at most a few hundred bytes.
const kept = 20_000

// NewDocuments returns the extension. introspection says whether the caller may read
// the schema; nil lets everybody.
func NewDocuments(l Limits, introspection func(context.Context) bool) *Documents {
	return &Documents{
		limits: l, introspection: introspection,
		verdicts: otter.Must(&otter.Options[[sha256.Size]byte, verdict]{MaximumSize: kept}),
	}
}

// A verdict is what a document's text comes to, whoever sends it.
type verdict struct {
	err         *gqlerror.Error // nil: fit to be validated
	introspects bool
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
} = (*Documents)(nil)

// ExtensionName implements graphql.HandlerExtension.
func (*Documents) ExtensionName() string { return "Documents" }

// Validate implements graphql.HandlerExtension.
func (*Documents) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters implements graphql.OperationParameterMutator.
func (d *Documents) MutateOperationParameters(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	switch {
	case p.Query == "":
		return bad("query is missing")
	case len(p.Query) > d.limits.DocumentBytes:
		return bad("the document is larger than %d bytes", d.limits.DocumentBytes)
	}
	if err := checkVariables(d.limits, p.Variables); err != nil {
		return err
	}
	key := sha256.Sum256([]byte(p.Query))
	v, ok := d.verdicts.GetIfPresent(key)
	if !ok {
		v = d.limits.judge(p.Query)
		d.verdicts.Set(key, v)
	}
	switch {
	case v.err != nil:
		return again(v.err)
	case v.introspects && d.introspection != nil && !d.introspection(ctx):
		return Refuse(errs.New(errs.Forbidden, "reading the schema is not open to you"))
	}
	return nil
}

// again copies an error that is shared, since those who present it write into it.
func again(err *gqlerror.Error) *gqlerror.Error {
	out := *err
	out.Extensions = map[string]any{"code": err.Extensions["code"]}
	return &out
}

// MutateOperationContext implements graphql.OperationContextMutator: a request that is
// answered once cannot subscribe, and a GET changes nothing.
func (d *Documents) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	op.DisableIntrospection = false
	method, kind := once(ctx), op.Operation.Operation
	switch {
	case method == "GET" && kind != ast.Query:
		return bad("GET takes queries only")
	case method != "" && kind == ast.Subscription:
		return bad("a subscription needs Accept: text/event-stream or a socket")
	}
	return nil
}

func (l Limits) judge(text string) verdict {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, l.Tokens)
	if err != nil {
		return verdict{err: l.unparsed(err)}
	}
	var c census
	c.document(doc)
	if err := l.checkWritten(doc, &c); err != nil {
		return verdict{err: err}
	}
	s := newSizer(doc)
	var v verdict
	for _, f := range doc.Fragments {
		s.fragment(f.Name)
	}
	if s.circular {
		return verdict{err: bad("fragments must not contain each other in a circle")}
	}
	for _, op := range doc.Operations {
		sum := s.set(op.SelectionSet)
		v.introspects = v.introspects || sum.schemaDepth > 0
		if v.err = l.checkSize(op, sum); v.err == nil && s.pairs(op.SelectionSet) > l.EqualFields {
			v.err = bad("the same field is asked for too often in one place")
		}
		if v.err != nil {
			break
		}
	}
	return v
}

// unparsed says where a document went wrong.
func (l Limits) unparsed(err error) *gqlerror.Error {
	g, ok := errors.AsType[*gqlerror.Error](err)
	if !ok || strings.HasPrefix(g.Message, "exceeded token limit") {
		return bad("too many tokens: at most %d are allowed", l.Tokens)
	}
	out := bad("the document is not GraphQL: %s", Shorten(g.Message))
	out.Locations = g.Locations
	return out
}

func (l Limits) checkWritten(doc *ast.QueryDocument, c *census) *gqlerror.Error {
	variables := 0
	for _, op := range doc.Operations {
		variables = max(variables, len(op.VariableDefinitions))
	}
	for _, n := range []struct {
		have, most int
		told       string
	}{
		{len(doc.Operations), l.Operations, "too many operations: at most %d are allowed"},
		{len(doc.Fragments), l.Fragments, "too many fragments: at most %d are allowed"},
		{variables, l.Variables, "too many variables: at most %d are allowed"},
		{c.directives, l.Directives, "too many directives: at most %d are allowed"},
		{c.selections, l.Selections, "too many selections: at most %d are allowed"},
	} {
		if n.have > n.most {
			return bad(n.told, n.most)
		}
	}
	return c.err
}

func (l Limits) checkSize(op *ast.OperationDefinition, s size) *gqlerror.Error {
	switch {
	case s.depth > l.Depth:
		return bad("the operation is nested deeper than %d levels", l.Depth)
	case s.schemaDepth > l.IntrospectionDepth:
		return bad("introspection is nested deeper than %d levels", l.IntrospectionDepth)
	case s.aliases > l.Aliases:
		return bad("too many aliases: at most %d are allowed", l.Aliases)
	case op.Operation == ast.Mutation && s.top > l.MutationFields:
		return bad("too many mutations in one operation: at most %d are allowed", l.MutationFields)
	case s.all > l.Fields:
		return bad("too many fields: at most %d are allowed", l.Fields)
	}
	return nil
}
