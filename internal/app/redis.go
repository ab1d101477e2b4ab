package app

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"orion/internal/config"
	"orion/internal/kit/clock"
	"orion/internal/kit/ratelimit"
)

// mute is the log of the client, which speaks of every connection that breaks: those who
// use it say what matters.
type mute struct{}

// Printf implements the client's logger.
func (mute) Printf(context.Context, string, ...any) {}

// newRedis returns a client of ORION_REDIS_URL, which connects when it is used. It gives
// up soon and does not try twice: requests wait for it.
func newRedis(cfg *config.Config) (*redis.Client, error) {
	o, err := redis.ParseURL(string(cfg.RedisURL))
	if err != nil {
		return nil, fmt.Errorf("read ORION_REDIS_URL: %w", err)
	}
	redis.SetLogger(mute{})
	o.ContextTimeoutEnabled, o.MaxRetries, o.DialerRetries = true, -1, 1
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = 2*time.Second, time.Second, time.Second, time.Second
	return redis.NewClient(o), nil
}

// openLimiter makes what counts tries and costs, unless the process was given one: in
// Redis where there is one.
func (p *Platform) openLimiter() error {
	if p.world.limiter != nil {
		return nil
	}
	if p.cfg.RedisURL == "" {
		p.world.limiter = ratelimit.NewLocal(clock.System{})
		return nil
	}
	client, err := newRedis(p.cfg)
	if err != nil {
		return err
	}
	p.onStop(func(context.Context) error { return client.Close() })
	p.world.limiter = ratelimit.NewRedis(client, clock.System{}, p.log)
	return nil
}
