package marketplace

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
	"orion/internal/marketplace/feed"
	"orion/internal/store"
)

// problemsKept is how many errors of an import are stored, and how many warnings.
// The counters of the job count them all.
const problemsKept = 1000

// chunk is a run of records, ready to be staged.
type chunk struct {
	rows    encoder
	records int // read, whatever came of them
	bytes   int64

	counts  []counted      // of stock, in place of rows
	places  map[string]int // the record of an id, where that is shown
	failed  int
	changes bool // some rows are for products that are there
	// idle rows change nothing: what they say is staged already, the mode leaves
	// them alone, or their id stands again further down.
	idle     int
	problems problems
}

func (c *chunk) reset() {
	clear(c.places)
	*c = chunk{rows: c.rows, counts: c.counts[:0], places: c.places, problems: problems{kept: c.problems.kept[:0]}}
	c.rows.reset()
}

// problems are those of several rows, as many of each severity as are stored.
type problems struct {
	kept []feed.Problem
	n    [2]int // seen, by severity
}

func (p *problems) add(more []feed.Problem) {
	for _, one := range more {
		if p.n[one.Severity]++; p.n[one.Severity] <= problemsKept {
			p.kept = append(p.kept, one)
		}
	}
}

// chunks stages the file from the cursor on. The next chunk is read while one is
// being staged.
func (r *run) chunks(ctx context.Context) error {
	ctx, giveUp := context.WithCancel(ctx)
	defer giveUp()
	ready, free := make(chan *chunk), make(chan *chunk, 2)
	free <- &chunk{places: map[string]int{}}
	free <- &chunk{places: map[string]int{}}
	done := make(chan error, 1)
	go func() {
		defer close(ready)
		done <- r.read(ctx, ready, free)
	}()
	for c := range ready {
		if err := r.stage(ctx, c); err != nil {
			giveUp()
			return errors.Join(err, ignoreCancel(<-done)) // the reader uses what belongs to us
		}
		free <- c
	}
	return <-done
}

// ignoreCancel drops the error of a reader that was told to stop.
func ignoreCancel(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// read cuts the file into chunks. It runs beside the staging of the last one.
func (r *run) read(ctx context.Context, ready chan<- *chunk, free <-chan *chunk) (err error) {
	defer func() {
		// A mistake in our reader must cost the import, not the program.
		if p := recover(); p != nil {
			err = fmt.Errorf("read the feed: panic: %v", p)
		}
	}()
	f, b, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = b.Close() }()
	if err := f.Skip(r.taken.Cursor); err != nil {
		return err
	}
	for {
		var c *chunk
		select {
		case c = <-free:
		case <-ctx.Done():
			return ctx.Err()
		}
		c.reset()
		err := r.fill(f, c)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if c.records > 0 {
			select {
			case ready <- c:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if err != nil {
			return nil
		}
	}
}

// fill reads the next records into a chunk. It ends with io.EOF at the end of the
// file, and then the chunk may hold records all the same.
func (r *run) fill(f *feed.Reader, c *chunk) error {
	defer func() { c.bytes = f.Bytes() }()
	for c.records < r.chunkRows() {
		row, err := f.Next()
		if err != nil {
			return err
		}
		c.records++
		if err := r.put(row, c); err != nil {
			return err
		}
		c.problems.add(r.named(row.Problems))
	}
	return nil
}

// chunkRows are how many rows make up a chunk.
func (r *run) chunkRows() int {
	if r.taken.Kind == enum.ImportKindInventory {
		return min(r.chunk, stockChunk)
	}
	return r.chunk
}

// put decides what becomes of a row.
func (r *run) put(row *feed.Row, c *chunk) error {
	if r.taken.Kind == enum.ImportKindInventory {
		uncounted(row)
	}
	if row.Failed() {
		c.failed++
		return nil
	}
	if last := r.index.Last(row.ID); last != row.Record {
		c.idle++
		row.Problems = append(row.Problems, feed.Duplicate(row, last))
		return nil
	}
	if r.taken.Kind == enum.ImportKindInventory {
		c.counts = append(c.counts, countOf(row))
		return nil
	}
	hash, there := r.known.rows[maphash.String(r.known.seed, row.ID)]
	if there && hash == row.Hash || there && r.taken.Mode == enum.ImportModeCreateOnly || !there && r.taken.Mode == enum.ImportModeUpdateOnly {
		c.idle++
		return nil
	}
	c.changes = c.changes || there
	if r.taken.DryRun {
		c.places[row.ID] = row.Record
	}
	return c.rows.add(row)
}

// stage writes a chunk, the counters and the cursor in one transaction, so that a
// worker that dies leaves all of it or nothing.
func (r *run) stage(ctx context.Context, c *chunk) error {
	return r.step(ctx, func(tx *store.Tx, job *ent.MarketplaceImportJob) (*ent.MarketplaceImportJob, error) {
		if job.Cursor != r.job.Cursor {
			return nil, errStopped // another worker has taken over
		}
		did, err := r.write(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		c.problems.add(did.problems)
		if err := r.store(ctx, tx, c.problems.kept); err != nil {
			return nil, err
		}
		return job.Update().
			AddCreated(did.created).AddUpdated(did.updated).AddUnchanged(did.unchanged + c.idle).AddFailed(c.failed + did.failed).
			AddWarnings(c.problems.n[feed.Warning]).AddProcessed(c.records).AddCursor(c.records).SetBytesRead(c.bytes).AddSequence(1).Save(ctx)
	})
}

// did is what came of the rows of a chunk that were to be written.
type did struct {
	created, updated, unchanged, failed int
	problems                            []feed.Problem
}

// write stages the rows of a chunk, or counts stock.
func (r *run) write(ctx context.Context, tx *store.Tx, c *chunk) (did, error) {
	if r.taken.Kind == enum.ImportKindInventory {
		return r.count(ctx, tx, c)
	}
	created, updated, err := r.stageRows(ctx, tx, c)
	return did{created: created, updated: updated, unchanged: c.rows.n - created - updated}, err
}

// step does a part of the work in a transaction, with the job locked, and announces
// it. It is errStopped where the import must not go on.
func (r *run) step(ctx context.Context, do func(tx *store.Tx, job *ent.MarketplaceImportJob) (*ent.MarketplaceImportJob, error)) error {
	stopped := false
	err := r.db.Tx(ctx, func(tx *store.Tx) error {
		job, err := r.lock(ctx, tx, r.job.ID)
		if err != nil {
			return err
		}
		why, err := unwanted(ctx, tx, job)
		if err != nil {
			return err
		}
		if stopped = why != nil; stopped {
			return r.conclude(ctx, tx, job, enum.ImportStatusCancelled, why)
		}
		if job, err = do(tx, job); err != nil {
			return err
		}
		r.job = job
		return r.announce(ctx, tx, job)
	})
	if err == nil && stopped {
		return errStopped
	}
	return err
}

// unwanted says why an import must not go on, nil where it may. It is ErrPaused where
// it goes on later, once the platform lets it.
func unwanted(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob) (*i18n.Message, error) {
	if job.CancelRequested {
		return &i18n.Message{Code: "CANCELLED", Format: "the import was cancelled; what was staged until then stays"}, nil
	}
	v, err := tx.Vendor.Get(ctx, job.VendorID)
	if err != nil {
		return nil, err
	}
	if v.Status != enum.VendorStatusActive {
		return &i18n.Message{Code: "VENDOR_INACTIVE", Format: "the import was cancelled because the shop is not active"}, nil
	}
	if v.ImportsPausedAt != nil {
		return nil, ErrPaused
	}
	return nil, nil
}
