package audit_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/audit"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
)

// What is kept of where a request came from depends on who sent it.
func TestRecordKeepsWhoAndWhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.db)
	customer, _ := fixture.Customer(t, w.db, v)
	user, staff, key := uuid.New(), uuid.New(), uuid.New()
	req := viewer.Request{ID: "req-1", Address: "192.0.2.7", UserAgent: strings.Repeat("ü", 401)}
	for name, tc := range map[string]struct {
		viewer *viewer.Viewer
		where  bool
		check  func(*ent.AuditEntry) bool
	}{
		"a member of a team": {&viewer.Viewer{Audience: viewer.Vendor, VendorID: v.ID, UserID: user}, true, func(e *ent.AuditEntry) bool { return *e.ActorID == user }},
		"a key":              {&viewer.Viewer{Audience: viewer.Vendor, VendorID: v.ID, KeyID: key}, true, func(e *ent.AuditEntry) bool { return *e.APIKeyID == key && e.ActorID == nil }},
		"staff on a vendor's behalf": {&viewer.Viewer{Audience: viewer.Vendor, VendorID: v.ID, ImpersonatorID: staff}, true, func(e *ent.AuditEntry) bool {
			return *e.ImpersonatorID == staff && e.Audience == "VENDOR" && e.ActorID == nil
		}},
		"staff":                 {&viewer.Viewer{Audience: viewer.Admin, UserID: staff}, true, func(e *ent.AuditEntry) bool { return *e.ActorID == staff }},
		"a customer":            {&viewer.Viewer{Audience: viewer.Customer, VendorID: v.ID, CustomerID: customer.ID}, false, func(e *ent.AuditEntry) bool { return *e.CustomerID == customer.ID }},
		"a guest":               {&viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID}, false, func(e *ent.AuditEntry) bool { return e.CustomerID == nil }},
		"the program for a one": {viewer.ForVendor(v.ID), false, func(e *ent.AuditEntry) bool { return e.Audience == "SYSTEM" }},
	} {
		ctx := viewer.WithRequest(viewer.NewContext(t.Context(), tc.viewer), req)
		w.write(t, ctx, audit.Event{Action: "product.update", TargetType: "Product", Target: name, VendorID: v.ID})
		got := w.entries(t, fixture.System(t, v), &audit.Where{Target: &name})
		require.Len(t, got, 1, name)
		require.True(t, tc.check(got[0]), name)
		require.Equal(t, "req-1", *got[0].RequestID, name)
		require.Equal(t, tc.where, got[0].Address != nil, name)
		require.Equal(t, tc.where, got[0].UserAgent != nil, name)
		if tc.where {
			require.Equal(t, strings.Repeat("ü", 400), *got[0].UserAgent)
		}
	}
}

func TestEntriesAreNarrowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, owner := fixture.Vendor(t, w.db)
	other, otherOwner := fixture.Vendor(t, w.db)
	ann, asAnn := w.member(t, v, "ann@vendor.example")
	eve, asEve := w.member(t, other, "eve@other.example")
	admin := fixture.Admin(t)
	w.record(t, asAnn, "product.update", "product.publish")
	w.record(t, owner, "inventory.adjust")
	w.record(t, asEve, "product.update")
	w.write(t, admin, audit.Event{Action: "vendor.suspend", TargetType: "Vendor", Target: v.Slug, VendorID: v.ID})
	acting := viewer.WithRequest(viewer.NewContext(owner, &viewer.Viewer{Audience: viewer.Vendor, VendorID: v.ID, ImpersonatorID: eve.ID}), viewer.Request{ID: "req-9"})
	w.record(t, acting, "product.archive")
	// Ann is one of the staff too, and acted as such on her own vendor.
	asStaff := viewer.NewContext(admin, &viewer.Viewer{Audience: viewer.Admin, UserID: ann.ID})
	w.write(t, asStaff, audit.Event{Action: "vendor.reinstate", TargetType: "Vendor", Target: v.Slug, VendorID: v.ID})
	w.write(t, asStaff, audit.Event{Action: "staff.appoint", TargetType: "User", Target: "u"})

	yes, no := true, false
	hour := time.Hour
	before, after := w.clock.at.Add(-hour), w.clock.at.Add(hour)
	own := func(v *ent.Vendor) *publicid.ID { id := v.PublicID(); return &id }
	for name, tc := range map[string]struct {
		where            *audit.Where
		vendor, platform []string // newest first
	}{
		"nothing": {
			nil,
			[]string{"vendor.reinstate", "product.archive", "vendor.suspend", "inventory.adjust", "product.publish", "product.update"},
			[]string{"staff.appoint", "vendor.reinstate", "product.archive", "vendor.suspend", "product.update", "inventory.adjust", "product.publish", "product.update"},
		},
		"an action":            {&audit.Where{Action: []string{"product.update"}}, []string{"product.update"}, []string{"product.update", "product.update"}},
		"a noun":               {&audit.Where{Action: []string{"vendor"}}, []string{"vendor.reinstate", "vendor.suspend"}, []string{"vendor.reinstate", "vendor.suspend"}},
		"half a noun":          {&audit.Where{Action: []string{"vend"}}, nil, nil},
		"a wildcard":           {&audit.Where{Action: []string{"%", "v_ndor"}}, nil, nil},
		"no action":            {&audit.Where{Action: []string{}}, nil, nil},
		"several":              {&audit.Where{Action: []string{"inventory", "product.archive"}}, []string{"product.archive", "inventory.adjust"}, []string{"product.archive", "inventory.adjust"}},
		"an audience":          {&audit.Where{Audience: []string{"ADMIN"}}, []string{"vendor.reinstate", "vendor.suspend"}, []string{"staff.appoint", "vendor.reinstate", "vendor.suspend"}},
		"a target":             {&audit.Where{Target: &v.Slug}, []string{"vendor.reinstate", "vendor.suspend"}, []string{"vendor.reinstate", "vendor.suspend"}},
		"a request":            {&audit.Where{RequestID: ptr("req-9")}, []string{"product.archive"}, []string{"product.archive"}},
		"by staff":             {&audit.Where{Impersonated: &yes}, []string{"product.archive"}, []string{"product.archive"}},
		"not by staff":         {&audit.Where{Impersonated: &no, Action: []string{"product"}}, []string{"product.publish", "product.update"}, []string{"product.update", "product.publish", "product.update"}},
		"an actor":             {&audit.Where{ActorEmail: ptr(" Ann@Vendor.example")}, []string{"product.publish", "product.update"}, []string{"staff.appoint", "vendor.reinstate", "product.publish", "product.update"}},
		"another's actor":      {&audit.Where{ActorEmail: ptr("eve@other.example")}, nil, []string{"product.archive", "product.update"}},
		"nobody":               {&audit.Where{ActorEmail: ptr("nobody@example.org")}, nil, nil},
		"since an hour":        {&audit.Where{OccurredAt: &filter.DateTime{Gte: &before, Lt: &after}, Action: []string{"inventory"}}, []string{"inventory.adjust"}, []string{"inventory.adjust"}},
		"from in an hour on":   {&audit.Where{OccurredAt: &filter.DateTime{Gte: &after}}, nil, nil},
		"conditions that miss": {&audit.Where{Audience: []string{"ADMIN"}, Impersonated: &yes}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.vendor, actionsOf(w.entries(t, owner, tc.where)), "for the vendor")
			require.Equal(t, tc.platform, actionsOf(w.entries(t, admin, tc.where)), "for the platform")
		})
	}
	require.Equal(t, []string{"product.update"}, actionsOf(w.entries(t, admin, &audit.Where{VendorID: own(other)})))
	require.Len(t, w.entries(t, otherOwner, nil), 1)

	for path, where := range map[string]*audit.Where{
		"where.vendorId":   {VendorID: own(v)},
		"where.actorEmail": {ActorEmail: ptr(strings.Repeat("a", 401))},
		"where.action":     {Action: make([]string, 51)},
		"where.audience":   {Audience: []string{strings.Repeat("a", 401)}},
	} {
		_, err := w.Entries(owner, page.Arg{}, where)
		var e *errs.Error
		require.ErrorAs(t, err, &e, path)
		require.Equal(t, path, e.Field())
	}
}

func actionsOf(entries []*ent.AuditEntry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Action)
	}
	return out
}

// A cursor of one filter is none of another, and the count is that of what is narrowed.
func TestEntriesArePaged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, owner := fixture.Vendor(t, w.db)
	w.record(t, owner, "product.update", "product.publish", "product.update", "inventory.adjust")
	one := 1
	first, err := w.Entries(owner, page.Arg{First: &one}, &audit.Where{Action: []string{"product"}})
	require.NoError(t, err)
	n, err := first.Count(owner)
	require.NoError(t, err)
	require.Equal(t, 3, n.Value)
	arg := page.Arg{First: &one, After: first.PageInfo.EndCursor}
	second, err := w.Entries(owner, arg, &audit.Where{Action: []string{"product"}})
	require.NoError(t, err)
	require.Equal(t, []string{"product.publish"}, actionsOf(second.Nodes))
	_, err = w.Entries(owner, arg, nil)
	require.Equal(t, errs.Invalid, errs.CodeOf(err))
}

func TestHistogram(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, owner := fixture.Vendor(t, w.db)
	_, otherOwner := fixture.Vendor(t, w.db)
	w.record(t, owner, "product.update", "product.update", "product.publish", "inventory.adjust")
	w.record(t, otherOwner, "product.update", "product.update")
	noon := w.clock.at.Truncate(24 * time.Hour).Add(12 * time.Hour)
	for i, at := range []time.Time{noon, noon.Add(59 * time.Minute), noon.Add(time.Hour), noon.Add(3 * time.Hour)} {
		id := w.entries(t, owner, nil)[3-i].ID
		w.asOwner(t, "UPDATE audit_entries SET created_at = '"+at.Format(time.RFC3339Nano)+"' WHERE id = '"+id.String()+"'")
	}
	counts := func(buckets []*audit.Bucket) (out []int) {
		for i, b := range buckets {
			require.Equal(t, noon.Add(time.Duration(i)*time.Hour), b.Start)
			require.Equal(t, b.Start.Add(time.Hour), b.End)
			out = append(out, b.Count)
		}
		return out
	}
	got, err := w.Histogram(owner, noon, noon.Add(4*time.Hour), 4, nil)
	require.NoError(t, err)
	require.Equal(t, []int{2, 1, 0, 1}, counts(got))
	got, err = w.Histogram(owner, noon, noon.Add(3*time.Hour), 3, nil)
	require.NoError(t, err)
	require.Equal(t, []int{2, 1, 0}, counts(got), "the end is not part of it")
	got, err = w.Histogram(owner, noon, noon.Add(4*time.Hour), 4, &audit.Where{Action: []string{"product"}})
	require.NoError(t, err)
	require.Equal(t, []int{2, 1, 0, 0}, counts(got))
	id := v.PublicID()
	got, err = w.Histogram(fixture.Admin(t), noon, noon.Add(4*time.Hour), 4, &audit.Where{VendorID: &id})
	require.NoError(t, err)
	require.Equal(t, []int{2, 1, 0, 1}, counts(got))
	whole, err := w.Histogram(owner, noon.Add(-24*time.Hour), noon.Add(24*time.Hour), 7, nil)
	require.NoError(t, err)
	sum := 0
	for i, b := range whole {
		sum += b.Count
		if i > 0 {
			require.Equal(t, whole[i-1].End, b.Start)
		}
	}
	require.Equal(t, 4, sum, "also where the stretches do not come out even")

	for name, tc := range map[string]struct {
		to      time.Time
		buckets int
		path    string
	}{
		"one bucket":        {noon.Add(time.Hour), 1, "buckets"},
		"101 buckets":       {noon.Add(time.Hour), 101, "buckets"},
		"no time":           {noon, 10, "to"},
		"time the way back": {noon.Add(-time.Hour), 10, "to"},
		"over two years":    {noon.AddDate(2, 0, 3), 10, "to"},
	} {
		_, err := w.Histogram(owner, noon, tc.to, tc.buckets, nil)
		var e *errs.Error
		require.ErrorAs(t, err, &e, name)
		require.Equal(t, tc.path, e.Field(), name)
	}
}
