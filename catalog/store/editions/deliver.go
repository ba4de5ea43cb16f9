package editions

import (
	"context"
	"maps"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/private"
)

// Program is the role in which the log notes what happens by the clock.
const Program = "program"

// lease is how long whoever works on an edition has it: far over the slowest
// publication, which waits for a run under way.
const lease = 5 * time.Minute

// deliver brings a pending edition to readers and notes that it is there. Killed at
// any instant, the edition is pending or delivered, and readers have the whole of
// it or what they had before: doing it again does no harm.
func (k *Keeper) deliver(ctx context.Context, it Item) (Item, error) {
	ctx = context.WithoutCancel(ctx) // whoever asked may go; what was decided goes on
	k.delivering.Lock()
	defer k.delivering.Unlock()
	it, err := k.Find(ctx, it.ID) // somebody else may have delivered it meanwhile
	if err != nil || !it.Value.Pending {
		return it, err
	}
	switch e := it.Value; e.State {
	case desk.Published:
		if err = k.Publisher.Publish(ctx, e.Record, e.Fields); err == nil {
			err = k.depicted(ctx, it)
		}
	case desk.Superseded:
		fields := maps.Clone(e.Fields)
		fields["status"] = "superseded"
		err = k.Publisher.Publish(ctx, e.Record, fields)
	default:
		err = k.Publisher.Retract(ctx, e.Record, e.Note)
	}
	if err != nil && catalog.KindOf(err) != catalog.Invalid {
		return it, err // it is tried again when the lease of the work ends
	}
	refused := err
	it, err = k.change(ctx, it.ID, Program, delivered(refused), account.Actor{}, func(tx private.Tx, e *desk.Edition) error {
		if refused != nil {
			e.Refuse(refused.Error(), k.Now().UTC())
			return nil
		}
		e.Pending = false
		if e.State == desk.Published {
			return k.replace(ctx, tx, it.ID, e.Record)
		}
		return nil
	})
	if err == nil {
		err = refused
	}
	return it, err
}

// depicted publishes the pictures of a record again with its first edition: a link to what
// readers did not have yet was left out of them.
func (k *Keeper) depicted(ctx context.Context, it Item) error {
	of, err := k.Of(ctx, it.Value.Record)
	if err != nil {
		return err
	}
	for i := range of {
		if of[i].ID != it.ID && !of[i].Value.PublishedAt().IsZero() {
			return nil
		}
	}
	pictures, err := k.Depicting(ctx, it.Value.Record)
	if err != nil {
		return err
	}
	for i := range pictures {
		e := &pictures[i].Value
		if e.State != desk.Published || e.Pending {
			continue
		}
		if err := k.Publisher.Publish(ctx, e.Record, e.Fields); err != nil && catalog.KindOf(err) != catalog.Invalid {
			return err
		}
	}
	return nil
}

func delivered(refused error) string {
	if refused != nil {
		return "refused"
	}
	return "delivered"
}

// replace notes of the editions before that a later one stands in their place.
func (k *Keeper) replace(ctx context.Context, tx private.Tx, id, record string) error {
	before, _, err := editions.List(ctx, k.Store, private.Query{}.Equal("live", record))
	if err != nil {
		return err
	}
	for _, it := range before {
		if it.ID == id {
			continue
		}
		now, err := editions.Find(ctx, tx, it.ID)
		if err != nil || now.Value.State != desk.Published {
			continue
		}
		now.Value.State = desk.Corrected
		if _, err := editions.Save(ctx, tx, now); err != nil {
			return err
		}
	}
	return nil
}

// workLimit is how many editions one call of Work takes.
const workLimit = 20

// Work does what is due by the clock: what was scheduled is published, what ends is
// withdrawn, and what a crash left on its way goes on. It returns how many it
// worked on.
func (k *Keeper) Work(ctx context.Context) (int, error) {
	items, err := editions.Claim(ctx, k.Store, lease, workLimit)
	if err != nil {
		return 0, err
	}
	for _, it := range items {
		if err := k.workOn(ctx, it); err != nil {
			return len(items), err
		}
	}
	return len(items), nil
}

func (k *Keeper) workOn(ctx context.Context, it Item) error {
	now := k.Now().UTC()
	if !it.Value.Pending {
		moved, err := k.change(ctx, it.ID, Program, "clock", account.Actor{}, func(_ private.Tx, e *desk.Edition) error {
			e.Clock(now)
			return nil
		})
		if err != nil || !moved.Value.Pending {
			return err
		}
		it = moved
	}
	_, err := k.deliver(ctx, it)
	if catalog.KindOf(err) == catalog.Invalid {
		return nil // it went back to editing with the reason
	}
	return err
}

// Run does what is due until ctx ends, looking every few seconds: a reader may wait
// two for what is published, and less than a minute for what is scheduled.
func (k *Keeper) Run(ctx context.Context, every time.Duration, failed func(error)) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		for n := workLimit; n == workLimit; {
			var err error
			if n, err = k.Work(ctx); err != nil && ctx.Err() == nil {
				failed(err)
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
