package marketplace

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/webhook"
)

// outImport is what integrators are told of an import that is over.
type outImport struct {
	ID        publicid.ID       `json:"id"`
	Source    string            `json:"source"`
	Kind      enum.ImportKind   `json:"kind"`
	Status    enum.ImportStatus `json:"status"`
	DryRun    bool              `json:"dryRun"`
	Total     int               `json:"total"`
	Created   int               `json:"created"`
	Updated   int               `json:"updated"`
	Unchanged int               `json:"unchanged"`
	Failed    int               `json:"failed"`
	Missing   int               `json:"missing"`
}

// finished has people and integrators told, if tx commits, of an import that nothing comes
// after: one that waits for somebody to apply or to map it is not over.
func (s *Service) finished(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob) error {
	switch job.Status {
	case enum.ImportStatusCompleted, enum.ImportStatusCompletedWithErrors, enum.ImportStatusFailed, enum.ImportStatusCancelled:
	default:
		return nil
	}
	source, err := tx.MarketplaceSource.Get(ctx, job.SourceID)
	if err != nil {
		return fmt.Errorf("read the source of an import: %w", err)
	}
	if s.owners != nil {
		if err := s.owners.ImportFinished(ctx, tx, job, source.Name); err != nil {
			return err
		}
	}
	return s.events.Offer(ctx, tx, webhook.ImportFinished, func(context.Context) ([]webhook.Happening, error) {
		return []webhook.Happening{{Subject: job.ID, Data: outImport{
			ID: job.PublicID(), Source: source.Handle, Kind: job.Kind, Status: job.Status, DryRun: job.DryRun, Total: job.Total,
			Created: job.Created, Updated: job.Updated, Unchanged: job.Unchanged, Failed: job.Failed, Missing: job.Missing,
		}}}, nil
	})
}
