package graph

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/i18n"
	"orion/internal/viewer"
)

// What visitors read is kept, and forgotten when the team writes something else.
func TestTextsOfTheLawAreNeverOld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keeping(t)
	v, _ := fixture.Vendor(t, w.DB)
	visitor := i18n.NewContext(viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID}), language.English)
	read := func(ctx context.Context) string {
		r := w.ask(t, ctx, `{ shop { policies { kind } policy(kind: TERMS) { html language } legalIdentity { name } } }`, nil)
		require.Empty(t, r.Errors, r.body)
		return r.body
	}
	require.Contains(t, read(visitor), `"policies":[],"policy":null`)
	for _, text := range []string{"Fair.", "Fairer."} {
		r := w.ask(t, fixture.Staff(t, v, enum.PermissionSettingsWrite), `mutation($text: String!) { shopPolicySet(input: {kind: TERMS, texts: [{language: "en", text: $text}]}) {
			policy { published missing } userErrors { code } } }`, map[string]any{"text": "<p>" + text + "</p><script>x()</script>"})
		require.Contains(t, r.body, `"published":true`)
		require.Eventually(t, func() bool {
			return strings.Contains(read(visitor), text+`\u003c/p`) || strings.Contains(read(visitor), "<p>"+text+"</p>")
		},
			10*time.Second, 10*time.Millisecond)
	}
	r := w.ask(t, fixture.Staff(t, v, enum.PermissionSettingsWrite), `mutation { shopPolicySet(input: {kind: TERMS, texts: [], ifVersion: 1}) { policy { version } userErrors { code path } } }`, nil)
	require.Contains(t, r.body, `"version":2`)
	require.Contains(t, r.body, `"STALE_VERSION"`)
}
