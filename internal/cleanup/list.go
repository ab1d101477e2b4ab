package cleanup

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/kit/page"
	"orion/internal/settings"
	"orion/internal/viewer"
)

// most is up to how many rows are counted.
const most = 100_000

// A Line is a kind as it stands for a vendor or for the platform.
type Line struct {
	*Kind

	// KeptSeconds is how long rows are kept; nil where they stay.
	KeptSeconds *int
	// Setting says so; nil where nobody can choose.
	Setting *settings.Setting
	// Due is how many rows the next sweep would remove, counted up to 100,000.
	Due page.Count
	// LastRunAt and LastRemoved are when the last sweep was, of all vendors, and how many
	// rows it removed; nil where there was none yet.
	LastRunAt   *time.Time
	LastRemoved *int
}

// List returns all kinds as they stand for the platform: what would go of all vendors, of
// each as it has set. It takes a constant number of statements.
func (s *Service) List(ctx context.Context) ([]*Line, error) {
	of, err := s.spans(ctx)
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	return s.list(ctx, kinds, func(b *pgx.Batch, k *Kind, p part) {
		if p.of == ofVendors {
			b.Queue(p.counting(every, "$5"), append(of[k.Setting].every(now), most+1)...)
			return
		}
		b.Queue(p.counting(one, "$4"), uuid.Nil, of[k.Setting].until(now), now, most+1)
	})
}

// ListVendor returns the kinds that the vendor of the context has rows of, as they stand for
// it, in a constant number of statements.
func (s *Service) ListVendor(ctx context.Context) ([]*Line, error) {
	vendor, now := viewer.From(ctx).VendorID, s.clock.Now()
	var theirs []*Kind
	before := map[settings.Key]time.Time{}
	for _, k := range kinds {
		if !k.vendors() {
			continue
		}
		theirs = append(theirs, k)
		if k.Stays() {
			continue
		}
		kept, err := s.set.Span(ctx, k.Setting)
		if err != nil {
			return nil, err
		}
		before[k.Setting] = now.Add(-kept)
	}
	return s.list(ctx, theirs, func(b *pgx.Batch, k *Kind, p part) {
		if p.of == ofVendors {
			b.Queue(p.counting(one, "$4"), vendor, before[k.Setting], now, most+1)
		}
	})
}

// list makes the lines of kinds. count queues the statement that counts a part, or none.
func (s *Service) list(ctx context.Context, of []*Kind, count func(*pgx.Batch, *Kind, part)) ([]*Line, error) {
	runs, err := s.runs(ctx)
	if err != nil {
		return nil, err
	}
	due, err := s.count(ctx, of, count)
	if err != nil {
		return nil, err
	}
	lines := make([]*Line, len(of))
	for i, k := range of {
		l := &Line{Kind: k, Due: counted(due[i])}
		if r, ok := runs[k.Key]; ok {
			l.LastRunAt, l.LastRemoved = &r.at, &r.removed
		}
		if lines[i] = l; k.Stays() {
			continue
		}
		if l.Setting, err = s.set.Find(ctx, k.Setting); err != nil {
			return nil, err
		}
		kept, err := s.set.Span(ctx, k.Setting)
		if err != nil {
			return nil, err
		}
		l.KeptSeconds = new(int(kept / time.Second))
	}
	return lines, nil
}

func counted(n int) page.Count {
	if n > most {
		return page.Count{Value: most, Precision: page.AtLeast}
	}
	return page.Count{Value: n, Precision: page.Exact}
}

// count counts what is over of each kind, in one round trip behind the wall of the viewer.
func (s *Service) count(ctx context.Context, of []*Kind, count func(*pgx.Batch, *Kind, part)) (due []int, err error) {
	var places []int // of the kinds that the statements are about
	results, err := s.db.Together(ctx, func(b *pgx.Batch) {
		for i, k := range of {
			for _, p := range k.parts {
				before := b.Len()
				count(b, k, p)
				if b.Len() > before {
					places = append(places, i)
				}
			}
		}
	})
	if err != nil {
		return nil, fmt.Errorf("count what is over: %w", err)
	}
	defer func() { err = errors.Join(err, results.Close()) }()
	due = make([]int, len(of))
	for _, i := range places {
		n := 0
		if err := results.QueryRow().Scan(&n); err != nil {
			return nil, fmt.Errorf("count what is over of %s: %w", of[i].Key, err)
		}
		due[i] += n
	}
	return due, nil
}

type run struct {
	at      time.Time
	removed int
}

// runs are the last sweeps by kind. That they were is no secret, and no vendor's own.
func (s *Service) runs(ctx context.Context) (map[string]run, error) {
	rows, err := s.db.Platform.Query(ctx, readRuns)
	if err != nil {
		return nil, fmt.Errorf("read the last sweeps: %w", err)
	}
	out, kind, r := map[string]run{}, "", run{}
	_, err = pgx.ForEachRow(rows, []any{&kind, &r.at, &r.removed}, func() error { out[kind] = r; return nil })
	if err != nil {
		return nil, fmt.Errorf("read the last sweeps: %w", err)
	}
	return out, nil
}
