package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

// MapPage is a search on a map with its list beside it: the same records in the
// same order. First those with coordinates of their own, then those known by
// their unit, which the map counts there, then those that nobody has placed.
type MapPage struct {
	SearchPage
	Placed    string // how many of the records found have coordinates
	Groups    []MapGroup
	Kinds     []Link // kinds to switch on and off
	Units     []UnitPin
	MoreUnits []UnitPin
	Drawing   Drawing
	Marks     []MapMark
	Layers    []MapLayer
	Form      MapForm
	Days      []Link // unit boundaries before and after the last change
	DayNote   string
	Made      []UnitChange // what the units drawn were before
	Moves     []Link       // zooming and panning without scripts
	Here      string       // search in the drawn view
	List      string       // the same search as a list
	Image     string       // the drawing as a file
	Coords    string
	Geometry  string // the page that tells what was found of the geometries
	Data      mapData
	Script    MapScript
}

// MapForm is the layers' form.
type MapForm struct {
	Action string
	Hidden []Param
}

// MapMark is a kind's pin in the legend.
type MapMark struct {
	Class, Path, Label string
}

// MapLayer is a layer that can be shown.
type MapLayer struct {
	ID, Title, Note string
	Colour          string
	On              bool
	Files           []Link // the whole layer as files
}

// MapScript is what the page's script loads later.
type MapScript struct{ Library, Worker, Style, Small, SmallStyle string }

// mapLimit is how many records the map page lists and draws at once; the next
// ones are a link away. It is the most that a search answers.
const mapLimit = search.MaxLimit

func (s *site) mapPage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.readMap(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", mapPolicy)
	return s.show(w, r, "map", pathLang(r), p)
}

// mapPolicy is the pages' policy and a worker of our own, in which MapLibre cuts tiles.
const mapPolicy = contentPolicy + "; worker-src 'self' blob:"

// mapImage answers with the drawing alone, for documents and presentations.
func (s *site) mapImage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.readMap(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="map.svg"`)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	return httpkit.WriteBytes(w, r, "image/svg+xml", p.Drawing.file, httpkit.Validator{})
}

func (s *site) readMap(r *http.Request) (MapPage, error) {
	lang := pathLang(r)
	q, ask, trail, err := s.mapQuery(r, lang)
	if err != nil {
		return MapPage{}, err
	}
	a, err := s.mapAnswer(r.Context(), q)
	if err != nil {
		return MapPage{}, err
	}
	s.inParts(a.Hits)
	return s.fillMap(r, q, ask, a, trail)
}

func (s *site) fillMap(r *http.Request, q search.Query, ask mapAsk, a mapAnswer, trail []string) (MapPage, error) {
	l := s.locales[q.Lang]
	p := MapPage{SearchPage: s.searchPage(r, q, a.Answer, trail)}
	s.mapFrame(r, &p, q, ask)
	p.Comparable = false
	found := s.mapFound(l, a.Hits)
	s.placeCards(l, &p, found, a)
	p.Placed = l.t("map_placed", l.num(float64(a.located)), l.num(float64(a.Total)))
	p.Kinds = kindLinks(p.Facets)
	if mapKindsOnly(pageValues(q)) { // the row of kinds shows what the map chose by itself
		p.Chips, p.Filters = nil, l.t("search.filters")
	}
	scene := &mapScene{found: found, region: regionOf(q), units: s.unitPins(l, q, ask, a.byUnit)}
	p.Units, p.MoreUnits = scene.units[:min(len(scene.units), shownUnits)], scene.units[min(len(scene.units), shownUnits):]
	scene.ground, scene.whole = s.mapGround(l, ask)
	scene.nameOnce()
	scene.view = ask.view.or(scene)
	var err error
	if p.Drawing, err = s.drawMap(l, scene, p.Title); err != nil {
		return p, err
	}
	p.Marks, p.Layers = mapMarks(l, found), s.mapLayers(l, ask)
	p.Data = s.mapData(l, scene, ask)
	p.Script = s.mapScript()
	s.mapLinks(l, &p, q, ask, scene.view)
	return p, nil
}

// mapFrame puts the frame of the map page in place of the search page's, and
// turns every address of a search into one of the map.
func (s *site) mapFrame(r *http.Request, p *MapPage, q search.Query, ask mapAsk) {
	l := s.locales[q.Lang]
	v := ask.put(pageValues(q))
	title := l.t("map_title")
	if q.Text != "" {
		title = l.t("map_title_for", q.Text)
	}
	box := p.Box
	p.Page = s.frame(r, title, l.t("map_description"), func(lang text.Lang) string { return mapAddress(s.local(routeMap, lang), v) })
	p.NoIndex, p.Box = q.Text != "" || q.Cursor != "", box
	p.Feed = p.Feeds[0].URL
	for _, u := range p.addresses() {
		*u = s.toMap(q.Lang, *u, ask)
	}
	p.Box.Hidden = s.mapHidden(p.Box.Hidden, ask)
	p.Ranges.Hidden = s.mapHidden(p.Ranges.Hidden, ask)
}

// addresses are all addresses of searches on the page.
func (p *MapPage) addresses() []*string {
	out := []*string{&p.Box.Action, &p.Ranges.Action, &p.Clear, &p.First, &p.Back, &p.Next}
	for i := range p.Chips {
		out = append(out, &p.Chips[i].Remove)
	}
	for i := range p.Facets {
		out = append(out, urlsOf(p.Facets[i].Values)...)
		out = append(out, urlsOf(p.Facets[i].More)...)
	}
	out = append(out, urlsOf(p.Sorts)...)
	if p.Suggestion != nil {
		out = append(out, &p.Suggestion.URL)
	}
	if z := p.Zero; z != nil {
		for _, link := range []*Link{z.Unfiltered, z.Variant} {
			if link != nil {
				out = append(out, &link.URL)
			}
		}
		out = append(append(out, urlsOf(z.Broader)...), urlsOf(z.Kinds)...)
	}
	return out
}

func urlsOf(links []Link) []*string {
	out := make([]*string, len(links))
	for i := range links {
		out[i] = &links[i].URL
	}
	return out
}

// toMap turns the address of a search page into that of the map page.
func (s *site) toMap(lang text.Lang, address string, ask mapAsk) string {
	u, err := url.Parse(address)
	if err != nil || u.Path != s.local(routeSearch, lang) {
		return address
	}
	return mapAddress(s.local(routeMap, lang), ask.put(u.Query()))
}

// mapAddress leaves what a map does by itself out of an address: its limit, and
// its kinds where nothing else is asked for.
func mapAddress(path string, v url.Values) string {
	if v.Get("limit") == strconv.Itoa(mapLimit) {
		v.Del("limit")
	}
	if mapKindsOnly(v) {
		v.Del("kind")
	}
	return withQuery(path, v)
}

// mapKindsOnly tells whether the parameters choose the map's own kinds and nothing else.
func mapKindsOnly(v url.Values) bool {
	rest := maps.Clone(v)
	delete(rest, "kind")
	return v.Get("kind") == strings.Join(mapKinds(), ",") && !asksFor(rest)
}

// asksFor tells whether the parameters choose records, and do not only order, page or draw them.
func asksFor(v url.Values) bool {
	for name := range v {
		if !slices.Contains([]string{"sort", "limit", "cursor", "back", "layers", "day", "view", "lang"}, name) {
			return true
		}
	}
	return false
}

// kindLinks are the facet of kinds as a row over the list, those chosen first.
func kindLinks(facets []FacetView) []Link {
	for _, f := range facets {
		if f.Name == "kind" {
			list := slices.Concat(f.Values, f.More)
			slices.SortStableFunc(list, func(a, b Link) int { return chosenFirst(a) - chosenFirst(b) })
			return list
		}
	}
	return nil
}

func chosenFirst(l Link) int {
	if l.Current {
		return 0
	}
	return 1
}

// shownUnits stand in a row over the list, the others under "more".
const shownUnits = 4

func (s *site) mapHidden(list []Param, ask mapAsk) []Param {
	list = slices.DeleteFunc(list, func(p Param) bool { return p.Name == "limit" && p.Value == strconv.Itoa(mapLimit) })
	v := ask.put(url.Values{})
	return append(list, hidden(v)...)
}

// mapLinks are the ways on from the map.
func (s *site) mapLinks(l *locale, p *MapPage, q search.Query, ask mapAsk, view mapView) {
	here := s.local(routeMap, l.lang)
	at := func(a mapAsk) string { return mapAddress(here, a.put(pageValues(q))) }
	p.Form = MapForm{Action: here, Hidden: s.mapHidden(hidden(pageValues(q)), mapAsk{day: ask.day, view: ask.view})}
	for _, m := range view.moves() {
		a := ask
		a.view = &m.view
		p.Moves = append(p.Moves, Link{Text: l.t(m.key), Note: m.sign, URL: at(a)})
	}
	boxed := q
	box := view.bound(drawWidth, drawHeight)
	boxed.BBox, boxed.Near, boxed.RadiusKM, boxed.Polygon, boxed.Cursor = &box, nil, 0, nil, ""
	p.Here = mapAddress(here, ask.put(pageValues(boxed)))
	list := q
	list.Limit, list.Cursor = 0, ""
	p.List = s.searchPath(l.lang, list)
	v := ask.put(pageValues(q))
	p.Image = mapAddress(s.local(routeMapImage, l.lang), v)
	p.Coords = s.coordinatesPath(l.lang)
	p.Geometry = s.local(routeGeometry, l.lang)
	p.Days, p.DayNote = s.mapDays(l, ask, at)
	p.Made = s.unitChanges(l, ask)
}

// mapSwitch is the map of a search, for the search page.
func (s *site) mapSwitch(lang text.Lang, q search.Query) string {
	q.Limit, q.Cursor = 0, ""
	return withQuery(s.local(routeMap, lang), pageValues(q))
}

func (s *site) mapScript() MapScript {
	u := func(name string) string {
		a, err := s.assets.url(name)
		if err != nil {
			s.log.Error("a file of the map", "op", "web.map", "err", err)
		}
		return a
	}
	return MapScript{u("vendor/maplibre-gl/maplibre-gl.mjs"), u("vendor/maplibre-gl/maplibre-gl-worker.mjs"), u("vendor/maplibre-gl/maplibre-gl.css"),
		u("vendor/leaflet/leaflet.js"), u("vendor/leaflet/leaflet.css")}
}
