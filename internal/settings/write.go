package settings

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// SetInput is the graph's SettingSetInput. IfVersion 0 is that nobody has set it.
type SetInput struct {
	Key       string
	Value     string
	IfVersion *int
}

// ResetInput is the graph's SettingResetInput.
type ResetInput struct {
	Key       string
	IfVersion *int
}

// Set sets a setting for the platform. NOT_FOUND for an unknown key, INVALID, TOO_LONG or
// REQUIRED for a value that it cannot have, INVALID_STATE for one that the environment has
// set, STALE_VERSION where IfVersion is not its version. The viewer needs platform.write.
func (s *Service) Set(ctx context.Context, in SetInput) (*Setting, error) {
	return s.set(ctx, in, uuid.Nil)
}

// SetVendor is Set for the vendor of the context, of settings that vendors may set. The
// viewer needs settings.write.
func (s *Service) SetVendor(ctx context.Context, in SetInput) (*Setting, error) {
	return s.set(ctx, in, vendorOf(ctx))
}

// Reset forgets what was set for the platform: what is beneath goes again. Where nothing
// was set it is no change. Errors as Set.
func (s *Service) Reset(ctx context.Context, in ResetInput) (*Setting, error) {
	return s.reset(ctx, in, uuid.Nil)
}

// ResetVendor is Reset for the vendor of the context.
func (s *Service) ResetVendor(ctx context.Context, in ResetInput) (*Setting, error) {
	return s.reset(ctx, in, vendorOf(ctx))
}

// settable returns a setting that may be set for a vendor, or for the platform.
func (s *Service) settable(key string, vendor uuid.UUID) (*Definition, error) {
	d := find(Key(key))
	switch {
	case d == nil, vendor != uuid.Nil && d.Scope != enum.SettingScopeVendor:
		return nil, errs.New(errs.NotFound, "not found").At("input.key")
	case vendor == uuid.Nil && d.Type == enum.SettingTypeSecret && d.Scope == enum.SettingScopeVendor:
		return nil, errs.New(errs.InvalidState, "is set by each vendor for itself").At("input.key")
	case vendor == uuid.Nil && s.environment[d.Variable] != "":
		return nil, errs.New(errs.InvalidState, "is set by the environment: %s", d.Variable).At("input.key")
	}
	return d, nil
}

func (s *Service) set(ctx context.Context, in SetInput, vendor uuid.UUID) (*Setting, error) {
	d, err := s.settable(in.Key, vendor)
	if err != nil {
		return nil, err
	}
	value, err := d.Normal(in.Value)
	if err != nil {
		return nil, err
	}
	after := row{setBy: actor(ctx), value: &value}
	keep := func(tx *store.Tx) error { return s.keep(ctx, tx, d, vendor, in.IfVersion, after) }
	if d.Sensitive() {
		err = s.setSecret(ctx, d, vendor, value, &after, keep)
	} else {
		err = s.db.Tx(ctx, keep)
	}
	if err != nil {
		return nil, fmt.Errorf("set %s: %w", d.Key, err)
	}
	return s.view(ctx, d, vendor)
}

// setSecret seals a value and keeps it before anybody can replace the key. The staff's is
// written in the transaction that holds the keys; a vendor's in its own, behind its wall.
func (s *Service) setSecret(ctx context.Context, d *Definition, vendor uuid.UUID, value string, after *row, keep func(*store.Tx) error) error {
	return s.holding(ctx, func(tx *store.Tx, r *ring) (err error) {
		after.value, after.hint = nil, hint(value)
		if after.sealed, err = r.seal(value, owner(vendor, d.Key)); err != nil {
			return err
		}
		if vendor == uuid.Nil {
			return keep(tx)
		}
		return s.db.Tx(ctx, keep)
	})
}

func (s *Service) keep(ctx context.Context, tx *store.Tx, d *Definition, vendor uuid.UUID, ifVersion *int, after row) error {
	before, err := lock(ctx, tx, d, vendor)
	if err != nil {
		return err
	}
	if ifVersion != nil && *ifVersion != versionOf(before) {
		return stale()
	}
	if before != nil && before.value != nil && after.value != nil && *before.value == *after.value {
		return nil
	}
	if err := write(ctx, tx, d, vendor, before, after); err != nil {
		return err
	}
	return s.said(ctx, tx, "setting.set", d, vendor, before, &after)
}

func (s *Service) reset(ctx context.Context, in ResetInput, vendor uuid.UUID) (*Setting, error) {
	d, err := s.settable(in.Key, vendor)
	if err != nil {
		return nil, err
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := lock(ctx, tx, d, vendor)
		if err != nil {
			return err
		}
		if in.IfVersion != nil && *in.IfVersion != versionOf(before) {
			return stale()
		}
		if before == nil {
			return nil
		}
		if err := remove(ctx, tx, vendor, before); err != nil {
			return err
		}
		return s.said(ctx, tx, "setting.reset", d, vendor, before, nil)
	})
	if err != nil {
		return nil, fmt.Errorf("reset %s: %w", d.Key, err)
	}
	return s.view(ctx, d, vendor)
}

func versionOf(r *row) int {
	if r == nil {
		return 0
	}
	return r.version
}

// actor is who sets, nil for the program and for API keys.
func actor(ctx context.Context) *uuid.UUID {
	if v := viewer.From(ctx); v != nil && v.UserID != uuid.Nil {
		return &v.UserID
	}
	return nil
}

// said tells of what was set: everybody who keeps it, and the record.
func (s *Service) said(ctx context.Context, tx *store.Tx, action string, d *Definition, vendor uuid.UUID, before, after *row) error {
	if err := s.changed(ctx, tx, vendor); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "Setting", Target: string(d.Key), Changes: []enum.Change{change(d, before, after)},
	})
}

// change is what became of a value; that of a secret is nobody's business.
func change(d *Definition, before, after *row) enum.Change {
	c := enum.Change{Field: "value", Redacted: d.Sensitive()}
	if d.Sensitive() {
		return c
	}
	if before != nil {
		c.Before = before.value
	}
	if after != nil {
		c.After = after.value
	}
	return c
}
