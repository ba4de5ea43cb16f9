package sitemap

import (
	"encoding/xml"
	"net/http"
	"strconv"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/web/census"
	"honglinh/web/frame"
)

// maxSitemap is the most addresses the sitemap protocol allows in one file.
const maxSitemap = 50000

type urlSet struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string       `xml:"xmlns:xhtml,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc      string        `xml:"loc"`
	Modified string        `xml:"lastmod,omitempty"`
	Links    []sitemapLink `xml:"xhtml:link"`
}

type sitemapLink struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

type sitemapIndex struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []sitemapURL `xml:"sitemap"`
}

// perMap is how many records fit a file, each in every language.
func perMap() int { return maxSitemap / len(text.Langs()) }

func (s *pages) sitemap(w http.ResponseWriter, r *http.Request) error {
	v, err := s.Census.Take(r.Context())
	if err != nil {
		return err
	}
	parts := (len(v.Briefs) + len(s.Standing()) + perMap() - 1) / perMap()
	if parts <= 1 {
		return s.writeMap(w, r, v, 0)
	}
	var index sitemapIndex
	for i := range parts {
		index.Maps = append(index.Maps, sitemapURL{Loc: s.BaseURL + s.Path(routeSitemapN, "part", strconv.Itoa(i+1)), Modified: stamp(v.Newest)})
	}
	return writeXML(w, r, index, v.Newest)
}

func (s *pages) sitemapPart(w http.ResponseWriter, r *http.Request) error {
	v, err := s.Census.Take(r.Context())
	if err != nil {
		return err
	}
	name, _ := httpkit.PathVar(r, "part")
	n, err := strconv.Atoi(name)
	if err != nil || n < 1 || (n-1)*perMap() >= len(v.Briefs)+len(s.Standing()) {
		return catalog.NewFault(catalog.NotFound, "", "Sơ đồ trang không có phần này.", "The site map has no such part.")
	}
	return s.writeMap(w, r, v, n-1)
}

func (s *pages) writeMap(w http.ResponseWriter, r *http.Request, v *census.Census, part int) error {
	set := urlSet{XHTML: "http://www.w3.org/1999/xhtml"}
	add := func(where func(text.Lang) string, modified time.Time) {
		var links []sitemapLink
		for _, lang := range text.Langs() {
			links = append(links, sitemapLink{"alternate", string(lang), s.BaseURL + where(lang)})
		}
		for _, link := range links {
			set.URLs = append(set.URLs, sitemapURL{link.Href, stamp(modified), links})
		}
	}
	from, standing := part*perMap(), s.Standing()
	for i := from; i < min(from+perMap(), len(standing)+len(v.Briefs)); i++ {
		if i < len(standing) {
			add(standing[i], v.Newest)
			continue
		}
		b := v.Briefs[i-len(standing)]
		add(func(lang text.Lang) string { return s.RecordPath(lang, b.ID) }, b.Modified)
	}
	return writeXML(w, r, set, v.Newest)
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func writeXML(w http.ResponseWriter, r *http.Request, value any, modified time.Time) error {
	body, err := xml.Marshal(value)
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, "application/xml; charset=utf-8", append([]byte(xml.Header), body...), httpkit.Validator{Modified: modified})
}

func (s *pages) robots(w http.ResponseWriter, r *http.Request) error {
	body := "User-agent: *\nAllow: /\n\nSitemap: " + s.BaseURL + s.Path(frame.RouteSitemap) + "\n"
	return httpkit.WriteBytes(w, r, "text/plain; charset=utf-8", []byte(body), httpkit.Validator{})
}
