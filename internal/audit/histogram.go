package audit

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"

	"orion/ent/gen/ent/auditentry"
	"orion/internal/kit/errs"
)

// The bounds of a histogram.
const (
	minBuckets = 2
	maxBuckets = 100
	maxSpan    = 2 * 366 * 24 * time.Hour
)

// Histogram counts the entries from one instant on and before another in equal stretches
// of time, narrowed as Entries is. It returns all stretches, oldest first, also empty
// ones. Fewer than 2 or more than 100, an end that is not after the beginning and more
// than two years are INVALID.
func (l *Log) Histogram(ctx context.Context, from, to time.Time, buckets int, where *Where) ([]*Bucket, error) {
	from, to = from.UTC().Truncate(time.Microsecond), to.UTC().Truncate(time.Microsecond)
	switch {
	case buckets < minBuckets || buckets > maxBuckets:
		return nil, errs.Field("buckets", "must be %d to %d", minBuckets, maxBuckets)
	case to.Sub(from) < time.Duration(buckets)*time.Microsecond:
		return nil, errs.Field("to", "must be after the beginning")
	case to.Sub(from) > maxSpan:
		return nil, errs.Field("to", "is more than two years after the beginning")
	}
	narrowed, err := l.narrow(ctx, where)
	if err != nil {
		return nil, err
	}
	bounds := boundsOf(from, to, buckets)
	var rows []struct {
		Bucket int `sql:"bucket"`
		Count  int `sql:"count"`
	}
	err = l.db.AuditEntry.Query().Where(narrowed...).Where(auditentry.CreatedAtGTE(from), auditentry.CreatedAtLT(to)).
		Modify(func(s *sql.Selector) {
			s.SelectExpr(sql.ExprFunc(func(b *sql.Builder) {
				b.WriteString("width_bucket(" + s.C(auditentry.FieldCreatedAt) + ", ").Arg(bounds).WriteString("::timestamptz[]) AS bucket")
			}), sql.Expr("count(*) AS count")).GroupBy("bucket")
		}).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count the audit record: %w", err)
	}
	out := make([]*Bucket, buckets)
	for i := range out {
		out[i] = &Bucket{Start: bounds[i], End: to}
		if i > 0 {
			out[i-1].End = bounds[i]
		}
	}
	for _, r := range rows {
		out[r.Bucket-1].Count = r.Count
	}
	return out, nil
}

// boundsOf returns where each stretch begins.
func boundsOf(from, to time.Time, buckets int) []time.Time {
	out := make([]time.Time, buckets)
	for i := range out {
		out[i] = from.Add(to.Sub(from) * time.Duration(i) / time.Duration(buckets)).Truncate(time.Microsecond)
	}
	return out
}
