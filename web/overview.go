package web

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// brief is what the overview keeps of a record.
type brief struct {
	id       string
	kind     vocab.Kind
	title    text.Text
	topic    string // the first of its topics
	modified time.Time
	vouched  catalog.Date
	said     catalog.Date // confirmed or published, not only read
	due      catalog.Date
	date     catalog.Date
	overdue  bool
	source   string   // host of the first source
	hosts    []string // of all sources
	unit     string   // the organisation that answers for it, "" if none is named
	places   []string
	langs    [2]bool // title or summary in vi, en
	drift    bool
}

// overview is the whole catalogue at one change sequence, for the pages that
// count: home, coverage, sources, sitemap.
type overview struct {
	seq     int64
	day     string
	briefs  []brief // ordered by id
	kinds   map[vocab.Kind]int
	sources []sourceCount
	newest  time.Time
	tallies map[spot]*tally
	areas   map[string][]string // of each unit that records name: itself, today's units on its ground, and all above them
}

// within reports whether the record lies in the unit: under an old name or a new
// one, or inside.
func (v *overview) within(b brief, unit string) bool {
	return slices.ContainsFunc(b.places, func(id string) bool { return slices.Contains(v.areas[id], unit) })
}

func (b brief) speaks(lang text.Lang) bool { return b.langs[slices.Index(text.Langs(), lang)] }

type sourceCount struct {
	host, url        string
	records, overdue int
	newest           catalog.Date
}

// overviews keeps the newest overview; it is made again when the catalogue or
// the day has changed, by one reader at a time while the others see the old one.
type overviews struct {
	mu     sync.Mutex
	making sync.Mutex
	now    *overview
}

func (s *site) overview(ctx context.Context) (*overview, error) {
	seq, err := s.Store.Seq(ctx)
	if err != nil {
		return nil, err
	}
	day := s.Now().UTC().Format("2006-01-02")
	old := s.whole.get()
	if old != nil && old.seq == seq && old.day == day {
		return old, nil
	}
	if old != nil && !s.whole.making.TryLock() {
		return old, nil
	}
	if old == nil {
		s.whole.making.Lock()
	}
	defer s.whole.making.Unlock()
	if now := s.whole.get(); now != nil && now.seq == seq && now.day == day {
		return now, nil
	}
	made, err := s.makeOverview(ctx, seq, day)
	if err != nil {
		return nil, err
	}
	s.whole.set(made)
	return made, nil
}

func (o *overviews) get() *overview {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *overviews) set(v *overview) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = v
}

func (s *site) makeOverview(ctx context.Context, seq int64, day string) (*overview, error) {
	v := &overview{seq: seq, day: day, kinds: map[vocab.Kind]int{}, areas: map[string][]string{}, tallies: map[spot]*tally{}}
	hosts := map[string]*sourceCount{}
	now := s.Now()
	err := s.Store.Each(ctx, func(rec catalog.Record, _ int64) error {
		b := briefOf(rec, now)
		for _, id := range b.places {
			if _, ok := v.areas[id]; !ok {
				v.areas[id] = s.areasOf(id)
			}
		}
		v.tally(b)
		v.briefs = append(v.briefs, b)
		v.kinds[b.kind]++
		if b.modified.After(v.newest) {
			v.newest = b.modified
		}
		countSources(hosts, rec, b)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, h := range hosts {
		v.sources = append(v.sources, *h)
	}
	slices.SortFunc(v.sources, func(a, b sourceCount) int {
		if a.records != b.records {
			return b.records - a.records
		}
		return strings.Compare(a.host, b.host)
	})
	return v, nil
}

func briefOf(rec catalog.Record, now time.Time) brief {
	b := brief{id: rec.ID, kind: rec.Kind, title: rec.Title, modified: rec.Modified, due: rec.ReviewDue, date: rec.Date, overdue: rec.Overdue(now),
		vouched: catalog.Vouched(rec.Provenance), said: lastSaid(rec.Provenance)}
	if len(rec.Topics) > 0 {
		b.topic = rec.Topics[0]
	}
	for i, lang := range text.Langs() {
		b.langs[i] = rec.Title.In(lang) != ""
	}
	for _, p := range rec.Places {
		if p.ID != "" {
			b.places = append(b.places, p.ID)
		}
	}
	if rec.Kind == vocab.Unit {
		b.places = append(b.places, rec.ID)
	}
	b.unit = responsible(rec)
	for _, w := range rec.Warnings {
		b.drift = b.drift || strings.Contains(w.Code, "drift")
	}
	if len(rec.Provenance) > 0 {
		b.source = hostOf(rec.Provenance[0].URL)
	}
	for _, p := range rec.Provenance {
		if host := hostOf(p.URL); host != "" && !slices.Contains(b.hosts, host) {
			b.hosts = append(b.hosts, host)
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
func (s *site) areasOf(id string) []string {
	var out []string
	add := func(u place.Unit) {
		if !slices.Contains(out, u.ID) {
			out = append(out, u.ID)
		}
	}
	reg := s.Places()
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
func countSources(hosts map[string]*sourceCount, rec catalog.Record, b brief) {
	for _, host := range b.hosts {
		h := hosts[host]
		if h == nil {
			h = &sourceCount{host: host}
			hosts[host] = h
		}
		h.records++
		if b.overdue {
			h.overdue++
		}
		for _, p := range rec.Provenance {
			if hostOf(p.URL) != host {
				continue
			}
			h.url = firstOf(h.url, p.URL)
			h.newest = max(h.newest, p.Date)
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

// lastRead is the last day on which a source was read.
func lastRead(sources []catalog.Provenance) catalog.Date {
	var read catalog.Date
	for _, p := range sources {
		read = max(read, p.Retrieved)
	}
	return read
}

// hostOf returns the host of an address without "www.", "" if it has none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// newest returns when the catalogue last changed.
func (s *site) newest(ctx context.Context) time.Time {
	v, err := s.overview(ctx)
	if err != nil {
		return time.Time{}
	}
	return v.newest
}
