package bleveengine

import (
	"context"
	"sync"
	"sync/atomic"

	"honglinh/catalog/search"
)

// completion is the completer of a view's titles. It is made when it is first needed: a
// batch of changes need not wait for it.
type completion struct {
	mu      sync.Mutex
	ready   atomic.Pointer[search.Completer]
	stale   atomic.Pointer[search.Completer] // of the view before
	started atomic.Bool
}

// inherit lets the completer of the view before serve until the own one is made.
func (c *completion) inherit(before *completion) {
	if old := before.ready.Load(); old != nil {
		c.stale.Store(old)
	} else if old := before.stale.Load(); old != nil {
		c.stale.Store(old)
	}
}

// quickTitles is how many documents' titles are sorted while the first reader waits:
// that takes some tens of milliseconds.
const quickTitles = 20_000

// completer gives a completer: the view's own, or the one before while it is made.
func (v *view) completer() *search.Completer {
	c := &v.complete
	if own := c.ready.Load(); own != nil {
		return own
	}
	old := c.stale.Load()
	if old == nil || len(v.live) <= quickTitles {
		c.mu.Lock()
		defer c.mu.Unlock()
		if own := c.ready.Load(); own != nil {
			return own
		}
		own := v.newCompleter()
		c.ready.Store(own)
		return own
	}
	if !c.started.Swap(true) {
		v.users.Add(1)
		go func() { // ends by itself; the view's users count waits for it
			defer v.release()
			c.ready.Store(v.newCompleter())
		}()
	}
	return old
}

func (v *view) newCompleter() *search.Completer {
	entries := make([]search.Suggestion, 0, 2*len(v.live))
	for _, row := range v.live {
		entries = append(entries, v.cols.titles[row]...)
	}
	return search.NewCompleter(entries)
}

// Suggest completes titles and document numbers.
func (e *Engine) Suggest(ctx context.Context, req search.SuggestRequest) ([]search.Suggestion, error) {
	v, err := e.views.current(0)
	if err != nil {
		return nil, err
	}
	defer v.release()
	return v.completer().Complete(req.Prefix, req.Limit, nil), ctx.Err()
}
