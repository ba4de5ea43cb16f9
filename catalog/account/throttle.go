package account

import (
	"sync"
	"time"
)

// Throttle bounds how fast somebody may guess. It counts by what it is given
// (names, networks) whether an account is behind it or not, so that it tells
// nothing of accounts. It keeps its counts in memory only and is safe for
// concurrent use.
type Throttle struct {
	mu   sync.Mutex
	seen map[string]attempts
}

type attempts struct {
	failed int
	last   time.Time
}

// Bounds of guessing: five slips are free, then each costs twice the wait before,
// up to a quarter of an hour; all is forgotten after a day without one. That is
// at most a hundred guesses a day (OWASP: throttle, do not lock accounts out).
const (
	freeGuesses  = 5
	firstWait    = time.Second
	longestWait  = 15 * time.Minute
	forgetAfter  = 24 * time.Hour
	maxThrottled = 50_000 // entries, under 10 MB; beyond it the oldest go
)

// Wait returns how long whoever this is must wait before the next guess.
func (t *Throttle) Wait(now time.Time, keys ...string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	var longest time.Duration
	for _, k := range keys {
		if a, ok := t.seen[k]; ok {
			longest = max(longest, a.last.Add(wait(a.failed)).Sub(now))
		}
	}
	return longest
}

func wait(failed int) time.Duration {
	over := failed - freeGuesses
	if over < 0 {
		return 0
	}
	if over > 10 {
		return longestWait
	}
	return min(firstWait<<over, longestWait)
}

// Failed counts a wrong guess.
func (t *Throttle) Failed(now time.Time, keys ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.seen == nil {
		t.seen = map[string]attempts{}
	}
	if len(t.seen) > maxThrottled {
		t.forget(now)
	}
	for _, k := range keys {
		a := t.seen[k]
		if now.Sub(a.last) > forgetAfter {
			a.failed = 0
		}
		t.seen[k] = attempts{a.failed + 1, now}
	}
}

// Right forgets the wrong guesses of whoever got it right.
func (t *Throttle) Right(keys ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, k := range keys {
		delete(t.seen, k)
	}
}

// forget drops what is old, and half of the rest where that is not enough.
func (t *Throttle) forget(now time.Time) {
	for k, a := range t.seen {
		if now.Sub(a.last) > longestWait {
			delete(t.seen, k)
		}
	}
	for k := range t.seen {
		if len(t.seen) <= maxThrottled/2 {
			return
		}
		delete(t.seen, k)
	}
}
