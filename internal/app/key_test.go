package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/auth"
	"orion/internal/config"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/viewer"
)

// post asks the graph and returns the status, the header and the answer.
func (p *Platform) post(t *testing.T, bearer, query string) (int, http.Header, string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	require.NoError(t, err)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.URL+"/graphql", strings.NewReader(string(body)))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		req.Header.Set("Authorization", "Bearer "+bearer)
	}
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { require.NoError(t, res.Body.Close()) }()
	var answer json.RawMessage
	require.NoError(t, json.NewDecoder(res.Body).Decode(&answer))
	return res.StatusCode, res.Header, string(answer)
}

func TestKeysAndImpersonationOverHTTP(t *testing.T) {
	t.Parallel()
	p := start(t, Options{HTTP: true})
	s, db := p.services.auth, p.world.db
	v, owner := fixture.Vendor(t, db)

	k, key, err := s.CreateKey(owner, auth.KeyCreateInput{Name: "Till", Permissions: []enum.Permission{enum.PermissionCatalogRead}})
	require.NoError(t, err)
	status, _, answer := p.post(t, key, "{viewer{email permissions vendor{slug}} vendor{products(first:1){nodes{id}}}}")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, answer, `"viewer":{"email":"","permissions":["CATALOG_READ"],"vendor":{"slug":"`+v.Slug+`"}}`)
	_, _, answer = p.post(t, key, "{vendor{orders(first:1){nodes{id}}}}")
	require.Contains(t, answer, "FORBIDDEN")
	_, err = s.RevokeKey(owner, k.PublicID())
	require.NoError(t, err)
	status, _, answer = p.post(t, key, "{viewer{email}}")
	require.Equal(t, http.StatusUnauthorized, status)
	require.Contains(t, answer, "UNAUTHENTICATED")

	staff, err := s.CreateAdmin(t.Context(), "admin@orion.example", "correct-horse-9")
	require.NoError(t, err)
	url, _, err := s.StartImpersonation(viewer.NewContext(context.WithoutCancel(t.Context()), &viewer.Viewer{
		Audience: viewer.Admin, UserID: staff.ID, Grants: map[string]bool{string(enum.PermissionVendorImpersonate): true},
	}), auth.ImpersonationStartInput{VendorID: v.PublicID(), Reason: "ticket 7", Minutes: 30})
	require.NoError(t, err)
	page, token, _ := strings.Cut(url, "#token=")
	require.Equal(t, p.world.baseURL+"/vendor/"+v.Slug+"/impersonate", page)
	_, _, answer = p.post(t, "", fmt.Sprintf(`mutation{tokenRefresh(input:{audience:VENDOR,refreshToken:%q}){accessToken
		viewer{email vendors{slug} twoFactor{enabled} impersonation{by reason endsAt}} userErrors{code}}}`, token))
	require.Contains(t, answer, `"impersonation":{"by":"admin@orion.example","reason":"ticket 7","endsAt":"`)
	require.Contains(t, answer, `"viewer":{"email":"admin@orion.example"`)
	require.NotContains(t, answer, `"errors"`)
}

// A THROTTLED that comes while an operation runs says when to come again as well.
func TestThrottledSaysWhenToComeBack(t *testing.T) {
	t.Parallel()
	p := start(t, Options{HTTP: true}, func(c *config.Config) { c.SignInPerAccount = 1 })
	const signIn = `mutation{signIn(input:{audience:ADMIN,email:"a@example.com",password:"x"}){userErrors{code}}}`
	_, header, _ := p.post(t, "", signIn)
	require.Empty(t, header.Get("Retry-After"))
	_, header, answer := p.post(t, "", signIn)
	require.Contains(t, answer, `"code":"THROTTLED"`)
	require.Contains(t, answer, `"retryAfter":`)
	seconds, err := strconv.Atoi(header.Get("Retry-After"))
	require.NoError(t, err)
	require.InDelta(t, 60, seconds, 2)
}
