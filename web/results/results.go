package results

import (
	"math"
	"net/http"
	"net/url"
	"slices"

	"honglinh/api/httpkit"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/export"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// Found lists what a query found.
type Found struct {
	frame.Page
	Query      string
	Count      string
	Took       string
	Relaxed    bool
	Road       string      // for how many results no distance to a road can be told
	Nearby     *frame.Link // around a point: how much more is known by the commune only
	Renewed    bool        // the catalogue changed since the page before
	Suggestion *frame.Link
	Chips      []frame.Chip
	// Answers stand above the results.
	Answers []Card
	// Read is how the words were read, nil where nothing was read from them.
	Read       *Read
	Facets     []Facet
	Ranges     RangeForm
	Sorts      []frame.Link
	Sort       string
	Results    []facts.Card
	Why        []string // reasons that every result on the page shares
	Comparable bool
	CompareURL string
	First      string
	Back       string
	Next       string
	Zero       *Zero
	Feeds      []frame.Link
	Follow     string // address to be told of what is new in it, "" where nobody is told
	Filters    string // "Filters (2)"
	Clear      string
	Map        string // the same search on a map
}

// Facet is a facet as links: each toggles its value.
type Facet struct {
	Name, Label string
	Values      []frame.Link
	More        []frame.Link
}

// RangeForm is the filters that are typed.
type RangeForm struct {
	Action                                   string
	Hidden                                   []frame.Param
	MinCapital, MaxCapital, MinArea, MaxArea string
	AsOf, Place                              string
}

// Passing is the time the search took.
func (p Found) Passing() string { return p.Took }

// Zero helps a reader whose search found nothing.
type Zero struct {
	Unfiltered *frame.Link
	Variant    *frame.Link
	Broader    []frame.Link
	Kinds      []frame.Link
}

// shownValues of a facet stand open, the others under "more".
const shownValues = 6

// Query reads a page's query: the API's parameters, plus back, the cursors
// of the pages before. Empty fields of the form count as not given.
func Query(s *frame.Frame, r *http.Request, lang text.Lang) (search.Query, []string, error) {
	values, err := httpkit.RawParams(r)
	if err != nil {
		return search.Query{}, nil, err
	}
	return QueryOf(s, values, lang)
}

// QueryOf is Query of values that are read already; it changes them.
func QueryOf(s *frame.Frame, values url.Values, lang text.Lang) (search.Query, []string, error) {
	trail := values["back"]
	delete(values, "back")
	for name, list := range values {
		values[name] = slices.DeleteFunc(list, func(v string) bool { return v == "" })
		if len(values[name]) == 0 {
			delete(values, name)
		}
	}
	q, err := search.ParseQuery(values, s.Now())
	q.Lang = lang
	if q.Limit == 0 {
		q.Limit = search.DefaultLimit
	}
	return q, trail[max(0, len(trail)-frame.MaxTrail):], err
}

// List makes the page of an answer: cards, filters, facets, and the pages before (trail, as QueryOf
// returns it) and after.
func List(s *frame.Frame, r *http.Request, q search.Query, a search.Answer, trail []string) Found {
	l := s.Locale(q.Lang)
	v := frame.PageValues(q)
	p := Found{Query: q.Text, Count: l.N("count.results", a.Total), Took: l.N("search.took", int(math.Max(1, math.Round(a.TookMS)))), Relaxed: a.Relaxed, Renewed: a.Renewed}
	if n := unlocated(q.Text, a.Hits); n > 0 {
		p.Road = l.N("search.road", n)
	}
	p.Nearby = byWard(s, r, l, q, a.Total)
	title := l.T("search.title")
	if q.Text != "" {
		title = l.T("search.title.for", q.Text)
	}
	p.Page = s.NewPage(r, title, l.T("search.description"), func(lang text.Lang) string { return frame.WithQuery(s.Local(frame.RouteSearch, lang), v) })
	p.NoIndex = q.Cursor != "" || q.Text != ""
	p.Box.Text, p.Box.Head, p.Box.Hidden = q.Text, false, frame.Hidden(v, "q", "cursor", "back")
	p.Chips, p.Facets = chips(s, l, q, a.Facets), facetViews(s, l, q, a)
	p.Answers, p.Read = cardsOf(s, l, a), readOf(s, l, q, a)
	p.Filters, p.Clear = l.T("search.filters"), s.SearchPath(q.Lang, search.Query{Text: q.Text})
	if n := len(p.Chips); n > 0 {
		p.Filters = l.T("search.filters.count", n)
	}
	p.Ranges, p.Sorts, p.Map = ranges(s, l, q), sorts(s, l, q), s.MapPath(q.Lang, q)
	for i := range a.Hits {
		c := facts.HitCard(s, l, &a.Hits[i])
		p.Comparable = p.Comparable || c.Compare
		p.Results = append(p.Results, c)
	}
	p.Why = sharedReasons(p.Results)
	p.CompareURL = s.Local(frame.RouteCompare, q.Lang)
	if a.Suggestion != "" {
		other := search.Query{Text: a.Suggestion}
		p.Suggestion = &frame.Link{Text: a.Suggestion, URL: s.SearchPath(q.Lang, other)}
	}
	pagination(s, &p, q, a.Next, trail)
	p.Feeds = feeds(s, l, q)
	if s.Follows() {
		p.Follow = s.FollowSearch(l.Lang, q)
	}
	p.Feed = p.Feeds[0].URL
	if a.Total == 0 {
		p.Zero = zero(s, r, l, q, a)
	}
	return p
}

// sharedReasons takes the reasons that all of several cards share off the
// cards and returns them, to be said once.
func sharedReasons(cards []facts.Card) []string {
	if len(cards) < 2 {
		return nil
	}
	shared := slices.DeleteFunc(slices.Clone(cards[0].Why), func(reason string) bool {
		return slices.ContainsFunc(cards, func(c facts.Card) bool { return !slices.Contains(c.Why, reason) })
	})
	for i := range cards {
		cards[i].Why = slices.DeleteFunc(slices.Clone(cards[i].Why), func(reason string) bool { return slices.Contains(shared, reason) })
	}
	return shared
}

// pagination sets the links to the first, the previous and the next page.
func pagination(s *frame.Frame, p *Found, q search.Query, next string, trail []string) {
	at := func(cursor string, trail []string) string {
		q.Cursor = cursor
		v := frame.PageValues(q)
		if len(trail) > 0 {
			v["back"] = trail
		}
		return frame.WithQuery(s.Local(frame.RouteSearch, q.Lang), v)
	}
	here := q.Cursor
	if next != "" {
		p.Next = at(next, frame.NonEmpty(append(slices.Clone(trail), here)))
	}
	if here == "" {
		return
	}
	p.First = at("", nil)
	if n := len(trail); n > 0 {
		p.Back = at(trail[n-1], trail[:n-1])
	} else {
		p.Back = p.First
	}
}

// feeds are this search in other forms.
func feeds(s *frame.Frame, l *frame.Locale, q search.Query) []frame.Link {
	q.Cursor, q.Limit = "", 0
	links := []frame.Link{
		{Text: l.T("search.atom"), URL: frame.APIQuery(l.Lang, q, ".atom")},
		{Text: "JSON Feed", URL: s.SavedFeed(l.Lang, q)},
		{Text: "JSON", URL: frame.APIQuery(l.Lang, q, "")},
	}
	for _, f := range export.For(export.Searches) {
		if f.Name != "atom" { // a feed, named above
			links = append(links, frame.Link{Text: f.Short, URL: frame.APIQuery(l.Lang, q, "."+f.Name)})
		}
	}
	for _, f := range export.For(export.Layers) {
		label := f.Short
		switch {
		case !f.Geographic:
			label += " (WKT)"
		case f.Uses&export.Searches != 0:
			continue // the same of records, above
		}
		links = append(links, frame.Link{Text: label, URL: frame.APIQuery(l.Lang, q, "/exports/"+f.Name)})
	}
	return links
}

func sorts(s *frame.Frame, l *frame.Locale, q search.Query) []frame.Link {
	current := q.Sort
	if current == "" {
		current = search.ByRelevance
	}
	var out []frame.Link
	for _, by := range search.Sorts() {
		if by == search.ByDistance && q.Near == nil {
			continue
		}
		other := q
		other.Sort, other.Cursor = by, ""
		if by == search.ByRelevance {
			other.Sort = ""
		}
		out = append(out, frame.Link{Text: l.T("sort." + string(by)), URL: s.SearchPath(l.Lang, other), Current: by == current})
	}
	return out
}

// zero gathers what may help: without the filters, without marks, broader
// concepts, and the kinds there are.
func zero(s *frame.Frame, r *http.Request, l *frame.Locale, q search.Query, a search.Answer) *Zero {
	z := &Zero{}
	z.Unfiltered = tryLink(s, r, l, search.Query{Text: q.Text}, q)
	if folded := text.Fold(q.Text); folded != q.Text {
		z.Variant = tryLink(s, r, l, search.Query{Text: folded}, q)
	}
	for _, b := range a.Broader {
		p := l.Pick(b)
		z.Broader = append(z.Broader, frame.Link{Text: p.Text, Lang: p.Lang, URL: s.SearchPath(l.Lang, search.Query{Text: p.Text})})
	}
	v, err := s.Census.Take(r.Context())
	if err != nil {
		return z
	}
	for _, k := range vocab.Offered(v.Kinds) {
		z.Kinds = append(z.Kinds, frame.Link{Text: l.Label(k.Plural, k.Code), URL: s.SearchPath(l.Lang, search.Query{Kinds: []string{k.Code}})})
	}
	return z
}

// tryLink returns a link to the other query if it differs and finds something.
func tryLink(s *frame.Frame, r *http.Request, l *frame.Locale, try, q search.Query) *frame.Link {
	if try.Text == "" || frame.PageValues(try).Encode() == frame.PageValues(q).Encode() {
		return nil
	}
	try.Lang, try.Limit = l.Lang, 1
	a, err := s.Finder.Search(r.Context(), try)
	if err != nil || a.Total == 0 {
		return nil
	}
	try.Limit = 0
	return &frame.Link{Text: try.Text, URL: s.SearchPath(l.Lang, try), Note: l.N("count.results", a.Total)}
}
