package contact

import (
	"context"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/store/private"
	"honglinh/catalog/text"
	"honglinh/indexer/custody"
)

// Records finds what an enquiry is about.
type Records interface {
	Record(ctx context.Context, id string) (catalog.Record, error)
}

// Options of a Desk. People, Records, Keep and Now are needed.
type Options struct {
	People   *custody.Keeper
	Records  Records
	Calendar enquiry.Calendar
	// Keep is how long an enquiry is kept after it was answered, or due.
	Keep time.Duration
	// Mail says that answers can be sent by mail.
	Mail bool
	// StatusURL is the public address of an enquiry's private page.
	StatusURL func(lang text.Lang, number, key string) string
	// Unit is the unit of the desk that answers for a record, "" for the board; nil has
	// the board answer for all.
	Unit func(context.Context, *catalog.Record) (string, error)
	Now  func() time.Time
}

// Desk takes enquiries.
type Desk struct{ Options }

// New returns a desk.
func New(o Options) *Desk { return &Desk{o} }

const (
	collection  = "enquiries"
	openKey     = "open"     // by the day it is due
	answeredKey = "answered" // by the day it was answered
	purpose     = "enquiry"
)

func (d *Desk) enquiries() private.Collection[enquiry.Enquiry] {
	return private.Collection[enquiry.Enquiry]{Name: collection,
		Subject: func(e enquiry.Enquiry) string { return strings.ToLower(e.ReplyTo) },
		Keys: func(e enquiry.Enquiry) []private.Key {
			name, value := openKey, string(e.Due)
			if !e.Answered.IsZero() {
				name, value = answeredKey, e.Answered.UTC().Format(time.RFC3339)
			}
			return []private.Key{{Name: name, Value: value}, {Name: "unit-" + name, Value: e.Unit + "/" + value}}
		},
		Expires: func(e enquiry.Enquiry) time.Time {
			if e.Answered.IsZero() {
				return e.Due.End().Add(d.Keep)
			}
			return e.Answered.Add(d.Keep)
		}}
}

// counter counts something; it tells of nobody.
type counter struct {
	N int `json:"n"`
}

func counters() private.Collection[counter] { return private.Collection[counter]{Name: "counters"} }

// next adds one to a counter and returns it.
func next(ctx context.Context, tx private.Tx, name string) (int, error) {
	it, err := counters().Find(ctx, tx, name)
	if err != nil && catalog.KindOf(err) != catalog.NotFound {
		return 0, err
	}
	it.ID = name
	it.Value.N++
	_, err = counters().Save(ctx, tx, it)
	return it.Value.N, err
}

// Ask takes a draft and returns the enquiry with the key to its page. Of a form's token,
// "" for none, a draft is taken once: sent again it leads to the first enquiry. Faults:
// Invalid, TooLarge, NotFound for a record that is not there.
func (d *Desk) Ask(ctx context.Context, draft enquiry.Draft, token string) (enquiry.Enquiry, string, error) {
	draft = draft.Clean()
	if err := draft.Validate(); err != nil {
		return enquiry.Enquiry{}, "", err
	}
	now := d.Now().UTC()
	e := enquiry.Enquiry{Sort: draft.Sort, Record: draft.Record, Field: draft.Field, Text: draft.Text, Lang: draft.Lang, ReplyTo: draft.ReplyTo, Asked: now}
	if draft.Record != "" {
		rec, err := d.Records.Record(ctx, draft.Record)
		if k := catalog.KindOf(err); k == catalog.NotFound || k == catalog.Gone {
			return e, "", catalog.NewFault(catalog.NotFound, "record", "Không có bản ghi "+draft.Record+".", "There is no record "+draft.Record+".")
		}
		if err != nil {
			return e, "", err
		}
		e.Title = rec.Title
		if d.Unit != nil {
			if e.Unit, err = d.Unit(ctx, &rec); err != nil {
				return e, "", err
			}
		}
	}
	e.Due, e.Sure = d.Calendar.Due(now, enquiry.WorkingDays)
	year := now.In(enquiry.Zone()).Year()
	err := d.People.Write(ctx, func(tx private.Tx) error {
		if first, ok, err := d.sent(ctx, tx, draft, token); ok || err != nil {
			e = first
			return err
		}
		n, err := next(ctx, tx, "enquiry-"+strconv.Itoa(year))
		if err != nil {
			return err
		}
		e.Number = enquiry.Number(year, n)
		if _, err := d.enquiries().Save(ctx, tx, private.Item[enquiry.Enquiry]{ID: e.Number, Value: e}); err != nil {
			return err
		}
		if err := d.remember(ctx, tx, draft, token, e); err != nil {
			return err
		}
		if err := d.acknowledge(ctx, tx, e); err != nil {
			return err
		}
		if _, err := tx.Append(ctx, private.Entry{Role: "reader", Action: "ask", Target: collection + "/" + e.Number, Subject: strings.ToLower(e.ReplyTo)}); err != nil {
			return err
		}
		return d.count(ctx, tx, e, func(s *enquiry.Statistics) {
			s.Asked++
			if e.Sort == enquiry.Mistake {
				s.Mistakes++
			}
		})
	})
	return e, d.People.Key(purpose, e.Number), err
}

// none is the fault of an enquiry that is not there, or not for this key: nobody
// learns which.
func none() error {
	return catalog.NewFault(catalog.NotFound, "number", "Không có câu hỏi nào với số và khoá này; có thể đã được xoá.", "There is no enquiry with this number and key; it may have been deleted.")
}

// Find returns an enquiry to who has its key. Fault: NotFound.
func (d *Desk) Find(ctx context.Context, number, key string) (enquiry.Enquiry, error) {
	if !d.People.Fits(purpose, number, key) {
		return enquiry.Enquiry{}, none()
	}
	it, err := d.enquiries().Find(ctx, d.People, number)
	if catalog.KindOf(err) == catalog.NotFound {
		err = none()
	}
	return it.Value, err
}

// Withdraw removes an enquiry and what was to be sent about it. Fault: NotFound.
func (d *Desk) Withdraw(ctx context.Context, number, key string) error {
	if !d.People.Fits(purpose, number, key) {
		return none()
	}
	return d.People.Write(ctx, func(tx private.Tx) error {
		it, err := d.enquiries().Find(ctx, tx, number)
		if catalog.KindOf(err) == catalog.NotFound {
			return none()
		}
		if err != nil {
			return err
		}
		if err := d.enquiries().Delete(ctx, tx, it); err != nil {
			return err
		}
		if _, err := tx.Append(ctx, private.Entry{Role: "reader", Action: "withdraw", Target: collection + "/" + number}); err != nil {
			return err
		}
		if !it.Value.Answered.IsZero() {
			return nil
		}
		return d.count(ctx, tx, it.Value, func(s *enquiry.Statistics) { s.Withdrawn++ })
	})
}

// Told notes what became of a message about an enquiry; see notify.Fate.
func (d *Desk) Told(ctx context.Context, tx private.Tx, number string, fate enquiry.Delivery) error {
	it, err := d.enquiries().Find(ctx, tx, number)
	if catalog.KindOf(err) == catalog.NotFound {
		return nil // withdrawn meanwhile
	}
	if err != nil {
		return err
	}
	it.Value.Mail = fate
	_, err = d.enquiries().Save(ctx, tx, it)
	return err
}
