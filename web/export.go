package web

import (
	"encoding/csv"
	"encoding/xml"
	"net/http"
	"strconv"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
)

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  atomAuthor  `xml:"author"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID       string        `xml:"id"`
	Title    string        `xml:"title"`
	Updated  string        `xml:"updated"`
	Link     atomLink      `xml:"link"`
	Summary  *atomText     `xml:"summary,omitempty"`
	Category *atomCategory `xml:"category,omitempty"`
}

type atomText struct {
	Lang string `xml:"xml:lang,attr,omitempty"`
	Text string `xml:",chardata"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

// feedEntries is how many records a feed holds: readers ask again within days.
const feedEntries = 50

// feed answers a search as an Atom feed, newest first unless the query says
// otherwise, so that anybody can subscribe without an account.
func (s *site) feed(w http.ResponseWriter, r *http.Request) error {
	lang := pathLang(r)
	l := s.locales[lang]
	q, _, err := s.pageQuery(r, lang)
	if err != nil {
		return err
	}
	if q.Sort == "" {
		q.Sort = search.ByDate
	}
	asked := q
	q.Limit = feedEntries
	a, err := s.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	title := l.label(s.Name, "")
	if q.Text != "" {
		title = l.t("search.title.for", q.Text) + " · " + title
	}
	page := s.BaseURL + s.searchPath(lang, asked)
	f := atomFeed{Lang: string(lang), ID: page, Title: title, Author: atomAuthor{l.label(s.Name, "")}, Links: []atomLink{
		{Rel: "self", Type: "application/atom+xml", Href: s.BaseURL + r.URL.RequestURI()}, {Rel: "alternate", Type: "text/html", Href: page}}}
	var newest time.Time
	for i := range a.Hits {
		rec := &a.Hits[i].Record
		f.Entries = append(f.Entries, s.entry(l, rec))
		if rec.Modified.After(newest) {
			newest = rec.Modified
		}
	}
	f.Updated = newest.UTC().Format(time.RFC3339)
	body, err := xml.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), body...), httpkit.Validator{Modified: newest})
}

func (s *site) entry(l *locale, rec *catalog.Record) atomEntry {
	url := s.BaseURL + s.recordPath(l.lang, rec.ID)
	c := s.card(l, rec)
	e := atomEntry{ID: url, Title: l.label(rec.Title, rec.ID), Updated: rec.Modified.UTC().Format(time.RFC3339),
		Link: atomLink{Rel: "alternate", Href: url}, Category: &atomCategory{string(rec.Kind), c.Kind}}
	if p := l.pick(rec.Summary); p.Text != "" {
		e.Summary = &atomText{p.Lang, p.Text}
	}
	return e
}

// csvRows bounds a list of results as a file: what a spreadsheet still opens at
// ease. The whole tables are published as datasets.
const csvRows = 10000

// csv answers a search as a table of its results, all pages of it.
func (s *site) csv(w http.ResponseWriter, r *http.Request) error {
	lang := pathLang(r)
	q, _, err := s.pageQuery(r, lang)
	if err != nil {
		return err
	}
	q.Limit, q.Cursor = search.MaxLimit, ""
	a, err := s.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="search.csv"`)
	out := csv.NewWriter(w)
	if err := out.Write([]string{"id", "kind", "title_vi", "title_en", "summary_vi", "summary_en", "status", "date", "place_code", "place",
		"capital_billion_vnd", "area_ha", "review_due", "source_title", "source_url", "licence", "url"}); err != nil {
		return err
	}
	for n := 0; ; {
		for i := range a.Hits {
			if err := out.Write(s.csvRow(s.locales[lang], &a.Hits[i].Record)); err != nil {
				return err
			}
		}
		n += len(a.Hits)
		if a.Next == "" || n >= csvRows {
			break
		}
		q.Cursor = a.Next
		if a, err = s.Finder.Search(r.Context(), q); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func (s *site) csvRow(l *locale, rec *catalog.Record) []string {
	number := func(f *float64) string {
		if f == nil {
			return ""
		}
		return strconv.FormatFloat(*f, 'f', -1, 64)
	}
	var ref catalog.PlaceRef
	if len(rec.Places) > 0 {
		ref = rec.Places[0]
	}
	var src catalog.Provenance
	if len(rec.Provenance) > 0 {
		src = rec.Provenance[0]
	}
	return []string{rec.ID, string(rec.Kind), rec.Title.In("vi"), rec.Title.In("en"), rec.Summary.In("vi"), rec.Summary.In("en"), rec.Status,
		string(rec.Date), ref.Code, l.label(ref.Name, ""), number(rec.Capital), number(rec.Area), string(rec.ReviewDue), src.Title, src.URL,
		rec.Licence, s.BaseURL + s.recordPath(l.lang, rec.ID)}
}
