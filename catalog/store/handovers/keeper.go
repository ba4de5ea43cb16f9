package handovers

import (
	"context"
	"io"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/handover"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/store/private"
	"honglinh/catalog/text"
)

// Editions find what carries the changes of a decision. Fault: NotFound.
type Editions interface {
	Find(ctx context.Context, id string) (editions.Item, error)
}

// Keeper keeps hand-overs; all but Calendar is needed. It is safe for concurrent use.
type Keeper struct {
	Store    private.Store
	Editions Editions
	Calendar enquiry.Calendar
	Now      func() time.Time
	Rand     io.Reader
}

// Item is a hand-over with its id and the version it is kept in.
type Item = private.Item[handover.Handover]

var handovers = private.Collection[handover.Handover]{Name: "handovers", Keys: func(h handover.Handover) []private.Key {
	out := []private.Key{{Name: "signed", Value: string(h.Signed)}, {Name: "decision", Value: decision(&h)}}
	if h.Step != handover.Published {
		out = append(out, private.Key{Name: "step", Value: string(h.Step) + "/" + string(h.Signed)})
		if h.Step == handover.Owner {
			out = append(out, private.Key{Name: "office", Value: h.Office + "/" + string(h.Signed)})
		}
	}
	return out
}}

// decision is what tells decisions apart: number and day of signing.
func decision(h *handover.Handover) string {
	return text.Fold(strings.ReplaceAll(h.Number, " ", "")) + "/" + string(h.Signed)
}

// Find returns a hand-over. Fault: NotFound.
func (k *Keeper) Find(ctx context.Context, id string) (Item, error) {
	it, err := handovers.Find(ctx, k.Store, id)
	if catalog.KindOf(err) == catalog.NotFound {
		return it, catalog.NewFault(catalog.NotFound, "handover", "Không có việc bàn giao này.", "There is no such hand-over.")
	}
	return it, err
}

// Since returns the hand-overs of decisions signed on a day or later, the oldest first.
func (k *Keeper) Since(ctx context.Context, day catalog.Date) ([]Item, error) {
	return k.all(ctx, private.Query{Key: "signed", From: string(day)})
}

// At returns those that are at a step before Published, the oldest first.
func (k *Keeper) At(ctx context.Context, step handover.Step) ([]Item, error) {
	return k.all(ctx, private.Query{Key: "step", From: string(step) + "/", To: string(step) + "/\U0010ffff"})
}

// With returns those that wait for an office, the oldest first.
func (k *Keeper) With(ctx context.Context, office string) ([]Item, error) {
	return k.all(ctx, private.Query{Key: "office", From: office + "/", To: office + "/\U0010ffff"})
}

// maxPages bounds what one list reads: 2,000 decisions are more than a province signs
// in years.
const maxPages = 10

func (k *Keeper) all(ctx context.Context, q private.Query) ([]Item, error) {
	var out []Item
	for range maxPages {
		items, next, err := handovers.List(ctx, k.Store, q)
		if err != nil {
			return nil, err
		}
		out = append(out, items...)
		if q.After = next; next == "" {
			break
		}
	}
	return out, nil
}

// Open keeps the hand-over of a decision, which has one only. Fault: Invalid.
func (k *Keeper) Open(ctx context.Context, h handover.Handover, who account.Actor, role string) (Item, error) {
	now := k.Now().UTC()
	h, err := handover.Open(h, who, now)
	if err != nil {
		return Item{}, err
	}
	id, err := private.Number(now, k.Rand)
	if err != nil {
		return Item{}, err
	}
	var it Item
	err = k.Store.Write(ctx, func(tx private.Tx) error {
		same, _, err := handovers.List(ctx, k.Store, private.Query{Limit: 1}.Equal("decision", decision(&h))) // nobody else writes meanwhile
		if err != nil {
			return err
		}
		if len(same) > 0 {
			return catalog.NewFault(catalog.Invalid, "number", "Quyết định này đã mở bàn giao rồi.", "This decision has a hand-over already.")
		}
		if it, err = handovers.Save(ctx, tx, Item{ID: id, Value: h}); err != nil {
			return err
		}
		return note(ctx, tx, id, role, "open", who)
	})
	return it, err
}

// Pass hands it on. Faults: NotFound, Invalid.
func (k *Keeper) Pass(ctx context.Context, id, why string, who account.Actor, role string) (Item, error) {
	it, err := k.Find(ctx, id)
	if err != nil {
		return it, err
	}
	posted, err := k.posted(ctx, &it.Value)
	if err != nil {
		return it, err
	}
	linked := len(it.Value.Editions)
	return k.change(ctx, id, role, "pass", who, func(h *handover.Handover) error {
		if len(h.Editions) != linked {
			posted = time.Time{} // one was linked meanwhile
		}
		return h.Pass(why, posted, who, k.Now().UTC())
	})
}

// Back returns it to the step before. Faults: NotFound, Invalid.
func (k *Keeper) Back(ctx context.Context, id, why string, who account.Actor, role string) (Item, error) {
	return k.change(ctx, id, role, "back", who, func(h *handover.Handover) error { return h.Back(why, who, k.Now().UTC()) })
}

// Attach links an edition or, where that is "", a record. Faults: NotFound, Invalid.
func (k *Keeper) Attach(ctx context.Context, id, edition, record string, who account.Actor, role string) (Item, error) {
	return k.change(ctx, id, role, "link", who, func(h *handover.Handover) error { return h.Attach(edition, record, who) })
}

// posted is when the last of the editions reached readers, zero where one did not.
func (k *Keeper) posted(ctx context.Context, h *handover.Handover) (time.Time, error) {
	var last time.Time
	for _, id := range h.Editions {
		it, err := k.Editions.Find(ctx, id)
		if err != nil {
			return time.Time{}, err
		}
		at := published(&it.Value)
		if at.IsZero() {
			return time.Time{}, nil
		}
		if at.After(last) {
			last = at
		}
	}
	return last, nil
}

// published is when an edition reached readers, zero where it did not or was
// withdrawn since.
func published(e *desk.Edition) time.Time {
	if e.Pending || e.State != desk.Published && e.State != desk.Corrected && e.State != desk.Superseded {
		return time.Time{}
	}
	for _, s := range e.Steps {
		if s.To == desk.Published {
			return s.At
		}
	}
	return time.Time{}
}

func (k *Keeper) change(ctx context.Context, id, role, action string, who account.Actor, fn func(*handover.Handover) error) (it Item, err error) {
	err = k.Store.Write(ctx, func(tx private.Tx) error {
		if it, err = handovers.Find(ctx, tx, id); err != nil {
			return err
		}
		if err := fn(&it.Value); err != nil {
			return err
		}
		if it, err = handovers.Save(ctx, tx, it); err != nil {
			return err
		}
		return note(ctx, tx, id, role, action, who)
	})
	return it, err
}

func note(ctx context.Context, tx private.Tx, id, role, action string, who account.Actor) error {
	_, err := tx.Append(ctx, private.Entry{Role: role, Action: action, Target: "handovers/" + id, Subject: "account/" + who.Name})
	return err
}
