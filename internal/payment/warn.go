package payment

import (
	"context"
	"slices"
	"time"

	"orion/ent/gen/ent"
	"orion/internal/kit/terms"
	"orion/internal/store"
	"orion/internal/vendor"
)

// tellOwners tells the owners of a vendor that its provider wants to know something more than
// before, or pays out no longer. While they fill in the provider's form for the first time
// they see that there.
func (s *Service) tellOwners(ctx context.Context, tx *store.Tx, v *ent.Vendor, before, after *ent.VendorPaymentConfig) error {
	paused := before.PayoutsEnabled && !after.PayoutsEnabled
	if s.Owners == nil || !after.DetailsSubmitted || !paused && !asksMore(before.Requirements, after.Requirements) {
		return nil
	}
	lack := vendor.PayoutLack{Open: len(after.Requirements), Until: after.RequirementsDueAt}
	if !after.PayoutsEnabled {
		lack.Paused = "payouts disabled"
		if after.DisabledReason != nil {
			lack.Paused = *after.DisabledReason
		}
	}
	return s.Owners.PayoutRequired(ctx, tx, v, *after.AccountID+"/"+after.SyncedAt.UTC().Format(time.RFC3339Nano), lack)
}

// asksMore reports whether there is a requirement that was not there before, or has become due.
func asksMore(before, after []terms.Requirement) bool {
	return slices.ContainsFunc(after, func(now terms.Requirement) bool {
		return !slices.ContainsFunc(before, func(was terms.Requirement) bool { return was.Field == now.Field && (was.Due || !now.Due) })
	})
}
