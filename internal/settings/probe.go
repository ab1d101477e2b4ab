package settings

import (
	"context"
	"fmt"
	"time"

	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/store"
)

// probeTime is how long a part may take to answer.
const probeTime = 15 * time.Second

// A Probe tries a part of the platform as it is set and says in English what it found. The
// error, if any, is shown to the staff: it must hold no secret.
type Probe func(ctx context.Context) (string, error)

// A Trial is what came of a Probe.
type Trial struct {
	Target  enum.SettingTarget
	Ok      bool
	Message string
	Seconds float64
}

// Test tries a part of the platform as it is set now. A part that fails is no error: the
// Trial says so. The viewer needs platform.write.
func (s *Service) Test(ctx context.Context, target enum.SettingTarget) (*Trial, error) {
	out := &Trial{Target: target, Message: "is not set up"}
	if probe := s.probes[target]; probe != nil {
		limited, cancel := context.WithTimeout(ctx, probeTime)
		defer cancel()
		began := time.Now()
		message, err := probe(limited)
		out.Ok, out.Message, out.Seconds = err == nil, message, time.Since(began).Seconds()
		if err != nil {
			out.Message = err.Error()
		}
	}
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		return audit.Record(ctx, tx, audit.Event{
			Action: "setting.test", TargetType: "Setting", Target: string(target), Data: map[string]string{"ok": fmt.Sprint(out.Ok)},
		})
	})
	if err != nil {
		return nil, fmt.Errorf("record a trial: %w", err)
	}
	return out, nil
}
