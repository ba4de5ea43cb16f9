package web

import (
	"encoding/xml"
	"net/http"
	"strconv"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
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

// fixedPages are the pages that are always there.
func fixedPages() []string {
	return []string{routeHome, routeSearch, routeMap, routeCoverage, routeSources, routeGeometry, routeExplore, routeUsage, routeAPI, routeWidget, routeAbout}
}

// standing are the addresses of the pages that are always there, by language.
func (s *site) standing() []func(text.Lang) string {
	var out []func(text.Lang) string
	for _, name := range fixedPages() {
		out = append(out, s.fixed(name))
	}
	return append(out, s.coordinatesPath)
}

// perMap is how many records fit a file, each in every language.
func perMap() int { return maxSitemap / len(text.Langs()) }

func (s *site) sitemap(w http.ResponseWriter, r *http.Request) error {
	v, err := s.overview(r.Context())
	if err != nil {
		return err
	}
	parts := (len(v.briefs) + len(s.standing()) + perMap() - 1) / perMap()
	if parts <= 1 {
		return s.writeMap(w, r, v, 0)
	}
	var index sitemapIndex
	for i := range parts {
		index.Maps = append(index.Maps, sitemapURL{Loc: s.BaseURL + s.path(routeSitemapN, "part", strconv.Itoa(i+1)), Modified: stamp(v.newest)})
	}
	return writeXML(w, r, index, v.newest)
}

func (s *site) sitemapPart(w http.ResponseWriter, r *http.Request) error {
	v, err := s.overview(r.Context())
	if err != nil {
		return err
	}
	name, _ := httpkit.PathVar(r, "part")
	n, err := strconv.Atoi(name)
	if err != nil || n < 1 || (n-1)*perMap() >= len(v.briefs)+len(s.standing()) {
		return catalog.NewFault(catalog.NotFound, "", "Sơ đồ trang không có phần này.", "The site map has no such part.")
	}
	return s.writeMap(w, r, v, n-1)
}

func (s *site) writeMap(w http.ResponseWriter, r *http.Request, v *overview, part int) error {
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
	from, standing := part*perMap(), s.standing()
	for i := from; i < min(from+perMap(), len(standing)+len(v.briefs)); i++ {
		if i < len(standing) {
			add(standing[i], v.newest)
			continue
		}
		b := v.briefs[i-len(standing)]
		add(func(lang text.Lang) string { return s.recordPath(lang, b.id) }, b.modified)
	}
	return writeXML(w, r, set, v.newest)
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

func (s *site) robots(w http.ResponseWriter, r *http.Request) error {
	body := "User-agent: *\nAllow: /\n\nSitemap: " + s.BaseURL + s.path(routeSitemap) + "\n"
	return httpkit.WriteBytes(w, r, "text/plain; charset=utf-8", []byte(body), httpkit.Validator{})
}
