package client

import (
	"context"
	"sync"
	"time"
)

// Hosts keeps the slots of hosts: one request at a time, and a pause between two,
// whoever asks. One is shared by all runs of a process. The zero value is ready.
type Hosts struct {
	mu    sync.Mutex
	slots map[string]*slot
}

// slot is taken by putting a value into its channel.
type slot struct {
	taken chan struct{}
	last  time.Time // end of the last request
}

func (h *Hosts) of(host string) *slot {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.slots == nil {
		h.slots = map[string]*slot{}
	}
	t := h.slots[host]
	if t == nil {
		t = &slot{taken: make(chan struct{}, 1)}
		h.slots[host] = t
	}
	return t
}

// take waits for the slot of a host, and for the pause since its last request.
func (c *Client) take(ctx context.Context, host string, pause time.Duration) (release func(), err error) {
	t := c.opt.Hosts.of(host)
	select {
	case t.taken <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if wait := pause - c.opt.Now().Sub(t.last); wait > 0 && !t.last.IsZero() {
		if err := c.opt.Sleep(ctx, wait); err != nil {
			<-t.taken
			return nil, err
		}
	}
	return func() {
		t.last = c.opt.Now()
		<-t.taken
	}, nil
}
