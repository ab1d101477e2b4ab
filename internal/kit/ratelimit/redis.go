package ratelimit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"orion/internal/kit/clock"
)

const (
	// usual is how long a call waits for Redis.
	usual = 100 * time.Millisecond
	// pause is how long Redis is left alone after it has failed, so that not every
	// request waits in vain.
	pause = time.Second
	// quiet is how long nothing more is said of failures.
	quiet = time.Minute
)

// script does what bucket.take does. Its clock is that of Redis, so that processes whose
// clocks differ agree. A bucket is text, "<missing>:<microseconds>", and goes when it is
// full again. Numbers are exact below 2^53.
var script = redis.NewScript(`
local t = redis.call('TIME')
local now = tonumber(t[1]) * 1000000 + tonumber(t[2])
local capacity, refill, units = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local missing, at = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+):(%d+)$')
missing, at = tonumber(missing or 0), tonumber(at or now)
if now > at then
  missing = math.max(0, missing - (now - at) * refill)
  at = now
end
local after = math.max(0, missing + units)
if units >= 0 and after > capacity then
  return {0, string.format('%.0f', missing)}
end
if after == 0 then
  redis.call('DEL', KEYS[1])
elseif units ~= 0 then
  redis.call('SET', KEYS[1], string.format('%.0f:%.0f', after, at), 'PX', string.format('%.0f', math.ceil(after / refill / 1000) + 1000))
end
return {1, string.format('%.0f', after)}
`)

// Redis holds buckets in Redis, one round trip for each call. While that does not answer
// within 100 ms, this process counts for itself; it asks again after a second, and says so
// in the log once a minute.
type Redis struct {
	client redis.Scripter
	clock  clock.Clock
	log    *slog.Logger
	local  *Local
	// patience is how long a call waits: the usual time, but in tests.
	patience time.Duration
	// leave and hush are when Redis is asked, and its failure told, again: in
	// microseconds by the clock.
	leave, hush atomic.Int64
}

// NewRedis returns a Limiter whose buckets are in Redis. The client must heed the
// deadline of a context. The clock is for the times in which Redis is away.
func NewRedis(client redis.Scripter, c clock.Clock, log *slog.Logger) *Redis {
	return &Redis{client: client, clock: c, log: log, local: NewLocal(c), patience: usual}
}

// Take implements Limiter.
func (r *Redis) Take(ctx context.Context, key string, of Limit, n int) State {
	m := of.measure()
	return r.do(ctx, key, m, m.units(n))
}

// Give implements Limiter.
func (r *Redis) Give(ctx context.Context, key string, of Limit, n int) State {
	m := of.measure()
	return r.do(ctx, key, m, -m.units(n))
}

func (r *Redis) do(ctx context.Context, key string, m measure, units int64) State {
	now := r.clock.Now().UnixMicro()
	if now < r.leave.Load() {
		return r.local.do(key, m, units)
	}
	allowed, missing, err := r.run(ctx, key, m, units)
	if err != nil {
		r.leave.Store(now + pause.Microseconds())
		if told := r.hush.Load(); now >= told && r.hush.CompareAndSwap(told, now+quiet.Microseconds()) {
			r.log.WarnContext(ctx, "ratelimit: Redis does not answer: this process counts for itself", "err", err)
		}
		return r.local.do(key, m, units)
	}
	return m.state(allowed, missing, units)
}

// run asks Redis, also for a request that its client has given up: what it cost is
// counted all the same.
func (r *Redis) run(ctx context.Context, key string, m measure, units int64) (allowed bool, missing int64, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.patience)
	defer cancel()
	out, err := script.Run(ctx, r.client, []string{key}, m.capacity, m.refill, units).Slice()
	if err != nil {
		return false, 0, fmt.Errorf("run the script: %w", err)
	}
	if len(out) != 2 {
		return false, 0, errors.New("the script answers something else")
	}
	ok, _ := out[0].(int64)
	text, _ := out[1].(string)
	if missing, err = strconv.ParseInt(text, 10, 64); err != nil {
		return false, 0, fmt.Errorf("read the script's answer: %w", err)
	}
	return ok == 1, missing, nil
}
