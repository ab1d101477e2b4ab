package settings

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/featureflag"
	"orion/ent/gen/ent/vendor"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// maxOverrides is how many vendors a flag may name.
const maxOverrides = 100

// A Flag is a feature and what the staff have said of it.
type Flag struct {
	Key         string
	Description string
	// Default is what goes where the staff have said nothing.
	Default    bool
	Enabled    bool
	Percentage int
	Overrides  []*Override
	// Version is 0 where the staff have said nothing.
	Version int
}

// An Override says something else of one vendor.
type Override struct {
	Vendor  *ent.Vendor
	Enabled bool
}

// FlagInput is the graph's FeatureFlagInput.
type FlagInput struct {
	Key        string
	Enabled    bool
	Percentage *int
	Overrides  []*OverrideInput
	IfVersion  *int
}

// OverrideInput is the graph's FeatureOverrideInput.
type OverrideInput struct {
	VendorID publicid.ID
	Enabled  bool
}

// Flags returns all features with what the staff have said of them.
func (s *Service) Flags(ctx context.Context) ([]*Flag, error) {
	rows, err := s.flagRows(ctx)
	if err != nil {
		return nil, err
	}
	named, err := s.named(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := make([]*Flag, len(features))
	for i := range features {
		out[i] = flagOf(&features[i], rows[string(features[i].key)], named)
	}
	return out, nil
}

// named returns the vendors that flags say something else of.
func (s *Service) named(ctx context.Context, rows map[string]flagRow) (map[uuid.UUID]*ent.Vendor, error) {
	ids := map[uuid.UUID]bool{}
	for _, r := range rows {
		for id := range r.overrides {
			ids[id] = true
		}
	}
	found, err := s.db.Vendor.Query().Where(filter.AnyOf(vendor.FieldID, slices.Collect(maps.Keys(ids)))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the vendors of flags: %w", err)
	}
	out := map[uuid.UUID]*ent.Vendor{}
	for _, v := range found {
		out[v.ID] = v
	}
	return out, nil
}

func flagOf(d *flagDefinition, r flagRow, named map[uuid.UUID]*ent.Vendor) *Flag {
	f := &Flag{Key: string(d.key), Description: d.Says, Default: d.on, Enabled: d.on, Percentage: 100, Overrides: []*Override{}}
	if !r.said {
		return f
	}
	f.Enabled, f.Percentage, f.Version = r.enabled, r.percentage, r.version
	for id, on := range r.overrides {
		if v := named[id]; v != nil {
			f.Overrides = append(f.Overrides, &Override{Vendor: v, Enabled: on})
		}
	}
	slices.SortFunc(f.Overrides, func(a, b *Override) int { return cmp.Compare(a.Vendor.Slug, b.Vendor.Slug) })
	return f
}

// SetFlag says for whom a feature is on; it replaces all that was said before. NOT_FOUND
// for an unknown key and for vendors that there are not, INVALID for a percentage beyond 0
// to 100 and a vendor named twice, TOO_MANY for more than 100 vendors, STALE_VERSION where
// IfVersion is not its version. The viewer needs platform.write.
func (s *Service) SetFlag(ctx context.Context, in FlagInput) (*Flag, error) {
	d := feature(Feature(in.Key))
	if d == nil {
		return nil, errs.New(errs.NotFound, "not found").At("input.key")
	}
	overrides, err := in.validate()
	if err != nil {
		return nil, err
	}
	percentage := 100
	if in.Percentage != nil {
		percentage = *in.Percentage
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := in.find(ctx, tx); err != nil {
			return err
		}
		before, err := tx.FeatureFlag.Query().Where(featureflag.Key(in.Key)).ForUpdate(sql.WithLockClause("FOR NO KEY UPDATE")).Only(ctx)
		if ent.IsNotFound(err) {
			before, err = nil, nil
		}
		if err != nil {
			return err
		}
		if in.IfVersion != nil && (before == nil && *in.IfVersion != 0 || before != nil && *in.IfVersion != before.Version) {
			return stale()
		}
		return s.writeFlag(ctx, tx, before, in.Key, in.Enabled, percentage, overrides)
	})
	if err != nil {
		return nil, fmt.Errorf("set a flag: %w", err)
	}
	rows, err := s.flagRows(ctx)
	if err != nil {
		return nil, err
	}
	named, err := s.named(ctx, rows)
	return flagOf(d, rows[in.Key], named), err
}

func (s *Service) writeFlag(ctx context.Context, tx *store.Tx, before *ent.FeatureFlag, key string, enabled bool, percentage int, overrides map[uuid.UUID]bool) (err error) {
	var after *ent.FeatureFlag
	if before == nil {
		after, err = tx.FeatureFlag.Create().SetKey(key).SetEnabled(enabled).SetPercentage(percentage).SetOverrides(overrides).Save(ctx)
	} else {
		after, err = before.Update().AddVersion(1).SetEnabled(enabled).SetPercentage(percentage).SetOverrides(overrides).Save(ctx)
	}
	if store.Violates(err, "feature_flag_key") {
		return stale()
	}
	if err != nil {
		return err
	}
	if err := s.changed(ctx, tx, uuid.Nil); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: "flag.set", TargetType: "FeatureFlag", Target: key, Changes: audit.Diff(before, after),
	})
}

// validate checks what needs no database, and returns what is said of single vendors.
func (in *FlagInput) validate() (map[uuid.UUID]bool, error) {
	if in.Percentage != nil && (*in.Percentage < 0 || *in.Percentage > 100) {
		return nil, errs.Field("input.percentage", "must be from %d to %d", 0, 100)
	}
	if len(in.Overrides) > maxOverrides {
		return nil, errs.New(errs.TooMany, "at most %d vendors can be named", maxOverrides).At("input.overrides")
	}
	out := map[uuid.UUID]bool{}
	for i, o := range in.Overrides {
		id := o.VendorID.As("Vendor")
		if _, twice := out[id]; twice {
			return nil, errs.Field("input.overrides."+strconv.Itoa(i)+".vendorId", "is there twice")
		}
		out[id] = o.Enabled
	}
	return out, nil
}

// find refuses vendors that there are not.
func (in *FlagInput) find(ctx context.Context, tx *store.Tx) error {
	ids := make([]uuid.UUID, len(in.Overrides))
	for i, o := range in.Overrides {
		ids[i] = o.VendorID.As("Vendor")
	}
	found, err := tx.Vendor.Query().Where(filter.AnyOf(vendor.FieldID, ids)).IDs(ctx)
	if err != nil {
		return fmt.Errorf("find the vendors: %w", err)
	}
	var bad errs.List
	for i, id := range ids {
		if !slices.Contains(found, id) {
			bad = append(bad, errs.New(errs.NotFound, "not found").At("input.overrides."+strconv.Itoa(i)+".vendorId"))
		}
	}
	return bad.Or()
}

// FeatureDefinitions returns all features as they are where the staff have said nothing.
func FeatureDefinitions() []*Flag {
	out := make([]*Flag, len(features))
	for i := range features {
		out[i] = flagOf(&features[i], flagRow{}, nil)
	}
	return out
}
