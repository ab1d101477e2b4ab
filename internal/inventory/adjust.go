package inventory

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/inventorymovement"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/text"
	"orion/internal/store"
	"orion/internal/viewer"
)

// maxReason is the longest reason.
const maxReason = 200

// validate checks the input and puts its reason into the form that is stored.
func (in *AdjustInput) validate() (err error) {
	switch {
	case in.SetOnHand == nil && in.Delta == nil:
		return errs.New(errs.Required, "give the number counted or what came or went").At("input.setOnHand")
	case in.SetOnHand != nil && in.Delta != nil:
		return errs.Field("input.delta", "goes without setOnHand")
	case in.SetOnHand != nil && (*in.SetOnHand < 0 || *in.SetOnHand > math.MaxInt32):
		return errs.Field("input.setOnHand", "must be 0 to %d", math.MaxInt32)
	case in.Delta != nil && (*in.Delta == 0 || *in.Delta < -math.MaxInt32 || *in.Delta > math.MaxInt32):
		return errs.Field("input.delta", "must be -%d to %d and not 0", math.MaxInt32, math.MaxInt32)
	}
	if in.Reason, err = text.Line(in.Reason, maxReason, "input.reason"); err != nil {
		return err
	}
	return text.Key(in.IdempotencyKey, "input.idempotencyKey")
}

// hash tells an input from others under the same key.
func (in AdjustInput) hash() ([]byte, error) {
	raw, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("hash the input: %w", err)
	}
	sum := sha256.Sum256(raw)
	return sum[:], nil
}

// delta is what the input changes of a level, or INVALID where less would lie on the
// shelf than is promised, or more than can be counted.
func (in AdjustInput) delta(l *ent.InventoryLevel) (int64, error) {
	var delta int64
	path := "input.setOnHand"
	if in.SetOnHand != nil {
		delta = int64(*in.SetOnHand) - l.OnHand
	} else {
		delta, path = int64(*in.Delta), "input.delta"
	}
	switch {
	case delta < l.Reserved-l.OnHand:
		return 0, errs.Field(path, "%d are promised to orders", l.Reserved)
	case delta > math.MaxInt32-l.OnHand:
		return 0, errs.Field(path, "no more than %d can be on the shelf", math.MaxInt32)
	}
	return delta, nil
}

// Adjust sets or changes what lies on the shelf and records why. The same key with
// the same input again is no change and answers the level as it is now; with another
// input it is IDEMPOTENCY_KEY_REUSED. INVALID where less would be left than is
// promised to orders, NOT_FOUND for a variant that is not there.
func (s *Service) Adjust(ctx context.Context, in AdjustInput) (*ent.InventoryLevel, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	hash, err := in.hash()
	if err != nil {
		return nil, err
	}
	var l *ent.InventoryLevel
	err = s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		l, err = s.adjust(ctx, tx, in, hash)
		return err
	})
	if store.Violates(err, "movement_idempotency") { // the same key for another variant, at the same moment
		return nil, keyReused()
	}
	if err != nil {
		return nil, fmt.Errorf("adjust stock: %w", err)
	}
	return l, nil
}

func keyReused() error {
	return errs.New(errs.IdempotencyKeyReused, "the key was used for something else").At("input.idempotencyKey")
}

func (s *Service) adjust(ctx context.Context, tx *store.Tx, in AdjustInput, hash []byte) (*ent.InventoryLevel, error) {
	pv, err := tx.ProductVariant.Query().Where(productvariant.ID(in.VariantID.As("ProductVariant"))).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At("input.variantId")
	}
	if err != nil {
		return nil, err
	}
	l, err := lockOrOpen(ctx, tx, pv.ID)
	if err != nil {
		return nil, err
	}
	before, err := tx.InventoryMovement.Query().Where(inventorymovement.IdempotencyKey(in.IdempotencyKey)).Only(ctx)
	switch {
	case err == nil && !bytes.Equal(*before.RequestHash, hash):
		return nil, keyReused()
	case err == nil:
		return l, nil
	case !ent.IsNotFound(err):
		return nil, err
	}
	delta, err := in.delta(l)
	if err != nil {
		return nil, err
	}
	return s.write(ctx, tx, pv, l, delta, in, hash)
}

// write records an adjustment and brings the level and what shoppers see into step.
func (s *Service) write(ctx context.Context, tx *store.Tx, pv *ent.ProductVariant, l *ent.InventoryLevel, delta int64, in AdjustInput, hash []byte) (*ent.InventoryLevel, error) {
	m := tx.InventoryMovement.Create().SetVariantID(pv.ID).SetKind(enum.InventoryMovementKindAdjust).SetOnHandDelta(delta).
		SetReason(in.Reason).SetIdempotencyKey(in.IdempotencyKey).SetRequestHash(hash)
	if actor := viewer.From(ctx).UserID; actor != uuid.Nil {
		m.SetActorID(actor)
	}
	if err := m.Exec(ctx); err != nil {
		return nil, err
	}
	after, err := l.Update().AddOnHand(delta).Save(ctx)
	if err != nil {
		return nil, err
	}
	// Also where nothing seems to change: what shoppers see is right after a count.
	if err := follow(ctx, tx, []uuid.UUID{pv.ID}); err != nil {
		return nil, err
	}
	err = audit.Record(ctx, tx, audit.Event{
		Action: "inventory.adjust", TargetType: "ProductVariant", Target: named(pv), Reason: in.Reason, Changes: audit.Diff(l, after),
		Data: map[string]string{"variant": string(pv.PublicID())},
	})
	if err != nil || delta == 0 {
		return after, err
	}
	return after, s.announce(ctx, tx, []change{{level: l, onHand: delta}})
}

// lockOrOpen locks the level of a variant, which it opens at nothing where there is
// none yet.
func lockOrOpen(ctx context.Context, tx *store.Tx, variant uuid.UUID) (*ent.InventoryLevel, error) {
	l, err := lock(ctx, tx, variant)
	if !ent.IsNotFound(err) {
		return l, err
	}
	if err := open(ctx, tx, []uuid.UUID{variant}); err != nil {
		return nil, err
	}
	return lock(ctx, tx, variant)
}

func lock(ctx context.Context, tx *store.Tx, variant uuid.UUID) (*ent.InventoryLevel, error) {
	return tx.InventoryLevel.Query().Where(inventorylevel.VariantID(variant)).ForUpdate().Only(ctx)
}
