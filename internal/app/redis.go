package app

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"orion/internal/config"
	"orion/internal/kit/answercache"
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

// openRedis makes what processes share: what counts tries and costs, unless the process was
// given one, and kept answers.
func (p *Platform) openRedis() error {
	var shared *answercache.Shared
	limiter := ratelimit.Limiter(ratelimit.NewLocal(clock.System{}))
	if p.cfg.RedisURL != "" {
		client, err := newRedis(p.cfg)
		if err != nil {
			return err
		}
		if err := p.traceRedis(client); err != nil {
			return err
		}
		p.onStop(func(context.Context) error { return client.Close() })
		p.world.redis = client
		limiter, shared = ratelimit.NewRedis(client, clock.System{}, p.log), answercache.NewShared(client, p.log)
	}
	if p.world.limiter == nil {
		p.world.limiter = limiter
	}
	if p.cfg.AnswerCache > 0 {
		p.world.answers = answercache.New(p.cfg.AnswerCache, shared)
		p.world.notices.Watch("catalog", p.world.answers.Changed)
	}
	return nil
}
