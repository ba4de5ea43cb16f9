package contact

import (
	"context"
	"fmt"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/store/accounts"
	"honglinh/catalog/store/private"
	"honglinh/indexer/notify"
)

// By is who answers: the operator, whom the zero value is, or somebody at the desk.
type By struct {
	account.Actor
	// Role is in what capacity it is done, Unit in whose name, "" for the board.
	Role, Unit string
	// First says that who answers saw no answer yet.
	First bool
}

// entry is the line of the log of what by did to an enquiry.
func (by By) entry(action, number string) private.Entry {
	e := private.Entry{Role: by.Role, Action: action, Target: collection + "/" + number}
	if by.Name == "" {
		e.Role = "operator"
	} else {
		e.Subject = accounts.Subject(by.Name)
	}
	return e
}

// Answer answers an enquiry, or mends its answer, and sends it where mail goes.
// Faults: NotFound, Invalid, TooLarge.
func (d *Desk) Answer(ctx context.Context, number, answer string, by By) error {
	answer = strings.TrimSpace(answer)
	switch n := len([]rune(answer)); {
	case n == 0:
		return catalog.NewFault(catalog.Invalid, "answer", "Câu trả lời trống.", "The answer is empty.")
	case n > enquiry.MaxText:
		return catalog.NewFault(catalog.TooLarge, "answer", fmt.Sprintf("Nhiều nhất %d ký tự.", enquiry.MaxText), fmt.Sprintf("At most %d characters.", enquiry.MaxText))
	}
	now := d.Now().UTC()
	return d.People.Write(ctx, func(tx private.Tx) error {
		it, err := d.enquiries().Find(ctx, tx, number)
		if err != nil {
			return err
		}
		e := &it.Value
		first := e.Answered.IsZero()
		switch {
		case by.Name != "" && !e.MayAnswer(by.Actor):
			return catalog.NewFault(catalog.Invalid, "answer", "Câu hỏi này đã chuyển sang nơi khác trả lời.", "The enquiry was handed to somebody else.")
		case by.First && !first:
			return catalog.NewFault(catalog.Invalid, "answer", "Người khác vừa trả lời câu hỏi này; hãy mở lại trang để đọc.", "Somebody else has just answered; open the page again to read it.")
		}
		if e.Answer, e.By = answer, by.Unit; first {
			e.Answered = now
		}
		if e.ReplyTo != "" && d.Mail {
			e.Mail = enquiry.Delivery{State: enquiry.Waiting, At: now}
			if err := notify.Put(ctx, tx, d.reply(*e, it.Version)); err != nil {
				return err
			}
		}
		if _, err := d.enquiries().Save(ctx, tx, it); err != nil {
			return err
		}
		if _, err := tx.Append(ctx, by.entry("answer", number)); err != nil || !first {
			return err
		}
		return d.count(ctx, tx, *e, func(s *enquiry.Statistics) {
			s.Answered++
			if e.InTime() {
				s.InTime++
			}
		})
	})
}

// Give hands an open enquiry to a unit of the desk, "" for the board. Faults:
// NotFound, Invalid.
func (d *Desk) Give(ctx context.Context, number, to, why string, by By) error {
	now := d.Now().UTC()
	return d.People.Write(ctx, func(tx private.Tx) error {
		it, err := d.enquiries().Find(ctx, tx, number)
		if err != nil {
			return err
		}
		if err := it.Value.Give(to, why, by.Actor, now); err != nil {
			return err
		}
		if _, err := d.enquiries().Save(ctx, tx, it); err != nil {
			return err
		}
		_, err = tx.Append(ctx, by.entry("hand-over", number))
		return err
	})
}

// Of returns an enquiry to the operator or the desk. Fault: NotFound.
func (d *Desk) Of(ctx context.Context, number string) (enquiry.Enquiry, error) {
	it, err := d.enquiries().Find(ctx, d.People, number)
	return it.Value, err
}

// List says which enquiries are listed.
type List struct {
	Answered bool // else those that are open
	// Unit is whose; "" is everybody's.
	Unit string
	// Until is the last day by which they are due, "" for whenever.
	Until catalog.Date
	After string // where a page ended
	Limit int
}

func (l List) query() private.Query {
	q := private.Query{Key: openKey, After: l.After, Limit: l.Limit}
	if l.Answered {
		q.Key = answeredKey
	}
	until := string(l.Until)
	if until == "" {
		until = "~"
	}
	q.To = until
	if l.Unit != "" {
		q.Key, q.From, q.To = "unit-"+q.Key, l.Unit+"/", l.Unit+"/"+until
	}
	return q
}

// Listed returns a page of enquiries, the open ones the soonest due first, and where
// to go on.
func (d *Desk) Listed(ctx context.Context, l List) ([]enquiry.Enquiry, string, error) {
	items, more, err := d.enquiries().List(ctx, d.People, l.query())
	out := make([]enquiry.Enquiry, 0, len(items))
	for _, it := range items {
		out = append(out, it.Value)
	}
	return out, more, err
}

// Count returns how many enquiries a list has, up to most.
func (d *Desk) Count(ctx context.Context, l List, most int) (int, error) {
	return d.enquiries().Count(ctx, d.People, l.query(), most)
}

// inboxRows is how many enquiries the operator's page shows of each sort.
const inboxRows = 50

// Inbox returns a page of the open enquiries, the soonest due first, or of the
// answered ones, and where to go on.
func (d *Desk) Inbox(ctx context.Context, answered bool, after string) ([]enquiry.Enquiry, string, error) {
	return d.Listed(ctx, List{Answered: answered, After: after, Limit: inboxRows})
}
