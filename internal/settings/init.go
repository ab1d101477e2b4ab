package settings

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/featureflag"
	"orion/internal/store"
)

// Init makes what is not there yet: the keys of secrets, and a row for each feature. Run
// again it changes nothing.
func (s *Service) Init(ctx context.Context) (made []string, err error) {
	if err := s.makeRing(ctx); err != nil {
		return nil, err
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSettings)
	for i := range features {
		d := &features[i]
		err := s.db.Tx(ctx, func(tx *store.Tx) error {
			there, err := tx.FeatureFlag.Query().Where(featureflag.Key(string(d.key))).Exist(ctx)
			if err != nil || there {
				return err
			}
			var none *ent.FeatureFlag
			made = append(made, string(d.key))
			return s.writeFlag(ctx, tx, none, string(d.key), d.on, 100, nil)
		})
		if err != nil {
			return made, fmt.Errorf("make flag %s: %w", d.key, err)
		}
	}
	return made, nil
}
