package marketplace

import (
	"context"
	"math"
	"time"

	"orion/ent/gen/ent"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// Progress tells how far an import is.
func (s *Service) Progress(job *ent.MarketplaceImportJob) *Progress {
	return progress(job, s.clock.Now())
}

func progress(job *ent.MarketplaceImportJob, now time.Time) *Progress {
	p := &Progress{
		Total: job.Total, Processed: job.Processed, Created: job.Created, Updated: job.Updated, Unchanged: job.Unchanged,
		Failed: job.Failed, Missing: job.Missing,
	}
	if job.StartedAt == nil || job.Processed == 0 {
		return p
	}
	if job.FinishedAt != nil {
		now = *job.FinishedAt
	}
	took := max(now.Sub(*job.StartedAt).Seconds(), 0.001)
	p.RatePerSecond = math.Round(10*float64(job.Processed)/took) / 10
	if left := job.Total - job.Processed; !over(job.Status) && left >= 0 && p.RatePerSecond > 0 {
		eta := int(math.Ceil(float64(left) / p.RatePerSecond))
		p.EtaSeconds = &eta
	}
	return p
}

// Failure says in the language of the context why an import failed or was
// cancelled, nil where it was not.
func Failure(ctx context.Context, job *ent.MarketplaceImportJob) *string {
	if job.Failure == nil {
		return nil
	}
	text := job.Failure.In(i18n.From(ctx))
	return &text
}

// Watch sends an import as it is now and each step from then on, or all steps after a
// sequence, and closes the channel once the import is over or ctx ends. Steps that follow each
// other closely are sent as one, with the latest state. An import that the viewer
// cannot see is NOT_FOUND.
func (s *Service) Watch(ctx context.Context, id publicid.ID, afterSequence *int) (<-chan *Event, error) {
	key := id.As("MarketplaceImportJob")
	return store.Watch(ctx, s.notices, topic, key, afterSequence, store.Watched[ent.MarketplaceImportJob, Event]{
		Get: s.db.MarketplaceImportJob.Get,
		Step: func(job *ent.MarketplaceImportJob) (int, bool, *Event) {
			return job.Sequence, over(job.Status), &Event{Sequence: job.Sequence, Job: job}
		},
	})
}
