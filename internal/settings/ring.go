package settings

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/platformsetting"
	"orion/internal/store"
)

// keysetKey names the row that the keys lie in. It is no setting.
const keysetKey = "keyset"

// A ring is the keys of secrets: one that seals, and others that still open.
type ring struct {
	keys *keyset.Handle
	aead tink.AEAD
	// first is the id of the key that seals. What it has sealed begins with it.
	first uint32
}

// owner says whose a secret is. The same has to be said to open it.
func owner(vendor uuid.UUID, key Key) []byte { return []byte(vendor.String() + "/" + string(key)) }

func (r *ring) seal(plain string, owner []byte) ([]byte, error) {
	sealed, err := r.aead.Encrypt([]byte(plain), owner)
	if err != nil {
		return nil, fmt.Errorf("seal a setting: %w", err)
	}
	return sealed, nil
}

func (r *ring) open(sealed, owner []byte) (string, error) {
	plain, err := r.aead.Decrypt(sealed, owner)
	if err != nil {
		return "", fmt.Errorf("open a seal: %w", err)
	}
	return string(plain), nil
}

// current reports whether the key that seals now has sealed this: after Tink's first byte
// stands the id of the key.
func (r *ring) current(sealed []byte) bool {
	return len(sealed) > 5 && binary.BigEndian.Uint32(sealed[1:5]) == r.first
}

func ringOf(keys *keyset.Handle) (*ring, error) {
	a, err := aead.New(keys)
	if err != nil {
		return nil, fmt.Errorf("use the keys of settings: %w", err)
	}
	return &ring{keys: keys, aead: a, first: keys.KeysetInfo().GetPrimaryKeyId()}, nil
}

// lockAway writes keys under the key of the root secret.
func (s *Service) lockAway(keys *keyset.Handle) ([]byte, error) {
	var out bytes.Buffer
	if err := keys.WriteWithAssociatedData(keyset.NewBinaryWriter(&out), s.master, []byte(keysetKey)); err != nil {
		return nil, fmt.Errorf("lock the keys of settings away: %w", err)
	}
	return out.Bytes(), nil
}

func (s *Service) unlock(locked []byte) (*ring, error) {
	keys, err := keyset.ReadWithAssociatedData(keyset.NewBinaryReader(bytes.NewReader(locked)), s.master, []byte(keysetKey))
	if err != nil {
		return nil, fmt.Errorf("unlock the keys of settings: is ORION_SECRET_KEY the one that they were locked away with? %w", err)
	}
	return ringOf(keys)
}

// ring returns the keys, which are kept.
func (s *Service) ring(ctx context.Context) (*ring, error) {
	return s.rings.Get(ctx, keysetKey, func(ctx context.Context) (*ring, error) {
		ctx = store.AcrossVendors(ctx, store.ReasonSettings)
		r, err := s.db.PlatformSetting.Query().Where(platformsetting.Key(keysetKey)).Only(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the keys of settings: %w", err)
		}
		return s.unlock(r.Sealed)
	})
}

// makeRing makes the first keys where there are none.
func (s *Service) makeRing(ctx context.Context) error {
	ctx = store.AcrossVendors(ctx, store.ReasonSettings)
	there, err := s.db.PlatformSetting.Query().Where(platformsetting.Key(keysetKey)).Exist(ctx)
	if err != nil || there {
		return reading(err)
	}
	keys, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return fmt.Errorf("make the keys of settings: %w", err)
	}
	locked, err := s.lockAway(keys)
	if err != nil {
		return err
	}
	err = s.db.PlatformSetting.Create().SetKey(keysetKey).SetSealed(locked).Exec(ctx)
	if err != nil && !store.Violates(err, "platform_setting_key") { // somebody else has made them
		return fmt.Errorf("keep the keys of settings: %w", err)
	}
	return nil
}

// holding calls f with the keys, which nobody replaces until it returns. So what it seals
// is sealed by a key that stays.
func (s *Service) holding(ctx context.Context, f func(tx *store.Tx, r *ring) error) error {
	if err := s.makeRing(ctx); err != nil {
		return err
	}
	across := store.AcrossVendors(ctx, store.ReasonSettings)
	return s.db.Tx(across, func(tx *store.Tx) error {
		r, err := s.lockRing(across, tx, "FOR SHARE")
		if err != nil {
			return err
		}
		return f(tx, r)
	})
}

func (s *Service) lockRing(ctx context.Context, tx *store.Tx, how string) (*ring, error) {
	r, err := tx.PlatformSetting.Query().Where(platformsetting.Key(keysetKey)).ForUpdate(sql.WithLockClause(how)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errors.New("the keys of settings are gone")
	}
	if err != nil {
		return nil, fmt.Errorf("lock the keys of settings: %w", err)
	}
	return s.unlock(r.Sealed)
}
