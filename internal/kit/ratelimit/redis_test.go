package ratelimit_test

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/ratelimit"
)

// A server that takes the connection and says nothing holds nobody up, and neither does a
// client that has gone.
func TestB8_140RedisIsSilent(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	var log bytes.Buffer
	r := ratelimit.NewRedis(client(t, l.Addr().String()), newHand(), slog.New(slog.NewTextHandler(&log, nil)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	began := time.Now()
	require.True(t, r.Take(ctx, "a", ratelimit.PerMinute(1), 1).Allowed)
	require.False(t, r.Take(ctx, "a", ratelimit.PerMinute(1), 1).Allowed)
	require.Less(t, time.Since(began), 5*time.Second)
	require.Contains(t, log.String(), "counts for itself")
}
