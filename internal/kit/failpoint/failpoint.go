// Package failpoint names the places between two steps where a program that is killed
// leaves a job half done. A test arms one, and learns what becomes of it. Nothing else
// arms any: passing a place costs one atomic read.
package failpoint

import (
	"slices"
	"sync"
	"sync/atomic"
)

// A Point is such a place.
type Point struct{ name string }

var (
	mu    sync.Mutex
	all   []string
	armed atomic.Pointer[trap]
)

type trap struct {
	name string
	act  func()
}

// New names a place, for a variable of a package. Every name is given once.
func New(name string) *Point {
	mu.Lock()
	defer mu.Unlock()
	if slices.Contains(all, name) {
		panic("failpoint: " + name + " is there twice")
	}
	all = append(all, name)
	return &Point{name: name}
}

// Pass says that the program is at the place.
func (p *Point) Pass() {
	if t := armed.Load(); t != nil && t.name == p.name {
		t.act()
	}
}

// All returns the names of all places in the program, so that a test of each needs no
// list of its own.
func All() []string {
	mu.Lock()
	defer mu.Unlock()
	return slices.Sorted(slices.Values(all))
}

// Arm has whoever comes to the place do something, such as end. It is for tests. One
// place is armed at a time; arming "" arms none.
func Arm(name string, act func()) {
	if name == "" {
		armed.Store(nil)
		return
	}
	armed.Store(&trap{name: name, act: act})
}
