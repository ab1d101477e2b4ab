package settings

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/google/uuid"
	"github.com/open-feature/go-sdk/openfeature"
	"github.com/open-feature/go-sdk/openfeature/isolated"

	"orion/internal/kit/errs"
	"orion/internal/store"
)

// A Feature names what can be turned on and off for vendors.
type Feature string

// The features.
const (
	// Reorder puts what was bought once into the cart again.
	Reorder Feature = "reorder"
	// OrderLookup sends visitors the link to an order by its number and address.
	OrderLookup Feature = "order-lookup"
	// MerchantFeed is the file of a shop's goods that advertisers fetch.
	MerchantFeed Feature = "merchant-feed"
	// SearchSuggestions are offered while somebody types.
	SearchSuggestions Feature = "search-suggestions"
)

// A flagDefinition says what a feature is, and whether it is on where nothing was said.
type flagDefinition struct {
	key Feature
	on  bool
	// Says is what it is, in English, which is the key of the translations.
	Says string
}

var features = []flagDefinition{
	{key: Reorder, on: true, Says: "Customers put what an order held into their cart again with one click."},
	{key: OrderLookup, on: true, Says: "Visitors without an account have the link to an order sent to them, by its number and their address."},
	{key: MerchantFeed, on: true, Says: "The file of all goods that advertisers and price comparisons fetch from a shop."},
	{key: SearchSuggestions, on: true, Says: "Shops suggest goods, collections and searches while somebody types."},
}

func feature(key Feature) *flagDefinition {
	for i := range features {
		if features[i].key == key {
			return &features[i]
		}
	}
	return nil
}

// Require refuses what the vendor of the context has not: INVALID_STATE.
func (s *Service) Require(ctx context.Context, key Feature) error {
	if s.Enabled(ctx, key) {
		return nil
	}
	return errs.New(errs.InvalidState, "this shop does not offer that")
}

// Enabled reports whether the vendor of the context has a feature; outside of vendors,
// whether it is on for all. Where that cannot be read it is what the program says.
func (s *Service) Enabled(ctx context.Context, key Feature) bool {
	d := feature(key)
	if s == nil {
		return d.on
	}
	on, err := s.features.BooleanValue(ctx, string(key), d.on, openfeature.NewEvaluationContext(vendorOf(ctx).String(), nil))
	if err != nil {
		s.log.WarnContext(ctx, "settings: a flag cannot be read", "flag", key, "err", err)
	}
	return on
}

// Features returns the features that the vendor of the context has.
func (s *Service) Features(ctx context.Context) []string {
	out := []string{}
	for _, d := range features {
		if s.Enabled(ctx, d.key) {
			out = append(out, string(d.key))
		}
	}
	return out
}

// newFeatures returns a client of OpenFeature that asks the table of flags.
func newFeatures(s *Service) (*openfeature.Client, error) {
	api := isolated.NewAPI()
	if err := api.SetProviderAndWait(context.Background(), provider{s: s}); err != nil {
		return nil, fmt.Errorf("set up the flags: %w", err)
	}
	return api.NewClient(), nil
}

// provider is a provider of OpenFeature whose targeting key is the id of a vendor. It has
// boolean flags alone; questions of other types it answers with an error.
type provider struct {
	openfeature.NoopProvider

	s *Service
}

// Metadata implements openfeature.FeatureProvider.
func (provider) Metadata() openfeature.Metadata { return openfeature.Metadata{Name: "orion"} }

// BooleanEvaluation implements openfeature.FeatureProvider.
func (p provider) BooleanEvaluation(ctx context.Context, flag string, otherwise bool, of openfeature.FlattenedContext) openfeature.BoolResolutionDetail {
	answer := openfeature.BoolResolutionDetail{Value: otherwise}
	d := feature(Feature(flag))
	if d == nil {
		answer.ResolutionError = openfeature.NewFlagNotFoundResolutionError("there is no flag " + flag)
		return answer
	}
	target, _ := of[openfeature.TargetingKey].(string)
	vendor, err := uuid.Parse(target)
	if err != nil {
		answer.ResolutionError = openfeature.NewTargetingKeyMissingResolutionError("the targeting key is the id of a vendor")
		return answer
	}
	rows, err := p.s.flagRows(ctx)
	if err != nil {
		answer.ResolutionError = openfeature.NewGeneralResolutionError("read the flags", err)
		return answer
	}
	answer.Value, answer.Reason = rows[flag].resolve(d, vendor)
	return answer
}

// A flagRow is what the staff have said of a flag; the zero one is that they have not.
type flagRow struct {
	said       bool
	enabled    bool
	percentage int
	overrides  map[uuid.UUID]bool
	version    int
}

// resolve says whether a vendor has the feature, and why.
func (r flagRow) resolve(d *flagDefinition, vendor uuid.UUID) (bool, openfeature.Reason) {
	if !r.said {
		return d.on, openfeature.DefaultReason
	}
	if on, ok := r.overrides[vendor]; ok {
		return on, openfeature.TargetingMatchReason
	}
	if !r.enabled {
		return false, openfeature.DisabledReason
	}
	return share(d.key, vendor) < r.percentage, openfeature.SplitReason
}

// share places a vendor among a hundred parts of all vendors, in another order for each
// flag and always at the same place. What is of no vendor comes last: it is on when all have it.
func share(key Feature, vendor uuid.UUID) int {
	if vendor == uuid.Nil {
		return 99
	}
	sum := sha256.Sum256([]byte(string(key) + "/" + vendor.String()))
	return int(binary.BigEndian.Uint64(sum[:8]) % 100)
}

func (s *Service) flagRows(ctx context.Context) (map[string]flagRow, error) {
	return s.flags.Get(ctx, "all", func(ctx context.Context) (map[string]flagRow, error) {
		all, err := s.db.FeatureFlag.Query().All(store.AcrossVendors(ctx, store.ReasonSettings))
		if err != nil {
			return nil, fmt.Errorf("read the flags: %w", err)
		}
		out := map[string]flagRow{}
		for _, f := range all {
			out[f.Key] = flagRow{said: true, enabled: f.Enabled, percentage: f.Percentage, overrides: f.Overrides, version: f.Version}
		}
		return out, nil
	})
}
