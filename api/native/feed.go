package native

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	figures "honglinh/catalog/answer"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// atomFeed is an Atom feed (RFC 4287) with paging links (RFC 5005) and points
// (GeoRSS Simple).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	GeoRSS  string      `xml:"xmlns:georss,attr"`
	Lang    text.Lang   `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
	URI  string `xml:"uri,omitempty"`
}

type atomLink struct {
	Rel      string `xml:"rel,attr"`
	Type     string `xml:"type,attr,omitempty"`
	Href     string `xml:"href,attr"`
	HrefLang string `xml:"hreflang,attr,omitempty"`
}

type atomText struct {
	Lang text.Lang `xml:"xml:lang,attr,omitempty"`
	Type string    `xml:"type,attr"`
	Text string    `xml:",chardata"`
}

type atomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr"`
	Label  string `xml:"label,attr,omitempty"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      atomText       `xml:"title"`
	Updated    string         `xml:"updated"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    *atomText      `xml:"summary,omitempty"`
	Point      string         `xml:"georss:point,omitempty"`
}

// feed answers with one page of a search as an Atom feed, the newest first
// unless the search names its order.
func (f *Face) feed(w http.ResponseWriter, r *http.Request, q search.Query, values url.Values, val httpkit.Validator) error {
	q.Facets = nil
	if !values.Has("sort") {
		q.Sort = search.ByDate
	}
	a, err := f.src.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	format := httpkit.Format{Name: "atom", Media: "application/atom+xml; charset=utf-8"}
	val.ETag = f.searchTag(q, format, val, a.Seq)
	if httpkit.NotModified(w, r, val) {
		return nil
	}
	b, err := xml.MarshalIndent(f.feedOf(q, a, val.Modified), "", " ")
	if err != nil {
		return err
	}
	var body bytes.Buffer
	body.WriteString(xml.Header)
	body.Write(b)
	body.WriteByte('\n')
	return httpkit.WriteBytes(w, r, format.Media, body.Bytes(), val)
}

func (f *Face) feedOf(q search.Query, a search.Answer, modified time.Time) atomFeed {
	first := q
	first.Cursor = ""
	whose := f.kit.Site()
	name := whose.Called(q.Lang)
	author, _ := whose.Publisher.Name.Best(q.Lang)
	feed := atomFeed{GeoRSS: "http://www.georss.org/georss", Lang: q.Lang, ID: f.searchURL(".atom", first), Title: name, Updated: stamp(modified),
		Author: atomAuthor{Name: author, URI: cmp.Or(whose.Publisher.URL, f.kit.URL("/"))}}
	if q.Text != "" {
		feed.Title += ": " + q.Text
	}
	page := first
	page.Facets = nil
	feed.Links = []atomLink{
		{Rel: "self", Type: "application/atom+xml", Href: f.searchURL(".atom", q)},
		{Rel: "first", Type: "application/atom+xml", Href: f.searchURL(".atom", first)},
		{Rel: "alternate", Type: "text/html", Href: f.pageURL("/search", q.Lang, page.Values()), HrefLang: string(q.Lang)},
	}
	if a.Next != "" {
		next := q
		next.Cursor = a.Next
		feed.Links = append(feed.Links, atomLink{Rel: "next", Type: "application/atom+xml", Href: f.searchURL(".atom", next)})
	}
	for _, h := range a.Hits {
		feed.Entries = append(feed.Entries, f.entryOf(h.Record, q.Lang, h.Figures))
	}
	return feed
}

func (f *Face) entryOf(rec catalog.Record, lang text.Lang, said []figures.Figure) atomEntry {
	title, in := rec.Title.Best(lang)
	e := atomEntry{
		ID: f.kit.URL("/api/v1/records/" + rec.ID), Title: atomText{Lang: in, Type: "text", Text: title}, Updated: stamp(rec.Modified),
		Links: []atomLink{
			{Rel: "alternate", Type: "text/html", Href: f.pageURL("/"+rec.ID, lang, nil), HrefLang: string(lang)},
			{Rel: "alternate", Type: httpkit.JSONMedia, Href: f.kit.URL("/api/v1/records/" + rec.ID)},
		},
	}
	if summary, in := rec.Summary.Best(lang); summary != "" {
		e.Summary = &atomText{Lang: in, Type: "text", Text: summary}
	}
	if lines := figures.Lines(said, lang); lines != "" {
		e.Summary = &atomText{Lang: lang, Type: "text", Text: lines}
	}
	kind, _ := vocab.Kinds().Label(string(rec.Kind)).Best(lang)
	e.Categories = []atomCategory{{Term: string(rec.Kind), Scheme: f.kit.URL("/kind"), Label: kind}}
	for _, topic := range rec.Topics {
		label, _ := vocab.Topics().Label(topic).Best(lang)
		e.Categories = append(e.Categories, atomCategory{Term: topic, Scheme: f.kit.URL("/topic"), Label: label})
	}
	if p, ok := pointOf(&rec); ok {
		e.Point = strconv.FormatFloat(p[1], 'f', -1, 64) + " " + strconv.FormatFloat(p[0], 'f', -1, 64)
	}
	return e
}

func (f *Face) pageURL(path string, lang text.Lang, query url.Values) string {
	address := f.kit.URL("/" + string(lang) + path)
	query.Del("lang")
	if encoded := query.Encode(); encoded != "" {
		address += "?" + encoded
	}
	return address
}

// stamp is an RFC 3339 time; Atom has no unknown, so an empty catalogue is of 1970.
func stamp(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format(time.RFC3339)
}
