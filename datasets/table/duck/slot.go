package duck

import (
	"context"
	"runtime"
	"sync"
	"time"
)

// slots keep the first page of a table from waiting for what reads all of it.
// Pages run at once as many as are soon done with, in the order they came.
// Aggregates and the parts of downloads run one after the other in half of the
// processors, and each lets the pages go first that are waiting, for a while.
type slots struct {
	pages, wholes chan struct{}

	mu   sync.Mutex
	busy int           // pages that wait or run
	calm chan struct{} // closed while there are none
}

// How long what reads all of a table lets pages go first: an aggregate as long as
// some pages take, a part of a download longer than fifty of them.
const (
	aggregatePatience = 50 * time.Millisecond
	downloadPatience  = 200 * time.Millisecond
)

func newSlots() *slots {
	n := runtime.GOMAXPROCS(0)
	t := &slots{pages: make(chan struct{}, 2*n), wholes: make(chan struct{}, max(1, n/2)), calm: make(chan struct{})}
	close(t.calm)
	return t
}

// page waits for a slot for a page; the caller gives it back. The error is that of ctx.
func (t *slots) page(ctx context.Context) (free func(), err error) {
	t.count(1)
	if err := take(ctx, t.pages); err != nil {
		t.count(-1)
		return nil, err
	}
	return func() { <-t.pages; t.count(-1) }, nil
}

func (t *slots) count(more int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.busy
	t.busy += more
	switch {
	case before == 0:
		t.calm = make(chan struct{})
	case t.busy == 0:
		close(t.calm)
	}
}

// aggregate waits for a slot for an aggregate; the caller gives it back.
func (t *slots) aggregate(ctx context.Context) (free func(), err error) {
	return t.whole(ctx, aggregatePatience)
}

// download waits for a slot for a part of a download; the caller gives it back.
func (t *slots) download(ctx context.Context) (free func(), err error) {
	return t.whole(ctx, downloadPatience)
}

func (t *slots) whole(ctx context.Context, patience time.Duration) (free func(), err error) {
	if err := take(ctx, t.wholes); err != nil {
		return nil, err
	}
	t.mu.Lock()
	calm := t.calm
	t.mu.Unlock()
	enough := time.NewTimer(patience)
	defer enough.Stop()
	select {
	case <-calm:
	case <-enough.C:
	case <-ctx.Done():
		<-t.wholes
		return nil, ctx.Err()
	}
	return func() { <-t.wholes }, nil
}

func take(ctx context.Context, from chan struct{}) error {
	select {
	case from <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
