package e2e

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/demo"
)

const platformLists = `{ admin { vendors(first: 20) { nodes { id slug name status } count { value } }
    users(first: 20) { nodes { id email } }
    importJobs(first: 20) { nodes { id status vendor { slug } } }
    auditLog(first: 20) { nodes { id action actor { email } target occurredAt } } } }`

func platform(t *testing.T, h *house) {
	got := h.signIn(t, "ADMIN", demo.AdminEmail, "").ask(t, platformLists)
	require.Subset(t, got.all("admin.vendors.nodes", "slug"), demo.Slugs())
	require.GreaterOrEqual(t, got.number("admin.vendors.count.value"), 3)
	require.Contains(t, got.all("admin.users.nodes", "email"), demo.AdminEmail)
	require.NotEmpty(t, got.text("admin.importJobs.nodes.0.vendor.slug"))
	require.NotEmpty(t, got.text("admin.auditLog.nodes.0.action"))

	_, code := h.signIn(t, "VENDOR", "owner@papyrus.example", "papyrus").refused(t, platformLists)
	require.Equal(t, "FORBIDDEN", code)
	_, code = caller{url: h.url}.refused(t, platformLists)
	require.Equal(t, "UNAUTHENTICATED", code)
}

// From being made by the platform's staff to being closed for a while.
func vendorLife(t *testing.T, h *house) {
	const slug, email, password = "atelier-nord", "owner@atelier-nord.example", "a password of its own"
	admin := h.signIn(t, "ADMIN", demo.AdminEmail, "")
	made := admin.ask(t, `mutation { vendorCreate(input: {name: "Atelier Nord", slug: %q, ownerEmail: %q}) { vendor { id slug status } setPasswordUrl userErrors { code path } } }`, slug, email)
	made.fine("vendorCreate")
	require.Equal(t, "ACTIVE", made.text("vendorCreate.vendor.status"))
	twice := admin.ask(t, `mutation { vendorCreate(input: {name: "Another", slug: %q, ownerEmail: %q}) { userErrors { code path } } }`, slug, email)
	require.Equal(t, []string{"ALREADY_EXISTS"}, twice.codes("vendorCreate"))

	link, err := url.Parse(made.text("vendorCreate.setPasswordUrl"))
	require.NoError(t, err)
	behind, err := url.ParseQuery(link.Fragment)
	require.NoError(t, err)
	token := behind.Get("token")
	reset := func() answer {
		return caller{url: h.url}.ask(t, `mutation { passwordReset(input: {token: %q, password: %q}) { email userErrors { code } } }`, token, password)
	}
	first := reset()
	first.fine("passwordReset")
	require.Equal(t, email, first.text("passwordReset.email"))
	require.Equal(t, []string{"NOT_FOUND"}, reset().codes("passwordReset"), "a link serves once")
	owner := h.signInWith(t, "VENDOR", email, password, slug)
	require.Equal(t, slug, owner.ask(t, `{ vendor { slug } }`).text("vendor.slug"))
	requireShop(t, h, slug, http.StatusOK)

	closed := admin.ask(t, `mutation { vendorSuspend(id: %q, reason: "a test") { vendor { status statusReason } userErrors { code } } }`, made.text("vendorCreate.vendor.id"))
	closed.fine("vendorSuspend")
	require.Equal(t, "SUSPENDED", closed.text("vendorSuspend.vendor.status"))
	requireShop(t, h, slug, http.StatusNotFound)
	status, code := owner.refused(t, `{ vendor { slug } }`)
	require.Equal(t, http.StatusUnauthorized, status)
	require.Equal(t, "UNAUTHENTICATED", code)

	admin.ask(t, `mutation { vendorReinstate(id: %q, reason: "it is over") { vendor { status } userErrors { code } } }`, made.text("vendorCreate.vendor.id")).fine("vendorReinstate")
	requireShop(t, h, slug, http.StatusOK)
	h.signInWith(t, "VENDOR", email, password, slug)
	log := admin.ask(t, `{ admin { auditLog(first: 50) { nodes { action actor { email } reason } } } }`)
	require.Subset(t, log.all("admin.auditLog.nodes", "action"), []string{"vendor.create", "vendor.suspend", "vendor.reinstate"})
}

// requireShop says how the shop answers, its page and its graph alike.
func requireShop(t *testing.T, h *house, slug string, want int) {
	t.Helper()
	status, _, _ := h.get(t, "/shop/"+slug+"/")
	require.Equal(t, want, status)
	status, body, err := h.visitor(slug).post(t.Context(), `{ shop { slug } }`)
	require.NoError(t, err)
	require.Equal(t, want, status, body)
}
