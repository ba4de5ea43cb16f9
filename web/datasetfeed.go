package web

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"slices"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// The names of the routes of the feeds.
const (
	routeDatasetAtom = "web.dataset-atom"
	routeDatasetFeed = "web.dataset-feed"
	routeSearchFeed  = "web.search-feed"
)

const (
	feedMedia = "application/feed+json; charset=utf-8" // JSON Feed 1.1
	atomMedia = "application/atom+xml; charset=utf-8"  // RFC 4287
	// feedItems is how many entries a feed holds: readers ask at least daily, and
	// no day has brought more.
	feedItems = 50
)

// jsonFeed is a JSON Feed 1.1 (jsonfeed.org/version/1.1).
type jsonFeed struct {
	Version  string     `json:"version"`
	Title    string     `json:"title"`
	Home     string     `json:"home_page_url"`
	Self     string     `json:"feed_url"`
	Language string     `json:"language"`
	Items    []feedItem `json:"items"`
}

type feedItem struct {
	ID       string   `json:"id"`
	URL      string   `json:"url"`
	Title    string   `json:"title"`
	Text     string   `json:"content_text"`
	Modified string   `json:"date_modified"`
	Language string   `json:"language,omitempty"`
	Tags     []string `json:"tags,omitempty"`
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary"`
}

// datasetFeeds are the feeds of a dataset's versions.
func (s *site) datasetFeeds(l *locale, slug string) []Link {
	at := func(name string) string { return s.path(name, "lang", string(l.lang), "slug", slug) }
	return []Link{{Text: l.t("data_feed.atom"), URL: at(routeDatasetAtom)}, {Text: l.t("data_feed.json"), URL: at(routeDatasetFeed)}}
}

// searchFeed is a search as a JSON Feed, newest changes first.
func (s *site) searchFeed(w http.ResponseWriter, r *http.Request) error {
	lang := pathLang(r)
	q, _, err := s.pageQuery(r, lang)
	if err != nil {
		return err
	}
	l := s.locales[lang]
	q.Limit, q.Cursor, q.Facets = feedItems, "", nil
	if q.Sort == "" {
		q.Sort = search.ByDate
	}
	a, err := s.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	title := l.label(s.Name, "")
	if q.Text != "" {
		title += ": " + q.Text
	}
	home := q
	home.Limit = 0
	f := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: title, Home: s.BaseURL + s.searchPath(lang, home), Self: s.BaseURL + r.URL.RequestURI(), Language: string(lang), Items: []feedItem{}}
	var newest time.Time
	for i := range a.Hits {
		item, at := s.feedItem(l, &a.Hits[i].Record)
		f.Items = append(f.Items, item)
		if at.After(newest) {
			newest = at
		}
	}
	return writeFeed(w, r, f, newest)
}

func (s *site) feedItem(l *locale, rec *catalog.Record) (feedItem, time.Time) {
	name, says := l.pick(rec.Title), l.pick(rec.Summary)
	url := s.BaseURL + s.recordPath(l.lang, rec.ID)
	return feedItem{ID: url, URL: url, Title: name.Text, Text: firstOf(says.Text, name.Text), Modified: rec.Modified.UTC().Format(time.RFC3339), Language: name.Lang, Tags: append([]string{string(rec.Kind)}, rec.Topics...)}, rec.Modified
}

func writeFeed(w http.ResponseWriter, r *http.Request, f jsonFeed, newest time.Time) error {
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, feedMedia, body, httpkit.Validator{Modified: newest})
}

// release is a version of one of a dataset's tables.
type release struct {
	item feedItem
	at   time.Time
}

// releases are the versions of all tables of a dataset, the newest first.
func (s *site) releases(l *locale, slug string) (title string, out []release, err error) {
	pack, ok := s.Library().Find(slug)
	if !ok {
		return "", nil, missing(slug, datasetNames(s.Library()), "Không có bộ dữ liệu này.", "There is no such dataset.")
	}
	title = l.pick(pack.Title).Text
	for _, res := range pack.Resources {
		if s.Tables == nil || !table.Loadable(res) {
			continue
		}
		v := &tableView{site: s, l: l, ref: table.Ref{Dataset: slug, Table: res.Name}, pack: pack, resource: res}
		if v.state, err = s.Tables.State(v.ref); err != nil {
			continue // not loaded yet
		}
		v.version = v.state.Current()
		for i, line := range v.versions() {
			at := v.state.Versions[len(v.state.Versions)-1-i].Created
			out = append(out, release{feedItem{ID: s.BaseURL + line.URL, URL: s.BaseURL + firstOf(line.Diff, line.URL), Title: l.t("data_feed.item", v.name().Text, line.Number),
				Text: line.Change + ": " + line.Counts, Modified: at.UTC().Format(time.RFC3339)}, at})
		}
	}
	slices.SortStableFunc(out, func(a, b release) int { return b.at.Compare(a.at) })
	return title, out[:min(len(out), feedItems)], nil
}

func (s *site) datasetJSONFeed(w http.ResponseWriter, r *http.Request) error {
	l, slug, err := s.feedAsk(r)
	if err != nil {
		return err
	}
	title, list, err := s.releases(l, slug)
	if err != nil {
		return err
	}
	f := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: title, Home: s.BaseURL + s.recordPath(l.lang, "dataset/"+slug), Self: s.BaseURL + r.URL.Path, Language: string(l.lang), Items: []feedItem{}}
	for _, one := range list {
		f.Items = append(f.Items, one.item)
	}
	return writeFeed(w, r, f, newestOf(list))
}

func (s *site) feedAsk(r *http.Request) (*locale, string, error) {
	_, err := httpkit.Params(r)
	slug, _ := httpkit.PathVar(r, "slug")
	return s.locales[pathLang(r)], slug, err
}

func newestOf(list []release) time.Time {
	if len(list) == 0 {
		return time.Time{}
	}
	return list[0].at
}

func (s *site) datasetAtom(w http.ResponseWriter, r *http.Request) error {
	l, slug, err := s.feedAsk(r)
	if err != nil {
		return err
	}
	title, list, err := s.releases(l, slug)
	if err != nil {
		return err
	}
	self := s.BaseURL + r.URL.Path
	f := atomFeed{Lang: string(l.lang), ID: self, Title: title, Updated: newestOf(list).UTC().Format(time.RFC3339), Author: l.label(s.Name, ""),
		Links: []atomLink{{"self", "application/atom+xml", self}, {"alternate", "text/html", s.BaseURL + s.recordPath(l.lang, "dataset/"+slug)}}}
	for _, one := range list {
		f.Entries = append(f.Entries, atomEntry{one.item.ID, one.item.Title, one.item.Modified, atomLink{"alternate", "text/html", one.item.URL}, one.item.Text})
	}
	body, err := xml.Marshal(f)
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, atomMedia, append([]byte(xml.Header), body...), httpkit.Validator{Modified: newestOf(list)})
}

// savedFeed is the JSON Feed of a search.
func (s *site) savedFeed(lang text.Lang, q search.Query) string {
	q.Cursor, q.Limit = "", 0
	return withQuery(s.local(routeSearchFeed, lang), pageValues(q))
}
