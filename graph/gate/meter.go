package gate

import (
	"bytes"
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"orion/internal/kit/errs"
)

// Meter is the extension that prices operations, charges their callers and says so in
// extensions.cost. What was charged for lists that came back shorter is given back.
type Meter struct {
	limit   int
	buckets *Buckets
	caller  func(context.Context) Caller
	prices  *Prices
	known   Memo[Cost]
}

// NewMeter returns the extension: operations of up to limit points, taken from the
// bucket of the caller.
func NewMeter(limit int, buckets *Buckets, caller func(context.Context) Caller) *Meter {
	return &Meter{limit: limit, buckets: buckets, caller: caller}
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
	graphql.ResponseInterceptor
} = (*Meter)(nil)

// ExtensionName implements graphql.HandlerExtension.
func (*Meter) ExtensionName() string { return "Meter" }

// Validate implements graphql.HandlerExtension: it reads the prices of the schema.
func (m *Meter) Validate(s graphql.ExecutableSchema) error {
	m.prices = NewPrices(s.Schema())
	return nil
}

// A charge is what one operation was charged.
type charge struct {
	caller Caller
	cost   Cost
	level  Level
	taken  bool // and not settled yet
}

// CostExtension is extensions.cost.
type CostExtension struct {
	Requested int               `json:"requested"`
	Actual    int               `json:"actual"`
	Throttle  ThrottleExtension `json:"throttle"`
	// Fields is there for a request with the header Orion-Cost-Debug.
	Fields []FieldCost `json:"fields,omitempty"`
}

const debugHeader = "Orion-Cost-Debug"

// ThrottleExtension is the caller's bucket.
type ThrottleExtension struct {
	Maximum          int `json:"maximum"`
	Available        int `json:"available"`
	RestorePerSecond int `json:"restorePerSecond"`
}

// MutateOperationContext implements graphql.OperationContextMutator.
func (m *Meter) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	c := &charge{caller: m.caller(ctx), cost: m.price(op)}
	op.Stats.SetExtension(chargeKey, c)
	if c.cost.Total > m.limit {
		return Refuse(errs.New(errs.CostLimit, "the operation costs %d points, more than the %d allowed: ask for shorter lists", c.cost.Total, m.limit))
	}
	c.level = m.buckets.Take(ctx, c.caller, c.cost.Total)
	c.taken = c.level.Enough
	if !c.taken {
		return Refuse(errs.TryAgain(c.level.Wait))
	}
	return nil
}

func (m *Meter) price(op *graphql.OperationContext) Cost {
	if c, ok := m.known.Get(op.Operation); ok {
		return c
	}
	c, varies := m.prices.Of(op.Operation, op.Variables)
	if !varies {
		m.known.Put(op.Operation, c)
	}
	return c
}

// InterceptResponse implements graphql.ResponseInterceptor.
func (m *Meter) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	resp := next(ctx)
	if resp == nil || !graphql.HasOperationContext(ctx) {
		return resp
	}
	op := graphql.GetOperationContext(ctx)
	c, ok := op.Stats.GetExtension(chargeKey).(*charge)
	if !ok { // refused before it had a price
		c = &charge{caller: m.caller(ctx)}
	}
	actual := m.settle(ctx, op, c, resp)
	if resp.Extensions == nil {
		resp.Extensions = map[string]any{}
	}
	out := c.level.tell(c.cost.Total, actual)
	if Debugs(op.Headers) && c.cost.Total > 0 {
		out.Fields = m.prices.Explain(op.Operation, op.Variables)
	}
	resp.Extensions["cost"] = out
	return resp
}

// settle returns what the operation came to, and gives back the rest. A subscription
// is settled when it starts, at its full price.
func (m *Meter) settle(ctx context.Context, op *graphql.OperationContext, c *charge, resp *graphql.Response) int {
	actual, back := 0, 0
	if c.taken || op.Operation != nil && op.Operation.Operation == ast.Subscription {
		actual = c.cost.Total
	}
	if c.taken && op.Operation.Operation != ast.Subscription {
		if len(resp.Data) > 0 { // an answer that was withheld is paid in full
			actual = c.cost.actual(Objects(resp.Data))
		}
		back = c.cost.Total - actual
		c.taken = false
	}
	if back > 0 || c.level.Rate == (Rate{}) { // or nobody has looked into the bucket yet
		// Also where the client has gone: what was not used is still its own.
		c.level = m.buckets.Give(context.WithoutCancel(ctx), c.caller, back)
	}
	return actual
}

// Objects counts the objects of an answer's data, without the one around it. Between texts there
// is little to look through, so that most of the work is to find their ends.
func Objects(data []byte) int {
	n := -1
	for {
		i := bytes.IndexByte(data, '"')
		if i < 0 {
			return max(0, n+bytes.Count(data, brace))
		}
		for _, c := range data[:i] {
			if c == '{' {
				n++
			}
		}
		data = afterText(data[i+1:])
	}
}

var brace = []byte{'{'}

// afterText returns what follows the text that data is in.
func afterText(data []byte) []byte {
	for {
		i := bytes.IndexByte(data, '"')
		if i < 0 {
			return nil
		}
		slashes := 0
		for i-slashes > 0 && data[i-slashes-1] == '\\' {
			slashes++
		}
		data = data[i+1:]
		if slashes%2 == 0 {
			return data
		}
	}
}

const chargeKey = "gate.charge"
