package marketplace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"orion/ent/gen/ent"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
	"orion/internal/marketplace/feed"
	"orion/internal/store"
)

// survey reads the whole file once before anything is staged: so a file that
// breaks a limit in its last row stages nothing, the end is known from the
// start, and the last of several rows with one id is known to win. Reading takes
// a tenth of the time that staging does.
func (r *run) survey(ctx context.Context) error {
	f, b, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = b.Close() }()
	r.header, r.index = f.Header(), feed.NewIndex()
	strict := r.taken.ErrorPolicy == enum.ImportErrorPolicyRejectFile
	if !strict && !r.taken.Complete {
		if err := r.skim(ctx, f); err != nil {
			return err
		}
		return r.surveyed(ctx, f)
	}
	bad, err := r.inspect(ctx, f)
	if err != nil {
		return err
	}
	if strict && bad.failed > 0 {
		return r.reject(ctx, bad)
	}
	r.nameless = bad.nameless
	return r.surveyed(ctx, f)
}

// skim looks at the ids alone.
func (r *run) skim(ctx context.Context, f *feed.Reader) error {
	for {
		id, err := f.NextID()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && f.Record()%10_000 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		r.index.Add(id, f.Record())
	}
}

// rejected is what is wrong with the rows of a file.
type rejected struct {
	failed   int
	nameless int // that failed without an id
	problems problems
}

// inspect checks every row: for the policy under which one bad row is too many, and
// for a whole feed, of which it has to be known which products it has.
func (r *run) inspect(ctx context.Context, f *feed.Reader) (*rejected, error) {
	out := &rejected{}
	for {
		row, err := f.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err == nil && row.Record%10_000 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		r.index.Add(row.ID, row.Record)
		if row.Failed() {
			out.failed++
			out.problems.add(r.named(row.Problems))
			if nameless(row) {
				out.nameless++
			}
		}
	}
}

// nameless reports whether nobody knows which product a row that failed was.
func nameless(row *feed.Row) bool {
	return row.ID == "" || slices.ContainsFunc(row.Problems, func(p feed.Problem) bool {
		return p.Severity == feed.Error && p.Column == feed.ColumnID.String()
	})
}

// reject fails the import with the bad rows for a reason. The good rows count as
// unchanged.
func (r *run) reject(ctx context.Context, bad *rejected) error {
	err := r.db.Tx(ctx, func(tx *store.Tx) error {
		job, err := r.lock(ctx, tx, r.job.ID)
		if err != nil {
			return err
		}
		if err := r.store(ctx, tx, bad.problems.kept); err != nil {
			return err
		}
		job, err = job.Update().SetTotal(r.index.Rows()).SetProcessed(r.index.Rows()).SetFailed(bad.failed).
			SetUnchanged(r.index.Rows() - bad.failed).Save(ctx)
		if err != nil {
			return err
		}
		return r.conclude(ctx, tx, job, enum.ImportStatusFailed, &i18n.Message{
			Code: "REJECTED", Format: "the file has %v bad rows, and nothing of it was staged", Args: words([]any{bad.failed}),
		})
	})
	if err != nil {
		return fmt.Errorf("reject the file: %w", err)
	}
	return errStopped
}

// surveyed notes what was found out about the file, once.
func (r *run) surveyed(ctx context.Context, f *feed.Reader) error {
	if r.job.Encoding != nil {
		return nil // by the run before
	}
	return r.db.Tx(ctx, func(tx *store.Tx) error {
		job, err := r.lock(ctx, tx, r.job.ID)
		if err != nil {
			return err
		}
		warnings := f.Warnings()
		if r.nameless > 0 {
			warnings = append(warnings, unsure(r.nameless))
		}
		if err := r.store(ctx, tx, warnings); err != nil {
			return err
		}
		change := job.Update().SetTotal(r.index.Rows()).SetEncoding(string(f.Encoding())).
			SetSeparator(string(r.header.Separator)).SetUnknownColumns(r.header.Unknown).
			AddWarnings(len(warnings)).AddSequence(1)
		if !job.DryRun {
			change.SetStatus(enum.ImportStatusApplying)
		}
		if r.job, err = change.Save(ctx); err != nil {
			return err
		}
		return r.announce(ctx, tx, r.job)
	})
}

// finish ends an import whose rows are all done.
func (r *run) finish(ctx context.Context) error {
	return r.db.Tx(ctx, func(tx *store.Tx) error {
		job, err := r.lock(ctx, tx, r.job.ID)
		if err != nil {
			return err
		}
		if job, err = r.foresee(ctx, tx, job); err != nil {
			return err
		}
		if err := r.followStock(ctx, tx, job); err != nil {
			return err
		}
		if err := r.settle(ctx, tx, job); err != nil {
			return err
		}
		status, failure := outcome(job)
		if err := r.conclude(ctx, tx, job, status, failure); err != nil {
			return err
		}
		return r.audit(ctx, tx, job)
	})
}

// outcome says how an import went whose rows are all done.
func outcome(job *ent.MarketplaceImportJob) (enum.ImportStatus, *i18n.Message) {
	switch {
	case job.Failed > 0 && job.Failed == job.Total:
		return enum.ImportStatusFailed, &i18n.Message{Code: "NO_GOOD_ROW", Format: "none of the %v rows could be read", Args: words([]any{job.Total})}
	case job.DryRun:
		return enum.ImportStatusReady, nil
	case job.Failed > 0:
		return enum.ImportStatusCompletedWithErrors, nil
	}
	return enum.ImportStatusCompleted, nil
}

func (r *run) audit(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob) error {
	return audit.Record(ctx, tx, audit.Event{
		Action: "import.finish", TargetType: "ImportJob", Target: string(job.PublicID()),
		Data: map[string]string{
			"file": job.Filename, "status": string(r.job.Status), "created": strconv.Itoa(job.Created),
			"updated": strconv.Itoa(job.Updated), "unchanged": strconv.Itoa(job.Unchanged), "failed": strconv.Itoa(job.Failed),
			"missing": strconv.Itoa(job.Missing),
		},
	})
}
