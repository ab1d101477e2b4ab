package auth

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/apikey"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	"orion/internal/store"
	"orion/internal/viewer"
)

const (
	// maxKeys is how many keys of a vendor are ACTIVE at once, maxWorking how many work,
	// with those that retire.
	maxKeys, maxWorking = 50, 100
	// maxKeyName is in characters.
	maxKeyName = 60
	// maxOverlap is how long a key goes on working beside the one that follows it.
	maxOverlap = 168 * time.Hour
)

// validate checks what can be checked without the database, and puts it in order.
func (in *KeyCreateInput) validate(v *viewer.Viewer, now time.Time) (err error) {
	if in.Name, err = text.Line(in.Name, 4*maxKeyName, "input.name"); err != nil {
		return err
	}
	if utf8.RuneCountInString(in.Name) > maxKeyName {
		return errs.New(errs.TooLong, "is longer than %d characters", maxKeyName).At("input.name")
	}
	if in.ExpiresAt != nil && !in.ExpiresAt.After(now) {
		return errs.Field("input.expiresAt", "must be in the future")
	}
	if len(in.Permissions) == 0 {
		return errs.New(errs.Required, "is required").At("input.permissions")
	}
	slices.Sort(in.Permissions)
	in.Permissions = slices.Compact(in.Permissions)
	return checkGrants(v, in.Permissions, "input.permissions")
}

// checkGrants refuses permissions that no key can have, and those that the viewer lacks:
// nobody gives more than they have.
func checkGrants(v *viewer.Viewer, want []enum.Permission, path string) error {
	var never, lacking []string
	for _, p := range want {
		switch {
		case slices.Contains(notForKeys, p), !slices.Contains(enum.VendorPermissions(), p):
			never = append(never, graphName(p))
		case !v.May(string(p)):
			lacking = append(lacking, graphName(p))
		}
	}
	switch {
	case len(never) > 0:
		return errs.Field(path, "no API key can have %s", strings.Join(never, ", "))
	case len(lacking) > 0:
		return errs.Field(path, "you cannot give what you do not have: %s", strings.Join(lacking, ", "))
	}
	return nil
}

// graphName is a permission as the graph writes it.
func graphName(p enum.Permission) string {
	return strings.ToUpper(strings.ReplaceAll(string(p), ".", "_"))
}

// keyWriter returns the viewer if it is a member of a team who may change the keys. What
// it does with them, the program does for the vendor.
func keyWriter(ctx context.Context) (*viewer.Viewer, error) {
	v := viewer.From(ctx)
	if v == nil || v.Audience != viewer.Vendor || !v.May(string(enum.PermissionKeyWrite)) {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	return v, nil
}

// CreateKey makes an API key of the viewer's vendor. The second result is the key itself,
// which is stored as a hash: this is the only time it is seen. INVALID at
// input.permissions for what no key can have and for what the viewer lacks, QUOTA_EXCEEDED
// where the vendor has 50 that are active, FORBIDDEN without key.write.
func (s *Service) CreateKey(ctx context.Context, in KeyCreateInput) (*ent.ApiKey, string, error) {
	v, err := keyWriter(ctx)
	if err != nil {
		return nil, "", err
	}
	if err := in.validate(v, s.clock.Now()); err != nil {
		return nil, "", err
	}
	var (
		k      *ent.ApiKey
		secret string
	)
	own := viewer.Elevate(ctx)
	err = s.db.Tx(own, func(tx *store.Tx) (err error) {
		if err = lockKeys(ctx, tx.Pgx, v.VendorID); err != nil {
			return err
		}
		active, err := s.ofStatus(tx.ApiKey.Query(), enum.ApiKeyStatusActive).Count(own)
		if err != nil {
			return fmt.Errorf("count keys: %w", err)
		}
		if active >= maxKeys {
			return errs.New(errs.QuotaExceeded, "there are %d API keys already: revoke one first", maxKeys)
		}
		k, secret, err = s.insertKey(ctx, tx, newKeyRow{name: in.Name, may: in.Permissions, ends: in.ExpiresAt})
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("create an API key: %w", err)
	}
	return k, secret, nil
}

type newKeyRow struct {
	name     string
	may      []enum.Permission
	ends     *time.Time
	replaces *uuid.UUID
}

// insertKey makes the row of a key, and the key.
func (s *Service) insertKey(ctx context.Context, tx *store.Tx, r newKeyRow) (*ent.ApiKey, string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, "", fmt.Errorf("make an id: %w", err)
	}
	may := make([]string, len(r.may))
	for i, p := range r.may {
		may[i] = string(p)
	}
	key := newKey(id)
	c := tx.ApiKey.Create().SetID(id).SetName(r.name).SetPrefix(key[:prefixLen]).SetHash(hashOf(key)).
		SetPermissions(may).SetNillableExpiresAt(r.ends).SetNillableReplacesID(r.replaces)
	if by := viewer.From(ctx).UserID; by != uuid.Nil {
		c.SetCreatedByID(by)
	}
	k, err := c.Save(viewer.Elevate(ctx))
	if err != nil {
		return nil, "", fmt.Errorf("store a key: %w", err)
	}
	return k, key, s.keyChanged(ctx, tx, "key.create", nil, k)
}

// keyChanged records what became of a key, and has every process look it up anew.
func (s *Service) keyChanged(ctx context.Context, tx *store.Tx, action string, before, after *ent.ApiKey) error {
	if err := s.tell(ctx, tx, after.ID.String()); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "ApiKey", Target: string(after.PublicID()), VendorID: after.VendorID,
		Changes: audit.Diff(before, after),
	})
}

// keyForUpdate locks a key of the viewer's vendor.
func keyForUpdate(ctx context.Context, tx *store.Tx, id publicid.ID) (*ent.ApiKey, error) {
	k, err := tx.ApiKey.Query().Where(apikey.ID(id.As("ApiKey"))).ForUpdate().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At("id")
	}
	return k, err
}

// RevokeKey ends an API key at once, in every process. Revoking twice is no change.
// NOT_FOUND at id.
func (s *Service) RevokeKey(ctx context.Context, id publicid.ID) (*ent.ApiKey, error) {
	if _, err := keyWriter(ctx); err != nil {
		return nil, err
	}
	var k *ent.ApiKey
	own := viewer.Elevate(ctx)
	err := s.db.Tx(own, func(tx *store.Tx) error {
		before, err := keyForUpdate(own, tx, id)
		if err != nil {
			return err
		}
		if k = before; before.RevokedAt != nil {
			return nil
		}
		if k, err = tx.ApiKey.UpdateOne(before).SetRevokedAt(s.clock.Now()).Save(own); err != nil {
			return err
		}
		return s.keyChanged(ctx, tx, "key.revoke", before, k)
	})
	if err != nil {
		return nil, fmt.Errorf("revoke an API key: %w", err)
	}
	return k, nil
}
