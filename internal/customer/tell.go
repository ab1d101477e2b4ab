package customer

import (
	"context"

	"orion/ent/gen/ent"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/internal/webhook"
)

// outCustomer is what integrators are told of a customer: who it is they can ask for with a key.
type outCustomer struct {
	ID       publicid.ID `json:"id"`
	Language string      `json:"language"`
}

// Proved has integrators told, if tx commits, of a customer who has proved an address for the
// first time; c is as it was before that. An account that waits for its proof is nobody yet:
// anybody can begin one with any address. The transaction may be the platform's.
func (s *Service) Proved(ctx context.Context, tx *store.Tx, c *ent.Customer) error {
	if c.VerifiedAt != nil {
		return nil
	}
	own := viewer.NewContext(ctx, viewer.ForVendor(c.VendorID))
	return s.events.Offer(own, tx, webhook.CustomerCreated, func(context.Context) ([]webhook.Happening, error) {
		return []webhook.Happening{{Subject: c.ID, Data: outCustomer{ID: c.PublicID(), Language: c.Language}}}, nil
	})
}
