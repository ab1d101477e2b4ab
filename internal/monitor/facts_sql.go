package monitor

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// The rules count over all vendors at once, and River's tables are none of ent's. Each statement
// runs as the platform and changes nothing.
const (
	failedImports = `SELECT vendor_id, count(*) FROM marketplace_import_jobs WHERE status = 'FAILED' AND finished_at >= $1 GROUP BY 1`

	failedWebhooks = `SELECT vendor_id, count(*) FROM webhook_deliveries WHERE status = 'FAILED' AND updated_at >= $1 GROUP BY 1`

	lowStock = `SELECT vendor_id, count(*) FROM product_variants WHERE low_stock GROUP BY 1`

	// The last check of each vendor counts: one that agrees again ends the alert.
	faultyLedgers = `SELECT vendor_id, 1 FROM (
  SELECT DISTINCT ON (vendor_id) vendor_id, faults FROM ledger_checks ORDER BY vendor_id, created_at DESC) c
WHERE jsonb_typeof(faults) = 'array' AND jsonb_array_length(faults) > 0`

	lastBackup = `SELECT max(ended_at) FROM backup_logs WHERE status = 'SUCCEEDED'`

	// What is due and nobody does: work for later does not wait yet.
	waitingJobs = `SELECT queue, count(*), min(scheduled_at) FROM river.river_job
WHERE state IN ('available', 'retryable') AND scheduled_at <= now() GROUP BY queue ORDER BY queue`

	recentRates = `SELECT
  coalesce(sum(value) FILTER (WHERE name = 'http.requests' AND minute >= $1), 0),
  coalesce(sum(value) FILTER (WHERE name = 'http.failed' AND minute >= $1), 0),
  coalesce(sum(value) FILTER (WHERE name = 'isolation.tripped'), 0)
FROM performance_metrics WHERE minute >= $2 AND name IN ('http.requests', 'http.failed', 'isolation.tripped') AND label = ''`
)

func (s *Service) byVendor(ctx context.Context, query string, args ...any) (map[uuid.UUID]int64, error) {
	rows, err := s.db.Platform.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	out := map[uuid.UUID]int64{}
	var vendor uuid.UUID
	var n int64
	_, err = pgx.ForEachRow(rows, []any{&vendor, &n}, func() error {
		out[vendor] = n
		return nil
	})
	return out, err
}

// waiting is what is due in each queue that has anything.
func (s *Service) waiting(ctx context.Context) ([]queueFact, error) {
	rows, err := s.db.Platform.Query(ctx, waitingJobs)
	if err != nil {
		return nil, fmt.Errorf("look into the queue: %w", err)
	}
	now := s.clock.Now()
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (queueFact, error) {
		var q queueFact
		var since time.Time
		err := row.Scan(&q.name, &q.waiting, &since)
		q.oldest = max(0, now.Sub(since))
		return q, err
	})
	if err != nil {
		return nil, fmt.Errorf("look into the queue: %w", err)
	}
	return out, nil
}

func (s *Service) lastBackup(ctx context.Context) (*time.Time, error) {
	var at *time.Time
	if err := s.db.Platform.QueryRow(ctx, lastBackup).Scan(&at); err != nil {
		return nil, fmt.Errorf("look for the last backup: %w", err)
	}
	return at, nil
}

// rates are requests and failures of the last five minutes, and rows stopped in the last hour.
func (s *Service) rates(ctx context.Context, now time.Time) (requests, failed, tripped float64, err error) {
	err = s.db.Platform.QueryRow(ctx, recentRates, now.Add(-5*time.Minute), now.Add(-time.Hour)).Scan(&requests, &failed, &tripped)
	if err != nil {
		return 0, 0, 0, fmt.Errorf("add up the last figures: %w", err)
	}
	return requests, failed, tripped, nil
}
