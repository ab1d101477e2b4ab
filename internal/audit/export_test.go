package audit_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/tenant"
	"orion/internal/viewer"
)

// made asks for an export and has it made.
func (w *world) made(t *testing.T, ctx context.Context, where *audit.Where) *ent.DataExport {
	t.Helper()
	e, err := w.Export(ctx, where)
	require.NoError(t, err)
	require.Equal(t, enum.ExportStatusQueued, e.Status)
	program := viewer.NewContext(ctx, viewer.ForVendor(e.OwnedBy()))
	require.NoError(t, w.Make(program, e.ID))
	e, err = w.db.DataExport.Get(program, e.ID)
	require.NoError(t, err)
	return e
}

func ticket(t *testing.T, address string) audit.ExportTicket {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	q := u.Query()
	return audit.ExportTicket{Export: strings.TrimPrefix(u.Path, "/exports/"), By: q.Get("by"), Expires: q.Get("expires"), Signature: q.Get("signature")}
}

func (w *world) lines(t *testing.T, e *ent.DataExport) [][]string {
	t.Helper()
	r, err := w.blobs.NewReader(t.Context(), *e.BlobKey, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, r.Close()) }()
	out, err := csv.NewReader(r).ReadAll()
	require.NoError(t, err)
	return out
}

func TestExport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.db)
	_, ann := w.member(t, v, "ann@vendor.example")
	ann = viewer.WithRequest(ann, viewer.Request{ID: "req-1", Address: "192.0.2.7", UserAgent: "=cmd"})
	for _, target := range []string{"=1+1", "+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1", "'=1", "＝1", "plain, \"quoted\"\nand long", "1=1"} {
		w.write(t, ann, audit.Event{
			Action: "product.update", TargetType: "Product", Target: target, Reason: target,
			Changes: []enum.Change{{Field: "title", Before: ptr("a"), After: ptr("b")}},
		})
	}
	w.record(t, ann, "inventory.adjust")

	e := w.made(t, ann, &audit.Where{Action: []string{"product"}})
	require.Equal(t, enum.ExportStatusReady, e.Status)
	require.Equal(t, int64(12), e.RowCount)
	require.Equal(t, tenant.Key(v.ID, "exports", e.ID.String()+".csv"), *e.BlobKey)
	require.Equal(t, w.clock.at.Add(7*24*time.Hour), *e.ExpiresAt)
	at, err := w.blobs.Attributes(t.Context(), *e.BlobKey)
	require.NoError(t, err)
	require.Equal(t, e.ByteSize, at.Size)
	require.Equal(t, "text/csv; charset=utf-8", at.ContentType)

	lines := w.lines(t, e)
	require.Equal(t, "id occurred_at vendor action target_type target audience actor api_key impersonated impersonator reason changes request_id address user_agent",
		strings.Join(lines[0], " "), "a promise")
	require.Equal(t, []string{"1=1", "plain, \"quoted\"\nand long", "'＝1", "''=1", "' =1", "'\nx", "'\rx", "'\tx", "'@SUM(A1)", "'-1+1", "+1", "'=1+1"}, column(lines, 5), "row 123 of the attacks")
	require.Equal(t, []string{
		"VENDOR", "ann@vendor.example", "", "false", "", "1=1", `[{"field":"title","before":"a","after":"b"}]`, "req-1", "192.0.2.7", "'=cmd",
	}, lines[1][6:])
	require.Equal(t, v.Slug, lines[1][2])

	entry := w.entries(t, ann, &audit.Where{Action: []string{"export"}})
	require.Len(t, entry, 1, "that it was asked for is recorded")
	require.Equal(t, string(e.PublicID()), entry[0].Target)

	require.NoError(t, w.Make(fixture.System(t, v), e.ID), "what is made is not made again")
	var queued int
	require.NoError(t, w.db.Platform.QueryRow(t.Context(), "SELECT count(*) FROM river.river_job WHERE kind = 'audit.export'").Scan(&queued))
	require.Equal(t, 1, queued)
}

func column(lines [][]string, i int) []string {
	var out []string
	for _, l := range lines[1:] {
		out = append(out, l[i])
	}
	return out
}

// Row 60 of the attacks: what staff did is in the vendor's file, and not who they are.
func TestB2_60AnExportDoesNotTellOfStaff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.db)
	other, _ := fixture.Vendor(t, w.db)
	_, ann := w.member(t, v, "ann@vendor.example")
	_, eve := w.member(t, other, "eve@other.example")
	boss, err := w.db.User.Create().SetEmail("boss@orion.example").Save(fixture.Platform(t))
	require.NoError(t, err)
	req := viewer.Request{ID: "req-1", Address: "198.51.100.1", UserAgent: "staff browser"}
	admin := viewer.WithRequest(viewer.NewContext(ann, &viewer.Viewer{Audience: viewer.Admin, UserID: boss.ID, Grants: map[string]bool{"audit.export": true}}), req)
	w.write(t, admin, audit.Event{Action: "vendor.suspend", TargetType: "Vendor", Target: v.Slug, VendorID: v.ID})
	w.record(t, viewer.WithRequest(viewer.NewContext(ann, &viewer.Viewer{Audience: viewer.Vendor, VendorID: v.ID, ImpersonatorID: boss.ID}), req), "product.update")
	w.record(t, eve, "product.publish")

	mine := w.lines(t, w.made(t, ann, nil))
	require.Equal(t, []string{"export.create", "product.update", "vendor.suspend"}, column(mine, 3))
	require.Equal(t, []string{"false", "true", "false"}, column(mine, 9))
	all := fmt.Sprint(mine)
	for _, secret := range []string{"boss@", "198.51.100.1", "staff browser", "eve@", other.Slug, boss.ID.String()} {
		require.NotContains(t, all, secret)
	}

	id := v.PublicID()
	theirs := w.lines(t, w.made(t, admin, &audit.Where{VendorID: &id}))
	require.Equal(t, []string{"ann@vendor.example", "", "boss@orion.example"}, column(theirs, 7))
	require.Equal(t, []string{"", "boss@orion.example", ""}, column(theirs, 10))
}

func TestDownload(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.db)
	ann, asAnn := w.member(t, v, "ann@vendor.example")
	w.record(t, asAnn, "product.update")
	e := w.made(t, asAnn, nil)
	address := w.Address(asAnn, e)
	require.NotNil(t, address)
	require.True(t, strings.HasPrefix(*address, "https://orion.example/exports/"+string(e.PublicID())+"?"), *address)
	require.Nil(t, w.Address(fixture.Staff(t, v, enum.PermissionAuditRead), e), "who may not export is given no address")

	good := ticket(t, *address)
	f, err := w.Download(t.Context(), good)
	require.NoError(t, err)
	b, err := io.ReadAll(f)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	require.Equal(t, e.ByteSize, f.Size)
	require.Len(t, b, int(f.Size))
	require.True(t, strings.HasSuffix(f.Name, ".csv"))
	read, err := w.db.DataExport.Get(asAnn, e.ID)
	require.NoError(t, err)
	require.Equal(t, 1, read.Downloads)
	entry, err := w.db.AuditEntry.Query().Where(auditentry.Action("export.download")).Only(asAnn)
	require.NoError(t, err)
	require.Equal(t, ann.ID, *entry.ActorID, "it is known for whom the address was made")

	other := w.made(t, asAnn, nil)
	for name, spoil := range map[string]func(*audit.ExportTicket){
		"no signature":         func(k *audit.ExportTicket) { k.Signature = "" },
		"a wrong signature":    func(k *audit.ExportTicket) { k.Signature = "x" + k.Signature[1:] + "y" },
		"another export":       func(k *audit.ExportTicket) { k.Export = string(other.PublicID()) },
		"somebody else":        func(k *audit.ExportTicket) { k.By = "user-" + uuid.NewString() },
		"more time":            func(k *audit.ExportTicket) { k.Expires += "0" },
		"parts moved together": func(k *audit.ExportTicket) { k.Export, k.By = k.Export+k.By, "" },
	} {
		bad := good
		spoil(&bad)
		_, err := w.Download(t.Context(), bad)
		require.Equal(t, errs.NotFound, errs.CodeOf(err), name)
	}

	status := func(s enum.VendorStatus) {
		require.NoError(t, w.db.Vendor.UpdateOneID(v.ID).SetStatus(s).Exec(fixture.Platform(t)))
	}
	for s, open := range map[enum.VendorStatus]bool{
		enum.VendorStatusSuspended: false, enum.VendorStatusClosed: false, enum.VendorStatusPending: true, enum.VendorStatusActive: true,
	} {
		status(s)
		f, err := w.Download(t.Context(), good)
		if !open {
			require.Error(t, err, s)
			require.Equal(t, errs.NotFound, errs.CodeOf(err), s)
			continue
		}
		require.NoError(t, err, s)
		require.NoError(t, f.Close())
	}
	status(enum.VendorStatusActive)

	w.clock.at = w.clock.at.Add(15 * time.Minute)
	_, err = w.Download(t.Context(), good)
	require.Equal(t, errs.NotFound, errs.CodeOf(err), "after a quarter of an hour")
}

func TestExportsExpire(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, owner := fixture.Vendor(t, w.db)
	old := w.made(t, owner, nil)
	w.clock.at = w.clock.at.Add(24 * time.Hour)
	young := w.made(t, owner, nil)
	w.clock.at = w.clock.at.Add(6*24*time.Hour - time.Minute)
	last := ticket(t, *w.Address(owner, old))
	w.clock.at = w.clock.at.Add(time.Minute)
	_, err := w.Download(t.Context(), last)
	require.Equal(t, errs.NotFound, errs.CodeOf(err), "no address outlives its file")
	require.Nil(t, w.Address(owner, old))

	require.NoError(t, w.Expire(fixture.Platform(t)))
	require.NoError(t, w.Expire(fixture.Platform(t)), "twice is as good as once")
	list, err := w.Exports(owner, page.Arg{})
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{young.ID, old.ID}, []uuid.UUID{list.Nodes[0].ID, list.Nodes[1].ID})
	require.Equal(t, enum.ExportStatusReady, list.Nodes[0].Status)
	require.Equal(t, enum.ExportStatusExpired, list.Nodes[1].Status)
	there, err := w.blobs.Exists(t.Context(), *old.BlobKey)
	require.NoError(t, err)
	require.False(t, there)
	there, err = w.blobs.Exists(t.Context(), *young.BlobKey)
	require.NoError(t, err)
	require.True(t, there)
	require.NotNil(t, v)
}

func TestB2_47_49ExportsAreTheirVendors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, owner := fixture.Vendor(t, w.db)
	other, otherOwner := fixture.Vendor(t, w.db)
	w.record(t, owner, "product.update")
	e, err := w.Export(owner, nil)
	require.NoError(t, err)

	require.Error(t, w.Make(fixture.System(t, other), e.ID), "a job with another vendor finds nothing")
	err = w.Make(fixture.Platform(t), e.ID)
	require.Equal(t, errs.NotFound, errs.CodeOf(err), "nor does one for the platform, which would write of everybody")
	list, err := w.Exports(otherOwner, page.Arg{})
	require.NoError(t, err)
	require.Empty(t, list.Nodes)
	_, err = w.db.DataExport.Get(otherOwner, e.ID)
	require.True(t, ent.IsNotFound(err))

	require.NoError(t, w.GiveUp(fixture.System(t, v), e.ID, "the file could not be written"))
	require.NoError(t, w.Make(fixture.System(t, v), e.ID), "what was given up stays so")
	e, err = w.db.DataExport.Get(owner, e.ID)
	require.NoError(t, err)
	require.Equal(t, enum.ExportStatusFailed, e.Status)
	require.Equal(t, "the file could not be written", *e.Problem)
}

func TestExportsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, owner := fixture.Vendor(t, w.db)
	_, otherOwner := fixture.Vendor(t, w.db)
	for range 5 {
		_, err := w.Export(owner, nil)
		require.NoError(t, err)
	}
	_, err := w.Export(owner, nil)
	require.Equal(t, errs.QuotaExceeded, errs.CodeOf(err))
	_, err = w.Export(otherOwner, nil)
	require.NoError(t, err, "everybody has their own")
	_, err = w.Export(fixture.Admin(t), nil)
	require.NoError(t, err)
}
