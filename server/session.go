package server

import (
	"context"
	"maps"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"orion/internal/kit/cookiejar"
	"orion/internal/kit/errs"
	"orion/internal/viewer"
)

// Authenticator knows who bears a token.
type Authenticator interface {
	// Authenticate returns the viewer of an access token or an API key. UNAUTHENTICATED
	// where it is none of ours, is over, or its session has ended.
	Authenticate(ctx context.Context, bearer string) (*viewer.Viewer, error)
}

// session puts who sends the request into the context: who bears the token of the
// header Authorization, else a visitor of the shop that the request names, else nobody.
// A token that is no good ends the request. Tokens elsewhere, such as in the query, are
// not looked at.
//
// A browser's refresh token is in a cookie, which comes along whoever wrote the page;
// so the jar is there only for pages of this very host.
func (s *Server) session(next http.Handler) http.Handler {
	authenticate := SocketAuthenticate(s.Auth)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		bearer, given, err := bearer(r.Header)
		if given && err == nil {
			ctx, err = authenticate(ctx, bearer)
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if origin := r.Header.Get("Origin"); origin != "" && s.sameOrigin(r, origin) {
			ctx = cookiejar.NewContext(ctx, w, r, s.Production || exchangeOf(ctx).secure)
		}
		if ctx != r.Context() {
			r = r.WithContext(ctx)
		}
		next.ServeHTTP(w, r)
	})
}

// bearer returns the token of the header Authorization, and whether there is such a
// header at all.
func bearer(h http.Header) (token string, given bool, err error) {
	values := h.Values("Authorization")
	if len(values) == 0 {
		return "", false, nil
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	if len(values) > 1 || !strings.EqualFold(scheme, "Bearer") || token == "" {
		return "", true, errs.New(errs.Unauthenticated, "the header Authorization must be: Bearer and a token")
	}
	return token, true, nil
}

// SocketAuthenticate returns what puts the viewer of a token into the context of a
// request that came through a Server. FORBIDDEN where the token is for another vendor
// than the one that the request names.
func SocketAuthenticate(a Authenticator) func(ctx context.Context, bearer string) (context.Context, error) {
	return func(ctx context.Context, bearer string) (context.Context, error) {
		v, err := a.Authenticate(ctx, bearer)
		if err != nil {
			return ctx, err
		}
		if named := vendorOf(ctx); named != nil && v.VendorID != uuid.Nil && named.ID != v.VendorID {
			return ctx, errWrongToken
		}
		return viewer.NewContext(context.WithValue(ctx, bearerKey{}, bearer), v), nil
	}
}

type bearerKey struct{}

// SocketAlive returns what looks again whether the token of a context still is good, and
// good for the same; it is for sockets and streams, which outlive tokens, sessions and
// grants. Who bore none stays.
func SocketAlive(a Authenticator) func(context.Context) error {
	return func(ctx context.Context) error {
		bearer, ok := ctx.Value(bearerKey{}).(string)
		if !ok {
			return nil
		}
		now, err := a.Authenticate(ctx, bearer)
		if err != nil {
			return err
		}
		if came := viewer.From(ctx); came == nil || now.Unproved != came.Unproved || !maps.Equal(now.Grants, came.Grants) {
			return errChanged
		}
		return nil
	}
}

var errChanged = errs.New(errs.Unauthenticated, "what you may do has changed: come in again")
