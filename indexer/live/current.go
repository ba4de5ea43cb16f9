package live

import (
	"sync"
	"sync/atomic"
)

// Current is the state that is shown, to be replaced while others read. The zero Current shows
// none.
type Current struct {
	shown  atomic.Pointer[State]
	mu     sync.Mutex // one state is shown at a time
	before []func(*State)
}

// Load returns the state that is shown; nil before the first. Whoever reads for longer than a
// moment takes it by Take.
func (c *Current) Load() *State { return c.shown.Load() }

// Take returns the state that is shown, held until release is called; nil before the first.
func (c *Current) Take() (s *State, release func()) {
	for {
		s := c.shown.Load()
		if s == nil {
			return nil, func() {}
		}
		if s.Hold() {
			return s, sync.OnceFunc(s.Release)
		}
	}
}

// Before has fn called with each state before it is shown, and at once with the one that is.
// What fn makes of a state is ready when its first reader comes.
func (c *Current) Before(fn func(*State)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.shown.Load(); s != nil {
		fn(s)
	}
	c.before = append(c.before, fn)
}

// Show replaces the state that is shown by one of the parts, and returns it. Where nothing
// differs the state stays.
func (c *Current) Show(p Parts) *State {
	c.mu.Lock()
	defer c.mu.Unlock()
	old := c.shown.Load()
	if old != nil && old.same(&p) {
		return old
	}
	s := New(p, old)
	for _, fn := range c.before {
		fn(s)
	}
	c.shown.Store(s)
	if old != nil {
		old.Release()
	}
	return s
}
