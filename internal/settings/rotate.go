package settings

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"

	"orion/ent/gen/ent/platformsetting"
	"orion/ent/gen/ent/vendorsetting"
	"orion/internal/audit"
	"orion/internal/store"
)

// portion is how many secrets are sealed anew in one transaction.
const portion = 100

// RotateKey makes a new key, seals every secret anew with it and then forgets the keys from
// before; it returns how many secrets there were. All can be read and set meanwhile. Where
// it was broken off, what is left is readable and the next call goes on.
func (s *Service) RotateKey(ctx context.Context) (int, error) {
	if err := s.makeRing(ctx); err != nil {
		return 0, err
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSettings)
	if err := s.replaceRing(ctx, "setting.key-add", addKey); err != nil {
		return 0, fmt.Errorf("make a new key: %w", err)
	}
	total := 0
	for _, again := range []func(context.Context, *store.Tx, *ring, uuid.UUID) (int, uuid.UUID, error){resealPlatform, resealVendors} {
		n, err := s.reseal(ctx, again)
		total += n
		if err != nil {
			return total, fmt.Errorf("seal settings anew: %w", err)
		}
	}
	if err := s.replaceRing(ctx, "setting.key-retire", retireKeys); err != nil {
		return total, fmt.Errorf("forget the keys from before: %w", err)
	}
	return total, nil
}

// replaceRing changes the keys under a lock that waits for all who are sealing.
func (s *Service) replaceRing(ctx context.Context, action string, change func(*keyset.Manager, *ring) error) error {
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		r, err := s.lockRing(ctx, tx, "FOR UPDATE")
		if err != nil {
			return err
		}
		manager := keyset.NewManagerFromHandle(r.keys)
		if err := change(manager, r); err != nil {
			return err
		}
		keys, err := manager.Handle()
		if err != nil {
			return err
		}
		locked, err := s.lockAway(keys)
		if err != nil {
			return err
		}
		if err := tx.PlatformSetting.Update().Where(platformsetting.Key(keysetKey)).SetSealed(locked).AddVersion(1).Exec(ctx); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, ""); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Action: action, TargetType: "Setting", Target: keysetKey})
	})
}

func addKey(m *keyset.Manager, _ *ring) error {
	id, err := m.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		return err
	}
	return m.SetPrimary(id)
}

func retireKeys(m *keyset.Manager, r *ring) error {
	for _, k := range r.keys.KeysetInfo().GetKeyInfo() {
		if k.GetKeyId() != r.first {
			if err := m.Delete(k.GetKeyId()); err != nil {
				return err
			}
		}
	}
	return nil
}

// reseal works through all rows of a kind, a portion in each transaction.
func (s *Service) reseal(ctx context.Context, again func(context.Context, *store.Tx, *ring, uuid.UUID) (int, uuid.UUID, error)) (total int, err error) {
	for after := uuid.Nil; ; {
		n := 0
		err := s.db.Tx(ctx, func(tx *store.Tx) error {
			r, err := s.lockRing(ctx, tx, "FOR SHARE")
			if err != nil {
				return err
			}
			n, after, err = again(ctx, tx, r, after)
			return err
		})
		total += n
		if err != nil || n < portion {
			return total, err
		}
	}
}

func resealPlatform(ctx context.Context, tx *store.Tx, r *ring, after uuid.UUID) (int, uuid.UUID, error) {
	rows, err := tx.PlatformSetting.Query().Where(platformsetting.KeyNEQ(keysetKey), platformsetting.SealedNotNil(), platformsetting.IDGT(after)).
		Order(platformsetting.ByID()).Limit(portion).ForUpdate().All(ctx)
	if err != nil {
		return 0, after, err
	}
	for _, old := range rows {
		after = old.ID
		sealed, err := r.again(old.Sealed, owner(uuid.Nil, Key(old.Key)))
		if err != nil {
			return 0, after, fmt.Errorf("%s: %w", old.Key, err)
		}
		// Nobody has set it anew: neither its version nor its time change.
		if err := old.Update().SetSealed(sealed).SetUpdatedAt(old.UpdatedAt).Exec(ctx); err != nil {
			return 0, after, err
		}
	}
	return len(rows), after, nil
}

func resealVendors(ctx context.Context, tx *store.Tx, r *ring, after uuid.UUID) (int, uuid.UUID, error) {
	rows, err := tx.VendorSetting.Query().Where(vendorsetting.SealedNotNil(), vendorsetting.IDGT(after)).
		Order(vendorsetting.ByID()).Limit(portion).ForUpdate().All(ctx)
	if err != nil {
		return 0, after, err
	}
	for _, old := range rows {
		after = old.ID
		sealed, err := r.again(old.Sealed, owner(old.VendorID, Key(old.Key)))
		if err != nil {
			return 0, after, fmt.Errorf("%s of vendor %s: %w", old.Key, old.VendorID, err)
		}
		if err := old.Update().SetSealed(sealed).SetUpdatedAt(old.UpdatedAt).Exec(ctx); err != nil {
			return 0, after, err
		}
	}
	return len(rows), after, nil
}

// again seals with the key that seals now what another one may have sealed.
func (r *ring) again(sealed, owner []byte) ([]byte, error) {
	if r.current(sealed) {
		return sealed, nil
	}
	plain, err := r.open(sealed, owner)
	if err != nil {
		return nil, err
	}
	return r.seal(plain, owner)
}
