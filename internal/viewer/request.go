package viewer

import "context"

// Request is what is known of the HTTP request that the viewer came with.
type Request struct {
	// ID names the request in logs, errors and the audit record.
	ID string
	// Address is the caller's IP address.
	Address string
	// UserAgent is the caller's program, cut to 400 bytes.
	UserAgent string
	// Vendor is the slug that host, path or header name, "" if none do.
	Vendor string
	// Browser reports whether the request came from a page: it has an Origin.
	Browser bool
}

type requestKey struct{}

// WithRequest returns a context that carries r.
func WithRequest(ctx context.Context, r Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// RequestFrom returns the request of the context, the zero Request where there is
// none, as in a job.
func RequestFrom(ctx context.Context) Request {
	r, _ := ctx.Value(requestKey{}).(Request)
	return r
}
