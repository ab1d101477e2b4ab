package graph

import (
	"context"
	"fmt"
	"maps"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/publicid"
)

func init() { maps.Copy(deeds, stagingDeeds) }

// stagingDeeds are those to staged products, but for those that name them one by one.
var stagingDeeds = map[string]deed{
	"stagingTaskStart": {action: "import.task-start", call: func(s *stage) (context.Context, string) {
		s.DB.StagingTask.Update().SetStatus(enum.TaskStatusCompleted).ExecX(fixture.System(s.t, s.shop)) // one runs at a time
		return s.owner, fmt.Sprintf(`stagingTaskStart(input: {action: SELECT, where: {search: "lamp"}, idempotencyKey: %q})`, uuid.NewString())
	}},
	"stagingTaskCancel": {action: "import.task-cancel", call: func(s *stage) (context.Context, string) {
		sys := fixture.System(s.t, s.shop)
		s.DB.StagingTask.Update().SetStatus(enum.TaskStatusCompleted).ExecX(sys)
		task := s.DB.StagingTask.Create().SetAction(enum.StagingActionSelect).SetCriteria([]byte("null")).
			SetIdempotencyKey(uuid.NewString()).SetRequestHash([]byte("x")).SaveX(sys)
		return s.owner, fmt.Sprintf(`stagingTaskCancel(id: %q)`, task.PublicID())
	}},
	"marketplaceProductUpdate": {action: "import.edit", call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(`marketplaceProductUpdate(id: %q, input: {title: "Ours"})`, s.staged(enum.MarketplaceProductStatusImported))
	}},
	"sourceChangesResolve": {action: "import.changes-pin", call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(`sourceChangesResolve(input: {ids: [%q], answer: PIN, fields: [TITLE]})`, s.changedAtSource().PublicID())
	}},
}

// changedAtSource is a published product whose feed has another title since.
func (s *stage) changedAtSource() *ent.MarketplaceProduct {
	s.t.Helper()
	p, pv := fixture.Product(s.t, s.DB, s.shop)
	id := s.staged(enum.MarketplaceProductStatusPublished)
	return s.DB.MarketplaceProduct.UpdateOneID(id.As(publicid.Kind("MarketplaceProduct"))).SetProductID(p.ID).SetVariantID(pv.ID).
		SetAdopted(map[string]string{"TITLE": "Before", "PRICE": "990"}).SetChanged(true).SaveX(fixture.System(s.t, s.shop))
}
