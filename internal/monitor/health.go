package monitor

import (
	"context"
	"sync"
	"time"

	"orion/internal/enum"
)

// A Part is something that the program stands on, such as the database.
type Part struct {
	Name string
	// Required says that nothing works without it.
	Required bool
	// Look says how it does, and in English what stands in for it or what is wrong. It should
	// end when ctx does.
	Look func(ctx context.Context) (enum.HealthStatus, string)
}

// lookTime is how long a part has to answer.
const lookTime = 3 * time.Second

// Health is the graph's type of the same name.
type Health struct {
	Status     enum.HealthStatus
	AsOf       time.Time
	Components []*HealthComponent
}

// HealthComponent is the graph's type of the same name.
type HealthComponent struct {
	Name         string
	Status       enum.HealthStatus
	Detail       *string
	Milliseconds int
}

// Health asks all parts at once how they do. One that does not answer within three seconds is down.
func (s *Service) Health(ctx context.Context) *Health {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	h := &Health{AsOf: s.clock.Now(), Components: make([]*HealthComponent, len(s.parts))}
	var wg sync.WaitGroup
	for i, part := range s.parts {
		wg.Go(func() { h.Components[i] = part.look(ctx) })
	}
	wg.Wait()
	h.Status = overall(s.parts, h.Components)
	return h
}

func (p Part) look(ctx context.Context) *HealthComponent {
	type answer struct {
		status enum.HealthStatus
		detail string
	}
	began, done := time.Now(), make(chan answer, 1)
	go func() {
		status, detail := p.Look(ctx)
		done <- answer{status, detail}
	}()
	var a answer
	select {
	case a = <-done:
	case <-ctx.Done(): // a part that does not listen must not hold the answer up
		a = answer{enum.HealthStatusDown, "no answer in time"}
	}
	c := &HealthComponent{Name: p.Name, Status: a.status, Milliseconds: int(time.Since(began).Milliseconds())}
	if a.detail != "" {
		c.Detail = &a.detail
	}
	return c
}

// overall is DOWN where a part is that nothing works without, and DEGRADED where any other is
// not as it should be.
func overall(parts []Part, found []*HealthComponent) enum.HealthStatus {
	status := enum.HealthStatusUp
	for i, c := range found {
		switch {
		case c.Status == enum.HealthStatusDown && parts[i].Required:
			return enum.HealthStatusDown
		case c.Status == enum.HealthStatusDown, c.Status == enum.HealthStatusDegraded:
			status = enum.HealthStatusDegraded
		}
	}
	return status
}
