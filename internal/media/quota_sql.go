package media

// The sum of what a vendor's pictures take is SQL: ent cannot count under a condition
// beside a sum, and has no locks that are no rows. Each statement names the vendor and runs
// behind its wall.

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/internal/kit/errs"
	"orion/internal/kit/tenant"
	"orion/internal/settings"
	"orion/internal/store"
)

// takenSQL says what the pictures of a vendor ($1) take.
const takenSQL = `
select count(*), coalesce(sum(stored_bytes), 0)::bigint, count(*) filter (where status = 'READY' and alt = '')
from media_files where vendor_id = $1`

// storedSQL is what the pictures of a vendor ($1) take, alone: each new one asks, and the
// answer lies in an index.
const storedSQL = "select coalesce(sum(stored_bytes), 0)::bigint from media_files where vendor_id = $1"

// roomLockSQL lets one that asks for a vendor's room ($1) in after the other.
const roomLockSQL = "select pg_advisory_xact_lock(hashtextextended($1, 0))"

// tagsSQL lists the tags of a vendor's ($1) pictures.
const tagsSQL = `
select distinct t.tag from media_files m cross join lateral jsonb_array_elements_text(m.tags) as t (tag)
where m.vendor_id = $1 and jsonb_typeof(m.tags) = 'array' order by t.tag limit 500`

// room takes more bytes of a vendor's quota for the rest of the transaction;
// QUOTA_EXCEEDED where they are not there. Nobody else takes any meanwhile.
func (s *Service) room(ctx context.Context, tx *store.Tx, vendor uuid.UUID, more int64) error {
	if more <= 0 {
		return nil
	}
	if _, err := tx.Pgx.Exec(ctx, roomLockSQL, tenant.Key(vendor, "media-quota")); err != nil {
		return fmt.Errorf("wait for the room of others: %w", err)
	}
	var taken int64
	if err := tx.Pgx.QueryRow(ctx, storedSQL, vendor).Scan(&taken); err != nil {
		return fmt.Errorf("add up what pictures take: %w", err)
	}
	most, err := s.quota(ctx)
	if err != nil {
		return err
	}
	if taken+more > most {
		return errs.New(errs.QuotaExceeded, "the shop's pictures have no room left: remove some first")
	}
	return nil
}

// quota is what the pictures of one vendor may take, in bytes.
func (s *Service) quota(ctx context.Context) (int64, error) {
	if s.opts.Settings == nil {
		return s.opts.Quota, nil
	}
	n, err := s.opts.Settings.Int(ctx, settings.MediaQuota)
	return int64(n), err
}

// Quota returns what the pictures of a vendor take of what they may.
func (s *Service) Quota(ctx context.Context, vendor uuid.UUID) (*Quota, error) {
	most, err := s.quota(ctx)
	if err != nil {
		return nil, err
	}
	out := &Quota{LimitBytes: float64(most)}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		var taken int64
		err := tx.Pgx.QueryRow(ctx, takenSQL, vendor).Scan(&out.Files, &taken, &out.MissingAlt)
		out.UsedBytes = float64(taken)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("add up what pictures take: %w", err)
	}
	return out, nil
}

// Tags returns the tags of a vendor's pictures, in order, up to 500.
func (s *Service) Tags(ctx context.Context, vendor uuid.UUID) ([]string, error) {
	out := []string{}
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		found, err := tx.Pgx.Query(ctx, tagsSQL, vendor)
		if err != nil {
			return err
		}
		for found.Next() {
			var tag string
			if err := found.Scan(&tag); err != nil {
				return err
			}
			out = append(out, tag)
		}
		return found.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("list tags of pictures: %w", err)
	}
	return out, nil
}
