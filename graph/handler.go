package graph

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"orion/graph/gate"
	"orion/graph/gen"
	"orion/internal/kit/answercache"
	"orion/internal/kit/i18n"
	_ "orion/internal/kit/i18n/texts" // it speaks all languages
	"orion/internal/kit/ratelimit"
	"orion/internal/kit/tenant"
	"orion/internal/kit/tracing"
	"orion/internal/viewer"
)

// Config is what the handler of the graph is made of. Schema, Log, Address and RequestID
// are required.
type Config struct {
	Schema graphql.ExecutableSchema
	Log    *slog.Logger

	// Production switches suggestions off: a wrong name draws no list of right ones.
	Production bool

	// Limits replaces the limits of gate.DefaultLimits that are not zero; Buckets holds
	// what callers may spend, in this process where it is nil; Timeout bounds the run of
	// each query and mutation, 10 seconds unless said.
	Limits  gate.Limits
	Buckets *gate.Buckets
	Timeout time.Duration

	// Address is where a request comes from, as far as the server trusts what says so;
	// RequestID is its id, for answers and the log.
	Address   func(context.Context) string
	RequestID func(context.Context) string

	// Introspection says who may read the schema. Nil: everybody, in production those
	// who are signed in.
	Introspection func(context.Context) bool

	// Loaders puts fresh dataloaders into a context. It is called for each answer, of
	// which a subscription has many: a loader remembers what it has read.
	Loaders func(context.Context) context.Context

	// Kept keeps answers that are the same for every visitor of a shop; nil keeps none.
	// Again does what a kept answer has noted, each time it is given.
	Kept  *answercache.Cache
	Again func(context.Context, answercache.Noted)

	// Fast answers root fields that it knows before they are walked field by field, and
	// FastAnswer whole operations before the executor is asked; nil walks all.
	Fast       graphql.RootFieldMiddleware
	FastAnswer graphql.ResponseMiddleware

	// Traces has a span made of each answer; nil makes none.
	Traces tracing.Provider

	// Socket says how sockets are let in and kept.
	Socket SocketConfig
}

const (
	timeout       = 10 * time.Second
	documentBytes = 64 << 20 // parsed documents, about
	textBytes     = 16 << 20 // texts of persisted queries
)

// New documents that a caller may have kept under their hash.
var newDocuments = gate.Rate{Maximum: 200, PerSecond: 2}

func (c *Config) complete() {
	c.Limits = c.Limits.Or(gate.DefaultLimits)
	if c.Buckets == nil {
		c.Buckets = gate.NewLocalBuckets(gate.SignedInRate, gate.AnonymousRate)
	}
	if c.Timeout == 0 {
		c.Timeout = timeout
	}
	if c.Introspection == nil {
		c.Introspection = func(ctx context.Context) bool { return !c.Production || signedIn(viewer.From(ctx)) }
	}
	if c.Again == nil {
		c.Again = func(context.Context, answercache.Noted) {}
	}
	if c.Loaders == nil {
		c.Loaders = func(ctx context.Context) context.Context { return ctx }
	}
	c.Socket.complete()
}

// NewHandler returns the graph as an HTTP handler. What a request passes, in this order:
//
//  1. A transport: a socket, a stream of events, or a single answer, which refuses
//     what is none. Bodies are measured before they are read, and read before they are
//     decoded. A visitor's request that is byte for byte one that went all this way, and
//     whose answer is kept, is charged and answered here.
//  2. Persisted: the hash becomes a document. All that follows looks at the document.
//  3. Documents: size and shape, before anything of the executor walks the document.
//  4. The executor parses and validates, or knows the document already, and reads the
//     variables.
//  5. Persisted again: a new document that proved good is kept.
//  6. Documents again: no mutation by GET, no subscription to a single answer.
//  7. access: the whole operation against the viewer, before it costs anything.
//  8. Meter: the price, against the limit and the caller's bucket.
//  9. Sockets: how many operations one socket runs at once.
//
// Around each answer, outermost first: Meter settles the price and tells it, answers
// that are too large are withheld, the clock is set, loaders are made.
func NewHandler(c Config) http.Handler {
	c.complete()
	srv := handler.New(c.Schema)
	srv.AddTransport(newSocket(c.Socket, c.Log))
	srv.AddTransport(newStream(c.Socket, c.Limits))
	caller := func(ctx context.Context) gate.Caller { return callerOf(ctx, c.Address) }
	public, meter := newPublicAnswers(c.Schema.Schema()), gate.NewMeter(c.Limits.Cost, c.Buckets, caller)
	transport, kept := gate.HTTP{Limits: c.Limits, CacheControl: public.cacheControl}, newKeptAnswers(&c, public, meter)
	if c.Kept != nil {
		transport.Known = kept
	}
	srv.AddTransport(transport)

	p := presenter{log: c.Log, requestID: c.RequestID}
	srv.SetErrorPresenter(p.present)
	srv.SetRecoverFunc(p.recover)
	srv.SetQueryCache(gate.NewDocumentCache(documentBytes))
	srv.SetParserTokenLimit(c.Limits.Tokens)
	if c.Production {
		srv.SetDisableSuggestion(true)
		srv.SetValidationRulesFn(withoutSuggestions)
	}

	srv.Use(gate.NewPersisted(textBytes, gate.NewLocalBuckets(newDocuments, newDocuments), caller))
	srv.Use(gate.NewDocuments(c.Limits, c.Introspection))
	srv.Use(&access{})
	srv.Use(meter)
	srv.Use(gate.Answers{Limits: c.Limits, Present: p.present})
	if c.Fast != nil {
		srv.AroundRootFields(c.Fast)
	}
	srv.AroundOperations(p.perSocket(c.Socket.Operations))
	if c.Traces != nil {
		srv.AroundResponses(traced(c.Traces))
	}
	srv.AroundResponses(timed(c.Timeout))
	if c.Kept != nil {
		srv.AroundResponses(kept.serve)
	}
	if c.FastAnswer != nil {
		srv.AroundResponses(c.FastAnswer)
	}
	srv.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		return next(c.Loaders(ctx))
	})
	return varied(srv)
}

// Directives are the directives of the schema, for gen.Config.
func Directives() gen.DirectiveRoot {
	return gen.DirectiveRoot{Access: Access, Cost: cost, InContext: inContext}
}

// cost implements @cost: the price was paid before the operation ran.
func cost(ctx context.Context, _ any, next graphql.Resolver, _ int, _ []string) (any, error) {
	return next(ctx)
}

const maxTag = 35 // bytes of a language tag, by the standard

// inContext implements @inContext for the language. A shop has one currency, which all
// its amounts name, and serves one country.
func inContext(ctx context.Context, _ any, next graphql.Resolver, _, language, _ *string) (any, error) {
	if language != nil && len(*language) <= maxTag {
		ctx = i18n.NewContext(ctx, i18n.Match(*language))
	}
	return next(ctx)
}

// withoutSuggestions returns the rules of validation that do not say what they would
// have liked instead. The executor takes care of two more.
func withoutSuggestions() *rules.Rules {
	out := rules.NewDefaultRules()
	out.ReplaceRule(rules.KnownArgumentNamesRule.Name, rules.KnownArgumentNamesRuleWithoutSuggestions.RuleFunc)
	out.ReplaceRule(rules.KnownTypeNamesRule.Name, rules.KnownTypeNamesRuleWithoutSuggestions.RuleFunc)
	out.ReplaceRule(rules.ValuesOfCorrectTypeRule.Name, rules.ValuesOfCorrectTypeRuleWithoutSuggestions.RuleFunc)
	return out
}

// timed bounds the time that an answer takes. Each event of a subscription waits for
// something to happen, so it is not bounded.
func timed(limit time.Duration) graphql.ResponseMiddleware {
	return func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		if subscribes(ctx) {
			return next(ctx)
		}
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		return next(ctx)
	}
}

func subscribes(ctx context.Context) bool {
	if !graphql.HasOperationContext(ctx) {
		return false
	}
	op := graphql.GetOperationContext(ctx).Operation
	return op != nil && op.Operation == ast.Subscription
}

// callerOf returns whose points a request spends: those of the API key or, for each
// vendor apart, of the account where there is one, else those of the address. Nobody
// spends the points of another vendor's callers, and no header of a client's choice gives
// it new ones.
func callerOf(ctx context.Context, address func(context.Context) string) gate.Caller {
	v := viewer.From(ctx)
	if !signedIn(v) {
		at := address(ctx)
		return gate.Caller{Key: tenant.Key(uuid.Nil, "cost", "address", cmp.Or(ratelimit.Network(at), at))}
	}
	kind, id := "user", v.UserID
	switch {
	case v.KeyID != uuid.Nil:
		kind, id = "key", v.KeyID
	case v.CustomerID != uuid.Nil:
		kind, id = "customer", v.CustomerID
	case v.ImpersonatorID != uuid.Nil:
		kind, id = "impersonator", v.ImpersonatorID
	}
	return gate.Caller{Key: tenant.Key(v.VendorID, "cost", kind, id.String()), SignedIn: true}
}
