package marketplace

import (
	"context"
	"fmt"
	"math"
	"time"

	"orion/ent/gen/ent"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/kit/tenant"
	"orion/internal/viewer"
)

// Progress tells how far an import is.
func (s *Service) Progress(job *ent.MarketplaceImportJob) *Progress {
	return progress(job, s.clock.Now())
}

func progress(job *ent.MarketplaceImportJob, now time.Time) *Progress {
	p := &Progress{
		Total: job.Total, Processed: job.Processed, Created: job.Created, Updated: job.Updated, Unchanged: job.Unchanged,
		Failed: job.Failed,
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
	// Listening begins before the first look, so that no step falls in between.
	notices, stop := s.notices.Subscribe(topic, tenant.Key(viewer.From(ctx).VendorID, key.String()))
	job, err := s.db.MarketplaceImportJob.Get(ctx, key)
	if err != nil {
		stop()
		return nil, fmt.Errorf("watch import: %w", err)
	}
	seen := job.Sequence - 1 // what is now comes first
	if afterSequence != nil {
		seen = *afterSequence
	}
	out := make(chan *Event)
	go func() {
		defer close(out)
		defer stop()
		s.follow(ctx, job, seen, notices, out)
	}()
	return out, nil
}

// missedNotice is after how long a watcher looks without being told to: a notice
// may get lost with its connection.
const missedNotice = 5 * time.Second

func (s *Service) follow(ctx context.Context, job *ent.MarketplaceImportJob, seen int, notices <-chan struct{}, out chan<- *Event) {
	for {
		if job.Sequence > seen {
			seen = job.Sequence
			select {
			case out <- &Event{Sequence: seen, Job: job}:
			case <-ctx.Done():
				return
			}
		}
		if over(job.Status) {
			return
		}
		select {
		case <-notices:
		case <-time.After(missedNotice):
		case <-ctx.Done():
			return
		}
		next, err := s.db.MarketplaceImportJob.Get(ctx, job.ID)
		if err != nil {
			return // the watcher comes back with the last sequence it has
		}
		job = next
	}
}
