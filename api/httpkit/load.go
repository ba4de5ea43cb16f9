package httpkit

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"honglinh/catalog"
)

// Load bounds how much is answered at once, a queue for each class. What would wait for
// too long is refused at once, so that those who wait are answered in time. One Load is
// shared by all faces and outlives states. A nil Load bounds nothing.
type Load struct {
	queues map[Class]*queue
	mu     sync.Mutex
	shares map[[32]byte]int // uploads of a client that are here
}

// shareUploads is how many uploads of one client are read or wait at a time: one client
// never fills the queue of all.
const shareUploads = 2

// share counts an upload of a client until it ends. Faults: RateLimited.
func (l *Load) share(client [32]byte) (end func(), err error) {
	if l == nil {
		return func() {}, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shares[client] >= shareUploads {
		return nil, catalog.NewFault(RateLimited, "", fmt.Sprintf("Đang xem %d tệp của bạn; hãy gửi tệp này khi có kết quả của một tệp trước.", shareUploads),
			fmt.Sprintf("%d files of yours are being looked at; send this one when one of them has its answer.", shareUploads))
	}
	l.shares[client]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.shares[client]--; l.shares[client] <= 0 {
			delete(l.shares, client)
		}
	}, nil
}

// queue is that of a class: places for those at work, and those that wait.
type queue struct {
	places  chan struct{}
	most    int64         // most that wait
	longest time.Duration // that one may have to wait, as far as can be told
	waiting atomic.Int64
	took    atomic.Int64 // nanoseconds that one takes, smoothed
}

// NewLoad returns the queues for a machine with that many processors, 0 for this one.
//
// As many of a class run at once as there are processors: what is answered waits for
// next to nothing but them, and more at once would only make a refusal wait longer.
// One page takes 15 ms of processor at most, so that 120 ms of queue keep the slowest
// that is accepted well under a quarter of a second. A few wait all the same: where the
// machine is slow, or busy with taking content in, a handful of readers is no rush. Exports and uploads leave half of the
// processors alone and wait long, as what they ask is worth it.
func NewLoad(processors int) *Load {
	p := processors
	if p < 1 {
		p = runtime.GOMAXPROCS(0)
	}
	half := max(1, p/2)
	of := func(places, waiting int, longest time.Duration) *queue {
		return &queue{places: make(chan struct{}, places), most: int64(waiting), longest: longest}
	}
	return &Load{shares: map[[32]byte]int{}, queues: map[Class]*queue{
		Page:   of(p, 32*p, 120*time.Millisecond),
		Light:  of(p, 64*p, 60*time.Millisecond),
		Table:  of(p, 32*p, time.Second),
		Export: of(half, 8*p, 20*time.Second),
		Upload: of(half, 2*p, 10*time.Second),
		Desk:   of(2*p, 32*p, 5*time.Second),
	}}
}

// enter waits for a place in a class; the caller gives it back. Faults: Busy, at once.
func (l *Load) enter(ctx context.Context, c Class) (free func(), err error) {
	if l == nil || l.queues[c] == nil {
		return func() {}, nil
	}
	q := l.queues[c]
	select {
	case q.places <- struct{}{}:
	default:
		if err := q.wait(ctx); err != nil {
			return nil, err
		}
	}
	begun := time.Now() // how long work takes is measured, not told
	return func() {
		q.note(time.Since(begun))
		<-q.places
	}, nil
}

// few are how many a place may keep waiting however long it takes.
const few = 4

// wait queues for a place, or refuses.
func (q *queue) wait(ctx context.Context) error {
	before := q.waiting.Add(1)
	defer q.waiting.Add(-1)
	places := int64(cap(q.places))
	if before > q.most || before > few*places && time.Duration(before*q.took.Load()/places) > q.longest {
		return crowded()
	}
	select {
	case q.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// note smooths over about the last sixteen.
func (q *queue) note(took time.Duration) {
	old := q.took.Load()
	q.took.Store(old + (int64(took)-old)/16) // one lost to a race does no harm
}

// crowded is the refusal of a class that is full. It is Busy, and says when to come again.
func crowded() error {
	return catalog.NewFault(catalog.Busy, "", "Máy chủ đang có quá nhiều yêu cầu; hãy thử lại sau vài giây.", "The server has too many requests just now; try again in a few seconds.")
}
