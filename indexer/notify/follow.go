package notify

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/alert"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/search"
	"honglinh/catalog/store"
	"honglinh/catalog/store/private"
	"honglinh/catalog/text"
	"honglinh/indexer/custody"
)

// Catalogue is the state of the catalogue that is followed.
type Catalogue interface {
	Seq(ctx context.Context) (int64, error)
	Changes(ctx context.Context, since int64, limit int) ([]store.Change, error)
	Record(ctx context.Context, id string) (catalog.Record, error)
	store.Versioned
}

// View is the catalogue at one moment; release gives it back.
type View struct {
	Records  Catalogue
	Finder   *search.Finder
	Preparer *search.Preparer
	Release  func()
}

// Options of a Follower; all are needed.
type Options struct {
	People *custody.Keeper
	// Take takes the catalogue as it is now.
	Take func() View
	// PageURL is the page where a receiver says yes or leaves, LeaveURL what a mail
	// program posts to for one click (RFC 8058), RecordURL the page of a record.
	PageURL, LeaveURL func(s alert.Subscription, key string) string
	RecordURL         func(lang text.Lang, id string) string
	// Mail says that mail goes out.
	Mail bool
	Site func(lang text.Lang) string
	// Field names a path of a record's JSON to people; nil leaves it as it is.
	Field func(ctx context.Context, lang text.Lang, rec *catalog.Record, path string) string
	Now   func() time.Time
	Log   *slog.Logger
}

// Follower keeps subscriptions and writes their digests into the outbox.
type Follower struct{ Options }

// NewFollower returns a follower.
func NewFollower(o Options) *Follower { return &Follower{o} }

const (
	subscribed = "subscriptions"
	// purpose and hooked are what the keys of a subscription are made for.
	purpose = "subscription"
	hooked  = "webhook"
)

func subscriptions() private.Collection[alert.Subscription] {
	return private.Collection[alert.Subscription]{Name: subscribed,
		Subject: func(s alert.Subscription) string { return strings.ToLower(s.To) },
		Keys: func(s alert.Subscription) []private.Key {
			return []private.Key{{Name: "to", Value: strings.ToLower(s.To)}}
		},
		Due: func(s alert.Subscription) time.Time {
			if s.Confirmed.IsZero() {
				return time.Time{}
			}
			return s.Next
		},
		Expires: func(s alert.Subscription) time.Time {
			if s.Confirmed.IsZero() {
				return s.Created.Add(alert.Unconfirmed)
			}
			return time.Time{}
		}}
}

// maxPerReceiver bounds the subscriptions of one receiver: nobody is flooded by others
// in his name.
const maxPerReceiver = 50

// Subscribe takes a subscription and asks its receiver, who must say yes. Faults:
// Invalid.
func (f *Follower) Subscribe(ctx context.Context, s alert.Subscription) error {
	if err := s.Validate(); err != nil {
		return err
	}
	if s.Channel == string(Email) && !f.Mail {
		return catalog.NewFault(catalog.Invalid, "channel", "Máy chủ này không gửi thư; hãy dùng webhook hoặc nguồn cấp Atom.", "This server sends no mail; use a webhook or the Atom feed.")
	}
	v := f.Take()
	defer v.Release()
	if s.Query != "" {
		if _, err := f.watch(ctx, v, s); err != nil {
			return err
		}
	}
	for _, id := range s.Records { // nobody is told of what is not there
		switch _, err := v.Records.Record(ctx, id); {
		case catalog.KindOf(err) == catalog.NotFound || catalog.KindOf(err) == catalog.Gone:
			return catalog.NewFault(catalog.Invalid, "records", "Không có bản ghi "+id+"; hãy chép mã từ trang của bản ghi.", "There is no record "+id+"; copy the id from the record's page.")
		case err != nil:
			return err
		}
	}
	seq, err := v.Records.Seq(ctx)
	if err != nil {
		return err
	}
	id := make([]byte, 10)
	if _, err := rand.Read(id); err != nil {
		return err
	}
	now := f.Now().UTC()
	s.ID, s.Created, s.Seq, s.Since, s.Next = hex.EncodeToString(id), now, seq, now, now.Add(alert.Every)
	return f.People.Write(ctx, func(tx private.Tx) error {
		if _, err := subscriptions().Save(ctx, tx, private.Item[alert.Subscription]{ID: s.ID, Value: s}); err != nil {
			return err
		}
		return Put(ctx, tx, f.question(s))
	})
}

// Watched counts the receiver's subscriptions before another is taken. Fault: Invalid
// for too many.
func (f *Follower) Watched(ctx context.Context, to string) error {
	items, _, err := subscriptions().List(ctx, f.People, private.Query{Limit: maxPerReceiver}.Equal("to", strings.ToLower(to)))
	if err == nil && len(items) >= maxPerReceiver {
		return catalog.NewFault(catalog.Invalid, "to", "Địa chỉ này đã theo dõi nhiều nhất có thể.", "This address follows as much as it can.")
	}
	return err
}

// question asks the receiver to say yes.
func (f *Follower) question(s alert.Subscription) Message {
	confirm, leave := f.PageURL(s, f.Key(s)), f.LeaveURL(s, f.Key(s))
	m := Message{ID: "confirm-" + s.ID, Channel: Channel(s.Channel), To: s.To, Regarding: subscribed + "/" + s.ID, Created: s.Created, Leave: leave}
	if m.Channel == Webhook {
		m.Body, _ = json.Marshal(map[string]any{"type": "subscription.confirm", "timestamp": s.Created, "data": map[string]any{"id": s.ID, "query": s.Query, "records": s.Records, "confirm_url": confirm, "secret": f.Secret(s.ID)}}) // strings and times
		return m
	}
	m.Subject = text.New("Xác nhận theo dõi – "+f.Site(s.Lang), "Please confirm – "+f.Site(s.Lang)).In(s.Lang)
	m.Text = text.New(fmt.Sprintf("Ai đó, có lẽ là bạn, muốn nhận thư khi có thay đổi ở:\n%s\n\nMở địa chỉ sau và bấm xác nhận; nếu không, sẽ không có thư nào nữa và địa chỉ này được xoá sau hai ngày:\n%s\n", f.about(s), confirm),
		fmt.Sprintf("Somebody, probably you, wants mail when this changes:\n%s\n\nOpen this address and confirm; otherwise no more mail is sent and this address is deleted after two days:\n%s\n", f.about(s), confirm)).In(s.Lang)
	return m
}

// about says in a line what a subscription follows.
func (f *Follower) about(s alert.Subscription) string {
	if s.Query != "" {
		return s.Query
	}
	var out []string
	for _, id := range s.Records {
		out = append(out, f.RecordURL(s.Lang, id))
	}
	return strings.Join(out, "\n")
}

// Key opens the page of a subscription.
func (f *Follower) Key(s alert.Subscription) string { return f.People.Key(purpose, s.ID) }

func gone() error {
	return catalog.NewFault(catalog.NotFound, "id", "Không có mục theo dõi nào với khoá này; có thể đã kết thúc.", "There is no subscription with this key; it may have ended.")
}

// Find returns a subscription to who has its key. Fault: NotFound.
func (f *Follower) Find(ctx context.Context, id, key string) (alert.Subscription, error) {
	if !f.People.Fits(purpose, id, key) {
		return alert.Subscription{}, gone()
	}
	it, err := subscriptions().Find(ctx, f.People, id)
	if catalog.KindOf(err) == catalog.NotFound {
		err = gone()
	}
	return it.Value, err
}

// Confirm notes that the receiver said yes. Fault: NotFound.
func (f *Follower) Confirm(ctx context.Context, id, key string) error {
	return f.change(ctx, id, key, func(tx private.Tx, it private.Item[alert.Subscription]) error {
		if !it.Value.Confirmed.IsZero() {
			return nil
		}
		it.Value.Confirmed = f.Now().UTC()
		_, err := subscriptions().Save(ctx, tx, it)
		return err
	})
}

// Leave ends a subscription and forgets its receiver. Fault: NotFound.
func (f *Follower) Leave(ctx context.Context, id, key string) error {
	return f.change(ctx, id, key, func(tx private.Tx, it private.Item[alert.Subscription]) error {
		return subscriptions().Delete(ctx, tx, it)
	})
}

func (f *Follower) change(ctx context.Context, id, key string, fn func(private.Tx, private.Item[alert.Subscription]) error) error {
	if !f.People.Fits(purpose, id, key) {
		return gone()
	}
	return f.People.Write(ctx, func(tx private.Tx) error {
		it, err := subscriptions().Find(ctx, tx, id)
		if catalog.KindOf(err) == catalog.NotFound {
			return gone()
		}
		if err != nil {
			return err
		}
		return fn(tx, it)
	})
}

// Told ends a subscription whose receiver's server refuses its messages for good; see
// Fate.
func (f *Follower) Told(ctx context.Context, tx private.Tx, id string, d enquiry.Delivery) error {
	if d.State != enquiry.Refused {
		return nil
	}
	it, err := subscriptions().Find(ctx, tx, id)
	if catalog.KindOf(err) == catalog.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return subscriptions().Delete(ctx, tx, it)
}

func (f *Follower) watch(ctx context.Context, v View, s alert.Subscription) (search.Watch, error) {
	values, err := url.ParseQuery(strings.TrimPrefix(s.Query, "?"))
	if err != nil {
		return search.Watch{}, catalog.NewFault(catalog.Invalid, "query", "Không đọc được tìm kiếm.", "The query cannot be read.")
	}
	for _, name := range []string{"cursor", "limit", "sort", "facets", "lang"} {
		values.Del(name)
	}
	q, err := search.ParseQuery(values, f.Now())
	if err != nil {
		return search.Watch{}, err
	}
	q.Lang = s.Lang
	return v.Finder.Watch(ctx, q)
}

// fresh is what became of a record after a sequence number: its last change, and the
// version before the first, 0 where there was none.
type fresh struct {
	store.Change
	before int
}

// news are the changes after a sequence number, one for each record.
type news struct {
	changes []fresh
	ready   *search.Changed
	docs    []search.Document
}

// maxNews bounds the changes that one digest looks at: a whole province anew.
const maxNews = 200_000

// newsSince reads the changes of the catalogue after seq.
func newsSince(ctx context.Context, v View, seq int64) (*news, error) {
	last := map[string]int{}
	n := &news{}
	for len(n.changes) < maxNews {
		page, err := v.Records.Changes(ctx, seq, store.MaxChanges)
		if err != nil {
			return nil, err
		}
		for _, c := range page {
			seq = c.Seq
			if at, ok := last[c.ID]; ok {
				n.changes[at].Change = c
				continue
			}
			last[c.ID] = len(n.changes)
			n.changes = append(n.changes, fresh{c, c.Version - 1})
		}
		if len(page) < store.MaxChanges {
			break
		}
	}
	for i := range n.changes {
		c := &n.changes[i]
		d := search.Document{ID: c.ID}
		if c.Record == nil && c.Removed && c.before > 0 { // followers of a search are told of what it no longer finds
			if rec, err := v.Records.RecordVersion(ctx, c.ID, c.before); err == nil {
				c.Record = &rec
			}
		}
		if c.Record != nil {
			d = v.Preparer.Sure(c.Record)
		}
		n.docs = append(n.docs, d)
	}
	n.ready = search.NewChanged(n.docs)
	return n, nil
}

// match returns the changes that a subscription is about.
func (f *Follower) match(ctx context.Context, v View, n *news, s alert.Subscription, known map[string]search.Watch) ([]fresh, error) {
	var out []fresh
	if len(s.Records) > 0 {
		for _, c := range n.changes {
			if slices.Contains(s.Records, c.ID) {
				out = append(out, c)
			}
		}
		return out, nil
	}
	key := string(s.Lang) + " " + s.Query
	w, ok := known[key]
	if !ok {
		var err error
		if w, err = f.watch(ctx, v, s); err != nil {
			return nil, err
		}
		known[key] = w
	}
	for _, i := range n.ready.Match(w) {
		out = append(out, n.changes[i])
	}
	return out, nil
}
