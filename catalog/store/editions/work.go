package editions

import (
	"context"
	"time"

	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/private"
	"honglinh/catalog/vocab"
)

// everybody stands in keys for all units together, board for what is of none.
const (
	everybody = "*"
	board     = "-"
)

// workKeys are what work lists are kept by beside state, unit and writer.
func workKeys(e desk.Edition, since string) []private.Key {
	out := []private.Key{{Name: "kind", Value: string(e.Kind) + "/" + string(e.State) + "/" + since}}
	if e.Assigned != "" && e.State == desk.Editing {
		out = append(out, private.Key{Name: "assigned", Value: e.Assigned + "/" + since})
	}
	own := e.Unit
	if own == "" {
		own = board
	}
	if day := e.VouchedDay(); day != "" {
		out = append(out, private.Key{Name: "vouched", Value: own + "/" + string(day)})
		if e.Fields["confirmed_on"] != "" {
			out = append(out, private.Key{Name: "confirmed", Value: own + "/" + string(day)})
		}
	}
	if at := e.PublishedAt(); !at.IsZero() && e.Look == nil {
		out = append(out, private.Key{Name: "out", Value: stamp(at)})
	}
	for i, id := range e.Depicts() {
		if i < maxDepicts {
			out = append(out, private.Key{Name: "depicts", Value: id})
		}
	}
	for _, unit := range []string{everybody, own} {
		if day := e.ReviewDay(); day != "" {
			out = append(out, private.Key{Name: "review", Value: unit + "/" + string(day)})
		}
		if e.Drifts() {
			out = append(out, private.Key{Name: "drift", Value: unit + "/" + since})
		}
	}
	return out
}

// maxDepicts is of how many records a picture is listed; most show one.
const maxDepicts = 16

func stamp(at time.Time) string { return at.UTC().Format("20060102150405") }

// Published returns what was published from an instant to before another, without small
// corrections, in the order of its publication, at most limit of them.
func (k *Keeper) Published(ctx context.Context, from, to time.Time, limit int) ([]Item, error) {
	items, _, err := editions.List(ctx, k.Store, private.Query{Key: "out", From: stamp(from), To: stamp(to.Add(-time.Second)), Limit: limit})
	return items, err
}

// Depicting returns the editions of pictures of a record.
func (k *Keeper) Depicting(ctx context.Context, record string) ([]Item, error) {
	items, _, err := editions.List(ctx, k.Store, private.Query{}.Equal("depicts", record))
	return items, err
}

// Filter narrows a work list of the board to a unit and a kind; "" is all.
type Filter struct {
	Unit string
	Kind vocab.Kind
}

// query is where a work list of editions stands; rest is what the keys cannot tell.
func (k *Keeper) query(w desk.Work, who account.Actor, f Filter) (q private.Query, rest func(*desk.Edition) bool) {
	unit := everybody
	if w.Unit != "" {
		f.Unit = w.Unit
	}
	if f.Unit != "" {
		unit = f.Unit
	}
	if f.Kind != "" {
		rest = func(e *desk.Edition) bool { return e.Kind == f.Kind }
	}
	now := k.Now()
	switch {
	case w.Wait == desk.WaitOverdue:
		return private.Query{Key: "review", From: unit + "/", To: unit + "/" + string(desk.Today(now, -1))}, rest
	case w.Wait == desk.WaitDue:
		return private.Query{Key: "review", From: unit + "/" + string(desk.Today(now, 0)), To: unit + "/" + string(desk.Today(now, desk.DueSoon))}, rest
	case w.Wait == desk.WaitDrift:
		return prefix("drift", unit+"/"), rest
	case w.Wait == desk.WaitMine:
		return prefix("assigned", who.Name+"/"), rest
	case w.Wait == desk.WaitLook:
		if f.Unit != "" || f.Kind != "" {
			rest = func(e *desk.Edition) bool {
				return (f.Unit == "" || e.Unit == f.Unit) && (f.Kind == "" || e.Kind == f.Kind)
			}
		}
		return prefix("look", ""), rest
	case w.Group == desk.Mine:
		return prefix("writer", who.Name+"/"+string(w.Wait)+"/"), rest
	case f.Unit != "":
		return prefix("unit", f.Unit+"/"+string(w.Wait)+"/"), rest
	case f.Kind != "":
		return prefix("kind", string(f.Kind)+"/"+string(w.Wait)+"/"), nil
	}
	return prefix("state", string(w.Wait)+"/"), nil
}

func prefix(key, value string) private.Query {
	return private.Query{Key: key, From: value, To: value + "\U0010ffff"}
}

// scanned is how many editions one page of a narrowed list looks at.
const scanned = 2000

// Listed returns a page of a work list of editions, around limit of them, the longest
// waiting or the soonest due first, and where to go on, "" at the end. A page may hold
// fewer, and still have a next.
func (k *Keeper) Listed(ctx context.Context, w desk.Work, who account.Actor, f Filter, after string, limit int) ([]Item, string, error) {
	q, rest := k.query(w, who, f)
	q.After, q.Limit = after, limit
	var out []Item
	for seen := 0; ; {
		items, next, err := editions.List(ctx, k.Store, q)
		if err != nil {
			return nil, "", err
		}
		for _, it := range items {
			if rest == nil || rest(&it.Value) {
				out = append(out, it)
			}
		}
		seen += len(items)
		if q.After = next; next == "" || len(out) >= limit || seen >= scanned {
			return out, next, nil
		}
	}
}

// Count returns how many editions are in a work list as it is without a filter, up to
// most.
func (k *Keeper) Count(ctx context.Context, w desk.Work, who account.Actor, most int) (int, error) {
	q, _ := k.query(w, who, Filter{})
	return editions.Count(ctx, k.Store, q, most)
}
