package store

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/internal/kit/tenant"
	"orion/internal/viewer"
)

// Watched is work of a kind J that goes on in steps, of which each is told as an E.
type Watched[J, E any] struct {
	// Get reads the work as the viewer may see it.
	Get func(context.Context, uuid.UUID) (*J, error)
	// Step is the number of the step that the work is at, whether it was the last, and
	// how it is told.
	Step func(*J) (sequence int, over bool, told *E)
}

// Watch sends the work as it is now and each step from then on, or all steps after a
// sequence, and closes the channel once the work is over or ctx ends. Steps that follow
// each other closely are sent as one, with the latest state. Work that the viewer cannot
// see is NOT_FOUND.
func Watch[J, E any](ctx context.Context, listener *Listener, topic string, id uuid.UUID, afterSequence *int, w Watched[J, E]) (<-chan *E, error) {
	// Listening begins before the first look, so that no step falls in between.
	notices, stop := listener.Subscribe(topic, tenant.Key(viewer.From(ctx).VendorID, id.String()))
	work, err := w.Get(ctx, id)
	if err != nil {
		stop()
		return nil, fmt.Errorf("watch %s: %w", topic, err)
	}
	sequence, _, _ := w.Step(work)
	seen := sequence - 1 // what is now comes first
	if afterSequence != nil {
		seen = *afterSequence
	}
	out := make(chan *E)
	go func() {
		defer close(out)
		defer stop()
		w.follow(ctx, id, work, seen, notices, out)
	}()
	return out, nil
}

// missedNotice is after how long a watcher looks without being told to: a notice
// may get lost with its connection.
const missedNotice = 5 * time.Second

func (w Watched[J, E]) follow(ctx context.Context, id uuid.UUID, work *J, seen int, notices <-chan struct{}, out chan<- *E) {
	for {
		sequence, over, told := w.Step(work)
		if sequence > seen {
			seen = sequence
			select {
			case out <- told:
			case <-ctx.Done():
				return
			}
		}
		if over {
			return
		}
		select {
		case <-notices:
		case <-time.After(missedNotice):
		case <-ctx.Done():
			return
		}
		next, err := w.Get(ctx, id)
		if err != nil {
			return // the watcher comes back with the last sequence it has
		}
		work = next
	}
}
