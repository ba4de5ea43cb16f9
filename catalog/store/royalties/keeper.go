package royalties

import (
	"context"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/royalty"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/store/private"
)

// Keeper keeps royalties. It is safe for concurrent use.
type Keeper struct {
	Store private.Store
	Now   func() time.Time
}

var (
	rates = private.Collection[royalty.Rates]{Name: "royalty-rates"}
	items = private.Collection[royalty.Item]{Name: "royalty-items", Keys: func(it royalty.Item) []private.Key {
		return []private.Key{{Name: "month", Value: it.Month}}
	}}
	months = private.Collection[royalty.Month]{Name: "royalty-months"}
)

// Rates returns all rates that were ever decided.
func (k *Keeper) Rates(ctx context.Context) ([]royalty.Rates, error) {
	list, _, err := rates.List(ctx, k.Store, private.Query{})
	var out []royalty.Rates
	for _, it := range list {
		out = append(out, it.Value)
	}
	return out, err
}

// Decide keeps the rates of a decision; those of the same first day are replaced.
// Fault: Invalid.
func (k *Keeper) Decide(ctx context.Context, r royalty.Rates, who account.Actor, role string) error {
	if err := r.Validate(); err != nil {
		return err
	}
	return k.Store.Write(ctx, func(tx private.Tx) error {
		it, err := rates.Find(ctx, tx, string(r.From))
		if err != nil && catalog.KindOf(err) != catalog.NotFound {
			return err
		}
		it.ID, it.Value = string(r.From), r
		if _, err := rates.Save(ctx, tx, it); err != nil {
			return err
		}
		return note(ctx, tx, role, "rates", "royalties/rates/"+string(r.From), who)
	})
}

// Month returns a month: as it was closed, or what it comes to so far.
func (k *Keeper) Month(ctx context.Context, name string) (royalty.Month, error) {
	if err := royalty.CheckMonth(name); err != nil {
		return royalty.Month{}, err
	}
	it, err := months.Find(ctx, k.Store, name)
	if err == nil && it.Value.State != royalty.Open {
		return it.Value, nil
	}
	if err != nil && catalog.KindOf(err) != catalog.NotFound {
		return royalty.Month{}, err
	}
	m := royalty.Month{Name: name, State: royalty.Open, Lines: it.Value.Lines} // corrections
	r, there, err := k.ratesOf(ctx, name)
	if err != nil || !there {
		return m, err
	}
	m.Decision = r.Decision
	for after := ""; ; {
		list, next, err := items.List(ctx, k.Store, private.Query{After: after}.Equal("month", name))
		if err != nil {
			return m, err
		}
		for _, one := range list {
			lines, err := one.Value.Lines(r)
			if err != nil {
				return m, err
			}
			m.Lines = append(m.Lines, lines...)
		}
		if after = next; next == "" {
			return m, nil
		}
	}
}

// ratesOf returns the rates that hold on the last day of a month.
func (k *Keeper) ratesOf(ctx context.Context, name string) (royalty.Rates, bool, error) {
	all, err := k.Rates(ctx)
	first, _ := time.Parse("2006-01", name) // it was checked
	r, there := royalty.At(all, first.AddDate(0, 1, -1))
	return r, there, err
}

// Grade gives a published edition genre, grade and shares. It counts in the month
// of its publication, or, when that is closed, in the first open one after it.
// Faults: Invalid, also for one's own.
func (k *Keeper) Grade(ctx context.Context, it editions.Item, genre, grade string, shares []royalty.Share, who account.Actor, role string) error {
	e := it.Value
	if e.State != desk.Published && e.State != desk.Corrected {
		return catalog.NewFault(catalog.Invalid, "state", "Chỉ chấm bài đã xuất bản.", "Only what was published is graded.")
	}
	one := royalty.Item{Edition: it.ID, Record: e.Record, Title: e.Fields["title_vi"], Genre: genre, Grade: grade, By: who.Name, Shares: shares, Month: royalty.MonthOf(e.PublishedAt())}
	if err := one.Validate(e.Writers, who); err != nil {
		return err
	}
	return k.Store.Write(ctx, func(tx private.Tx) error {
		kept, err := items.Find(ctx, tx, it.ID)
		if err != nil && catalog.KindOf(err) != catalog.NotFound {
			return err
		}
		if err == nil {
			if closed, err := isClosed(ctx, tx, kept.Value.Month); err != nil || closed {
				return orClosed(err)
			}
		}
		for closed, n := true, 0; closed && n < 120; n++ {
			if closed, err = isClosed(ctx, tx, one.Month); err != nil {
				return err
			}
			if closed {
				first, _ := time.Parse("2006-01", one.Month) // MonthOf wrote it
				one.Month = first.AddDate(0, 1, 0).Format("2006-01")
			}
		}
		r, there, err := k.ratesOf(ctx, one.Month)
		if err != nil {
			return err
		}
		if !there {
			return catalog.NewFault(catalog.Invalid, "rates", "Chưa có bảng hệ số của tháng này; thư ký nhập theo quyết định.", "There are no rates for this month; the secretary enters those of the decision.")
		}
		if _, err := r.Coefficient(genre, grade); err != nil {
			return err
		}
		kept.ID, kept.Value = it.ID, one
		if _, err := items.Save(ctx, tx, kept); err != nil {
			return err
		}
		return note(ctx, tx, role, "grade", "editions/"+it.ID, who)
	})
}

func isClosed(ctx context.Context, tx private.Tx, name string) (bool, error) {
	m, err := months.Find(ctx, tx, name)
	if catalog.KindOf(err) == catalog.NotFound {
		return false, nil
	}
	return err == nil && m.Value.State != royalty.Open, err
}

func orClosed(err error) error {
	if err != nil {
		return err
	}
	return catalog.NewFault(catalog.Invalid, "month", "Tháng đã khoá không đổi nữa; hãy ghi một dòng điều chỉnh vào tháng sau.", "A closed month is never changed; write a correction into the next one.")
}

// Graded reports whether an edition was graded.
func (k *Keeper) Graded(ctx context.Context, edition string) (bool, error) {
	_, err := items.Find(ctx, k.Store, edition)
	if catalog.KindOf(err) == catalog.NotFound {
		return false, nil
	}
	return err == nil, err
}

// Correct adds a line to an open month: what a closed one had wrong. Fault:
// Invalid.
func (k *Keeper) Correct(ctx context.Context, name string, l royalty.Line, who account.Actor, role string) error {
	switch {
	case royalty.CheckMonth(name) != nil:
		return royalty.CheckMonth(name)
	case l.To == "" || l.Why == "" || l.Amount == 0 || len(l.Why) > 1000:
		return catalog.NewFault(catalog.Invalid, "why", "Dòng điều chỉnh cần người nhận, số tiền khác 0 và lý do.", "A correction needs a person or unit, an amount other than 0 and a reason.")
	case l.To == who.Name:
		return catalog.NewFault(catalog.Invalid, "to", "Không ai tự điều chỉnh nhuận bút của mình.", "Nobody corrects their own.")
	}
	return k.change(ctx, name, role, "correct", who, func(m *royalty.Month) error {
		if m.State != royalty.Open {
			return orClosed(nil)
		}
		m.Lines = append(m.Lines, royalty.Line{Title: l.Title, To: l.To, Unit: l.Unit, Amount: l.Amount, Why: l.Why})
		return nil
	})
}

// Close closes a month for good with what it comes to. A month closes once it is
// over. Fault: Invalid.
func (k *Keeper) Close(ctx context.Context, name string, who account.Actor, role string) error {
	now := k.Now().UTC()
	if name >= royalty.MonthOf(now) {
		return catalog.NewFault(catalog.Invalid, "month", "Tháng chưa hết.", "The month is not over.")
	}
	return k.change(ctx, name, role, "close", who, func(m *royalty.Month) error {
		if m.State != royalty.Open {
			return orClosed(nil)
		}
		whole, err := k.Month(ctx, name) // nobody else writes meanwhile
		if err != nil {
			return err
		}
		*m = whole
		m.State, m.ClosedBy, m.ClosedAt = royalty.Closed, who.Name, now
		return nil
	})
}

// Pay notes that a closed month was paid. Who closed it does not pay it. Fault:
// Invalid.
func (k *Keeper) Pay(ctx context.Context, name string, who account.Actor, role string) error {
	return k.change(ctx, name, role, "pay", who, func(m *royalty.Month) error {
		switch {
		case m.State != royalty.Closed:
			return catalog.NewFault(catalog.Invalid, "month", "Chỉ tháng đã khoá và chưa chi mới chi được.", "Only a month that is closed and not paid can be paid.")
		case m.ClosedBy == who.Name:
			return catalog.NewFault(catalog.Invalid, "month", "Người khoá tháng không tự chi.", "Who closed the month does not pay it.")
		}
		m.State, m.PaidBy, m.PaidAt = royalty.Paid, who.Name, k.Now().UTC()
		return nil
	})
}

func (k *Keeper) change(ctx context.Context, name, role, action string, who account.Actor, fn func(*royalty.Month) error) error {
	return k.Store.Write(ctx, func(tx private.Tx) error {
		it, err := months.Find(ctx, tx, name)
		if err != nil && catalog.KindOf(err) != catalog.NotFound {
			return err
		}
		if err != nil {
			it.ID, it.Value = name, royalty.Month{Name: name, State: royalty.Open}
		}
		if err := fn(&it.Value); err != nil {
			return err
		}
		if _, err := months.Save(ctx, tx, it); err != nil {
			return err
		}
		return note(ctx, tx, role, action, "royalties/"+name, who)
	})
}

func note(ctx context.Context, tx private.Tx, role, action, target string, who account.Actor) error {
	_, err := tx.Append(ctx, private.Entry{Role: role, Action: action, Target: target, Subject: "account/" + who.Name})
	return err
}
