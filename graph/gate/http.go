package gate

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"orion/internal/kit/errs"
)

// HTTP is the transport of single answers: POST with a JSON body, and GET for queries
// alone. It follows the GraphQL over HTTP specification, and answers whatever no other
// transport took, so it stands last.
type HTTP struct {
	Limits Limits

	// CacheControl returns the header of a good answer to a GET; "" and every other
	// answer are not stored. Nil stores nothing.
	CacheControl func(context.Context, *graphql.OperationContext) string

	// Known knows the answers to some requests by their spelling; nil knows none.
	Known Known
}

// Supports implements graphql.Transport.
func (HTTP) Supports(*http.Request) bool { return true }

// Do implements graphql.Transport.
func (h HTTP) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	if r.Method == http.MethodOptions {
		w.Header().Set("Allow", "GET, POST")
		w.WriteHeader(http.StatusNoContent)
		return
	}
	exec = Guard(exec)
	text, media, err := h.admit(w, r)
	if err != nil {
		RefuseHTTP(w, r, exec, err)
		return
	}
	out := answer{w: w, media: media, exec: exec}
	var asked Spelling
	if h.Known != nil {
		asked = Spelling{Method: r.Method, Sum: sha256.Sum256(text)}
		if a, ok := h.Known.Find(r, asked); ok {
			out.again(a)
			return
		}
	}
	p, err := h.decode(r, text)
	if err != nil {
		RefuseHTTP(w, r, exec, err)
		return
	}
	p.Headers = r.Header
	h.run(out, r, p, asked)
}

// admit returns how a request is spelled, and the media type of its answer, once it is known
// to be one by its method and headers.
func (h HTTP) admit(w http.ResponseWriter, r *http.Request) (text []byte, media string, err error) {
	accept := r.Header.Values("Accept")
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		w.Header().Set("Allow", "GET, POST")
		return nil, "", unreadable(http.StatusMethodNotAllowed, "use POST, or GET for queries")
	case r.Method == http.MethodGet && AcceptsStream(accept):
		w.Header().Set("Allow", "POST")
		return nil, "", unreadable(http.StatusMethodNotAllowed, "a stream of events is asked for by POST")
	}
	media, ok := negotiate(accept)
	switch {
	case !ok:
		return nil, "", unreadable(http.StatusNotAcceptable, "answers are %s or %s", mediaGraphQL, mediaJSON)
	case r.Method == http.MethodGet:
		return []byte(r.URL.RawQuery), media, nil
	}
	text, err = h.Limits.readBody(w, r)
	return text, media, err
}

// decode returns what a request asks for.
func (h HTTP) decode(r *http.Request, text []byte) (p *graphql.RawParams, err error) {
	if r.Method == http.MethodGet {
		p, err = h.Limits.decodeURL(r.URL.RawQuery)
	} else if err = scan(text, h.Limits.Nesting); err == nil {
		p, err = decodeBody(text)
	}
	if err == nil && p.Query == "" && p.Extensions["persistedQuery"] == nil {
		err = unreadable(http.StatusBadRequest, "query is missing")
	}
	return p, err
}

func (h HTTP) run(out answer, r *http.Request, p *graphql.RawParams, asked Spelling) {
	ctx := context.WithValue(r.Context(), methodKey{}, r.Method)
	op, list := out.exec.CreateOperationContext(ctx, p)
	if list != nil {
		ctx = graphql.WithOperationContext(ctx, op)
		if r.Method == http.MethodGet && op.Operation != nil && op.Operation.Operation != ast.Query {
			out.w.Header().Set("Allow", "POST")
			out.write(http.StatusMethodNotAllowed, out.exec.DispatchError(ctx, list), false)
			return
		}
		out.refuse(ctx, list)
		return
	}
	next, ctx := out.exec.DispatchOperation(ctx, op)
	resp := next(ctx)
	if resp == nil { // nobody waits for it any more
		out.refuse(context.WithoutCancel(ctx), gqlerror.List{Refuse(errs.New(errs.Unavailable, "that took too long"))})
		return
	}
	stored := ""
	if h.CacheControl != nil && r.Method == http.MethodGet && len(resp.Errors) == 0 {
		stored = h.CacheControl(ctx, op)
	}
	if h.Known != nil && len(resp.Errors) == 0 {
		h.Known.Learn(ctx, asked, op, stored)
	}
	out.store(stored)
	out.write(http.StatusOK, resp, true)
}

// methodKey marks the context of a request that is answered once, with its method.
type methodKey struct{}

// once returns the HTTP method of a request that is answered once, "" for a stream or
// a socket, which may subscribe.
func once(ctx context.Context) string {
	m, _ := ctx.Value(methodKey{}).(string)
	return m
}

// RefuseHTTP answers err, which ReadBody returned, or any other mistake of a request
// that a transport could not read.
func RefuseHTTP(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, err error) {
	media, ok := negotiate(r.Header.Values("Accept"))
	if !ok {
		media = mediaJSON
	}
	answer{w: w, media: media, exec: exec}.unread(r.Context(), err)
}

// Unreadable returns an error for RefuseHTTP that is answered with the status.
func Unreadable(status int, format string, args ...any) error {
	return unreadable(status, format, args...)
}

// An answer writes one response.
type answer struct {
	w     http.ResponseWriter
	media string
	exec  graphql.GraphExecutor
}

func (a answer) unread(ctx context.Context, err error) {
	u := asUnread(err)
	a.write(u.status, a.exec.DispatchError(ctx, gqlerror.List{u.err}), false)
}

// refuse answers a request that was well-formed and did not run. Plain JSON answers
// such a request with 200, as the specification asks, unless it is to come again later.
func (a answer) refuse(ctx context.Context, list gqlerror.List) {
	code := CodeOf(list[0])
	status := statuses[code]
	if a.media == mediaJSON && status < http.StatusTooManyRequests {
		status = http.StatusOK
	}
	a.write(status, a.exec.DispatchError(ctx, list), false)
}

// write sends the response. The data is JSON already and goes out as it is; a request
// that did not run has no data at all.
func (a answer) write(status int, resp *graphql.Response, ran bool) {
	head, tail := []byte("{"), []byte("}")
	if len(resp.Errors) > 0 {
		head = append(marshal(head, `"errors":`, resp.Errors), ',')
	}
	if ran {
		head = append(head, `"data":`...)
		if len(resp.Data) == 0 {
			resp.Data = []byte("null")
		}
	}
	if len(resp.Extensions) > 0 {
		tail = append(marshal(nil, `,"extensions":`, resp.Extensions), '}')
	}
	data := resp.Data
	if !ran {
		head, data = head[:len(head)-1], nil // the comma after the errors
	}
	if s := retryAfter(resp.Errors); s > 0 {
		a.w.Header().Set("Retry-After", strconv.Itoa(s))
	}
	a.begin(status, len(head)+len(data)+len(tail))
	for _, part := range [][]byte{head, data, tail} {
		if _, err := a.w.Write(part); err != nil { //nolint:gosec // G705: an answer of the graph, served as JSON and nosniff
			return // the client is gone
		}
	}
}

// store sets the header Cache-Control, where there is one.
func (a answer) store(control string) {
	if control != "" {
		a.w.Header().Set("Cache-Control", control)
	}
}

// begin sends the status and the headers of an answer of so many bytes.
func (a answer) begin(status, size int) {
	h := a.w.Header()
	h["Content-Type"], h["X-Content-Type-Options"] = inJSON, noSniff
	if a.media == mediaGraphQL {
		h["Content-Type"] = inGraphQL
	}
	if h.Get("Cache-Control") == "" {
		h["Cache-Control"] = noStore
	}
	h["Content-Length"] = []string{strconv.Itoa(size)}
	a.w.WriteHeader(status)
}

// Headers that all answers share: what is added to a list grows out of it.
var (
	inJSON    = []string{mediaJSON + "; charset=utf-8"}
	inGraphQL = []string{mediaGraphQL + "; charset=utf-8"}
	noSniff   = []string{"nosniff"}
	noStore   = []string{"no-store"}
)

func marshal(to []byte, name string, v any) []byte {
	b, err := json.Marshal(v)
	if err != nil { // an extension of ours that is no JSON
		b = []byte("null")
	}
	return append(append(to, name...), b...)
}
