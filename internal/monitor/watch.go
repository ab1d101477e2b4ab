package monitor

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/alert"
	"orion/internal/kit/tenant"
)

// changes of open alerts are told at most so many at once.
const maxTold = 50

// Watch sends each alert that opens or changes from now on, the one that changed first first,
// until ctx ends. Changes that follow each other closely are sent as one.
func (s *Service) Watch(ctx context.Context) (<-chan *ent.Alert, error) {
	notices, stop := s.notices.Subscribe(topic, tenant.Key(uuid.Nil, "alerts"))
	seen, err := s.latest(ctx)
	if err != nil {
		stop()
		return nil, err
	}
	out := make(chan *ent.Alert)
	go func() {
		defer close(out)
		defer stop()
		s.follow(ctx, seen, notices, out)
	}()
	return out, nil
}

// version is what tells one state of an alert from the next, as people see it.
func version(a *ent.Alert) string {
	parts := []string{string(a.Status), string(a.Severity)}
	if a.SnoozedUntil != nil {
		parts = append(parts, a.SnoozedUntil.String())
	}
	if a.Note != nil {
		parts = append(parts, *a.Note)
	}
	return strings.Join(parts, "/")
}

// latest are the alerts that changed last.
func (s *Service) latest(ctx context.Context) (map[uuid.UUID]string, error) {
	rows, err := s.changed(ctx)
	seen := make(map[uuid.UUID]string, len(rows))
	for _, a := range rows {
		seen[a.ID] = version(a)
	}
	return seen, err
}

func (s *Service) changed(ctx context.Context) ([]*ent.Alert, error) {
	rows, err := s.db.Alert.Query().Order(ent.Desc(alert.FieldUpdatedAt, alert.FieldID)).Limit(maxTold).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look which alerts changed: %w", err)
	}
	slices.Reverse(rows)
	return rows, nil
}

func (s *Service) follow(ctx context.Context, seen map[uuid.UUID]string, notices <-chan struct{}, out chan<- *ent.Alert) {
	for {
		select {
		case <-notices:
		case <-time.After(missedNotice):
		case <-ctx.Done():
			return
		}
		rows, err := s.changed(ctx)
		if err != nil {
			return // the watcher comes back and lists
		}
		now := make(map[uuid.UUID]string, len(rows))
		for _, a := range rows {
			now[a.ID] = version(a)
			if seen[a.ID] == now[a.ID] {
				continue
			}
			select {
			case out <- a:
			case <-ctx.Done():
				return
			}
		}
		seen = now
	}
}

// missedNotice is after how long a watcher looks without being told to: a notice may get lost with
// its connection.
const missedNotice = 30 * time.Second
