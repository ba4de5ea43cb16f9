package editions

import (
	"context"
	"time"

	"honglinh/catalog/desk"
	"honglinh/catalog/store/private"
)

// maxRecords is more than one unit publishes.
const maxRecords = 1 << 20

// farBack is how many days back the median of ages is looked for: the catalogue has
// nothing older.
const farBack = 30 * 366

// Freshness tells of each unit with something published how it is kept, by the units'
// names, the board's own first.
func (k *Keeper) Freshness(ctx context.Context) ([]desk.Fresh, error) {
	var out []desk.Fresh
	for from := ""; ; {
		items, _, err := editions.List(ctx, k.Store, private.Query{Key: "vouched", From: from, Limit: 1})
		if err != nil || len(items) == 0 {
			return out, err
		}
		unit := items[0].Value.Unit
		key := unit
		if unit == "" {
			key = board
		}
		f, err := k.fresh(ctx, key)
		if err != nil {
			return nil, err
		}
		f.Unit = unit
		out = append(out, f)
		from = key + "0" // after all of "unit/…"
	}
}

func (k *Keeper) fresh(ctx context.Context, unit string) (f desk.Fresh, err error) {
	now := k.Now()
	day := func(n int) string { return unit + "/" + string(desk.Today(now, n)) }
	for _, c := range []struct {
		to            *int
		key, from, up string
	}{
		{&f.Records, "vouched", unit + "/", unit + "/~"}, {&f.Confirmed, "confirmed", unit + "/", unit + "/~"},
		{&f.Overdue, "review", unit + "/", day(-1)}, {&f.Due, "review", day(0), day(desk.DueSoon)},
	} {
		if *c.to, err = editions.Count(ctx, k.Store, private.Query{Key: c.key, From: c.from, To: c.up}, maxRecords); err != nil {
			return f, err
		}
	}
	f.MedianDays, err = k.median(ctx, unit, f.Records, now)
	return f, err
}

// median is the age in days that half of a unit's records have at most.
func (k *Keeper) median(ctx context.Context, unit string, records int, now time.Time) (int, error) {
	low, high := 0, farBack
	for low < high {
		mid := (low + high) / 2
		n, err := editions.Count(ctx, k.Store, private.Query{Key: "vouched", From: unit + "/" + string(desk.Today(now, -mid)), To: unit + "/~"}, records)
		if err != nil {
			return 0, err
		}
		if 2*n >= records {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low, nil
}
