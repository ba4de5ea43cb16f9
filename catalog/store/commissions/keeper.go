package commissions

import (
	"context"
	"io"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/commission"
	"honglinh/catalog/store/private"
)

// Keeper keeps commissions; all of it is needed. It is safe for concurrent use.
type Keeper struct {
	Store private.Store
	Now   func() time.Time
	Rand  io.Reader
}

// Item is a commission with its id and the version it is kept in.
type Item = private.Item[commission.Commission]

var commissions = private.Collection[commission.Commission]{Name: "commissions", Keys: keys}

// Whose says which commissions a list is of: the keys they are kept by.
type Whose string

// The lists.
const (
	All      Whose = "all"
	OfUnit   Whose = "unit"
	OfPerson Whose = "person"
)

// keys list a commission among those that wait or that are done, the first due first.
func keys(c commission.Commission) []private.Key {
	when := phase(c.State.Waits()) + string(c.Due)
	out := []private.Key{{Name: string(All), Value: when}}
	if c.Unit != "" {
		out = append(out, private.Key{Name: string(OfUnit), Value: c.Unit + "/" + when})
	}
	if c.Person != "" {
		out = append(out, private.Key{Name: string(OfPerson), Value: c.Person + "/" + when})
	}
	return out
}

func phase(waits bool) string {
	if waits {
		return "waits/"
	}
	return "done/"
}

// List returns the commissions of a unit or a person (name, "" for All) that wait, or
// that are done, the first due first; at most limit (1 to private.MaxPage) of them, and
// whether there are more.
func (k *Keeper) List(ctx context.Context, whose Whose, name string, waits bool, limit int) ([]Item, bool, error) {
	prefix := phase(waits)
	if whose != All {
		prefix = name + "/" + prefix
	}
	items, next, err := commissions.List(ctx, k.Store, private.Query{Key: string(whose), From: prefix, To: prefix + "\U0010ffff", Limit: limit})
	return items, next != "", err
}

// Find returns a commission. Fault: NotFound.
func (k *Keeper) Find(ctx context.Context, id string) (Item, error) {
	it, err := commissions.Find(ctx, k.Store, id)
	if catalog.KindOf(err) == catalog.NotFound {
		return it, catalog.NewFault(catalog.NotFound, "commission", "Không có yêu cầu đặt bài này.", "There is no such commission.")
	}
	return it, err
}

// Ask keeps a new commission. Fault: Invalid.
func (k *Keeper) Ask(ctx context.Context, c commission.Commission, who account.Actor, role string) (Item, error) {
	now := k.Now().UTC()
	c, err := commission.New(c, who, now)
	if err != nil {
		return Item{}, err
	}
	id, err := private.Number(now, k.Rand)
	if err != nil {
		return Item{}, err
	}
	var it Item
	err = k.Store.Write(ctx, func(tx private.Tx) error {
		if it, err = commissions.Save(ctx, tx, Item{ID: id, Value: c}); err != nil {
			return err
		}
		return note(ctx, tx, id, role, commission.Ask, who)
	})
	return it, err
}

// Do moves a commission on. Faults: NotFound, Invalid.
func (k *Keeper) Do(ctx context.Context, id string, act commission.Act, why string, who account.Actor, role string) (Item, error) {
	return k.change(ctx, id, act, who, role, func(c *commission.Commission) error { return c.Do(act, why, who, k.Now().UTC()) })
}

// Attach notes an edition or, where that is "", a record that came of a commission.
// Faults: NotFound, Invalid.
func (k *Keeper) Attach(ctx context.Context, id, edition, record string, who account.Actor, role string) (Item, error) {
	return k.change(ctx, id, commission.Link, who, role, func(c *commission.Commission) error {
		return c.Attach(edition, record, who, k.Now().UTC())
	})
}

func (k *Keeper) change(ctx context.Context, id string, act commission.Act, who account.Actor, role string, fn func(*commission.Commission) error) (it Item, err error) {
	err = k.Store.Write(ctx, func(tx private.Tx) error {
		if it, err = commissions.Find(ctx, tx, id); err != nil {
			return err
		}
		if err := fn(&it.Value); err != nil {
			return err
		}
		if it, err = commissions.Save(ctx, tx, it); err != nil {
			return err
		}
		return note(ctx, tx, id, role, act, who)
	})
	return it, err
}

func note(ctx context.Context, tx private.Tx, id, role string, act commission.Act, who account.Actor) error {
	_, err := tx.Append(ctx, private.Entry{Role: role, Action: string(act), Target: "commissions/" + id, Subject: "account/" + who.Name})
	return err
}
