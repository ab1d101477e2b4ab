// Package answercache keeps what was answered about a vendor's catalogue until that
// changes. Answers are kept under the vendor's version, which every process counts up when
// it hears that something has changed: what was worked out before is never found again.
package answercache

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"

	"orion/internal/kit/tenant"
)

// Life is how long an answer is kept where nothing changes: what depends on the time of
// day or on how often something was sold is no older.
const Life = time.Minute

// An Answer is what is kept. It is shared: do not change it.
type Answer struct {
	Data []byte
	// Notes say what else an answer does each time it is given; see Note.
	Notes []Noted
	// Objects is how many objects there are in Data, for whoever prices answers by them.
	Objects int
}

// A Cache keeps answers in this process and, where there is one, in a Shared of all
// processes.
type Cache struct {
	kept   *otter.Cache[name, kept]
	shared *Shared

	all      atomic.Uint64 // counts up when everything may have changed
	versions sync.Map      // of vendors, *atomic.Uint64
}

// A name is a vendor's key in this process, where nothing but this cache reads it.
type name struct {
	vendor uuid.UUID
	key    string
}

type kept struct {
	version version
	answer  Answer
}

// A version is how often the catalogue has changed as far as this process has heard.
type version struct{ all, own uint64 }

// New returns a Cache of up to so many bytes in this process. shared may be nil.
func New(bytes int, shared *Shared) *Cache {
	return &Cache{shared: shared, kept: otter.Must(&otter.Options[name, kept]{
		MaximumWeight:    uint64(bytes),
		Weigher:          func(n name, k kept) uint32 { return uint32(len(n.key) + len(k.answer.Data) + 160) },
		ExpiryCalculator: otter.ExpiryWriting[name, kept](Life),
	})}
}

// Changed forgets the answers about a vendor, named by its id; about all vendors where it
// is empty. It is quick.
func (c *Cache) Changed(vendor string) {
	id, err := uuid.Parse(vendor)
	if err != nil {
		c.all.Add(1)
		c.shared.changed(uuid.Nil)
		return
	}
	c.own(id).Add(1)
	c.shared.changed(id)
}

func (c *Cache) own(vendor uuid.UUID) *atomic.Uint64 {
	if v, ok := c.versions.Load(vendor); ok {
		return v.(*atomic.Uint64)
	}
	v, _ := c.versions.LoadOrStore(vendor, new(atomic.Uint64))
	return v.(*atomic.Uint64)
}

func (c *Cache) version(vendor uuid.UUID) version {
	return version{all: c.all.Load(), own: c.own(vendor).Load()}
}

// A Place is where one answer is kept, or will be. It remembers the version that it was
// asked at: an answer that was worked out while the catalogue changed is not kept.
type Place struct {
	cache   *Cache
	name    name
	version version
	shared  string // the version of all processes, "" where it is not known
}

// Find returns the answer of a vendor's key. Where there is none it returns the place to
// keep one. The key must say everything that the answer depends on but the catalogue.
func (c *Cache) Find(ctx context.Context, vendor uuid.UUID, key string) (Answer, *Place) {
	p := &Place{cache: c, name: name{vendor, key}, version: c.version(vendor)}
	if a, ok := c.at(p.name, p.version); ok {
		return a, nil
	}
	a, at, ok := c.shared.get(ctx, vendor, p.name.shared())
	p.shared = at
	if ok {
		c.kept.Set(p.name, kept{version: p.version, answer: a})
		return a, nil
	}
	return Answer{}, p
}

// Peek returns the answer of a vendor's key where this very process keeps it. It waits for
// nobody.
func (c *Cache) Peek(vendor uuid.UUID, key string) (Answer, bool) {
	return c.at(name{vendor, key}, c.version(vendor))
}

func (c *Cache) at(n name, v version) (Answer, bool) {
	k, ok := c.kept.GetIfPresent(n)
	if !ok || k.version != v {
		return Answer{}, false
	}
	return k.answer, true
}

// shared is the name among all processes.
func (n name) shared() string { return tenant.Key(n.vendor, "answer", n.key) }

// Keep keeps an answer at its place.
func (p *Place) Keep(ctx context.Context, a Answer) {
	if p.cache.version(p.name.vendor) != p.version {
		return
	}
	p.cache.kept.Set(p.name, kept{version: p.version, answer: a})
	p.cache.shared.put(ctx, p.name.shared(), p.shared, a)
}
