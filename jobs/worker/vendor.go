package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/jobs"
)

// restFor is how long the work of a suspended vendor rests before it is looked at again,
// pauseFor how long that of one whose imports are paused.
const (
	restFor  = 10 * time.Minute
	pauseFor = time.Minute
)

// A Directory is what the workers need of vendor.Service.
type Directory interface {
	ByID(ctx context.Context, id uuid.UUID) (*ent.Vendor, error)
}

// A Gate stands before all work: that of a vendor who is suspended rests, that of one who
// is closed ends, and imports of one whose imports are paused rest, also in the midst of
// it. See jobs.Whatever for what goes on.
type Gate struct {
	vendors Directory
	log     *slog.Logger

	mu      sync.Mutex
	running map[*run]bool
}

// A run is one job that is being done.
type run struct {
	vendor uuid.UUID
	kind   string
	stop   context.CancelCauseFunc
}

// errShut breaks off the work of a vendor who is not open any more.
var errShut = errors.New("the vendor is not open any more")

// NewGate returns a Gate that hears of changes of vendors from l; without one, work under
// way goes on to its end.
func NewGate(d Directory, l *store.Listener, log *slog.Logger) *Gate {
	g := &Gate{vendors: d, log: log, running: map[*run]bool{}}
	if l != nil {
		l.Watch(vendor.Topic, func(string) { go g.Look() }) // a watcher must be quick
	}
	return g
}

// IsMiddleware and IsPlugin implement River's interfaces.
func (*Gate) IsMiddleware() bool { return true }

// IsPlugin implements rivertype.Plugin.
func (*Gate) IsPlugin() bool { return true }

// Work implements rivertype.WorkerMiddleware.
func (g *Gate) Work(ctx context.Context, job *rivertype.JobRow, do func(context.Context) error) error {
	id, err := vendorOf(job)
	if err != nil {
		return river.JobCancel(err)
	}
	if id == uuid.Nil || jobs.Whatever(job.Kind) {
		return do(ctx)
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r := &run{vendor: id, kind: job.Kind, stop: stop}
	g.note(r) // first, so that nothing that becomes of the vendor meanwhile is missed
	defer g.forget(r)
	if err := g.pass(ctx, r); err != nil {
		return err
	}
	err = do(ctx)
	if err != nil && errors.Is(context.Cause(ctx), errShut) {
		// What became of the vendor is asked with time of its own.
		if shut := g.pass(context.WithoutCancel(ctx), r); shut != nil {
			return shut
		}
		return river.JobSnooze(time.Second) // open again by now
	}
	return err
}

// vendorOf returns the vendor whose work a job is, the zero uuid for the platform's.
func vendorOf(job *rivertype.JobRow) (uuid.UUID, error) {
	var args struct {
		VendorID uuid.UUID `json:"vendor_id"`
	}
	if err := json.Unmarshal(job.EncodedArgs, &args); err != nil {
		return uuid.Nil, fmt.Errorf("read whose job it is: %w", err)
	}
	return args.VendorID, nil
}

// pass returns nil for work that may be done, else what to do with the job.
func (g *Gate) pass(ctx context.Context, r *run) error {
	v, err := g.vendors.ByID(ctx, r.vendor)
	switch {
	case errs.CodeOf(err) == errs.NotFound:
		return river.JobCancel(errors.New("there is no such vendor"))
	case err != nil:
		return err
	case v.Status == enum.VendorStatusSuspended:
		return river.JobSnooze(restFor)
	case v.Status == enum.VendorStatusClosed:
		return river.JobCancel(errShut)
	case paused(v, r):
		return river.JobSnooze(pauseFor)
	}
	return nil
}

// paused reports whether a vendor's imports are, and work is one.
func paused(v *ent.Vendor, r *run) bool { return v.ImportsPausedAt != nil && jobs.Imports(r.kind) }

func (g *Gate) note(r *run) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.running[r] = true
}

func (g *Gate) forget(r *run) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.running, r)
}

// Look breaks off the work of vendors who are not open any more.
func (g *Gate) Look() {
	g.mu.Lock()
	all := slices.Collect(maps.Keys(g.running))
	g.mu.Unlock()
	if len(all) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second) //nolint:forbidigo // of no request
	defer cancel()
	for _, r := range all {
		v, err := g.vendors.ByID(ctx, r.vendor)
		switch {
		case err != nil:
			g.log.WarnContext(ctx, "worker: whose work goes on is not known", "vendor", r.vendor, "err", err)
		case v.Status == enum.VendorStatusSuspended, v.Status == enum.VendorStatusClosed, paused(v, r):
			r.stop(errShut)
		}
	}
}
