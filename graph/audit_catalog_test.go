package graph

import (
	"context"
	"fmt"
	"maps"

	"github.com/google/uuid"

	"orion/internal/enum"
	"orion/internal/fixture"
)

func init() { maps.Copy(deeds, productDeeds) }

// productDeeds are those to products, but for those that the catalogue had from the first.
var productDeeds = map[string]deed{
	"productCreate":      byOwner("product.create", `productCreate(input: {title: "Lamp"})`),
	"productsUnpublish":  toProduct("product.unpublish", `productsUnpublish(ids: [%q])`, enum.ProductStatusActive),
	"productsDelete":     toProduct("product.delete", `productsDelete(ids: [%q])`, enum.ProductStatusDraft),
	"productDuplicate":   toProduct("product.duplicate", `productDuplicate(id: %q, title: "Twin")`, enum.ProductStatusActive),
	"productMediaSet":    toProduct("product.media", `productMediaSet(productId: %q, mediaIds: [])`, enum.ProductStatusActive),
	"productVariantsSet": toProduct("product.variant-create", `productVariantsSet(productId: %q, input: {options: [], variants: [{optionValues: [], price: "3.00"}]})`, enum.ProductStatusActive),
	"productVariantsUpdate": {action: "product.variant-update", call: func(s *stage) (context.Context, string) {
		p, pv := fixture.Product(s.t, s.DB, s.shop)
		return s.owner, fmt.Sprintf(`productVariantsUpdate(productId: %q, input: {variants: [{id: %q, price: "4.00"}]})`, p.PublicID(), pv.PublicID())
	}},
	"catalogTaskStart": {action: "catalog.task-start", call: func(s *stage) (context.Context, string) {
		s.DB.CatalogTask.Update().SetStatus(enum.TaskStatusCompleted).ExecX(fixture.System(s.t, s.shop)) // one runs at a time
		return s.owner, fmt.Sprintf(`catalogTaskStart(input: {action: ARCHIVE, where: {brand: {eq: "Lux"}}, idempotencyKey: %q})`, uuid.NewString())
	}},
	"catalogTaskCancel": {action: "catalog.task-cancel", call: func(s *stage) (context.Context, string) {
		sys := fixture.System(s.t, s.shop)
		s.DB.CatalogTask.Update().SetStatus(enum.TaskStatusCompleted).ExecX(sys)
		task := s.DB.CatalogTask.Create().SetAction(enum.CatalogActionDraft).SetCriteria([]byte("{}")).
			SetIdempotencyKey(uuid.NewString()).SetRequestHash([]byte("x")).SaveX(sys)
		return s.owner, fmt.Sprintf(`catalogTaskCancel(id: %q)`, task.PublicID())
	}},
}
