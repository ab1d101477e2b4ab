package settings

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/platformsetting"
	"orion/ent/gen/ent/vendorsetting"
	"orion/internal/kit/errs"
	"orion/internal/store"
)

// A row is what was set of a setting, by whomever.
type row struct {
	id      uuid.UUID
	value   *string
	sealed  []byte
	hint    *string
	setBy   *uuid.UUID
	at      time.Time
	version int
}

func ofPlatform(r *ent.PlatformSetting) row {
	return row{id: r.ID, value: r.Value, sealed: r.Sealed, hint: r.Hint, setBy: r.SetByID, at: r.UpdatedAt, version: r.Version}
}

func ofVendor(r *ent.VendorSetting) row {
	return row{id: r.ID, value: r.Value, sealed: r.Sealed, hint: r.Hint, setBy: r.SetByID, at: r.UpdatedAt, version: r.Version}
}

// rowsOf returns what a vendor has set, or the staff where vendor is none. It is kept and
// shared: do not change it. Connections of the platform are used, for whoever asks may be
// in the middle of a transaction of the vendor.
func (s *Service) rowsOf(ctx context.Context, vendor uuid.UUID) (map[Key]row, error) {
	return s.rows.Get(ctx, vendor, func(ctx context.Context) (map[Key]row, error) {
		ctx = store.AcrossVendors(ctx, store.ReasonSettings)
		out := map[Key]row{}
		if vendor != uuid.Nil {
			set, err := s.db.VendorSetting.Query().Where(vendorsetting.VendorID(vendor)).All(ctx)
			for _, r := range set {
				out[Key(r.Key)] = ofVendor(r)
			}
			return out, reading(err)
		}
		set, err := s.db.PlatformSetting.Query().Where(platformsetting.KeyNEQ(keysetKey)).All(ctx)
		for _, r := range set {
			out[Key(r.Key)] = ofPlatform(r)
		}
		return out, reading(err)
	})
}

func reading(err error) error {
	if err != nil {
		return fmt.Errorf("read what is set: %w", err)
	}
	return nil
}

// lock locks what the staff, or the vendor of the context, have set of a setting; nil where
// they have not.
func lock(ctx context.Context, tx *store.Tx, d *Definition, vendor uuid.UUID) (*row, error) {
	if vendor == uuid.Nil {
		r, err := tx.PlatformSetting.Query().Where(platformsetting.Key(string(d.Key))).ForUpdate(sql.WithLockClause("FOR NO KEY UPDATE")).Only(ctx)
		if err != nil {
			return nil, locking(err)
		}
		return new(ofPlatform(r)), nil
	}
	r, err := tx.VendorSetting.Query().Where(vendorsetting.Key(string(d.Key))).ForUpdate(sql.WithLockClause("FOR NO KEY UPDATE")).Only(ctx)
	if err != nil {
		return nil, locking(err)
	}
	return new(ofVendor(r)), nil
}

func locking(err error) error {
	if ent.IsNotFound(err) {
		return nil
	}
	return fmt.Errorf("lock a setting: %w", err)
}

// write puts after in the place of before, which is nil where there was nothing.
func write(ctx context.Context, tx *store.Tx, d *Definition, vendor uuid.UUID, before *row, after row) error {
	err := put(ctx, tx, d, vendor, before, after)
	if store.Violates(err, "platform_setting_key") || store.Violates(err, "vendor_setting_key") {
		return stale() // somebody was the first at the same moment
	}
	return err
}

func put(ctx context.Context, tx *store.Tx, d *Definition, vendor uuid.UUID, before *row, after row) error {
	switch {
	case vendor == uuid.Nil && before == nil:
		return tx.PlatformSetting.Create().SetKey(string(d.Key)).SetNillableValue(after.value).SetSealed(after.sealed).
			SetNillableHint(after.hint).SetNillableSetByID(after.setBy).Exec(ctx)
	case before == nil:
		return tx.VendorSetting.Create().SetKey(string(d.Key)).SetNillableValue(after.value).SetSealed(after.sealed).
			SetNillableHint(after.hint).SetNillableSetByID(after.setBy).Exec(ctx)
	case vendor == uuid.Nil:
		u := tx.PlatformSetting.UpdateOneID(before.id).AddVersion(1)
		after.into(u.Mutation())
		return u.Exec(ctx)
	}
	u := tx.VendorSetting.UpdateOneID(before.id).AddVersion(1)
	after.into(u.Mutation())
	return u.Exec(ctx)
}

// A mutation is what the changes of both kinds of rows have in common.
type mutation interface {
	SetValue(string)
	ClearValue()
	SetSealed([]byte)
	ClearSealed()
	SetHint(string)
	ClearHint()
	SetSetByID(uuid.UUID)
	ClearSetByID()
}

// into sets each column or clears it: both at once would assign it twice.
func (r row) into(m mutation) {
	either(r.value, m.SetValue, m.ClearValue)
	either(r.hint, m.SetHint, m.ClearHint)
	either(r.setBy, m.SetSetByID, m.ClearSetByID)
	if r.sealed == nil {
		m.ClearSealed()
		return
	}
	m.SetSealed(r.sealed)
}

func either[T any](value *T, set func(T), unset func()) {
	if value == nil {
		unset()
		return
	}
	set(*value)
}

func remove(ctx context.Context, tx *store.Tx, vendor uuid.UUID, before *row) error {
	if vendor == uuid.Nil {
		return tx.PlatformSetting.DeleteOneID(before.id).Exec(ctx)
	}
	return tx.VendorSetting.DeleteOneID(before.id).Exec(ctx)
}

func stale() error {
	return errs.New(errs.StaleVersion, "somebody has changed it since: read it again").At("input.ifVersion")
}
