package web

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
)

// SearchPage lists what a query found.
type SearchPage struct {
	Page
	Query      string
	Count      string
	Took       string
	Relaxed    bool
	Renewed    bool // the catalogue changed since the page before
	Suggestion *Link
	Chips      []Chip
	Facets     []FacetView
	Ranges     RangeForm
	Sorts      []Link
	Sort       string
	Results    []Card
	Why        []string // reasons that every result on the page shares
	Comparable bool
	CompareURL string
	First      string
	Back       string
	Next       string
	Zero       *Zero
	Feeds      []Link
	Filters    string // "Filters (2)"
	Clear      string
	Map        string // the same search on a map
}

// Chip is an active filter and the address without it.
type Chip struct{ Label, Value, Lang, Remove string }

// FacetView is a facet as links: each toggles its value.
type FacetView struct {
	Name, Label string
	Values      []Link
	More        []Link
}

// RangeForm is the filters that are typed.
type RangeForm struct {
	Action                                   string
	Hidden                                   []Param
	MinCapital, MaxCapital, MinArea, MaxArea string
	AsOf, Place                              string
}

// passing is the time the search took.
func (p SearchPage) passing() string { return p.Took }

// Zero helps a reader whose search found nothing.
type Zero struct {
	Unfiltered *Link
	Variant    *Link
	Broader    []Link
	Kinds      []Link
}

// maxTrail is how many pages back the address remembers; further back leads to
// the first page. It keeps addresses short.
const maxTrail = 20

// shownValues of a facet stand open, the others under "more".
const shownValues = 6

func (s *site) search(w http.ResponseWriter, r *http.Request) error {
	lang := pathLang(r)
	q, trail, err := s.pageQuery(r, lang)
	if err != nil {
		return err
	}
	q.Facets = search.FacetNames()
	a, err := s.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	if a.Total == 0 && q.Text != "" && q.Cursor == "" {
		s.InVain.Add(q.Text, lang)
	}
	q.Facets = nil
	return s.show(w, r, "search", lang, s.searchPage(r, q, a, trail))
}

// pageQuery reads a page's query: the API's parameters, plus back, the cursors
// of the pages before. Empty fields of the form count as not given.
func (s *site) pageQuery(r *http.Request, lang text.Lang) (search.Query, []string, error) {
	values, err := httpkit.RawParams(r)
	if err != nil {
		return search.Query{}, nil, err
	}
	return s.queryOf(values, lang)
}

// queryOf is pageQuery of values already read.
func (s *site) queryOf(values url.Values, lang text.Lang) (search.Query, []string, error) {
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
	return q, trail[max(0, len(trail)-maxTrail):], err
}

func (s *site) searchPage(r *http.Request, q search.Query, a search.Answer, trail []string) SearchPage {
	l := s.locales[q.Lang]
	v := pageValues(q)
	p := SearchPage{Query: q.Text, Count: l.n("count.results", a.Total), Took: l.t("search.took", l.num(math.Max(1, math.Round(a.TookMS)))), Relaxed: a.Relaxed, Renewed: a.Renewed}
	title := l.t("search.title")
	if q.Text != "" {
		title = l.t("search.title.for", q.Text)
	}
	p.Page = s.frame(r, title, l.t("search.description"), func(lang text.Lang) string { return withQuery(s.local(routeSearch, lang), v) })
	p.NoIndex = q.Cursor != "" || q.Text != ""
	p.Box.Text, p.Box.Head, p.Box.Hidden = q.Text, false, hidden(v, "q", "cursor", "back")
	p.Chips, p.Facets = s.chips(l, q, a.Facets), s.facetViews(l, q, a)
	p.Filters, p.Clear = l.t("search.filters"), s.searchPath(q.Lang, search.Query{Text: q.Text})
	if n := len(p.Chips); n > 0 {
		p.Filters = l.t("search.filters.count", n)
	}
	p.Ranges, p.Sorts, p.Map = s.ranges(l, q), s.sorts(l, q), s.mapSwitch(q.Lang, q)
	for i := range a.Hits {
		c := s.hitCard(l, &a.Hits[i])
		p.Comparable = p.Comparable || c.Compare
		p.Results = append(p.Results, c)
	}
	p.Why = sharedReasons(p.Results)
	p.CompareURL = s.local(routeCompare, q.Lang)
	if a.Suggestion != "" {
		other := search.Query{Text: a.Suggestion}
		p.Suggestion = &Link{Text: a.Suggestion, URL: s.searchPath(q.Lang, other)}
	}
	s.pagination(&p, q, a.Next, trail)
	p.Feeds = s.feeds(l, q)
	p.Feed = p.Feeds[0].URL
	if a.Total == 0 {
		p.Zero = s.zero(r, l, q, a)
	}
	return p
}

// sharedReasons takes the reasons that all of several cards share off the
// cards and returns them, to be said once.
func sharedReasons(cards []Card) []string {
	if len(cards) < 2 {
		return nil
	}
	shared := slices.DeleteFunc(slices.Clone(cards[0].Why), func(reason string) bool {
		return slices.ContainsFunc(cards, func(c Card) bool { return !slices.Contains(c.Why, reason) })
	})
	for i := range cards {
		cards[i].Why = slices.DeleteFunc(slices.Clone(cards[i].Why), func(reason string) bool { return slices.Contains(shared, reason) })
	}
	return shared
}

// pagination sets the links to the first, the previous and the next page.
func (s *site) pagination(p *SearchPage, q search.Query, next string, trail []string) {
	at := func(cursor string, trail []string) string {
		q.Cursor = cursor
		v := pageValues(q)
		if len(trail) > 0 {
			v["back"] = trail
		}
		return withQuery(s.local(routeSearch, q.Lang), v)
	}
	here := q.Cursor
	if next != "" {
		p.Next = at(next, nonEmpty(append(slices.Clone(trail), here)))
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

// nonEmpty drops the empty cursor of the first page, which an empty trail means.
func nonEmpty(list []string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// feeds are this search in other forms.
func (s *site) feeds(l *locale, q search.Query) []Link {
	q.Cursor, q.Limit = "", 0
	links := []Link{
		{Text: l.t("search.atom"), URL: apiQuery(l.lang, q, ".atom")},
		{Text: "JSON Feed", URL: s.savedFeed(l.lang, q)},
		{Text: "JSON", URL: apiQuery(l.lang, q, "")},
	}
	for _, f := range export.For(export.Searches) {
		if f.Name != "atom" { // a feed, named above
			links = append(links, Link{Text: f.Short, URL: apiQuery(l.lang, q, "."+f.Name)})
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
		links = append(links, Link{Text: label, URL: apiQuery(l.lang, q, "/exports/"+f.Name)})
	}
	return links
}

func hidden(v url.Values, without ...string) []Param {
	var out []Param
	for _, name := range sortedNames(v) {
		if slices.Contains(without, name) {
			continue
		}
		for _, value := range v[name] {
			out = append(out, Param{name, value})
		}
	}
	return out
}

func sortedNames(v url.Values) []string {
	names := make([]string, 0, len(v))
	for k := range v {
		names = append(names, k)
	}
	slices.Sort(names)
	return names
}

func (s *site) sorts(l *locale, q search.Query) []Link {
	current := q.Sort
	if current == "" {
		current = search.ByRelevance
	}
	var out []Link
	for _, by := range search.Sorts() {
		if by == search.ByDistance && q.Near == nil {
			continue
		}
		other := q
		other.Sort, other.Cursor = by, ""
		if by == search.ByRelevance {
			other.Sort = ""
		}
		out = append(out, Link{Text: l.t("sort." + string(by)), URL: s.searchPath(l.lang, other), Current: by == current})
	}
	return out
}

// zero gathers what may help: without the filters, without marks, broader
// concepts, and the kinds there are.
func (s *site) zero(r *http.Request, l *locale, q search.Query, a search.Answer) *Zero {
	z := &Zero{}
	z.Unfiltered = s.tryLink(r, l, search.Query{Text: q.Text}, q)
	if folded := text.Fold(q.Text); folded != q.Text {
		z.Variant = s.tryLink(r, l, search.Query{Text: folded}, q)
	}
	for _, b := range a.Broader {
		p := l.pick(b)
		z.Broader = append(z.Broader, Link{Text: p.Text, Lang: p.Lang, URL: s.searchPath(l.lang, search.Query{Text: p.Text})})
	}
	v, err := s.overview(r.Context())
	if err != nil {
		return z
	}
	for _, k := range vocab.Offered(v.kinds) {
		z.Kinds = append(z.Kinds, Link{Text: l.label(k.Plural, k.Code), URL: s.searchPath(l.lang, search.Query{Kinds: []string{k.Code}})})
	}
	return z
}

// tryLink returns a link to the other query if it differs and finds something.
func (s *site) tryLink(r *http.Request, l *locale, try, q search.Query) *Link {
	if try.Text == "" || pageValues(try).Encode() == pageValues(q).Encode() {
		return nil
	}
	try.Lang, try.Limit = l.lang, 1
	a, err := s.Finder.Search(r.Context(), try)
	if err != nil || a.Total == 0 {
		return nil
	}
	try.Limit = 0
	return &Link{Text: try.Text, URL: s.searchPath(l.lang, try), Note: l.n("count.results", a.Total)}
}
