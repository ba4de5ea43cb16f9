package editions

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/private"
	"honglinh/catalog/text"
)

// Publisher brings editions to readers; all of it may be repeated.
type Publisher interface {
	// Proof says what a record of the fields would be, or why it is refused
	// (Invalid, with the field in Where).
	Proof(ctx context.Context, id string, fields map[string]string) (catalog.Record, error)
	// Publish gives readers the record of the fields; it is the desk's from then on.
	Publish(ctx context.Context, id string, fields map[string]string) error
	// Retract takes the record from readers with a public note; one that is not there
	// is fine.
	Retract(ctx context.Context, id string, note text.Text) error
}

// Options of a Keeper; Store and Publisher are needed.
type Options struct {
	Store     private.Store
	Publisher Publisher
	// WorkingDays returns the end of the day that lies n working days after an
	// instant; nil leaves Saturdays and Sundays out only.
	WorkingDays func(from time.Time, n int) time.Time
	Now         func() time.Time
	Rand        io.Reader
}

// Keeper keeps editions. It is safe for concurrent use.
type Keeper struct {
	Options
	delivering sync.Mutex // one edition at a time goes to readers
}

// New returns a keeper.
func New(o Options) *Keeper {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if o.WorkingDays == nil {
		o.WorkingDays = WeekDays
	}
	return &Keeper{Options: o}
}

// WeekDays counts Mondays to Fridays in the time of Viet Nam. It knows no holidays.
func WeekDays(from time.Time, n int) time.Time {
	at := from.In(time.FixedZone("UTC+7", 7*60*60))
	for n > 0 {
		at = at.AddDate(0, 0, 1)
		if d := at.Weekday(); d != time.Saturday && d != time.Sunday {
			n--
		}
	}
	return time.Date(at.Year(), at.Month(), at.Day(), 23, 59, 59, 0, at.Location()).UTC()
}

// Item is an edition with its id and the version it is kept in.
type Item = private.Item[desk.Edition]

var editions = private.Collection[desk.Edition]{Name: "editions", Keys: keys, Due: due}

// keys are what editions are listed by. A list is of a state, the longest untouched
// first.
func keys(e desk.Edition) []private.Key {
	since := e.Modified.UTC().Format("20060102150405")
	out := []private.Key{{Name: "state", Value: string(e.State) + "/" + since}, {Name: "record", Value: e.Record}}
	if e.Unit != "" {
		out = append(out, private.Key{Name: "unit", Value: e.Unit + "/" + string(e.State) + "/" + since})
	}
	for i, w := range e.Writers {
		if i < 16 {
			out = append(out, private.Key{Name: "writer", Value: w + "/" + string(e.State) + "/" + since})
		}
	}
	if e.Look != nil && e.Look.By == "" {
		out = append(out, private.Key{Name: "look", Value: e.Look.Due.UTC().Format("20060102150405")})
	}
	if e.State == desk.Published {
		out = append(out, private.Key{Name: "live", Value: e.Record})
	}
	return append(out, workKeys(e, since)...)
}

// due is when an edition wants to be worked on: what is on its way at once, what is
// scheduled at its time, what ends at its end.
func due(e desk.Edition) time.Time {
	switch {
	case e.Pending:
		return e.Modified
	case e.State == desk.Scheduled:
		return e.At
	case e.State == desk.Published:
		return e.Until
	}
	return time.Time{}
}

// Begin keeps a new edition; role is in what capacity it is begun. Faults: Invalid,
// TooLarge.
func (k *Keeper) Begin(ctx context.Context, e desk.Edition, role string) (Item, error) {
	id, err := private.Number(k.Now(), k.Rand)
	if err != nil {
		return Item{}, err
	}
	it := Item{ID: id, Value: e}
	err = k.Store.Write(ctx, func(tx private.Tx) error {
		var err error
		it.Version = 0
		if it, err = editions.Save(ctx, tx, it); err != nil {
			return err
		}
		return note(ctx, tx, it, role, "begin", e.Writers[0])
	})
	return it, err
}

// BeginAll keeps new editions and what also does beside them: all of it, or nothing.
func (k *Keeper) BeginAll(ctx context.Context, list []desk.Edition, role string, also func(private.Tx, []Item) error) error {
	ids := make([]string, len(list))
	for i := range list {
		var err error
		if ids[i], err = private.Number(k.Now(), k.Rand); err != nil {
			return err
		}
	}
	return k.Store.Write(ctx, func(tx private.Tx) error {
		begun := make([]Item, len(list))
		for i, e := range list {
			it, err := editions.Save(ctx, tx, Item{ID: ids[i], Value: e})
			if err == nil {
				err = note(ctx, tx, it, role, "begin", e.Writers[0])
			}
			if err != nil {
				return err
			}
			begun[i] = it
		}
		return also(tx, begun)
	})
}

// Find returns an edition. Fault: NotFound.
func (k *Keeper) Find(ctx context.Context, id string) (Item, error) {
	it, err := editions.Find(ctx, k.Store, id)
	if catalog.KindOf(err) == catalog.NotFound {
		return it, catalog.NewFault(catalog.NotFound, "edition", "Không có bản thảo này.", "There is no such draft.")
	}
	return it, err
}

// List returns editions by a key of keys whose value begins with a prefix, in its
// order, at most limit of them, and whether there are more.
func (k *Keeper) List(ctx context.Context, key, prefix string, limit int) ([]Item, bool, error) {
	items, next, err := editions.List(ctx, k.Store, private.Query{Key: key, From: prefix, To: prefix + "\U0010ffff", Limit: limit})
	return items, next != "", err
}

// Live returns the edition of a record that readers have; false if the desk has
// published none.
func (k *Keeper) Live(ctx context.Context, record string) (Item, bool, error) {
	items, _, err := editions.List(ctx, k.Store, private.Query{Limit: 1}.Equal("live", record))
	if err != nil || len(items) == 0 {
		return Item{}, false, err
	}
	return items[0], true, nil
}

// Of returns all editions of a record.
func (k *Keeper) Of(ctx context.Context, record string) ([]Item, error) {
	items, _, err := editions.List(ctx, k.Store, private.Query{}.Equal("record", record))
	return items, err
}

// Notices returns what readers are told of the changes of a record, the latest first.
func (k *Keeper) Notices(ctx context.Context, record string) ([]desk.Notice, error) {
	of, err := k.Of(ctx, record)
	all := map[string][]desk.Notice{}
	told(of, all)
	return all[record], err
}

// AllNotices returns what readers are told of the changes of every record, by its id.
func (k *Keeper) AllNotices(ctx context.Context) (map[string][]desk.Notice, error) {
	all, q := map[string][]desk.Notice{}, private.Query{Key: "record"}
	for {
		items, next, err := editions.List(ctx, k.Store, q)
		if err != nil {
			return nil, err
		}
		told(items, all)
		if q.After = next; next == "" {
			return all, nil
		}
	}
}

// told adds what readers are told of editions, the latest first.
func told(of []Item, all map[string][]desk.Notice) {
	for i := range of {
		e := &of[i].Value
		if at := e.PublishedAt(); !at.IsZero() && !e.Note.IsZero() && !e.Pending {
			list := append(all[e.Record], desk.Notice{At: at, Note: e.Note})
			slices.SortFunc(list, func(a, b desk.Notice) int { return b.At.Compare(a.At) })
			all[e.Record] = list
		}
	}
}

// change runs fn on an edition and keeps it with a line of the log. It runs again
// where somebody else wrote meanwhile.
func (k *Keeper) change(ctx context.Context, id, role, action string, who account.Actor, fn func(private.Tx, *desk.Edition) error) (it Item, err error) {
	err = k.Store.Write(ctx, func(tx private.Tx) error {
		if it, err = editions.Find(ctx, tx, id); err != nil {
			return err
		}
		if err := fn(tx, &it.Value); err != nil {
			return err
		}
		it.Claims = 0
		if it, err = editions.Save(ctx, tx, it); err != nil {
			return err
		}
		return note(ctx, tx, it, role, action, who.Name)
	})
	return it, err
}

// Write saves what somebody made of the revision rev; conflicts are what somebody
// else changed otherwise meanwhile, with which nothing is saved.
func (k *Keeper) Write(ctx context.Context, id string, rev int, fields map[string]string, who account.Actor, role string) (Item, []desk.Conflict, error) {
	return k.save(ctx, id, rev, fields, who, role, "write", (*desk.Edition).Write)
}

// Autosave is Write for what a form saves by itself.
func (k *Keeper) Autosave(ctx context.Context, id string, rev int, fields map[string]string, who account.Actor, role string) (Item, []desk.Conflict, error) {
	return k.save(ctx, id, rev, fields, who, role, "autosave", (*desk.Edition).Autosave)
}

func (k *Keeper) save(ctx context.Context, id string, rev int, fields map[string]string, who account.Actor, role, action string, write func(*desk.Edition, int, map[string]string, account.Actor, time.Time) ([]desk.Conflict, error)) (it Item, conflicts []desk.Conflict, err error) {
	it, err = k.change(ctx, id, role, action, who, func(_ private.Tx, e *desk.Edition) error {
		c, err := write(e, rev, maps.Clone(fields), who, k.Now().UTC())
		if err == nil && len(c) > 0 {
			conflicts, err = c, errConflict
		}
		return err
	})
	if errors.Is(err, errConflict) {
		return it, conflicts, nil
	}
	return it, nil, err
}

var errConflict = errors.New("somebody else changed the same field")

// Remark adds a comment. Faults: NotFound, Invalid.
func (k *Keeper) Remark(ctx context.Context, id, field, words string, who account.Actor, role string) error {
	_, err := k.change(ctx, id, role, "comment", who, func(_ private.Tx, e *desk.Edition) error { return e.Remark(field, words, who, k.Now().UTC()) })
	return err
}

// Do moves an edition on. What goes to readers has gone there when Do returns, or
// is on its way, which a later call of Work goes on with. Faults: NotFound,
// Invalid with the reason.
func (k *Keeper) Do(ctx context.Context, id string, act desk.Act, with desk.With, who account.Actor, role string) (Item, error) {
	now := k.Now().UTC()
	with.Due = k.WorkingDays(now, 1)
	if publishes(act) || act == desk.Approve || act == desk.Schedule || act == desk.Send {
		if err := k.sound(ctx, id); err != nil {
			return Item{}, err
		}
	}
	it, err := k.change(ctx, id, role, string(act), who, func(_ private.Tx, e *desk.Edition) error {
		if publishes(act) || act == desk.Approve || act == desk.Schedule {
			if err := k.upToDate(ctx, e, act, now); err != nil {
				return err
			}
		}
		return e.Do(act, who, with, now)
	})
	if err != nil || !it.Value.Pending {
		return it, err
	}
	return k.deliver(ctx, it)
}

func publishes(act desk.Act) bool { return act == desk.Publish || act == desk.Small }

// sound holds the content against the rules of records before it moves on.
func (k *Keeper) sound(ctx context.Context, id string) error {
	it, err := k.Find(ctx, id)
	if err != nil {
		return err
	}
	_, err = k.Publisher.Proof(ctx, it.Value.Record, it.Value.Fields)
	return err
}

// upToDate brings an edition that was begun on an older publication up to what
// readers have now. What both changed is for its editors to merge.
func (k *Keeper) upToDate(ctx context.Context, e *desk.Edition, act desk.Act, now time.Time) error {
	live, there, err := k.Live(ctx, e.Record)
	if err != nil || !there {
		return err
	}
	if look := live.Value.Look; act == desk.Small && look != nil && look.By == "" {
		return catalog.NewFault(catalog.Invalid, "small", "Lần sửa nhỏ trước còn chờ người thứ hai xem lại.", "The small correction before still waits for its second look.")
	}
	if len(desk.Diff(e.Base, live.Value.Fields)) == 0 {
		return nil
	}
	conflicts := e.Rebase(live.Value.Fields, now)
	if len(conflicts) == 0 {
		return nil
	}
	var names []string
	for _, c := range conflicts {
		names = append(names, c.Field)
	}
	list := strings.Join(names, ", ")
	return catalog.NewFault(catalog.Invalid, names[0], "Bản đang công bố đã đổi các trường sau từ khi bản này bắt đầu: "+list+"; hãy mở bản mới từ bản đang công bố.",
		"What readers have changed in these fields since this edition was begun: "+list+"; begin a new one from what is published.")
}

// note adds a line to the log. The name goes into the personal part, which can be
// forgotten.
func note(ctx context.Context, tx private.Tx, it Item, role, action, name string) error {
	subject := ""
	if name != "" {
		subject = "account/" + name
	}
	_, err := tx.Append(ctx, private.Entry{Role: role, Action: action, Target: "editions/" + it.ID, Edition: it.Value.Rev, Subject: subject})
	return err
}

// Proposal is what a source says of a record that the desk adopted.
type Proposal struct {
	Record string            `json:"record"`
	From   string            `json:"from"`
	Fields map[string]string `json:"fields"`
	At     time.Time         `json:"at"`
}

var proposals = private.Collection[Proposal]{Name: "proposals", Keys: func(p Proposal) []private.Key {
	return []private.Key{{Name: "at", Value: p.At.UTC().Format("20060102150405")}}
}}

// Propose keeps what a source says of a record that the desk adopted, where it
// differs from what is kept of it and from what readers have.
func (k *Keeper) Propose(ctx context.Context, record, from string, fields map[string]string) error {
	live, there, err := k.Live(ctx, record)
	if err != nil || !there {
		return err
	}
	return k.Store.Write(ctx, func(tx private.Tx) error {
		it, err := proposals.Find(ctx, tx, record)
		switch {
		case err == nil && len(desk.Diff(it.Value.Fields, fields)) == 0:
			return nil // said before
		case err != nil && catalog.KindOf(err) != catalog.NotFound:
			return err
		case err != nil && (len(desk.Diff(live.Value.Base, fields)) == 0 || len(desk.Diff(live.Value.Fields, fields)) == 0):
			return nil // what it said when it was adopted, or what readers have
		}
		it.ID, it.Value = record, Proposal{record, from, fields, k.Now().UTC()}
		_, err = proposals.Save(ctx, tx, it)
		return err
	})
}

// Proposals returns the proposals, the newest last, at most limit of them.
func (k *Keeper) Proposals(ctx context.Context, limit int) ([]Proposal, error) {
	items, _, err := proposals.List(ctx, k.Store, private.Query{Key: "at", Limit: limit})
	var out []Proposal
	for _, it := range items {
		out = append(out, it.Value)
	}
	return out, err
}

// Proposed returns the proposal to a record; false for none.
func (k *Keeper) Proposed(ctx context.Context, record string) (Proposal, bool, error) {
	it, err := proposals.Find(ctx, k.Store, record)
	if catalog.KindOf(err) == catalog.NotFound {
		return Proposal{}, false, nil
	}
	return it.Value, err == nil, err
}
