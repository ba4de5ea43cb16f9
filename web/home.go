package web

import (
	"net/http"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// HomePage is the first page: the search box is the page.
type HomePage struct {
	Page
	Examples []Link
	Doors    []Door
	Recent   []Card
	Due      []Card
	DueURL   string
	DueCount string
	Change   *Change
	Total    string
}

// Door leads to a part of the catalogue with its live counts.
type Door struct {
	Title, Text, URL string
	Counts           []Link
}

// Change tells in two lines which unit was dissolved and what holds its ground now.
type Change struct {
	Day  string
	Old  Link
	New  []Link
	More string
}

const homeCards = 4

func (s *site) home(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	lang := pathLang(r)
	l := s.locales[lang]
	v, err := s.overview(r.Context())
	if err != nil {
		return err
	}
	p := HomePage{Page: s.frame(r, "", l.t("home.lead"), s.fixed(routeHome))}
	p.Box.Big, p.Box.Head = true, false
	for _, key := range []string{"home.example.1", "home.example.2", "home.example.3"} {
		q := l.t(key)
		p.Examples = append(p.Examples, Link{Text: q, URL: s.searchPath(lang, search.Query{Text: q}), Lang: exampleLang(key, lang)})
	}
	p.Doors = s.doors(l, v)
	p.Total = l.n("count.records", len(v.briefs))
	if p.Recent, err = s.cards(r, l, v.recent()); err != nil {
		return err
	}
	if p.Due, err = s.cards(r, l, v.pick(homeCards, older, func(b brief) bool { return b.overdue })); err != nil {
		return err
	}
	p.DueURL, p.DueCount = s.local(routeCoverage, lang)+"#overdue", l.num(float64(v.overdue()))
	p.Change = s.lastChange(l)
	p.JSONLD = s.catalogLD(l)
	return s.show(w, r, "home", lang, p)
}

// exampleLang is the language of an example search where it is not the page's.
func exampleLang(key string, page text.Lang) string {
	lang := text.VI
	if key == "home.example.3" {
		lang = text.EN
	}
	if lang == page {
		return ""
	}
	return string(lang)
}

// doorKeys are the doors of the first page, in order.
func doorKeys() []string { return []string{"opportunities", "places", "figures", "procedures"} }

func (s *site) doors(l *locale, v *overview) []Door {
	var out []Door
	for _, key := range doorKeys() {
		door := Door{Title: l.t("door." + key), Text: l.t("door." + key + ".text")}
		q := search.Query{}
		for _, k := range vocab.KindTable() {
			if k.Door != key || v.kinds[k.Kind] == 0 {
				continue
			}
			q.Kinds = append(q.Kinds, string(k.Kind))
			door.Counts = append(door.Counts, Link{Text: l.label(k.Plural, string(k.Kind)), Note: l.num(float64(v.kinds[k.Kind])),
				URL: s.searchPath(l.lang, search.Query{Kinds: []string{string(k.Kind)}})})
		}
		if len(q.Kinds) == 0 {
			continue
		}
		door.URL = s.searchPath(l.lang, q)
		out = append(out, door)
	}
	return out
}

// pick returns the ids of at most n records that pass, in the order given.
func (v *overview) pick(n int, order func(a, b brief) int, pass func(brief) bool) []string {
	var list []brief
	for _, b := range v.briefs {
		if pass(b) {
			list = append(list, b)
		}
	}
	slices.SortStableFunc(list, order)
	var ids []string
	for _, b := range list[:min(n, len(list))] {
		ids = append(ids, b.id)
	}
	return ids
}

// recent is what the first page shows as new: of each kind that people decide on
// the record that somebody confirmed or published last, if it is not overdue.
// That a source was read again makes nothing new.
func (v *overview) recent() []string {
	var ids []string
	for _, kind := range []vocab.Kind{vocab.Opportunity, vocab.Project, vocab.Plan, vocab.Procedure} {
		ids = append(ids, v.pick(homeCards/4, newer, func(b brief) bool { return b.kind == kind && !b.overdue && b.said != "" })...)
	}
	return ids
}

func newer(a, b brief) int {
	if c := strings.Compare(string(b.said), string(a.said)); c != 0 {
		return c
	}
	return strings.Compare(string(b.date), string(a.date))
}
func older(a, b brief) int { return strings.Compare(string(a.due), string(b.due)) }

func (v *overview) overdue() int {
	n := 0
	for _, b := range v.briefs {
		if b.overdue {
			n++
		}
	}
	return n
}

func (s *site) cards(r *http.Request, l *locale, ids []string) ([]Card, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	recs, err := s.Store.Records(r.Context(), ids)
	if err != nil {
		return nil, err
	}
	var out []Card
	for i := range recs {
		out = append(out, s.card(l, &recs[i]))
	}
	return out, nil
}

// lastChange finds the widest unit that was dissolved last and has successors
// of its own: the change that a reader of old papers must know.
func (s *site) lastChange(l *locale) *Change {
	reg := s.Places()
	var found *Change
	best := ""
	for _, u := range reg.All() {
		now := reg.Current(u.ID)
		if u.Current() || len(now) < 2 || u.To+levelRank(u.Level) <= best {
			continue
		}
		best = u.To + levelRank(u.Level)
		found = &Change{Day: l.date(dayAfter(catalog.Date(u.To))), Old: s.unitLink(l, u), More: s.recordPath(l.lang, u.ID)}
		for _, n := range now {
			found.New = append(found.New, s.unitLink(l, n))
		}
	}
	return found
}

// levelRank orders levels as text, the wider the later.
func levelRank(level string) string {
	return string(rune('0' + 9 - min(9, max(0, slices.Index(levels(), level)))))
}

func levels() []string {
	return []string{"province", "city", "town", "district", "ward", "township", "commune"}
}
