package search

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"honglinh/catalog"
	"honglinh/catalog/answer"
	"honglinh/catalog/place"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
)

// Records gives the stored records of found ids. The store is one.
type Records interface {
	// Record returns one record, or a NotFound or Gone fault.
	Record(ctx context.Context, id string) (catalog.Record, error)
	// Records returns the records in the order asked; missing ones are left out.
	Records(ctx context.Context, ids []string) ([]catalog.Record, error)
}

// FinderOptions are what a Finder works with.
type FinderOptions struct {
	Records Records
	// Spatial makes places and distances exact for lines and areas; without it the point
	// and the box that stand for a record decide, and within knows units by their records only.
	Spatial Spatial
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Snapshot is what a Finder sees at a moment. All parts are immutable or safe for
// concurrent use; nil parts are done without, but the Engine.
type Snapshot struct {
	Engine Engine
	// Words are those of the documents of the Engine; without them nothing is misspelt, and
	// only places and concepts complete what is being typed.
	Words  Words
	Places *place.Register
	// Restorer puts marks back on words typed without them.
	Restorer *analysis.Restorer
	// Thesaurus is the one by which the documents of the Engine were tagged.
	Thesaurus *analysis.Thesaurus
	// Lexicon is the general word list by which they were tagged.
	Lexicon *analysis.Thesaurus

	completer func() *Completer
}

// Finder plans searches, asks the engine, and dresses what it found with records,
// highlights, reasons and labels. It is safe for concurrent use.
type Finder struct {
	records Records
	spatial Spatial
	now     func() time.Time
	current atomic.Pointer[Snapshot]
	terms   tokenCache
}

// NewFinder returns a Finder that answers Busy until the first Swap.
func NewFinder(o FinderOptions) *Finder {
	f := &Finder{records: o.Records, spatial: o.Spatial, now: o.Now}
	if f.now == nil {
		f.now = time.Now
	}
	return f
}

// Swap gives the Finder a new snapshot. Searches under way finish on the old one.
func (f *Finder) Swap(s Snapshot) {
	s.completer = sync.OnceValue(s.newCompleter)
	f.current.Store(&s)
}

func (f *Finder) snapshot() (*Snapshot, error) {
	s := f.current.Load()
	if s == nil || s.Engine == nil {
		return nil, catalog.NewFault(catalog.Busy, "search", "Chỉ mục đang được dựng; xin thử lại sau ít phút.", "The index is being built; please try again in a few minutes.")
	}
	return s, nil
}

// Search answers a query. Faults: Invalid for a query that means nothing, Busy before
// the first snapshot, NotFound for an unknown Within.
func (f *Finder) Search(ctx context.Context, q Query) (Answer, error) {
	if err := checkQuery(q); err != nil {
		return Answer{}, err
	}
	return onSnapshot(f, func(s *Snapshot) (Answer, error) { return f.search(ctx, s, q, nil) })
}

// maxSwaps bounds how often one request starts again because its engine was replaced
// before it got hold of it.
const maxSwaps = 3

// onSnapshot runs ask on the current snapshot, and again on the next one when the engine
// was closed meanwhile, so that no reader notices a swap.
func onSnapshot[T any](f *Finder, ask func(*Snapshot) (T, error)) (T, error) {
	for try := 1; ; try++ {
		s, err := f.snapshot()
		if err != nil {
			var none T
			return none, err
		}
		out, err := ask(s)
		if catalog.KindOf(err) != catalog.Busy || try == maxSwaps || f.current.Load() == s {
			return out, err
		}
	}
}

// fewWished is how many records must have the words of wishes for the others to be left out.
const fewWished = 10

// asking changes what the engine is asked, and gives what changes its result.
type asking func(*Request) func(*Result)

// search answers q; ask is nil for a page of it.
func (f *Finder) search(ctx context.Context, s *Snapshot, q Query, ask asking) (Answer, error) {
	began := time.Now()
	m, err := f.understand(ctx, s, q)
	if err != nil {
		return Answer{}, err
	}
	p, err := newPlanner(ctx, s, m.subject, q.Lang)
	if err != nil {
		return Answer{}, err
	}
	cards, err := f.cards(ctx, s, q, m, p)
	if err != nil {
		return Answer{}, err
	}
	m.offerPlace(p)
	switch {
	case len(cards) > 0: // the words that asked say nothing of the records
		m.query.Text = m.subject
	case m.query.Text != m.subject:
		p = nil
	}
	a, err := f.answer(ctx, s, q, m, p, ask)
	if far, ok := m.farther(); err == nil && a.Total == 0 && ok {
		m = far
		a, err = f.answer(ctx, s, q, m, nil, ask)
	}
	if m, ok := m.wider(); err == nil && a.Total < fewWished && ok {
		wider, err := f.answer(ctx, s, q, m, nil, ask)
		if err != nil {
			return Answer{}, err
		}
		if wider.Total > a.Total {
			a, a.Relaxed = wider, true
		}
	}
	if err == nil && a.Total == 0 && m.filters() { // what was read hides everything: it was not meant so
		m = m.doubted(q)
		a, err = f.answer(ctx, s, q, m, nil, ask)
	}
	if err != nil {
		return Answer{}, err
	}
	a.Understood = m.list
	if q.Cursor == "" {
		a.Cards = cards
	}
	a.TookMS = float64(time.Since(began).Microseconds()) / 1000
	return a, nil
}

// answer asks the engine for what was understood of q; p is the planner of its text, nil to make one.
func (f *Finder) answer(ctx context.Context, s *Snapshot, q Query, m meaning, p *planner, ask asking) (Answer, error) {
	req, err := f.request(ctx, s, m.query)
	if err != nil {
		return Answer{}, err
	}
	if req.After, err = readCursor(q); err != nil {
		return Answer{}, err
	}
	if p == nil {
		if p, err = newPlanner(ctx, s, m.query.Text, q.Lang); err != nil {
			return Answer{}, err
		}
	}
	req.Text = p.build()
	if req.Text, err = wished(ctx, s, req.Text, m.wished, q.Lang); err != nil {
		return Answer{}, err
	}
	if q.Text != "" && len(p.words) == 0 && len(foldsOf(q.Text)) == 0 { // signs alone are no search for everything
		req.Text = nothing()
	}
	take := func(*Result) {}
	if ask != nil {
		take = ask(&req)
	}
	res, err := s.Engine.Search(ctx, req)
	if err != nil {
		return Answer{}, fmt.Errorf("search: %w", err)
	}
	take(&res)
	if res.Total == 0 {
		if err := knownPlaces(ctx, s, q); err != nil {
			return Answer{}, err
		}
	}
	a := Answer{Total: res.Total, Relaxed: res.Relaxed, Renewed: res.Renewed, Seq: res.Seq, Next: writeCursor(q, res.Next),
		Facets: facets(s, m.query, res.Facets, req.Filter.Codes)}
	if a.Hits, err = f.hits(ctx, res.Hits, p, p.asked(m.query)); err != nil {
		return Answer{}, err
	}
	f.advise(ctx, s, q, p, req, res, &a)
	a.Suggestion = m.whole(a.Suggestion)
	return a, nil
}

// nothing is the plan that no document satisfies: no key is empty.
func nothing() *Plan {
	return &Plan{Clauses: []Clause{{Readings: []Reading{{Forms: []Form{{Field: Keys, Term: TitleKey(""), Weight: 1}}}}, Must: true}}}
}

// checkQuery refuses what a caller inside the program may not ask either.
func checkQuery(q Query) error {
	if q.Limit < 0 || q.Limit > MaxLimit {
		return invalid("limit", fmt.Sprintf("Từ 1 đến %d.", MaxLimit), fmt.Sprintf("Give 1 to %d.", MaxLimit))
	}
	if n := utf8.RuneCountInString(q.Text); n > MaxText {
		return (&Query{}).setText(q.Text)
	}
	return q.check()
}

// hits loads the records and dresses them; figures are those that were asked for.
func (f *Finder) hits(ctx context.Context, found []Match, p *planner, asked answer.Asked) ([]Hit, error) {
	ids := make([]string, len(found))
	for i, m := range found {
		ids[i] = m.ID
	}
	records, err := f.records.Records(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("records of an answer: %w", err)
	}
	mark := newMarker(p, &f.terms)
	out := make([]Hit, 0, len(records))
	for _, m := range found {
		if len(out) == len(records) || records[len(out)].ID != m.ID {
			continue // removed since the index saw it
		}
		h := Hit{Record: records[len(out)], Score: m.Score, DistanceKM: m.DistanceKM, Matched: p.matched(m.Labels)}
		said := answer.Of(&h.Record, p.snap.Places, asked)
		h.Figure, h.Figures = said.Figure, said.Lines
		if len(p.words) > 0 {
			h.Highlights = mark.highlights(&h.Record)
		}
		out = append(out, h)
	}
	return out, nil
}

// advise adds what helps when little was found: the text with its mistakes mended, if that
// finds something.
func (f *Finder) advise(ctx context.Context, s *Snapshot, q Query, p *planner, req Request, res Result, a *Answer) {
	if res.Total == 0 {
		a.Broader = p.broader()
	}
	better := p.suggestion()
	if better == "" || better == p.parsed.Text && !p.retyped {
		return
	}
	mended, err := newPlanner(ctx, s, better, q.Lang)
	if err != nil {
		return
	}
	again := req
	again.Facets, again.Limit, again.After, again.Bare = nil, 1, nil, false
	again.Text = mended.build()
	if found, err := s.Engine.Search(ctx, again); err == nil && found.Total > 0 && (found.Strict >= res.Strict) {
		a.Suggestion = better
	}
}

// MaxSuggestions bounds a list of completions: nobody reads further while typing.
const MaxSuggestions = 20

// Suggest completes what is being typed: titles, concepts, places, document numbers.
// Both languages are completed, whatever lang is: many a reader types names of the other. Of
// two names of one thing the one in lang is offered, and marks that were typed come first.
func (f *Finder) Suggest(ctx context.Context, q string, lang text.Lang, limit int) ([]Suggestion, error) {
	if n := utf8.RuneCountInString(q); n > MaxText {
		return nil, (&Query{}).setText(q)
	}
	if limit <= 0 || limit > MaxSuggestions {
		limit = DefaultSuggestions
	}
	prefix := FoldTerms(clean(q))
	if prefix == "" {
		return []Suggestion{}, nil
	}
	return onSnapshot(f, func(s *Snapshot) ([]Suggestion, error) {
		for _, p := range append([]string{prefix}, spaced(prefix)...) {
			words, found, err := s.complete(ctx, p, 3*limit)
			if err != nil {
				return nil, err
			}
			if len(words)+len(found) > 0 {
				return mix(prefer(words, q, lang), prefer(found, q, lang), limit), nil
			}
		}
		return []Suggestion{}, nil
	})
}

// DefaultSuggestions is how many completions are given when nothing else is asked.
const DefaultSuggestions = 8

// Related returns the records most like the one with the id, itself left out.
// Both languages of the record count; the language of the reader makes no difference.
func (f *Finder) Related(ctx context.Context, id string, _ text.Lang, limit int) ([]Hit, error) {
	if limit <= 0 || limit > MaxLimit {
		limit = DefaultSuggestions
	}
	rec, err := f.records.Record(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("related to %s: %w", id, err)
	}
	return onSnapshot(f, func(s *Snapshot) ([]Hit, error) {
		plan, err := s.likeness(ctx, &rec)
		if err != nil || plan == nil {
			return []Hit{}, err
		}
		res, err := s.Engine.Search(ctx, Request{Text: plan, Limit: limit, Filter: Filter{Not: []string{id}}})
		if err != nil {
			return nil, fmt.Errorf("related to %s: %w", id, err)
		}
		return f.hits(ctx, res.Hits, &planner{snap: s}, answer.Asked{})
	})
}
