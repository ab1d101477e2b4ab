package monitor

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// ent does not put minutes together. The way of doing so comes from a list of ours, never from a caller.
var lineOf = map[string]string{
	"sum": lineBegin + "sum(value)" + lineEnd,
	// Several processes have a worst minute each; the worst of all is shown.
	"max": lineBegin + "max(value)" + lineEnd,
}

const (
	lineBegin = `SELECT label, date_bin($1::interval, minute, $3) AS at, `
	lineEnd   = ` FROM performance_metrics WHERE name = $2 AND minute >= $3 AND minute < $4 AND ($5::text IS NULL OR label = $5)
GROUP BY label, at ORDER BY label, at`

	// A figure is there once: who writes it again is right.
	writeFigure = `INSERT INTO performance_metrics (id, created_at, updated_at, minute, process, name, label, value)
VALUES ($1, now(), now(), $2, $3, $4, $5, $6) ON CONFLICT (name, label, minute, process) DO UPDATE SET value = excluded.value`
)

func (s *Service) lines(ctx context.Context, name, how string, from, to time.Time, label *string) ([]*MetricSeries, error) {
	rows, err := s.db.Platform.Query(ctx, lineOf[how], width(from, to), name, from, to, label)
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	var out []*MetricSeries
	var of string
	var at time.Time
	var value float64
	_, err = pgx.ForEachRow(rows, []any{&of, &at, &value}, func() error {
		if len(out) == 0 || out[len(out)-1].Label != of {
			out = append(out, &MetricSeries{Name: name, Label: of})
		}
		line := out[len(out)-1]
		line.Points = append(line.Points, &MetricPoint{At: at, Value: value})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	return out, nil
}

// A Figure is a value of one process, or of the whole platform where process is empty, in a minute.
type Figure struct {
	Name, Label string
	Value       float64
}

// Keep writes the figures of a minute.
func (s *Service) Keep(ctx context.Context, minute time.Time, process string, figures []Figure) error {
	batch := &pgx.Batch{}
	for _, f := range figures {
		id, err := uuid.NewV7()
		if err != nil {
			return fmt.Errorf("name a figure: %w", err)
		}
		batch.Queue(writeFigure, id, minute, process, f.Name, f.Label, f.Value)
	}
	if err := s.db.Platform.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("keep figures: %w", err)
	}
	return nil
}
