package answercache_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"orion/internal/kit/answercache"
)

var lumiere, alpine = uuid.MustParse("0193d1c0-0000-7000-8000-000000000001"), uuid.MustParse("0193d1c0-0000-7000-8000-000000000002")

func kept(t *testing.T, c *answercache.Cache, vendor uuid.UUID, key string) string {
	t.Helper()
	a, place := c.Find(t.Context(), vendor, key)
	if place != nil {
		return ""
	}
	return string(a.Data)
}

func keep(t *testing.T, c *answercache.Cache, vendor uuid.UUID, key, data string) {
	t.Helper()
	_, place := c.Find(t.Context(), vendor, key)
	require.NotNil(t, place)
	place.Keep(t.Context(), answercache.Answer{Data: []byte(data)})
}

func TestKeepsUntilTheCatalogueChanges(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]struct {
		payload       string
		lumiere, alps string
	}{
		"nothing":            {lumiere.String() + "0", "", ""}, // no id: whatever it was, everything goes
		"its own vendor":     {lumiere.String(), "", "b"},
		"another vendor":     {alpine.String(), "a", ""},
		"notices were lost":  {"", "", ""},
		"a vendor not there": {uuid.NewString(), "a", "b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := answercache.New(1<<20, nil)
			keep(t, c, lumiere, "k", "a")
			keep(t, c, alpine, "k", "b")
			require.Equal(t, "a", kept(t, c, lumiere, "k"), "one vendor's key is not another's")
			c.Changed(change.payload)
			require.Equal(t, change.lumiere, kept(t, c, lumiere, "k"))
			require.Equal(t, change.alps, kept(t, c, alpine, "k"))
		})
	}
}

func TestKeepsNothingThatWasOldWhenItCame(t *testing.T) {
	t.Parallel()
	c := answercache.New(1<<20, nil)
	_, place := c.Find(t.Context(), lumiere, "k")
	c.Changed(lumiere.String())
	place.Keep(t.Context(), answercache.Answer{Data: []byte("old")})
	require.Empty(t, kept(t, c, lumiere, "k"))
}

func TestIsBounded(t *testing.T) {
	t.Parallel()
	c := answercache.New(10_000, nil)
	big := string(make([]byte, 4000))
	for i := range 100 {
		keep(t, c, lumiere, string(rune('a'+i)), big)
	}
	require.Eventually(t, func() bool {
		n := 0
		for i := range 100 {
			if kept(t, c, lumiere, string(rune('a'+i))) != "" {
				n++
			}
		}
		return n <= 2
	}, 5*time.Second, 10*time.Millisecond)
}

func TestNotesAreGivenAgain(t *testing.T) {
	t.Parallel()
	ctx, heard := answercache.Listening(t.Context())
	answercache.Note(ctx, "search", map[string]string{"term": "lamp"})
	answercache.Note(t.Context(), "search", "nobody listens")
	require.Equal(t, []answercache.Noted{{Kind: "search", Data: json.RawMessage(`{"term":"lamp"}`)}}, heard())
}

// What is looked at without waiting is what this process keeps, and nothing older.
func TestPeeks(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	one, two := shop(t, server), shop(t, server)
	keep(t, one, lumiere, "k", "a")
	a, ok := one.Peek(lumiere, "k")
	require.True(t, ok)
	require.Equal(t, "a", string(a.Data))
	for name, there := range map[string]func() bool{
		"another vendor":  func() bool { _, ok := one.Peek(alpine, "k"); return ok },
		"another key":     func() bool { _, ok := one.Peek(lumiere, "j"); return ok },
		"another process": func() bool { _, ok := two.Peek(lumiere, "k"); return ok },
	} {
		require.False(t, there(), name)
	}
	one.Changed(lumiere.String())
	_, ok = one.Peek(lumiere, "k")
	require.False(t, ok)
}

// shop is a process of a platform with several.
func shop(t *testing.T, server *miniredis.Miniredis) *answercache.Cache {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: server.Addr(), MaxRetries: -1, DialTimeout: time.Second})
	t.Cleanup(func() { _ = client.Close() })
	return answercache.New(1<<20, answercache.NewShared(client, slog.New(slog.DiscardHandler)))
}

func TestProcessesShare(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	one, two := shop(t, server), shop(t, server)
	_, place := one.Find(t.Context(), lumiere, "k")
	place.Keep(t.Context(), answercache.Answer{Data: []byte("a\nb"), Notes: []answercache.Noted{{Kind: "search", Data: []byte(`1`)}}, Objects: 7})
	a, none := two.Find(t.Context(), lumiere, "k")
	require.Nil(t, none)
	require.Equal(t, "a\nb", string(a.Data))
	require.Equal(t, "search", a.Notes[0].Kind)
	require.Equal(t, 7, a.Objects)

	two.Changed(lumiere.String())
	require.Empty(t, kept(t, two, lumiere, "k"), "whoever has heard finds nothing old, not even with others")
	require.Empty(t, kept(t, shop(t, server), lumiere, "k"), "nor does a process that comes later")
}

func TestAnswersWithoutRedis(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	c, other := shop(t, server), shop(t, server)
	keep(t, other, lumiere, "k", "old")
	server.SetError("LOADING") // it is there and does not answer
	c.Changed(lumiere.String())
	keep(t, c, lumiere, "j", "own")
	require.Equal(t, "own", kept(t, c, lumiere, "j"), "this process keeps for itself")
	server.SetError("")
	require.Empty(t, kept(t, c, lumiere, "k"), "what changed while Redis was away is not found after")
}

func TestGivesUpOnASlowRedis(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	c := shop(t, server)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, place := c.Find(ctx, lumiere, "k")
	require.NotNil(t, place)
}
