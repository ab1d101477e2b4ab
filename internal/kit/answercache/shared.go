package answercache

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"

	"orion/internal/kit/tenant"
)

// patience is how long Redis may take before an answer is worked out without it.
const patience = 100 * time.Millisecond

// A Shared keeps answers in Redis for all processes. The version of a vendor is counted up
// there by every process that hears of a change, which forgets more than it must and
// nothing less. Where Redis does not answer nothing is kept there and nothing is found.
type Shared struct {
	client redis.UniversalClient
	log    *slog.Logger

	mu sync.Mutex
	// owed are the vendors whose version was not counted up yet: what is kept for them may
	// be old. The zero UUID stands for all.
	owed map[uuid.UUID]bool
}

// NewShared returns a Shared.
func NewShared(client redis.UniversalClient, log *slog.Logger) *Shared {
	return &Shared{client: client, log: log, owed: map[uuid.UUID]bool{}}
}

// changed counts up the version in the background, and before anything else is found for
// the vendor.
func (s *Shared) changed(vendor uuid.UUID) {
	if s == nil {
		return
	}
	s.mu.Lock()
	s.owed[vendor] = true
	s.mu.Unlock()
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience) //nolint:forbidigo // no request waits for it
		defer cancel()
		s.pay(ctx, vendor)
	}()
}

// pay counts up what is owed; false where it still is.
func (s *Shared) pay(ctx context.Context, vendor uuid.UUID) bool {
	for _, v := range []uuid.UUID{uuid.Nil, vendor} {
		s.mu.Lock()
		owed := s.owed[v]
		delete(s.owed, v) // before it is paid: what changes meanwhile is owed again
		s.mu.Unlock()
		if !owed {
			continue
		}
		if err := s.client.Incr(ctx, versionKey(v)).Err(); err != nil {
			s.mu.Lock()
			s.owed[v] = true
			s.mu.Unlock()
			s.log.DebugContext(ctx, "answercache: count up the version", "err", err)
			return false
		}
	}
	return true
}

func versionKey(vendor uuid.UUID) string { return tenant.Key(vendor, "catalog-version") }

// get returns an answer and the version that it was looked for at, "" where that is not
// known.
func (s *Shared) get(ctx context.Context, vendor uuid.UUID, key string) (Answer, string, bool) {
	if s == nil {
		return Answer{}, "", false
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if !s.pay(ctx, vendor) {
		return Answer{}, "", false
	}
	found, err := s.client.MGet(ctx, versionKey(uuid.Nil), versionKey(vendor), key).Result()
	if err != nil || len(found) != 3 {
		return Answer{}, "", false
	}
	text := func(v any) string { t, _ := v.(string); return t }
	at := text(found[0]) + "." + text(found[1])
	a, ok := unpack(at, text(found[2]))
	return a, at, ok
}

// put keeps an answer under the version that it was looked for at.
func (s *Shared) put(ctx context.Context, key, at string, a Answer) {
	if s == nil || at == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := s.client.Set(ctx, key, pack(at, a), Life).Err(); err != nil {
		s.log.DebugContext(ctx, "answercache: keep an answer", "err", err)
	}
}

// A head is what is kept of an answer beside its data.
type head struct {
	Notes   []Noted `json:"notes,omitempty"`
	Objects int     `json:"objects"`
}

// pack writes the version, the head and the answer, a line each.
func pack(at string, a Answer) []byte {
	h, err := json.Marshal(head{a.Notes, a.Objects})
	if err != nil {
		panic("answercache: " + err.Error()) // notes are JSON
	}
	return bytes.Join([][]byte{[]byte(at), h, a.Data}, []byte{'\n'})
}

func unpack(at, packed string) (Answer, bool) {
	parts := bytes.SplitN([]byte(packed), []byte{'\n'}, 3)
	var h head
	if len(parts) != 3 || string(parts[0]) != at || json.Unmarshal(parts[1], &h) != nil {
		return Answer{}, false
	}
	return Answer{Data: parts[2], Notes: h.Notes, Objects: h.Objects}, true
}
