package search

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/search"
	"honglinh/web/facts"
	"honglinh/web/feeds"
	"honglinh/web/frame"
	"honglinh/web/results"
)

func (s *pages) search(w http.ResponseWriter, r *http.Request) error {
	lang := frame.PathLang(r)
	q, trail, err := results.Query(s.Frame, r, lang)
	if err != nil {
		return err
	}
	q.Facets = search.FacetNames()
	a, err := s.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	if a.Total == 0 && q.Text != "" && q.Cursor == "" {
		s.zeroResults(q.Text, lang)
		httpkit.Passing(r) // the next one counts too
	}
	q.Facets = nil
	return s.Show(w, r, "search", lang, results.List(s.Frame, r, q, a, trail))
}

// searchFeed is a search as a JSON Feed, newest changes first.
func (s *pages) searchFeed(w http.ResponseWriter, r *http.Request) error {
	lang := frame.PathLang(r)
	q, _, err := results.Query(s.Frame, r, lang)
	if err != nil {
		return err
	}
	l := s.Locale(lang)
	q.Limit, q.Cursor, q.Facets = feeds.MaxItems, "", nil
	if q.Sort == "" {
		q.Sort = search.ByDate
	}
	a, err := s.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	title := s.Brand(l)
	if q.Text != "" {
		title += ": " + q.Text
	}
	home := q
	home.Limit = 0
	f := feeds.JSON{Version: "https://jsonfeed.org/version/1.1", Title: title, Home: s.BaseURL + s.SearchPath(lang, home), Self: s.BaseURL + r.URL.RequestURI(), Language: string(lang), Items: []feeds.Item{}}
	var newest time.Time
	for i := range a.Hits {
		item, at := s.feedItem(l, &a.Hits[i])
		f.Items = append(f.Items, item)
		if at.After(newest) {
			newest = at
		}
	}
	return feeds.WriteJSON(w, r, f, newest)
}

// kindList sends /vi/opportunity to the search of that kind.
func (s *pages) kindList(w http.ResponseWriter, r *http.Request) error {
	kind, _ := httpkit.PathVar(r, "kind")
	http.Redirect(w, r, s.SearchPath(frame.PathLang(r), search.Query{Kinds: []string{kind}}), http.StatusFound)
	return nil
}

func (s *pages) feedItem(l *frame.Locale, h *search.Hit) (feeds.Item, time.Time) {
	rec := &h.Record
	name, says := l.Pick(rec.Title), l.Pick(rec.Summary)
	var figures []string
	for _, line := range facts.Figures(s.Frame, l, rec, h.Figures) {
		figures = append(figures, line.Text)
	}
	url := s.BaseURL + s.RecordPath(l.Lang, rec.ID)
	return feeds.Item{ID: url, URL: url, Title: name.Text, Text: cmp.Or(strings.Join(figures, "\n"), says.Text, name.Text), Modified: rec.Modified.UTC().Format(time.RFC3339), Language: name.Lang, Tags: append([]string{string(rec.Kind)}, rec.Topics...)}, rec.Modified
}
