package home

import (
	"net/http"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/census"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// page is the first page: the search box is the page.
type page struct {
	frame.Page
	Examples []frame.Link
	Doors    []door
	Recent   []facts.Card
	Due      []facts.Card
	DueURL   string
	DueCount string
	Change   *change
	Total    string
}

// door leads to a part of the catalogue with its live counts.
type door struct {
	Title, Text, URL string
	Counts           []frame.Link
}

// change tells in two lines which unit was dissolved and what holds its territory now.
type change struct {
	Day  string
	Old  frame.Link
	New  []frame.Link
	More string
}

const homeCards = 4

func (s *pages) home(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	v, err := s.Census.Take(r.Context())
	if err != nil {
		return err
	}
	p := page{Page: s.NewPage(r, "", l.T("home.lead"), s.Fixed(frame.RouteHome))}
	p.Box.Big, p.Box.Head = true, false
	for _, e := range s.examples(l) {
		shown := frame.Link{Text: e.words, URL: s.SearchPath(lang, search.Query{Text: e.words})}
		if e.lang != lang {
			shown.Lang = string(e.lang)
		}
		p.Examples = append(p.Examples, shown)
	}
	p.Doors = s.doors(l, v)
	p.Total = l.N("count.records", len(v.Briefs))
	if p.Recent, err = s.cards(r, l, recent(v)); err != nil {
		return err
	}
	if p.Due, err = s.cards(r, l, v.Pick(homeCards, census.Older, func(b census.Brief) bool { return b.Overdue })); err != nil {
		return err
	}
	p.DueURL, p.DueCount = s.Local(frame.RouteCoverage, lang)+"#overdue", l.Num(float64(v.Overdue()))
	p.Change = s.lastChange(l)
	p.JSONLD = s.catalogLD(l)
	return s.Show(w, r, "home", lang, p)
}

// example is a search to try, with the language that it is in.
type example struct {
	words string
	lang  text.Lang
}

// examples are the searches that the site states in the page's language, else those of the
// other: either finds texts of both; else ones that suit any locality.
func (s *pages) examples(l *frame.Locale) []example {
	stated := s.Site().Examples
	for _, lang := range []text.Lang{l.Lang, l.Lang.Other()} {
		var out []example
		for _, words := range stated[lang] {
			out = append(out, example{words, lang})
		}
		if len(out) > 0 {
			return out
		}
	}
	if l.Lang == text.VI {
		return []example{{l.T("home.example.1"), text.VI}, {l.T("home.example.2"), text.VI}}
	}
	return []example{{l.T("home.example.3"), text.EN}, {l.T("home.example.4"), text.EN}}
}

// doorKeys are the doors of the first page, in order.
func doorKeys() []string {
	return []string{"opportunities", "invest", "places", "figures", "procedures"}
}

func (s *pages) doors(l *frame.Locale, v *census.Census) []door {
	var out []door
	for _, key := range doorKeys() {
		door := door{Title: l.T("door." + key), Text: l.T("door." + key + ".text")}
		q := search.Query{}
		for _, k := range vocab.KindTable() {
			if k.Door != key || v.Kinds[k.Kind] == 0 {
				continue
			}
			q.Kinds = append(q.Kinds, string(k.Kind))
			door.Counts = append(door.Counts, frame.Link{Text: l.Label(k.Plural, string(k.Kind)), Note: l.Num(float64(v.Kinds[k.Kind])),
				URL: s.SearchPath(l.Lang, search.Query{Kinds: []string{string(k.Kind)}})})
		}
		if len(q.Kinds) == 0 {
			continue
		}
		door.URL = s.SearchPath(l.Lang, q)
		if key == "invest" && s.Serves(frame.RouteInvest) && v.Kinds[vocab.Incentive] > 0 {
			door.URL = s.Local(frame.RouteInvest, l.Lang)
		}
		out = append(out, door)
	}
	return out
}

func (s *pages) cards(r *http.Request, l *frame.Locale, ids []string) ([]facts.Card, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	recs, err := s.Store.Records(r.Context(), ids)
	if err != nil {
		return nil, err
	}
	var out []facts.Card
	for i := range recs {
		out = append(out, facts.CardOf(s.Frame, l, &recs[i]))
	}
	return out, nil
}

// lastChange finds the widest unit that was dissolved last and has successors
// of its own: the change that a reader of old papers must know.
func (s *pages) lastChange(l *frame.Locale) *change {
	reg := s.Places()
	var found *change
	best := ""
	for _, u := range reg.All() {
		now := reg.Current(u.ID)
		if u.Current() || len(now) < 2 || u.To+levelRank(u.Level) <= best {
			continue
		}
		best = u.To + levelRank(u.Level)
		found = &change{Day: l.Date(frame.DayAfter(catalog.Date(u.To))), Old: s.UnitLink(l, u), More: s.RecordPath(l.Lang, u.ID)}
		for _, n := range now {
			found.New = append(found.New, s.UnitLink(l, n))
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

// recent is what the first page shows as new: of each kind that people decide on
// the record that somebody confirmed or published last, if it is not overdue.
// That a source was read again makes nothing new.
func recent(v *census.Census) []string {
	var ids []string
	for _, kind := range []vocab.Kind{vocab.Opportunity, vocab.Project, vocab.Plan, vocab.Procedure} {
		ids = append(ids, v.Pick(homeCards/4, newer, func(b census.Brief) bool { return b.Kind == kind && !b.Overdue && b.Said != "" })...)
	}
	return ids
}

func newer(a, b census.Brief) int {
	if c := strings.Compare(string(b.Said), string(a.Said)); c != 0 {
		return c
	}
	return strings.Compare(string(b.Date), string(a.Date))
}

func (s *pages) catalogLD(l *frame.Locale) any {
	whose := s.Site()
	publisher := frame.LD{"@type": "Organization", "name": s.Publisher(l)}
	if whose.Publisher.URL != "" {
		publisher["url"] = whose.Publisher.URL
	}
	return frame.LD{"@context": "https://schema.org", "@type": "DataCatalog", "name": l.Label(whose.Name, ""), "publisher": publisher, "url": s.BaseURL + s.Local(frame.RouteHome, l.Lang),
		"description": l.Label(whose.Description, ""), "inLanguage": []string{"vi", "en"}, "isAccessibleForFree": true,
		"potentialAction": frame.LD{"@type": "SearchAction", "query-input": "required name=q",
			"target": frame.LD{"@type": "EntryPoint", "urlTemplate": s.BaseURL + s.Local(frame.RouteSearch, l.Lang) + "?q={q}"}}}
}
