package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"orion/internal/kit/tenant"
	"orion/internal/viewer"
)

// keySQL reads what a key is now. There is a row only for one that is neither over nor
// revoked, of a vendor that is not closed out. It runs for the platform, before a vendor
// is known; the id out of the key confines it to one row. One statement, where ent would
// make two of it.
const keySQL = `
	select k.hash, k.vendor_id, v.slug, k.permissions, k.expires_at, k.last_used_at
	from api_keys k
	join vendors v on v.id = k.vendor_id
	where k.id = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2)
	  and v.status in ('ACTIVE', 'PENDING')`

// lookUpKey returns what a key is; nil where there is none that works.
func lookUpKey(ctx context.Context, q querier, id uuid.UUID, now time.Time) (*keyState, error) {
	k, v := &keyState{}, &viewer.Viewer{Audience: viewer.Vendor, KeyID: id}
	var (
		may  []string
		used *time.Time
	)
	err := q.QueryRow(ctx, keySQL, id, now).Scan(&k.hash, &v.VendorID, &k.slug, &may, &k.ends, &used)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look up an API key: %w", err)
	}
	if used != nil {
		k.used.Store(used.UnixMicro())
	}
	v.Grants = grants(viewer.Vendor, may)
	for _, p := range notForKeys {
		delete(v.Grants, string(p))
	}
	k.viewer = v
	return k, nil
}

// touchSQL notes that a key was used, unless another process did within the minute. It
// runs for the platform beside the requests, which have a vendor's connection each; the id
// confines it to one row. ent would write updated_at as well, and nothing was updated.
const touchSQL = `
	update api_keys set last_used_at = $2::timestamptz
	where id = $1 and (last_used_at is null or last_used_at <= $2::timestamptz - $3::interval)`

// execer is a pool.
type execer interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

func touchKey(ctx context.Context, q execer, id uuid.UUID, now time.Time) error {
	if _, err := q.Exec(ctx, touchSQL, id, now, usedEvery); err != nil {
		return fmt.Errorf("note that an API key was used: %w", err)
	}
	return nil
}

// lockKeys lets one change of a vendor's keys after the other, so that none is counted
// past. ent has no such locks; no row is read, and the vendor names the lock.
func lockKeys(ctx context.Context, tx pgx.Tx, vendorID uuid.UUID) error {
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock(hashtextextended($1, 0))", tenant.Key(vendorID, "api-keys")); err != nil {
		return fmt.Errorf("wait for other changes of API keys: %w", err)
	}
	return nil
}
