package graph

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/fixture"
)

// What is secret is set and never read: neither by who has set it nor in the record.
func TestB7_135SecretsAreWriteOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, owner := fixture.Vendor(t, w.DB)
	admin := fixture.Admin(t)
	const fields = `key type value source sensitive isSet hint default inherited version`
	set := w.ask(t, admin, `mutation { settingSet(input: {key: "metrics.token", value: "canary-of-the-platform"}) { setting { `+fields+` } userErrors { code message path } } }`, nil)
	require.Contains(t, set.body, `"hint":"form"`)
	own := w.ask(t, owner, `mutation { vendorSettingSet(input: {key: "feed.token", value: "canary-of-the-vendor"}) { setting { `+fields+` } userErrors { code message path } } }`, nil)
	require.Contains(t, own.body, `"isSet":true`)
	for _, answer := range []string{
		set.body, own.body,
		w.ask(t, admin, `{ admin { settings { `+fields+` } auditLog { nodes { action target changes { field before after redacted } } } } }`, nil).body,
		w.ask(t, owner, `{ vendor { settings { `+fields+` } auditLog { nodes { action target changes { field before after redacted } } } } }`, nil).body,
	} {
		require.NotContains(t, answer, "canary")
		require.Contains(t, answer, "token")
	}
}

// What is off is refused by the server, for the vendors that it is off for.
func TestB7_137WhatIsOffIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	off, _ := fixture.Vendor(t, w.DB)
	on, _ := fixture.Vendor(t, w.DB)
	admin := fixture.Admin(t)
	for _, key := range []string{"reorder", "search-suggestions", "order-lookup"} {
		set := w.ask(t, admin, fmt.Sprintf(`mutation { featureFlagSet(input: {key: %q, enabled: true, overrides: [{vendorId: %q, enabled: false}]}) {
			flag { key enabled percentage version overrides { enabled vendor { slug } } } userErrors { code } } }`, key, off.PublicID()), nil)
		require.Contains(t, set.body, off.Slug)
	}
	features := `{ shop { features } }`
	require.Contains(t, w.ask(t, fixture.Shopper(t, off), features, nil).body, `"features":["merchant-feed"]`)
	require.Contains(t, w.ask(t, fixture.Shopper(t, on), features, nil).body, "reorder")
	again := `mutation { orderReorder(token: "nothing") { userErrors { code } } }`
	require.Contains(t, w.ask(t, fixture.Shopper(t, off), again, nil).body, "INVALID_STATE")
	require.NotContains(t, w.ask(t, fixture.Shopper(t, on), again, nil).body, "INVALID_STATE")
	lookup := `mutation { orderLookup(number: "1", email: "ada@example.org") { userErrors { code } } }`
	require.Contains(t, w.ask(t, fixture.Shopper(t, off), lookup, nil).body, "INVALID_STATE")
	require.NotContains(t, w.ask(t, fixture.Shopper(t, on), lookup, nil).body, "INVALID_STATE")
}
