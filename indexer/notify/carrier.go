package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"honglinh/catalog/enquiry"
	"honglinh/catalog/store/private"
)

// Sender sends a message by one channel. An error that is Final is not tried again.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Final is the error of a receiver that refuses for good.
type Final struct{ Err error }

// Error is that of the refusal.
func (f Final) Error() string { return f.Err.Error() }

// Unwrap returns what was met.
func (f Final) Unwrap() error { return f.Err }

// The carrier looks every few seconds, carries some at once, gives each try a minute,
// and gives a message up after about two days.
const (
	every    = 5 * time.Second
	carried  = 20
	atOnce   = 8
	patience = time.Minute
	held     = 5 * time.Minute
	maxTries = 12
)

// Carrier carries the messages of the outbox to their receivers.
type Carrier struct {
	Store   private.Store
	Senders map[Channel]Sender
	// Fates are told what became of a message, by the collection that it regards.
	Fates map[string]Fate
	Now   func() time.Time
	Log   *slog.Logger
}

// Run carries until ctx ends.
func (c *Carrier) Run(ctx context.Context) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if _, err := c.Carry(ctx); err != nil && ctx.Err() == nil {
			c.Log.Warn("outbox", "op", "notify.carry", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Carry sends the messages that are due, and returns how many it tried. A crash after
// one was sent and before that was noted sends it once more, with the same ID.
func (c *Carrier) Carry(ctx context.Context) (int, error) {
	tried := 0
	for {
		due, err := outbox().Claim(ctx, c.Store, held, carried)
		if err != nil || len(due) == 0 {
			return tried, err
		}
		tried += len(due)
		var wg sync.WaitGroup
		slots := make(chan struct{}, atOnce)
		failed := make([]error, len(due))
		for i := range due {
			slots <- struct{}{}
			wg.Go(func() {
				defer func() { <-slots }()
				failed[i] = c.carry(ctx, due[i])
			})
		}
		wg.Wait()
		if err := errors.Join(failed...); err != nil {
			return tried, err
		}
	}
}

// carry tries one message and notes what became of it.
func (c *Carrier) carry(ctx context.Context, it private.Item[Message]) error {
	now := c.Now().UTC()
	fate := enquiry.Delivery{State: enquiry.Sent, At: now}
	if err := c.try(ctx, it.Value); err != nil {
		if ctx.Err() != nil {
			return nil // the program stops; the lease ends and another try is made
		}
		fate.Detail = clip(err.Error())
		var final Final
		switch {
		case errors.As(err, &final):
			fate.State = enquiry.Refused
		case it.Value.Tries+1 >= maxTries:
			fate.State = enquiry.GivenUp
		default:
			fate.State = enquiry.Waiting
		}
	}
	ctx = context.WithoutCancel(ctx) // what was sent is noted though the program stops
	err := c.Store.Write(ctx, func(tx private.Tx) error {
		if fate.State == enquiry.Waiting {
			again := it
			again.Claims = 0
			again.Value.Tries++
			again.Value.Next, again.Value.Last = now.Add(wait(again.Value.Tries)), fate.Detail
			if _, err := outbox().Save(ctx, tx, again); err != nil {
				return err
			}
		} else if err := outbox().Delete(ctx, tx, it); err != nil {
			return err
		}
		kind, id, _ := strings.Cut(it.Value.Regarding, "/")
		if tell := c.Fates[kind]; tell != nil {
			return tell(ctx, tx, id, fate)
		}
		return nil
	})
	if errors.Is(err, private.ErrChanged) {
		return nil // the lease ended, or its subject was forgotten
	}
	return err
}

func (c *Carrier) try(ctx context.Context, m Message) error {
	sender := c.Senders[m.Channel]
	if sender == nil {
		return fmt.Errorf("nothing is set up to send by %s", m.Channel)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return sender.Send(ctx, m)
}

// wait grows from half a minute to eight hours: Standard Webhooks spread their tries
// over some days in the same way.
func wait(tries int) time.Duration {
	return min(30*time.Second<<(2*min(tries-1, 10)), 8*time.Hour)
}

// clip bounds what is kept of an error; it may quote the receiver's server.
func clip(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200])
	}
	return s
}
