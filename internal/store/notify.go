package store

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// channel carries all notices of the program; a notice is "<topic>:<payload>".
const channel = "orion"

// Notify tells every process of the program something once, and only if, the
// transaction commits. payload must not hold anything that is secret to a vendor:
// an id and no more.
func (tx *Tx) Notify(ctx context.Context, topic, payload string) error {
	if _, err := tx.Pgx.Exec(ctx, "select pg_notify($1, $2)", channel, topic+":"+payload); err != nil {
		return fmt.Errorf("notify %s: %w", topic, err)
	}
	return nil
}

// A Listener hands notices of the database to those who wait for them. Its zero
// value is ready; Run makes it hear.
type Listener struct {
	mu       sync.Mutex
	subs     map[string]map[chan struct{}]bool
	watchers map[string][]func(payload string)
}

// Watch calls f with the payload of each notice of the topic, and with "" whenever
// notices may have been lost, so that everything may have changed. It never ends:
// it is for caches that live as long as the program. f must be quick.
func (l *Listener) Watch(topic string, f func(payload string)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.watchers == nil {
		l.watchers = map[string][]func(string){}
	}
	l.watchers[topic] = append(l.watchers[topic], f)
}

// Subscribe returns a channel that gets a token after each notice of the topic
// with one of the payloads, when those who Watch have heard of it. A reader that is
// slow gets one token for many notices, so it must read the state anew each time.
// Call stop in the end.
func (l *Listener) Subscribe(topic string, payloads ...string) (notices <-chan struct{}, stop func()) {
	ch := make(chan struct{}, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.subs == nil {
		l.subs = map[string]map[chan struct{}]bool{}
	}
	for _, payload := range payloads {
		name := topic + ":" + payload
		if l.subs[name] == nil {
			l.subs[name] = map[chan struct{}]bool{}
		}
		l.subs[name][ch] = true
	}
	return ch, func() { l.leave(topic, payloads, ch) }
}

func (l *Listener) leave(topic string, payloads []string, ch chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, payload := range payloads {
		name := topic + ":" + payload
		delete(l.subs[name], ch)
		if len(l.subs[name]) == 0 {
			delete(l.subs, name)
		}
	}
}

// wake tells the watchers first: who is woken must not find in a cache what the notice
// is about.
func (l *Listener) wake(name string) {
	topic, payload, _ := strings.Cut(name, ":")
	l.mu.Lock()
	watchers := slices.Clone(l.watchers[topic])
	l.mu.Unlock()
	for _, f := range watchers {
		f(payload)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hand(name)
}

func (l *Listener) wakeAll() {
	l.mu.Lock()
	watchers := slices.Concat(slices.Collect(maps.Values(l.watchers))...)
	l.mu.Unlock()
	for _, f := range watchers {
		f("")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for name := range l.subs {
		l.hand(name)
	}
}

// hand gives a token to all who subscribed. The caller holds the lock.
func (l *Listener) hand(name string) {
	for ch := range l.subs[name] {
		select {
		case ch <- struct{}{}:
		default: // one token waits already
		}
	}
}

// Run listens until ctx ends. After a broken connection it wakes everybody,
// because notices may have been lost.
func (l *Listener) Run(ctx context.Context, db *DB, log *slog.Logger) {
	for ctx.Err() == nil {
		err := l.listen(ctx, db)
		if ctx.Err() != nil {
			return
		}
		log.WarnContext(ctx, "store: listening again in a second", "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

func (l *Listener) listen(ctx context.Context, db *DB) error {
	conn, err := pgx.Connect(ctx, db.url)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	l.wakeAll()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return fmt.Errorf("wait: %w", err)
		}
		l.wake(n.Payload)
	}
}
