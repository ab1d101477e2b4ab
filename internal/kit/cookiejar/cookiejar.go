// Package cookiejar keeps the refresh tokens of browsers in cookies that scripts
// cannot read. The server puts a jar into the context of a request that may use it;
// who signs people in and out writes to the jar and knows nothing of HTTP.
//
// There is a cookie for each audience and shop, so that consoles and shops on one host
// do not sign each other out.
package cookiejar

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"
)

type jar struct {
	w      http.ResponseWriter
	r      *http.Request
	secure bool
	mu     sync.Mutex // guards the header of w
}

type key struct{}

// NewContext returns a context with the jar of one request. secure says that the
// browser speaks TLS: cookies then never leave without it, and belong to this host
// alone. Call it only for requests whose Origin is this very host: what the jar holds
// comes along by itself, whoever wrote the page.
func NewContext(ctx context.Context, w http.ResponseWriter, r *http.Request, secure bool) context.Context {
	return context.WithValue(ctx, key{}, &jar{w: w, r: r, secure: secure})
}

// SetRefresh gives the browser a refresh token to keep until it expires. slug is the
// vendor's, "" for the platform's staff. It reports whether there is a browser that
// takes it; a client without a jar has to be handed the token.
func SetRefresh(ctx context.Context, audience, slug, token string, expires time.Time) bool {
	return put(ctx, audience, slug, token, expires)
}

// Refresh returns the refresh token that the browser keeps, "" where it keeps none and
// where the request has no jar.
func Refresh(ctx context.Context, audience, slug string) string {
	j, _ := ctx.Value(key{}).(*jar)
	if j == nil {
		return ""
	}
	c, err := j.r.Cookie(j.name(audience, slug))
	if err != nil {
		return ""
	}
	return c.Value
}

// ClearRefresh has the browser forget its refresh token. Without a jar it does nothing.
func ClearRefresh(ctx context.Context, audience, slug string) {
	put(ctx, audience, slug, "", time.Unix(1, 0))
}

func put(ctx context.Context, audience, slug, value string, expires time.Time) bool {
	j, _ := ctx.Value(key{}).(*jar)
	if j == nil {
		return false
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	http.SetCookie(j.w, &http.Cookie{ //nolint:gosec // not Secure in development alone, where there is no TLS
		Name: j.name(audience, slug), Value: value, Path: "/", Expires: expires.UTC(),
		Secure: j.secure, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	return true
}

// name begins with __Host- under TLS: browsers then refuse the cookie from any other
// host, also from a shop beside this one under the same domain.
func (j *jar) name(audience, slug string) string {
	name := "orion-" + strings.ToLower(audience)
	if slug != "" {
		name += "-" + slug
	}
	if j.secure {
		name = "__Host-" + name
	}
	return name
}
