package web

import (
	"net/http"
	"net/url"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// The names of the routes; every URL of a page is built from one of them.
const (
	routeRoot           = "web.root"
	routeLang           = "web.lang"
	routeHome           = "web.home"
	routeSearch         = "web.search"
	routeCompare        = "web.compare"
	routeCoverage       = "web.coverage"
	routeCoverageList   = "web.coverage-list"
	routeSources        = "web.sources"
	routeGeometry       = "web.geometry"
	routeAPI            = "web.api"
	routeWidget         = "web.widget"
	routeMap            = "web.map"
	routeMapImage       = "web.map-image"
	routeCoordinates    = "web.coordinates"
	routeCoordinateFile = "web.coordinate-file"
	routeMapScript      = "web.map-script"
	routeAbout          = "web.about"
	routeKind           = "web.kind"
	routeRecord         = "web.record"
	routeStatic         = "web.static"
	routeScript         = "web.script"
	routeIcon           = "web.icon"
	routeRobots         = "web.robots"
	routeSitemap        = "web.sitemap"
	routeSitemapN       = "web.sitemap-part"
)

func (s *site) routes() {
	s.router = s.kit.NewRouter()
	kind := "{kind:" + strings.Join(vocab.Kinds().Codes(), "|") + "}"
	add := func(name, path string, h handler) {
		s.router.Handle(path, s.kit.Handle(h)).Methods(http.MethodGet, http.MethodHead).Name(name)
	}
	local := func(name, path string, h handler) { add(name, "/{lang:vi|en}"+path, h) }
	add(routeRoot, "/", s.root)
	add(routeRobots, "/robots.txt", s.robots)
	add(routeSitemap, "/sitemap.xml", s.sitemap)
	add(routeSitemapN, "/sitemap-{part:[0-9]{1,6}}.xml", s.sitemapPart)
	add(routeIcon, "/favicon.ico", s.icon)
	add(routeStatic, "/static/{path:.+}", s.static)
	add(routeScript, "/widget/v1/search.js", s.script)
	add(routeMapScript, "/widget/v1/map.js", s.mapWidget)
	local(routeLang, "", s.bareLang)
	local(routeHome, "/", s.home)
	local(routeSearch, "/search", s.search)
	local(routeMap, "/map", s.mapPage)
	local(routeMapImage, "/map.svg", s.mapImage)
	s.coordinateRoutes()
	local(routeCompare, "/compare", s.compare)
	local(routeCoverage, "/coverage", s.coverage)
	local(routeCoverageList, "/coverage/records", s.coverageList)
	local(routeSources, "/sources", s.sourceList)
	local(routeGeometry, "/geometry", s.geometryPage)
	local(routeAPI, "/api", s.apiHelp)
	local(routeWidget, "/widget", s.widgetHelp)
	local(routeAbout, "/about", s.about)
	s.dataRoutes(add, local)
	local(routeKind, "/"+kind, s.kindList)
	local(routeRecord, "/"+kind+"/{slug}", s.record)
}

// path returns the path of a named route; pairs are its variables. A wrong
// name or pair is a mistake in this package that the tests find.
func (s *site) path(name string, pairs ...string) string {
	route := s.router.Get(name)
	if route == nil {
		s.log.Error("no such route", "op", "web.path", "route", name)
		return "/"
	}
	u, err := route.URL(pairs...)
	if err != nil {
		s.log.Error("page address", "op", "web.path", "route", name, "err", err)
		return "/"
	}
	return u.EscapedPath()
}

func (s *site) local(name string, lang text.Lang) string { return s.path(name, "lang", string(lang)) }

// recordPath returns the path of a record's page, "" for an id that cannot have one.
func (s *site) recordPath(lang text.Lang, id string) string {
	kind, slug, ok := catalog.SplitID(id)
	if !ok {
		return ""
	}
	return s.path(routeRecord, "lang", string(lang), "kind", string(kind), "slug", slug)
}

// searchPath returns the page of a query.
func (s *site) searchPath(lang text.Lang, q search.Query) string {
	return withQuery(s.local(routeSearch, lang), pageValues(q))
}

// The public API's addresses that pages link to; they are fixed by its contract.
const (
	apiBase     = "/api/v1"
	apiSuggest  = apiBase + "/suggest"
	apiSearch   = apiBase + "/search"
	apiRecords  = apiBase + "/records/"
	apiDatasets = apiBase + "/datasets"
)

// apiQuery returns a query's address in the API, in the format of the suffix
// (".atom", ".csv", "" for JSON).
func apiQuery(lang text.Lang, q search.Query, suffix string) string {
	v := pageValues(q)
	v.Set("lang", string(lang))
	return withQuery(apiSearch+suffix, v)
}

// pageValues are the query's parameters on a page, whose path tells the language.
func pageValues(q search.Query) url.Values {
	if q.Limit == search.DefaultLimit {
		q.Limit = 0
	}
	q.Lang = ""
	return q.Values()
}

func withQuery(path string, v url.Values) string {
	u := url.URL{RawQuery: v.Encode()}
	return path + u.String()
}

// pathLang returns the language in the request's path.
func pathLang(r *http.Request) text.Lang {
	if v, ok := httpkit.PathVar(r, "lang"); ok {
		if l, ok := text.ParseLang(v); ok {
			return l
		}
	}
	return httpkit.Lang(r)
}

func (s *site) root(w http.ResponseWriter, r *http.Request) error {
	httpkit.AddVary(w.Header(), "Accept-Language")
	http.Redirect(w, r, s.local(routeHome, httpkit.AcceptLanguage(r)), http.StatusFound)
	return nil
}

func (s *site) bareLang(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, s.local(routeHome, pathLang(r)), http.StatusMovedPermanently)
	return nil
}

// kindList sends /vi/opportunity to the search of that kind.
func (s *site) kindList(w http.ResponseWriter, r *http.Request) error {
	kind, _ := httpkit.PathVar(r, "kind")
	http.Redirect(w, r, s.searchPath(pathLang(r), search.Query{Kinds: []string{kind}}), http.StatusFound)
	return nil
}
