package gate

import (
	"context"
	"crypto/sha256"
	"net/http"
	"strconv"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// A Spelling tells requests apart by their bytes: the method, and the body of a POST or the
// query of a GET. Two of one spelling ask for the same, so that what the first was found to
// be the second is.
type Spelling struct {
	Method string
	Sum    [sha256.Size]byte
}

// Known knows the answers to some requests before anything of them is decoded. The transport
// has held the request against all that its headers and its size are held against.
type Known interface {
	// Find returns the answer to a request of that spelling, which its caller has paid for.
	// Without one the request goes the way of all, on which it is paid for or refused.
	Find(*http.Request, Spelling) (Again, bool)
	// Learn is told what a request that was answered without an error was found to be, and
	// the header Cache-Control of the answer, "" where it is not to be stored.
	Learn(ctx context.Context, asked Spelling, op *graphql.OperationContext, stored string)
}

// Again is an answer that was given before.
type Again struct {
	Data         []byte
	Cost         CostExtension
	CacheControl string // "" where it is not to be stored
}

// CostOf returns what an operation was charged, false where it has no price.
func CostOf(op *graphql.OperationContext) (Cost, bool) {
	c, ok := op.Stats.GetExtension(chargeKey).(*charge)
	if !ok {
		return Cost{}, false
	}
	return c.cost, true
}

// Debugs reports whether a request asks for more about its price than Pay tells.
func Debugs(h http.Header) bool { return h.Get(debugHeader) != "" }

// Pay charges the caller of the context for an answer of so many objects as if it had just
// been worked out: the whole price must be there, and what was not used is given back. It
// takes nothing where there is not enough, and reports false.
func (m *Meter) Pay(ctx context.Context, of Cost, objects int) (CostExtension, bool) {
	actual := of.actual(objects)
	level := m.buckets.spend(ctx, m.caller(ctx), of.Total, of.Total-actual)
	if !level.Enough {
		return CostExtension{}, false
	}
	return level.tell(of.Total, actual), true
}

// actual is what an operation comes to whose answer has so many objects.
func (c Cost) actual(objects int) int { return min(c.Total, max(1, c.Fixed+objects)) }

// tell puts a bucket into extensions.cost.
func (l Level) tell(requested, actual int) CostExtension {
	return CostExtension{Requested: requested, Actual: actual, Throttle: ThrottleExtension{
		Maximum: l.Maximum, Available: l.Available, RestorePerSecond: l.PerSecond,
	}}
}

// rooms are where answers are put together; larger ones are not held on to.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

const largestRoom = 256 << 10

// again sends an answer in one piece: each more is a call of the system.
func (a answer) again(k Again) {
	room := rooms.Get().(*[]byte)
	b := append((*room)[:0], `{"data":`...)
	b = append(b, k.Data...)
	b = append(k.Cost.appendTo(append(b, `,"extensions":{"cost":`...)), "}}"...)
	a.store(k.CacheControl)
	a.begin(http.StatusOK, len(b))
	_, _ = a.w.Write(b) //nolint:gosec // G705: an answer of the graph, served as JSON and nosniff; an error is a client that has gone
	if *room = b; cap(b) <= largestRoom {
		rooms.Put(room)
	}
}

// appendTo writes what json.Marshal does of a price without fields.
func (c CostExtension) appendTo(b []byte) []byte {
	for _, n := range []struct {
		name  string
		value int
	}{
		{`{"requested":`, c.Requested}, {`,"actual":`, c.Actual}, {`,"throttle":{"maximum":`, c.Throttle.Maximum},
		{`,"available":`, c.Throttle.Available}, {`,"restorePerSecond":`, c.Throttle.RestorePerSecond},
	} {
		b = strconv.AppendInt(append(b, n.name...), int64(n.value), 10)
	}
	return append(b, "}}"...)
}
