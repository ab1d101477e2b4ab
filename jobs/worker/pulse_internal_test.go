package worker

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// beats says how a queue was spoken to.
type beats struct {
	away    bool
	beaten  int
	rescued int
}

func (b *beats) Beat(context.Context, string) error {
	b.beaten++
	if b.away {
		return errors.New("the database is away")
	}
	return nil
}

func (b *beats) Rescue(context.Context, time.Duration) ([]string, error) {
	b.rescued++
	return []string{"a.kind"}, nil
}

// After an outage, in which no worker could say that it is alive, nobody is taken for lost
// before all have had the time to.
func TestNobodyIsLostByAnOutage(t *testing.T) {
	t.Parallel()
	b := &beats{}
	p := newPulse(b, "me", slog.New(slog.DiscardHandler))
	beat := func(n int) {
		for range n {
			p.beat(t.Context())
		}
	}
	beat(2)
	require.Zero(t, b.rescued, "who has just come")
	beat(2)
	require.Equal(t, 2, b.rescued)
	b.away = true
	beat(3)
	b.away = false
	beat(2)
	require.Equal(t, 2, b.rescued)
	beat(1)
	require.Equal(t, 3, b.rescued)
	require.Equal(t, 10, b.beaten)
	require.Less(t, silentFor+2*beatEvery, 2*time.Minute, "what is lost goes on within two minutes")
}
