package search

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/search/reading"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Understood is one parameter that was read from the words of a search.
type Understood struct {
	// Param and Value are an ordinary parameter of the search.
	Param string `json:"param"`
	Value string `json:"value"`
	// Text is the words it was read from.
	Text string `json:"text"`
	// Sure says that it was applied; otherwise it is an offer.
	Sure bool `json:"sure"`
}

// meaning is a query as it was understood.
type meaning struct {
	// query has the sure parameters, and of the text what is left. It has no cursor.
	query Query
	list  []Understood
	cue   reading.Cue
	// subject is the text without the words that ask, near the name of the neighbour.
	subject, near string
	// wishes are words of the text that a filter says more widely already, and the name of a
	// neighbour of which no point is known.
	wishes []string
	// wished are those that raise what is found, and are asked for no more.
	wished string
}

// filters reports whether something that was read narrows the search.
func (m meaning) filters() bool {
	return slices.ContainsFunc(m.list, func(u Understood) bool { return u.Sure && u.Param != reading.Near })
}

// doubted is the meaning with everything that was read offered instead of applied.
func (m meaning) doubted(q Query) meaning {
	q.Cursor = ""
	m.query, m.list = q, slices.Clone(m.list)
	for i := range m.list {
		m.list[i].Sure = false
	}
	return m
}

// whole gives a mended text the words back that were read as parameters.
func (m meaning) whole(suggestion string) string {
	if suggestion == "" {
		return ""
	}
	seen := map[string]bool{}
	for _, u := range m.list {
		if u.Sure && !seen[u.Text] {
			suggestion, seen[u.Text] = suggestion+" "+u.Text, true
		}
	}
	return suggestion
}

// understand reads the words of a query. What a parameter says already is not read, and the
// whole title of a record is meant as it stands.
func (f *Finder) understand(ctx context.Context, s *Snapshot, q Query) (meaning, error) {
	m := meaning{query: q, subject: q.Text}
	m.query.Cursor = ""
	if q.Literal || q.Text == "" {
		return m, nil
	}
	read := reading.Of(q.Text, string(q.Lang))
	m.cue, m.subject = read.Cue, read.Subject
	if len(read.Readings) == 0 {
		return m, nil
	}
	if titled, err := s.titled(ctx, q.Text); err != nil || titled {
		return m, err
	}
	applied, near := map[string]bool{}, map[string]string{}
	for _, r := range read.Readings {
		if !q.leaves(r.Param) {
			continue
		}
		u := Understood{r.Param, r.Value, r.Text, r.Sure}
		if r.Param == reading.Near {
			at, ok, err := f.neighbour(ctx, s, r.Value, q.Lang)
			if err != nil {
				return m, err
			}
			if !ok { // its name stays among the words; "near" says nothing in a text
				near[r.Text] = r.Value
				continue
			}
			u.Value, u.Sure = joinFloats(at[0], at[1]), true
			applied[r.Text] = m.query.apply(u, f.now()) == nil
			m.near, m.list = r.Value, append(m.list, u, m.reach(r.Text))
			continue
		}
		if u.Sure && m.query.apply(u, f.now()) != nil {
			u.Sure = false
		}
		if u.Sure {
			applied[r.Text] = true
		}
		if u.Sure && u.Param == "topic" {
			m.wishes = append(m.wishes, u.Text)
		}
		m.list = append(m.list, u)
	}
	m.query.Text = read.Rest(func(r reading.Reading) bool { return applied[r.Text] })
	m.subject = reading.Of(m.query.Text, string(q.Lang)).Subject
	for words, name := range near {
		m.query.Text, m.wishes = strings.Replace(m.query.Text, words, name, 1), append(m.wishes, name)
	}
	return m, nil
}

// wider is the meaning whose wishes raise what is found and leave nothing out: few texts say what
// they are near to, or name each use that they are fit for.
func (m meaning) wider() (meaning, bool) {
	if len(m.wishes) == 0 || !m.filters() {
		return m, false
	}
	for _, words := range m.wishes {
		m.query.Text = strings.Join(strings.Fields(strings.Replace(m.query.Text, words, " ", 1)), " ")
	}
	if !slices.ContainsFunc(strings.Fields(strings.ToLower(m.query.Text)), func(w string) bool { return !isFunctionWord(w) }) {
		m.query.Text = "" // "a", "the": what is left of an English question says nothing
	}
	m.wished = strings.Join(m.wishes, " ")
	return m, true
}

// nearKM is how far "near" reaches where nothing else is said: half an hour on the road.
const nearKM = 30

// reach narrows a query to what is near, and says so.
func (m *meaning) reach(words string) Understood {
	u := Understood{"radius", strconv.Itoa(nearKM), words, m.query.RadiusKM == 0}
	if u.Sure {
		m.query.RadiusKM = nearKM
	}
	return u
}

// farther is the meaning with a neighbourhood in which nothing lies offered instead of applied:
// its name is words again, since what belongs there may have no position.
func (m meaning) farther() (meaning, bool) {
	at := slices.IndexFunc(m.list, func(u Understood) bool { return u.Param == "radius" && u.Sure })
	if at < 1 {
		return m, false
	}
	m.list = slices.Delete(slices.Clone(m.list), at, at+1)
	m.list[at-1].Sure = false
	m.query.Near, m.query.RadiusKM, m.query.Text = nil, 0, strings.TrimSpace(m.query.Text+" "+m.near)
	return m, true
}

// offerPlace offers the place that some of the words name as a filter: it ranks by itself, and
// what lies there may be written otherwise.
func (m *meaning) offerPlace(p *planner) {
	if m.query.Literal || !m.query.leaves("place") || len(m.query.Within) > 0 {
		return
	}
	for _, n := range p.placesNamed() {
		if n.last-n.first+1 < len(p.words) {
			name := p.typed(n.first, n.last)
			m.list = append(m.list, Understood{"place", name, name, false})
			return
		}
	}
}

// apply sets one parameter.
func (q *Query) apply(u Understood, now time.Time) error {
	p, ok := findParam(u.Param)
	if !ok {
		return fmt.Errorf("no parameter %q", u.Param)
	}
	changed := *q
	if err := changed.set(p, u.Value, now); err != nil {
		return err
	}
	if err := changed.check(); err != nil {
		return err
	}
	*q = changed
	return nil
}

// leaves reports whether the query says nothing yet of what a parameter decides.
func (q Query) leaves(param string) bool {
	switch param {
	case "min_area", "max_area":
		return q.MinArea == nil && q.MaxArea == nil
	case "min_capital", "max_capital":
		return q.MinCapital == nil && q.MaxCapital == nil
	case "near":
		return q.Near == nil && q.BBox == nil
	case "as_of":
		return q.AsOf == ""
	case "year":
		return len(q.Years) == 0
	}
	return len(*q.list(param)) == 0
}

// Explicit writes the parameters that were read into the query itself and takes their words
// out of its text, so that nothing is read any more: kept are those to keep.
func Explicit(q Query, kept []Understood, now time.Time) Query {
	q.Literal, q.Cursor = true, ""
	for _, u := range kept {
		if q.apply(u, now) == nil {
			q.Text = strings.Join(strings.Fields(strings.Replace(q.Text, u.Text, " ", 1)), " ")
		}
	}
	return q
}

// With adds a parameter that was offered to the query.
func With(q Query, u Understood, now time.Time) Query {
	q.Cursor = ""
	_ = q.apply(u, now) // what cannot be set is left out
	return q
}

// titled reports whether a text is the whole name of something.
func (s *Snapshot) titled(ctx context.Context, typed string) (bool, error) {
	prefix := FoldTerms(clean(typed))
	if s.Words == nil || prefix == "" {
		return false, nil
	}
	found, err := s.Words.Suggest(ctx, SuggestRequest{Prefix: prefix, Limit: DefaultSuggestions})
	if err != nil {
		return false, fmt.Errorf("look a title up: %w", err)
	}
	return slices.ContainsFunc(found, func(one Suggestion) bool { return FoldTerms(one.Text) == prefix }), nil
}

// neighbours is how many records are looked at for the one that a neighbourhood is named by.
const neighbours = 5

// neighbour finds the point of the place that a name means: false where none with a known
// position has all words of the name in one of its names.
func (f *Finder) neighbour(ctx context.Context, s *Snapshot, name string, lang text.Lang) (orb.Point, bool, error) {
	p, err := newPlanner(ctx, s, name, lang)
	if err != nil {
		return orb.Point{}, false, err
	}
	res, err := s.Engine.Search(ctx, Request{Text: p.build(), Limit: neighbours, Lang: lang, Filter: Filter{Codes: map[Column][]string{KindColumn: {"place", "unit"}}}})
	if err != nil {
		return orb.Point{}, false, fmt.Errorf("search for a neighbour: %w", err)
	}
	ids := make([]string, len(res.Hits))
	for i, h := range res.Hits {
		ids[i] = h.ID
	}
	records, err := f.records.Records(ctx, ids)
	if err != nil {
		return orb.Point{}, false, fmt.Errorf("records of neighbours: %w", err)
	}
	return standsAt(records, name)
}

// standsAt is the point of the one record that bears the name: false where several do, or where
// only a stand-in for its position is known.
func standsAt(records []catalog.Record, name string) (orb.Point, bool, error) {
	var one *catalog.Record
	for i := range records {
		if !bears(&records[i], name) {
			continue
		}
		if one != nil {
			return orb.Point{}, false, nil
		}
		one = &records[i]
	}
	if one == nil || one.Geometry == nil || one.GeometryQuality == "centroid" && one.Kind != vocab.Unit {
		return orb.Point{}, false, nil
	}
	at, ok := Standing(one.Geometry.Geometry())
	return at, ok, nil
}

// bears reports whether one of the record's names has all words of a name.
func bears(rec *catalog.Record, name string) bool {
	names := slices.Clone(rec.Aliases)
	for _, lang := range text.Langs() {
		names = append(names, rec.Title[lang])
	}
	want := foldsOf(name)
	return slices.ContainsFunc(names, func(s string) bool {
		has := foldsOf(s)
		return len(has) > 0 && !slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(has, w) })
	})
}
