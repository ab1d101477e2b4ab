package stats

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// What the staff see of the whole platform is counted by Postgres, and the queue's tables
// are none of ent's. The statements run as the platform, for staff alone, and return
// numbers and the names of queues.
const (
	// attentionSQL counts what has to be looked after. $1 is now. The times of imports are
	// those of marketplace.Service.Health.
	attentionSQL = `
select
  (select count(*) from alerts where status <> 'RESOLVED' and (snoozed_until is null or snoozed_until <= $1)),
  (select count(*) from marketplace_import_jobs where status = 'QUEUED' and created_at < $1::timestamptz - interval '10 minutes'
    or status in ('VALIDATING', 'APPLYING') and updated_at < $1::timestamptz - interval '5 minutes'),
  (select count(*) from marketplace_import_jobs where status = 'FAILED' and updated_at >= $1::timestamptz - interval '1 day'),
  (select count(*) from ` + store.QueueSchema + `.river_job where state = 'discarded' and finalized_at >= $1::timestamptz - interval '1 day')`

	queuesSQL = `
select queue, count(*) filter (where state = 'available'), count(*) filter (where state = 'running'), count(*) filter (where state = 'retryable'),
  min(scheduled_at) filter (where state = 'available')
from ` + store.QueueSchema + `.river_job where state in ('available', 'running', 'retryable') group by queue`

	// knownQueuesSQL are those that somebody works, also while nothing is in them.
	knownQueuesSQL = `select name from ` + store.QueueSchema + `.river_queue`

	statusesSQL = `select status, count(*) from vendors group by status`

	// countedSQL is up to when all vendors' sales are counted, none where no vendor's are.
	countedSQL = `select min(as_of) from rollup_marks`
)

// PlatformDashboard takes the figures that the platform's first page begins with. It is for
// staff; FORBIDDEN for all others.
func (s *Service) PlatformDashboard(ctx context.Context) (*PlatformDashboard, error) {
	if !viewer.From(ctx).Platform() {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	d, now := &PlatformDashboard{}, s.clock.Now()
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		b, states := &pgx.Batch{}, map[string]*QueueState{}
		b.Queue(countedSQL).QueryRow(d.scanCounted(now))
		b.Queue(statusesSQL).Query(d.scanStatuses)
		b.Queue(queuesSQL).Query(func(rows pgx.Rows) error { return scanQueues(rows, states) })
		b.Queue(knownQueuesSQL).Query(func(rows pgx.Rows) error { return d.scanNames(rows, states) })
		b.Queue(attentionSQL, now).QueryRow(d.scanAttention)
		return tx.Pgx.SendBatch(ctx, b).Close()
	})
	if err != nil {
		return nil, fmt.Errorf("take the figures of the platform: %w", err)
	}
	return d, nil
}

func (d *PlatformDashboard) scanCounted(now time.Time) func(pgx.Row) error {
	return func(row pgx.Row) error {
		var at *time.Time
		err := row.Scan(&at)
		if d.AsOf = now; at != nil {
			d.AsOf = at.UTC()
		}
		return err
	}
}

func (d *PlatformDashboard) scanStatuses(rows pgx.Rows) error {
	n := map[enum.VendorStatus]int{}
	var status enum.VendorStatus
	var count int
	_, err := pgx.ForEachRow(rows, []any{&status, &count}, func() error {
		n[status] = count
		return nil
	})
	for _, status := range []enum.VendorStatus{enum.VendorStatusActive, enum.VendorStatusPending, enum.VendorStatusSuspended, enum.VendorStatusClosed} {
		d.Vendors = append(d.Vendors, &VendorStatusCount{status, n[status]})
	}
	return err
}

func scanQueues(rows pgx.Rows, states map[string]*QueueState) error {
	q := QueueState{}
	_, err := pgx.ForEachRow(rows, []any{&q.Name, &q.Waiting, &q.Running, &q.Retrying, &q.OldestAt}, func() error {
		one := q
		states[q.Name] = &one
		q.OldestAt = nil
		return nil
	})
	return err
}

// scanNames puts the queues in order of their names, those with nothing in them too.
func (d *PlatformDashboard) scanNames(rows pgx.Rows, states map[string]*QueueState) error {
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	for _, name := range names {
		if states[name] == nil {
			states[name] = &QueueState{Name: name}
		}
	}
	d.Queues = inOrder(states)
	return err
}

func (d *PlatformDashboard) scanAttention(row pgx.Row) error {
	var alerts, stuck, imports, jobs int
	err := row.Scan(&alerts, &stuck, &imports, &jobs)
	d.Attention = []*AttentionItem{
		{enum.AttentionCodeOpenAlerts, alerts}, {enum.AttentionCodePendingVendors, d.ofStatus(enum.VendorStatusPending)},
		{enum.AttentionCodeStuckImports, stuck}, {enum.AttentionCodeFailedImports, imports}, {enum.AttentionCodeFailedJobs, jobs},
	}
	return err
}
