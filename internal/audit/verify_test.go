package audit_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/internal/audit"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/store"
)

const ofVendor = "(SELECT id FROM audit_seals WHERE chain = '%[1]s' AND sequence = 3)"

// Row 134 of the attacks: whoever owns the database can change anything, and is found out.
func TestB7_134TamperingIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(t, fixture.Admin(t), audit.Event{Action: "staff.appoint", TargetType: "User", Target: "user_1"})
	var wrong int64
	for name, tc := range map[string]struct {
		tamper []string
		found  []audit.Fault
		at     int64 // the number in the chain, 0 for none
	}{
		"nothing":             {nil, nil, 0},
		"an action edited":    {[]string{"UPDATE audit_entries SET action = 'product.archive' WHERE id = " + ofVendor}, []audit.Fault{audit.FaultEdited}, 3},
		"a time edited":       {[]string{"UPDATE audit_entries SET created_at = created_at - interval '1 microsecond' WHERE id = " + ofVendor}, []audit.Fault{audit.FaultEdited}, 3},
		"an actor removed":    {[]string{"UPDATE audit_entries SET actor_id = NULL WHERE id = " + ofVendor}, []audit.Fault{audit.FaultEdited}, 3},
		"a reason put in":     {[]string{"UPDATE audit_entries SET reason = 'they asked for it' WHERE id = " + ofVendor}, []audit.Fault{audit.FaultEdited}, 3},
		"moved to no vendor":  {[]string{"UPDATE audit_entries SET vendor_id = NULL WHERE id = " + ofVendor}, []audit.Fault{audit.FaultEdited}, 3},
		"an entry removed":    {[]string{"DELETE FROM audit_entries WHERE id = " + ofVendor}, []audit.Fault{audit.FaultMissing}, 3},
		"an entry and a seal": {[]string{"DELETE FROM audit_entries WHERE id = " + ofVendor, "DELETE FROM audit_seals WHERE chain = '%[1]s' AND sequence = 3"}, []audit.Fault{audit.FaultGap}, 4},
		"an entry put in": {[]string{`INSERT INTO audit_entries (id, created_at, updated_at, vendor_id, action, audience, target_type, target)
			VALUES (gen_random_uuid(), now(), now(), '%[1]s', 'product.update', 'VENDOR', 'Product', 'x')`}, []audit.Fault{audit.FaultUnsealed}, 0},
		"a seal removed":    {[]string{"DELETE FROM audit_seals WHERE chain = '%[1]s' AND sequence = 3"}, []audit.Fault{audit.FaultGap, audit.FaultUnsealed}, 4},
		"a seal edited":     {[]string{"UPDATE audit_seals SET hash = sha256('x') WHERE chain = '%[1]s' AND sequence = 3"}, []audit.Fault{audit.FaultEdited, audit.FaultEdited}, 3},
		"the last cut off":  {[]string{"DELETE FROM audit_entries WHERE id = (SELECT id FROM audit_seals WHERE chain = '%[1]s' AND sequence = 5)", "DELETE FROM audit_seals WHERE chain = '%[1]s' AND sequence = 5"}, []audit.Fault{audit.FaultHead}, 5},
		"the first cut off": {[]string{"DELETE FROM audit_entries WHERE id = (SELECT id FROM audit_seals WHERE chain = '%[1]s' AND sequence = 1)", "DELETE FROM audit_seals WHERE chain = '%[1]s' AND sequence = 1"}, []audit.Fault{audit.FaultGap}, 2},
		"the end edited":    {[]string{"UPDATE audit_heads SET sequence = 4 WHERE id = '%[1]s'"}, []audit.Fault{audit.FaultHead}, 4},
		"the end removed":   {[]string{"DELETE FROM audit_heads WHERE id = '%[1]s'"}, []audit.Fault{audit.FaultHead}, 0},
		"the whole chain":   {[]string{"DELETE FROM audit_entries WHERE vendor_id = '%[1]s'", "DELETE FROM audit_seals WHERE chain = '%[1]s'"}, []audit.Fault{audit.FaultHead}, 5},
		"all are edited":    {[]string{"UPDATE audit_entries SET target = 'prod_2' WHERE vendor_id = '%[1]s'"}, []audit.Fault{audit.FaultEdited, audit.FaultEdited, audit.FaultEdited, audit.FaultEdited, audit.FaultEdited}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			v, owner := fixture.Vendor(t, w.db)
			w.record(t, owner, "product.update", "product.publish", "product.update", "product.archive", "product.update")
			for _, statement := range tc.tamper {
				w.asOwner(t, fmt.Sprintf(statement+" -- %[1]s", v.ID))
			}

			r, err := w.Verify(t.Context(), v.Slug)
			require.NoError(t, err)
			require.Len(t, r.Chains, 1)
			var found []audit.Fault
			for _, f := range r.Findings {
				require.Equal(t, v.ID, f.Chain)
				found = append(found, f.Fault)
			}
			require.Equal(t, tc.found, found)
			require.Equal(t, int64(len(tc.found)), r.Wrong)
			require.Len(t, r.Chains[0].Head, 2*len(sha256.Sum256(nil))*min(1, int(r.Entries)))
			if len(found) > 0 {
				require.Equal(t, tc.at, r.Findings[0].Sequence)
			}
			wrong += r.Wrong
		})
	}
	all, err := w.Verify(t.Context(), "")
	require.NoError(t, err)
	require.Equal(t, wrong, all.Wrong)
	require.Len(t, all.Findings, 20)
	require.Empty(t, all.Chains[0].Vendor, "the platform's comes first")
	require.Equal(t, int64(1), all.Chains[0].Entries)
}

func TestVerifyOfNobody(t *testing.T) {
	t.Parallel()
	_, err := newWorld(t).Verify(t.Context(), "nobody")
	require.Equal(t, errs.NotFound, errs.CodeOf(err))
}

// A report names the first things that are wrong and counts the rest, also where a chain
// is longer than what is read at once.
func TestALongChain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.db)
	for range 90 { // many in one transaction would take the square of the time
		_, err := w.db.Platform.Exec(t.Context(), `INSERT INTO audit_entries (id, created_at, updated_at, vendor_id, action, audience, target_type, target)
			SELECT gen_random_uuid(), now(), now(), $1, 'product.update', 'SYSTEM', 'Product', 'n' || n FROM generate_series(1, 250) AS n`, v.ID)
		require.NoError(t, err)
	}
	r, err := w.Verify(t.Context(), v.Slug)
	require.NoError(t, err)
	require.Zero(t, r.Wrong, "%v", r.Findings)
	require.Equal(t, int64(22500), r.Entries)

	w.asOwner(t, fmt.Sprintf("UPDATE audit_entries SET target = 'other' FROM audit_seals s WHERE s.id = audit_entries.id AND s.chain = '%s' AND s.sequence %% 500 = 0", v.ID))
	r, err = w.Verify(t.Context(), v.Slug)
	require.NoError(t, err)
	require.Equal(t, int64(45), r.Wrong)
	require.Len(t, r.Findings, 20)
}

// The roles of the program can add to the record and nothing else.
func TestB7_134TheProgramCannotChangeTheRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, owner := fixture.Vendor(t, w.db)
	w.record(t, owner, "product.update")
	for _, statement := range []string{
		"UPDATE audit_entries SET action = 'x.y'",
		"DELETE FROM audit_entries",
		"TRUNCATE audit_entries",
		"TRUNCATE audit_seals", "TRUNCATE audit_heads",
		"INSERT INTO audit_seals (id, chain, sequence, hash, version) VALUES (gen_random_uuid(), gen_random_uuid(), 1, '', 1)",
		"UPDATE audit_seals SET hash = ''",
		"DELETE FROM audit_seals",
		"INSERT INTO audit_heads (id, sequence, hash) VALUES (gen_random_uuid(), 1, '')",
		"UPDATE audit_heads SET sequence = 0",
		"DELETE FROM audit_heads",
		"SELECT audit_append(gen_random_uuid(), '{}')",
		"SELECT audit_lock(ARRAY[gen_random_uuid()])",
		"ALTER TABLE audit_entries DISABLE TRIGGER audit_seal",
		"ALTER TABLE audit_entries DISABLE ROW LEVEL SECURITY",
		"DROP TRIGGER audit_seal ON audit_entries",
		"SET session_replication_role = replica",
		"CREATE FUNCTION public.sha256(bytea) RETURNS bytea LANGUAGE sql RETURN $1",
		"CREATE OR REPLACE FUNCTION audit_digest(before bytea, entry jsonb) RETURNS bytea LANGUAGE sql STABLE RETURN before",
		"LOCK TABLE audit_heads IN EXCLUSIVE MODE",
		"SELECT FROM audit_heads FOR UPDATE",
	} {
		for role, pool := range map[string]interface {
			Begin(context.Context) (pgx.Tx, error)
		}{store.RoleApp: w.db.App, store.RolePlatform: w.db.Platform} {
			err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
				_, err := tx.Exec(t.Context(), "SELECT set_config('app.vendor_id', $1, true)", v.ID.String())
				require.NoError(t, err)
				_, err = tx.Exec(t.Context(), statement)
				return err
			})
			require.ErrorContains(t, err, "42501", "%s: %s", role, statement)
		}
	}
	r, err := w.Verify(t.Context(), "")
	require.NoError(t, err)
	require.Zero(t, r.Wrong)
	require.Equal(t, int64(1), r.Entries)
}

// When something was done is not for the program to say.
func TestTheDatabaseTellsTheTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.db)
	_, err := w.db.Platform.Exec(t.Context(), `INSERT INTO audit_entries (id, created_at, updated_at, vendor_id, action, audience, target_type, target)
		VALUES (gen_random_uuid(), '2001-01-01', '2001-01-01', $1, 'product.update', 'SYSTEM', 'Product', 'x')`, v.ID)
	require.NoError(t, err)
	e := w.entries(t, fixture.System(t, v), nil)
	require.Len(t, e, 1)
	require.WithinDuration(t, w.clock.at, e[0].CreatedAt, 60e9)
}

// Transactions that append to the same chains in opposite order wait for each other, and
// each chain gets its numbers without gaps.
func TestChainsDoNotDeadlock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, _ := fixture.Vendor(t, w.db)
	two, _ := fixture.Vendor(t, w.db)
	admin := fixture.Admin(t)
	var all sync.WaitGroup
	failed := make(chan error, 80)
	for i := range 80 {
		events := []audit.Event{{VendorID: one.ID}, {VendorID: two.ID}, {}}
		if i%2 == 1 {
			events = []audit.Event{{}, {VendorID: two.ID}, {VendorID: one.ID}}
		}
		all.Go(func() {
			failed <- w.db.Tx(admin, func(tx *store.Tx) error {
				for _, e := range events {
					e.Action, e.TargetType, e.Target = "vendor.suspend", "Vendor", "x"
					if err := audit.Record(admin, tx, e); err != nil {
						return err
					}
				}
				return nil
			})
		})
	}
	all.Wait()
	close(failed)
	for err := range failed {
		require.NoError(t, err)
	}
	r, err := w.Verify(t.Context(), "")
	require.NoError(t, err)
	require.Zero(t, r.Wrong, "%v", r.Findings)
	require.Equal(t, int64(240), r.Entries)
	require.Len(t, r.Chains, 3)
}

// What is taken back leaves neither an entry nor a gap.
func TestARolledBackChangeIsNotRecorded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, owner := fixture.Vendor(t, w.db)
	w.record(t, owner, "product.update")
	err := w.db.Tx(owner, func(tx *store.Tx) error {
		require.NoError(t, audit.Record(owner, tx, audit.Event{Action: "product.update", TargetType: "Product", Target: "x"}))
		return errs.New(errs.Conflict, "no")
	})
	require.Error(t, err)
	w.record(t, owner, "product.update")
	r, err := w.Verify(t.Context(), v.Slug)
	require.NoError(t, err)
	require.Zero(t, r.Wrong)
	require.Equal(t, int64(2), r.Entries)
}
