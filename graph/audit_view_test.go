package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/dataexport"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/store"
	"orion/internal/viewer"
)

const entryFields = `nodes { action actor { audience email apiKeyName } impersonator { audience email } target targetType vendor { slug }
	reason changes { field before after redacted } requestId address userAgent occurredAt }`

// An entryView is an entry as the graph shows it.
type entryView struct {
	Action       string
	Actor        audit.Actor
	Impersonator *audit.Actor
	Changes      []enum.Change
	Address      *string
	UserAgent    *string
}

func (w *world) record(t *testing.T, ctx context.Context, e audit.Event) {
	t.Helper()
	require.NoError(t, w.DB.Tx(ctx, func(tx *store.Tx) error { return audit.Record(ctx, tx, e) }))
}

// entriesBy is the record as the viewer reads it, by action.
func (w *world) entriesBy(t *testing.T, ctx context.Context, scope string) map[string]entryView {
	t.Helper()
	r := w.ask(t, ctx, "{ "+scope+" { auditLog { "+entryFields+" } } }", nil)
	require.Empty(t, r.Errors, r.body)
	var out map[string]struct{ AuditLog struct{ Nodes []entryView } }
	require.NoError(t, json.Unmarshal(r.Data, &out))
	byAction := map[string]entryView{}
	for _, e := range out[scope].AuditLog.Nodes {
		byAction[e.Action] = e
	}
	return byAction
}

// A vendor sees what staff did to it, and on whose
// behalf, and neither who they are nor from where. The platform sees both.
func TestB2_60_B7_133TheRecordDoesNotTellOfStaff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.DB)
	owner, member := memberOf(t, w, v)
	boss := w.DB.User.Create().SetEmail("boss@orion.example").SaveX(fixture.Platform(t))
	// One of the staff who is in the vendor's team too, and so can be looked up by it.
	both := w.DB.User.GetX(fixture.Platform(t), member.UserID)
	key := w.DB.ApiKey.Create().SetName("Till").SetPrefix("p").SetHash([]byte("h")).SetExpiresAt(time.Now().Add(time.Hour)).SaveX(fixture.System(t, v))
	as := func(who *viewer.Viewer, address string) context.Context {
		return viewer.WithRequest(viewer.NewContext(owner, who), viewer.Request{ID: "req-1", Address: address, UserAgent: "browser of " + address})
	}
	to := func(action string) audit.Event {
		return audit.Event{Action: action, TargetType: "Vendor", Target: v.Slug, VendorID: v.ID, Changes: audit.Diff(&ent.Vendor{Name: "A"}, &ent.Vendor{Name: "B"})}
	}
	w.record(t, as(&viewer.Viewer{Audience: viewer.Admin, UserID: boss.ID}, "198.51.100.1"), to("vendor.suspend"))
	w.record(t, as(&viewer.Viewer{Audience: viewer.Admin, UserID: both.ID}, "198.51.100.2"), to("vendor.reinstate"))
	w.record(t, as(&viewer.Viewer{Audience: viewer.Vendor, VendorID: v.ID, ImpersonatorID: boss.ID}, "198.51.100.3"), to("product.update"))
	w.record(t, as(&viewer.Viewer{Audience: viewer.Vendor, VendorID: v.ID, UserID: both.ID}, "192.0.2.1"), to("vendor.update"))
	w.record(t, as(&viewer.Viewer{Audience: viewer.Vendor, VendorID: v.ID, KeyID: key.ID}, "192.0.2.2"), to("inventory.adjust"))
	w.record(t, as(&viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID}, "203.0.113.1"), to("cart.update"))

	raw := w.ask(t, owner, "{ vendor { auditLog { "+entryFields+" } } }", nil).body
	for _, secret := range []string{"boss@", "198.51.100", "203.0.113", boss.ID.String()} {
		require.NotContains(t, raw, secret)
	}
	own := w.entriesBy(t, owner, "vendor")
	require.Len(t, own, 6)
	staff := string(viewer.Admin)
	require.Equal(t, audit.Actor{Audience: staff}, own["vendor.suspend"].Actor)
	require.Equal(t, audit.Actor{Audience: staff}, own["vendor.reinstate"].Actor, "nor one that the vendor knows")
	require.Equal(t, audit.Actor{Audience: "VENDOR"}, own["product.update"].Actor)
	require.Equal(t, &audit.Actor{Audience: staff}, own["product.update"].Impersonator)
	require.Nil(t, own["vendor.update"].Impersonator)
	require.Equal(t, both.Email, *own["vendor.update"].Actor.Email)
	require.Equal(t, "192.0.2.1", *own["vendor.update"].Address)
	require.Equal(t, "browser of 192.0.2.1", *own["vendor.update"].UserAgent)
	require.Equal(t, "Till", *own["inventory.adjust"].Actor.APIKeyName)
	require.Equal(t, "name", own["vendor.update"].Changes[0].Field)
	require.Equal(t, "B", *own["vendor.update"].Changes[0].After)

	all := w.entriesBy(t, fixture.Admin(t), "admin")
	require.Equal(t, "boss@orion.example", *all["vendor.suspend"].Actor.Email)
	require.Equal(t, "198.51.100.1", *all["vendor.suspend"].Address)
	require.Equal(t, "boss@orion.example", *all["product.update"].Impersonator.Email)
	require.Equal(t, "browser of 198.51.100.3", *all["product.update"].UserAgent)
	require.Nil(t, all["product.update"].Actor.Email)
	require.Nil(t, all["cart.update"].Address, "no shopper's address is kept")

	by := `{ vendor { auditLog(where: {actorEmail: %q}) { nodes { action } } } }`
	found := w.ask(t, owner, fmt.Sprintf(by, both.Email), nil).body
	require.Contains(t, found, "vendor.update")
	require.NotContains(t, found, "vendor.reinstate", "nor does a filter tell")
	require.NotContains(t, w.ask(t, owner, fmt.Sprintf(by, "boss@orion.example"), nil).body, "vendor.")
}

// Another vendor's record is not there, whatever is asked for.
func TestB2_60AnotherVendorsRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, owner := fixture.Vendor(t, w.DB)
	_, thief := fixture.Vendor(t, w.DB)
	w.record(t, owner, audit.Event{Action: "product.update", TargetType: "Product", Target: "prod_1", Reason: "canary"})
	made := w.ask(t, owner, `mutation { auditExport { export { id status downloadUrl rowCount } userErrors { code } } }`, nil)
	require.Empty(t, made.Errors, made.body)
	require.Contains(t, made.body, `"QUEUED"`)
	require.Contains(t, made.body, `"downloadUrl":null`)
	entry := w.DB.AuditEntry.Query().FirstX(owner)
	export := w.DB.DataExport.Query().OnlyX(owner)

	day := time.Now().UTC().Truncate(24 * time.Hour)
	window := fmt.Sprintf(`from: %q, to: %q, buckets: 2`, day.Format(time.RFC3339), day.Add(24*time.Hour).Format(time.RFC3339))
	for _, doc := range []string{
		`{ vendor { auditLog { nodes { action target reason } count { value } } } }`,
		`{ vendor { auditLog(where: {target: "prod_1"}) { nodes { action target reason } count { value } } } }`,
		`{ vendor { auditHistogram(` + window + `) { count } exports { nodes { id status } count { value } } } }`,
		fmt.Sprintf(`{ node(id: %q) { id } other: node(id: %q) { id } }`, entry.PublicID(), export.PublicID()),
	} {
		r := w.ask(t, thief, doc, nil)
		require.Empty(t, r.Errors, r.body)
		for _, text := range []string{"prod_1", "canary", string(entry.PublicID()), string(export.PublicID()), `"value":1`, `"count":1`, `"count":2`} {
			require.NotContains(t, r.body, text, doc)
		}
	}
	r := w.ask(t, thief, fmt.Sprintf(`{ vendor { auditLog(where: {vendorId: %q}) { nodes { action } } } }`, v.PublicID()), nil)
	require.Equal(t, "BAD_REQUEST", r.code(), r.body)
	require.NotContains(t, r.body, "product.update")

	sum := 0
	var out struct {
		Vendor struct{ AuditHistogram []audit.Bucket }
	}
	require.NoError(t, json.Unmarshal(w.ask(t, owner, `{ vendor { auditHistogram(`+window+`) { start end count } } }`, nil).Data, &out))
	for _, b := range out.Vendor.AuditHistogram {
		sum += b.Count
	}
	require.Equal(t, 2, sum, "the owner's own")
	require.Len(t, out.Vendor.AuditHistogram, 2)
}

// An export is fetched at a signed address, which the list shows once there is a file.
func TestExportsInTheConsole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.DB)
	owner, _ := memberOf(t, w, v)
	w.record(t, owner, audit.Event{Action: "product.update", TargetType: "Product", Target: "prod_1"})
	require.Empty(t, w.ask(t, owner, `mutation { auditExport(where: {action: ["product"]}) { userErrors { code } } }`, nil).Errors)
	export := w.DB.DataExport.Query().OnlyX(owner)
	require.NoError(t, w.Audit.Make(fixture.System(t, v), export.ID))

	const list = `{ vendor { exports { nodes { kind status rowCount byteSize requestedBy downloadUrl downloads expiresAt } } } }`
	r := w.ask(t, owner, list, nil)
	require.Empty(t, r.Errors, r.body)
	require.Contains(t, r.body, `"status":"READY"`)
	require.Contains(t, r.body, `"rowCount":1`)
	require.Contains(t, r.body, `"requestedBy":"owner@`+v.Slug)
	require.Contains(t, r.body, "/exports/"+string(export.PublicID())+"?")
	reader := *viewer.From(owner)
	reader.Grants = map[string]bool{string(enum.PermissionAuditRead): true}
	r = w.ask(t, viewer.NewContext(owner, &reader), list, nil)
	require.Contains(t, r.body, `"downloadUrl":null`, "who may not export is given no address")

	mine := w.ask(t, fixture.Admin(t), `{ admin { exports { nodes { requestedBy } } } }`, nil)
	require.Contains(t, mine.body, "owner@", "the staff see everybody's")
	for doc, field := range map[string]string{
		`{ vendor { auditHistogram(from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", buckets: 101) { count } } }`:  "buckets",
		`{ vendor { auditHistogram(from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z") { count } } }`:                "to",
		`{ vendor { auditHistogram(from: "2026-01-01T00:00:00Z", to: "2029-01-01T00:00:00Z", buckets: null) { count } } }`: "to",
	} {
		r := w.ask(t, owner, doc, nil)
		require.Equal(t, "BAD_REQUEST", r.code(), r.body)
		require.True(t, strings.HasPrefix(strings.Join(r.Errors[0].Extensions.Argument, "."), field) || strings.Contains(r.body, field), r.body)
	}
}

// What is exported is for who may read it, and so is the list of what was.
func TestExportsAreForWhoMayReadWhatTheyHold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.DB)
	fixture.More(t, w.DB, v, 2)
	const create = `mutation { dataExportCreate(input: {kind: %s}) { export { id kind status } userErrors { code path } } }`
	const list = `{ vendor { exports { nodes { kind status rowCount downloadUrl } count { value } } } }`
	for kind, needs := range map[string]enum.Permission{
		"CATALOG": enum.PermissionCatalogRead, "STAGING": enum.PermissionImportRead, "ORDERS": enum.PermissionOrderRead,
	} {
		may := fixture.Staff(t, v, needs)
		made := w.ask(t, may, fmt.Sprintf(create, kind), nil)
		require.Contains(t, made.body, `"status":"QUEUED"`, kind)
		export := w.DB.DataExport.Query().Where(dataexport.KindEQ(enum.ExportKind(kind))).OnlyX(fixture.System(t, v))
		require.NoError(t, w.Audit.Make(fixture.System(t, v), export.ID))
		require.Contains(t, w.ask(t, may, list, nil).body, "/exports/"+string(export.PublicID())+"?", kind)
		require.NotContains(t, w.ask(t, may, list, nil).body, `"rowCount":0`, kind)

		others := slices.DeleteFunc(enum.VendorPermissions(), func(p enum.Permission) bool { return p == needs })
		may = fixture.Staff(t, v, others...)
		require.Equal(t, "FORBIDDEN", w.ask(t, may, fmt.Sprintf(create, kind), nil).code(), kind)
		require.NotContains(t, w.ask(t, may, list, nil).body, kind)
	}
	r := w.ask(t, fixture.Staff(t, v, enum.VendorPermissions()...), fmt.Sprintf(create, "AUDIT_LOG"), nil)
	require.Contains(t, r.body, `"path":["input","kind"]`, "the record has a mutation of its own")
}
