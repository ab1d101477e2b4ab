package marketplace

import (
	"context"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/marketplace/feed"
	"orion/internal/store"
)

// missingPage is how many products are looked at in one transaction.
const missingPage = 20_000

// whole reports whether the file tells which products there are: it is a whole feed, it
// has a good row, and none failed without its id.
func (r *run) whole() bool {
	return r.job.Complete && r.job.Kind == enum.ImportKindProducts && r.nameless == 0 && r.job.Total > r.job.Failed
}

// unsure is the warning that rows without an id keep products from being MISSING.
func unsure(rows int) feed.Problem {
	return feed.Problem{
		Severity: feed.Warning, Code: feed.CodeIgnored, Args: []any{rows},
		Format: "%v rows have no id that can be read, so it is not known which products are missing from the file",
	}
}

// sweep makes MISSING what a whole feed does not have. Whatever is MISSING already is
// not found again, so that a sweep that was broken off may begin anew.
func (r *run) sweep(ctx context.Context) error {
	if r.taken.DryRun || !r.whole() {
		return nil
	}
	after, more := "", true
	for more {
		err := r.step(ctx, func(tx *store.Tx, job *ent.MarketplaceImportJob) (*ent.MarketplaceImportJob, error) {
			page, err := r.page(ctx, tx, after)
			if err != nil {
				return nil, err
			}
			lost, err := r.lose(ctx, tx, r.absent(page))
			if err != nil {
				return nil, err
			}
			if more = len(page) == missingPage; more {
				after = page[len(page)-1].external
			}
			return job.Update().AddMissing(lost).AddSequence(1).Save(ctx)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// foresee counts for a dry run what would be MISSING, and keeps the first of it. It is
// part of the transaction that ends the import, so that it is done once.
func (r *run) foresee(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob) (*ent.MarketplaceImportJob, error) {
	if !job.DryRun || !r.whole() {
		return job, nil
	}
	missing, after := 0, ""
	var rows []foreseen
	for {
		page, err := r.page(ctx, tx, after)
		if err != nil {
			return nil, err
		}
		for _, p := range r.absent(page) {
			if missing++; missing <= rowsKept {
				rows = append(rows, foreseen{id: p.external, title: p.title, status: enum.ImportRowStatusMissing})
			}
		}
		if len(page) < missingPage {
			break
		}
		after = page[len(page)-1].external
	}
	if err := r.keepRows(ctx, tx, rows); err != nil {
		return nil, err
	}
	return job.Update().SetMissing(missing).Save(ctx)
}

// absent are those that no row of the file names.
func (r *run) absent(page []staged) (out []staged) {
	for _, p := range page {
		if r.index.Last(p.external) == 0 {
			out = append(out, p)
		}
	}
	return out
}
