package duck

import (
	"context"
	"runtime"
	"sync"
	"time"
)

// turns keep the first page of a table from waiting for what reads all of it.
// Pages run at once as many as are soon done with, in the order they came.
// Aggregates and the parts of downloads run one after the other in half of the
// processors, and each lets the pages go first that are waiting, for a while.
type turns struct {
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

func newTurns() *turns {
	n := runtime.GOMAXPROCS(0)
	t := &turns{pages: make(chan struct{}, 2*n), wholes: make(chan struct{}, max(1, n/2)), calm: make(chan struct{})}
	close(t.calm)
	return t
}

// page waits for the turn of a page; the caller ends it. The error is that of ctx.
func (t *turns) page(ctx context.Context) (end func(), err error) {
	t.count(1)
	if err := take(ctx, t.pages); err != nil {
		t.count(-1)
		return nil, err
	}
	return func() { <-t.pages; t.count(-1) }, nil
}

func (t *turns) count(more int) {
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

// aggregate waits for the turn of an aggregate; the caller ends it.
func (t *turns) aggregate(ctx context.Context) (end func(), err error) {
	return t.whole(ctx, aggregatePatience)
}

// download waits for the turn of a part of a download; the caller ends it.
func (t *turns) download(ctx context.Context) (end func(), err error) {
	return t.whole(ctx, downloadPatience)
}

func (t *turns) whole(ctx context.Context, patience time.Duration) (end func(), err error) {
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

func take(ctx context.Context, turn chan struct{}) error {
	select {
	case turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
