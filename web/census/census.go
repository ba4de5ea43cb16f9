package census

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/address"
)

// Brief is what the census keeps of a record.
type Brief struct {
	ID       string
	Kind     vocab.Kind
	Title    text.Text
	Topic    string // the first of its topics
	Modified time.Time
	Vouched  catalog.Date
	Said     catalog.Date // confirmed or published, not only read
	Due      catalog.Date
	Date     catalog.Date
	Overdue  bool
	Hosts    []string // of all sources
	Unit     string   // the organisation that answers for it, "" if none is named
	Places   []string
	Langs    [2]bool // title or summary in vi, en
	Drift    bool
}

// Census is the whole catalogue at one change sequence, for the pages that
// count: home, coverage, sources, sitemap.
type Census struct {
	Briefs  []Brief // ordered by id
	Kinds   map[vocab.Kind]int
	Sources []Source
	Newest  time.Time
	Tallies map[Spot]*Tally

	seq   int64
	day   string
	areas map[string][]string // of each unit that records name: itself, today's units on its territory, and all above them
}

// Within reports whether the record lies in the unit: under an old name or a new
// one, or inside.
func (v *Census) Within(b Brief, unit string) bool {
	return slices.ContainsFunc(b.Places, func(id string) bool { return slices.Contains(v.areas[id], unit) })
}

// Speaks reports whether the record has words in the language.
func (b Brief) Speaks(lang text.Lang) bool { return b.Langs[slices.Index(text.Langs(), lang)] }

// Source is one publisher, by host.
type Source struct {
	Host, URL        string
	Records, Overdue int
	Newest           catalog.Date
}

// Store is what is read of the record store.
type Store interface {
	Seq(ctx context.Context) (int64, error)
	Each(ctx context.Context, fn func(catalog.Record, int64) error) error
}

// Keeper keeps the newest census; it is taken again when the catalogue or the
// day has changed, by one reader at a time while the others see the old one.
type Keeper struct {
	store  Store
	places func() *place.Register
	now    func() time.Time

	mu     sync.Mutex
	taking sync.Mutex
	last   *Census
}

// New returns a keeper of the store's census.
func New(store Store, places func() *place.Register, now func() time.Time) *Keeper {
	return &Keeper{store: store, places: places, now: now}
}

// Take returns the census of the catalogue as it is.
func (k *Keeper) Take(ctx context.Context) (*Census, error) {
	seq, err := k.store.Seq(ctx)
	if err != nil {
		return nil, err
	}
	day := k.now().UTC().Format(time.DateOnly)
	old := k.get()
	if old.of(seq, day) {
		return old, nil
	}
	if old != nil && !k.taking.TryLock() {
		return old, nil
	}
	if old == nil {
		k.taking.Lock()
	}
	defer k.taking.Unlock()
	if now := k.get(); now.of(seq, day) {
		return now, nil
	}
	taken, err := k.take(ctx, seq, day)
	if err != nil {
		return nil, err
	}
	k.set(taken)
	return taken, nil
}

// Newest returns when the catalogue last changed, the zero time where it cannot be read.
func (k *Keeper) Newest(ctx context.Context) time.Time {
	c, err := k.Take(ctx)
	if err != nil {
		return time.Time{}
	}
	return c.Newest
}

func (k *Keeper) get() *Census {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.last
}

func (k *Keeper) set(c *Census) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.last = c
}

// of reports whether the census is of this state and day.
func (c *Census) of(seq int64, day string) bool { return c != nil && c.seq == seq && c.day == day }

func (k *Keeper) take(ctx context.Context, seq int64, day string) (*Census, error) {
	v := &Census{seq: seq, day: day, Kinds: map[vocab.Kind]int{}, areas: map[string][]string{}, Tallies: map[Spot]*Tally{}}
	hosts := map[string]*Source{}
	now := k.now()
	err := k.store.Each(ctx, func(rec catalog.Record, _ int64) error {
		b := briefOf(rec, now)
		for _, id := range b.Places {
			if _, ok := v.areas[id]; !ok {
				v.areas[id] = k.areasOf(id)
			}
		}
		v.tally(b)
		v.Briefs = append(v.Briefs, b)
		v.Kinds[b.Kind]++
		if b.Modified.After(v.Newest) {
			v.Newest = b.Modified
		}
		countSources(hosts, rec, b)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, h := range hosts {
		v.Sources = append(v.Sources, *h)
	}
	slices.SortFunc(v.Sources, func(a, b Source) int {
		if a.Records != b.Records {
			return b.Records - a.Records
		}
		return strings.Compare(a.Host, b.Host)
	})
	return v, nil
}

func briefOf(rec catalog.Record, now time.Time) Brief {
	b := Brief{ID: rec.ID, Kind: rec.Kind, Title: rec.Title, Modified: rec.Modified, Due: rec.ReviewDue, Date: rec.Date, Overdue: rec.Overdue(now),
		Vouched: catalog.Vouched(rec.Provenance), Said: lastSaid(rec.Provenance)}
	if len(rec.Topics) > 0 {
		b.Topic = rec.Topics[0]
	}
	for i, lang := range text.Langs() {
		b.Langs[i] = rec.Title.In(lang) != ""
	}
	for _, p := range rec.Places {
		if p.ID != "" {
			b.Places = append(b.Places, p.ID)
		}
	}
	if rec.Kind == vocab.Unit {
		b.Places = append(b.Places, rec.ID)
	}
	b.Unit = responsible(rec)
	for _, w := range rec.Warnings {
		b.Drift = b.Drift || strings.Contains(w.Code, "drift")
	}
	for _, p := range rec.Provenance {
		if host := address.Host(p.URL); host != "" && !slices.Contains(b.Hosts, host) {
			b.Hosts = append(b.Hosts, host)
		}
	}
	return b
}

// responsible is the organisation that answers for a record: the contact or the
// agency it names, else the issuer or the deciding body.
func responsible(rec catalog.Record) string {
	for _, rel := range []string{"contact", "agency", "issuer", "decision"} {
		for _, link := range rec.Links {
			if kind, _, ok := catalog.SplitID(link.ID); ok && link.Rel == rel && kind == vocab.Organisation {
				return link.ID
			}
		}
	}
	if rec.Kind == vocab.Organisation {
		return rec.ID
	}
	return ""
}

// areasOf are the units in which a record filed under the unit lies.
func (k *Keeper) areasOf(id string) []string {
	var out []string
	add := func(u place.Unit) {
		if !slices.Contains(out, u.ID) {
			out = append(out, u.ID)
		}
	}
	reg := k.places()
	u, ok := reg.ByID(id)
	if !ok {
		return nil
	}
	for _, here := range append([]place.Unit{u}, reg.Current(id)...) {
		add(here)
		for _, above := range reg.Ancestors(here.ID) {
			add(above)
		}
	}
	return out
}

// countSources counts the record once for each host among its sources.
func countSources(hosts map[string]*Source, rec catalog.Record, b Brief) {
	for _, host := range b.Hosts {
		h := hosts[host]
		if h == nil {
			h = &Source{Host: host}
			hosts[host] = h
		}
		h.Records++
		if b.Overdue {
			h.Overdue++
		}
		for _, p := range rec.Provenance {
			if address.Host(p.URL) != host {
				continue
			}
			h.URL = cmp.Or(h.URL, p.URL)
			h.Newest = max(h.Newest, p.Date)
		}
	}
}

// lastSaid is the last day on which somebody confirmed the content, else the day
// of the newest source.
func lastSaid(sources []catalog.Provenance) catalog.Date {
	var confirmed, said catalog.Date
	for _, p := range sources {
		confirmed, said = max(confirmed, p.ConfirmedOn), max(said, p.Date)
	}
	return cmp.Or(confirmed, said)
}

// Pick returns the ids of at most n records that pass, in the order given.
func (v *Census) Pick(n int, order func(a, b Brief) int, pass func(Brief) bool) []string {
	var list []Brief
	for _, b := range v.Briefs {
		if pass(b) {
			list = append(list, b)
		}
	}
	slices.SortStableFunc(list, order)
	var ids []string
	for _, b := range list[:min(n, len(list))] {
		ids = append(ids, b.ID)
	}
	return ids
}

// Overdue is how many records are due to be reviewed.
func (v *Census) Overdue() int {
	n := 0
	for _, b := range v.Briefs {
		if b.Overdue {
			n++
		}
	}
	return n
}

// Older orders by the day of the review, the longest overdue first.
func Older(a, b Brief) int { return strings.Compare(string(a.Due), string(b.Due)) }
