package contact

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/store/private"
)

func statistics() private.Collection[enquiry.Statistics] {
	return private.Collection[enquiry.Statistics]{Name: "enquiry-statistics"}
}

// count changes the figures of the year in which an enquiry was asked. They stay
// when the enquiry is gone.
func (d *Desk) count(ctx context.Context, tx private.Tx, e enquiry.Enquiry, change func(*enquiry.Statistics)) error {
	year := e.Asked.In(enquiry.Zone()).Year()
	it, err := statistics().Find(ctx, tx, strconv.Itoa(year))
	if err != nil && catalog.KindOf(err) != catalog.NotFound {
		return err
	}
	it.ID, it.Value.Year = strconv.Itoa(year), year
	change(&it.Value)
	_, err = statistics().Save(ctx, tx, it)
	return err
}

// Statistics are the figures of all years, the newest first.
func (d *Desk) Statistics(ctx context.Context) ([]enquiry.Statistics, error) {
	items, _, err := statistics().List(ctx, d.People, private.Query{})
	var out []enquiry.Statistics
	for _, it := range items {
		out = append(out, it.Value)
	}
	slices.Reverse(out)
	return out, err
}

// maxRated bounds the pages that are rated: ours are some thousands in two
// languages, and who sends paths of none cannot fill the disk.
const maxRated = 20_000

func ratings() private.Collection[enquiry.Rating] {
	return private.Collection[enquiry.Rating]{Name: "ratings", Keys: func(r enquiry.Rating) []private.Key {
		return []private.Key{{Name: "not-useful", Value: padded(r.Not)}}
	}}
}

// padded writes a number so that words sort as numbers do.
func padded(n int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(0, 9-len(s))) + s
}

// Rate counts what a reader says of a page: Decree 224/2026/NĐ-CP, art. 10.3b, asks
// for it. Nothing of the reader is kept. Faults: Invalid; Busy for too many pages.
func (d *Desk) Rate(ctx context.Context, page string, useful bool) error {
	if err := enquiry.Page(page); err != nil {
		return err
	}
	return d.People.Write(ctx, func(tx private.Tx) error {
		it, err := ratings().Find(ctx, tx, page)
		switch {
		case catalog.KindOf(err) == catalog.NotFound:
			n, err := next(ctx, tx, "rated-pages")
			if err != nil {
				return err
			}
			if n > maxRated {
				return catalog.NewFault(catalog.Busy, "page", "Đã có quá nhiều trang được đánh giá.", "Too many pages have been rated.")
			}
			it.ID, it.Value.Page = page, page
		case err != nil:
			return err
		}
		if useful {
			it.Value.Useful++
		} else {
			it.Value.Not++
		}
		_, err = ratings().Save(ctx, tx, it)
		return err
	})
}

// worst is how many ratings the operator sees.
const worst = 50

// Ratings are the pages that helped least, for the operator: those that most readers
// called not useful, the worst first. Of many thousands it reads all.
func (d *Desk) Ratings(ctx context.Context) ([]enquiry.Rating, error) {
	var out []enquiry.Rating
	q := private.Query{Key: "not-useful", From: padded(0)}
	for {
		items, more, err := ratings().List(ctx, d.People, q)
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			out = append(out, it.Value)
		}
		if q.After = more; more == "" {
			break
		}
	}
	slices.Reverse(out)
	return out[:min(len(out), worst)], nil
}
