package tax

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/taxrate"
)

// Own reads the rates of the viewer's vendor, those of the first country first, in one
// statement.
func Own(ctx context.Context, c *ent.Client) ([]*ent.TaxRate, error) {
	out, err := c.TaxRate.Query().
		Order(taxrate.ByCountry(), taxrate.ByRegion(), taxrate.ByClass(), taxrate.ByValidFrom(), taxrate.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read rates of tax: %w", err)
	}
	return out, nil
}
