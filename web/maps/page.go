package maps

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
	"honglinh/web/drawing"
	"honglinh/web/frame"
	"honglinh/web/results"
)

// page is a search on a map with its list beside it: the same records in the
// same order. First those with coordinates of their own, then those known by
// their unit, which the map counts there, then those that nobody has placed.
type page struct {
	results.Found
	Placed    string // how many of the records found have coordinates
	Groups    []mapGroup
	Kinds     []frame.Link // kinds to switch on and off
	Units     []unitPin
	MoreUnits []unitPin
	Drawing   drawing.Map
	PartDrawn string // said where the drawing without scripts holds a part of the marks only
	Steps     []step // the colours of units by their counts
	Marks     []mapMark
	Layers    []mapLayer
	Form      mapForm
	Days      []frame.Link // unit boundaries before and after the last change
	DayNote   string
	Made      []unitChange // what the units drawn were before
	Moves     []frame.Link // zooming and panning without scripts
	Here      string       // search in the drawn view
	List      string       // the same search as a list
	Image     string       // the drawing as a file
	Sheets    []frame.Link // the map on paper
	Coords    string
	// BaseCredit says whose the base map is; RoadsEstimated that its roads are.
	BaseCredit     string
	RoadsEstimated bool
	Geometry       string // the page that tells what was found of the geometries
	Data           mapData
	Script         mapScript
}

// mapForm is the layers' form.
type mapForm struct {
	Action string
	Hidden []frame.Param
}

// mapMark is a kind's pin in the legend.
type mapMark struct {
	Class, Path, Label string
}

// mapLayer is a layer that can be shown.
type mapLayer struct {
	ID, Title, Note string
	Colour          string
	On              bool
	Files           []frame.Link // the whole layer as files
	Classes         []frame.Swatch
}

// mapScript is what the page's script loads later.
type mapScript struct{ Library, Worker, Style, Small, SmallStyle string }

// mapLimit is how many records the map page lists and draws at once; the next
// ones are a link away. It is the most that a search answers.
const mapLimit = search.MaxLimit

func (s *pages) mapPage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.readMap(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", mapPolicy)
	return s.Show(w, r, "map", frame.PathLang(r), p)
}

// mapPolicy is the pages' policy and a worker of our own, in which MapLibre cuts tiles.
const mapPolicy = frame.ContentPolicy + "; worker-src 'self' blob:"

// mapImage answers with the drawing alone, for documents and presentations.
func (s *pages) mapImage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.readMap(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="map.svg"`)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	return httpkit.WriteBytes(w, r, "image/svg+xml", p.Drawing.File, httpkit.Validator{})
}

func (s *pages) readMap(r *http.Request) (page, error) {
	lang := frame.PathLang(r)
	q, ask, trail, err := s.mapQuery(r, lang)
	if err != nil {
		return page{}, err
	}
	a, err := s.mapAnswer(r.Context(), q)
	if err != nil {
		return page{}, err
	}
	return s.fillMap(r, q, ask, a, trail)
}

// seen is the scene of a search's page.
func (s *pages) seen(l *frame.Locale, q search.Query, ask drawing.Ask, a mapAnswer) *mapScene {
	scene := &mapScene{found: s.mapFound(l, a.Hits), region: regionOf(q), from: a.from, units: s.unitPins(l, q, ask, a.byUnit)}
	scene.underlay, scene.whole = drawing.Underlay(s.Frame, l, ask)
	scene.classes = classesOf(scene.units)
	if a.located > len(scene.found)-unplaced(scene.found) {
		scene.results = s.resultTiles(q)
	}
	scene.nameOnce()
	scene.view = or(ask.View, scene, s.opening())
	return scene
}

func (s *pages) fillMap(r *http.Request, q search.Query, ask drawing.Ask, a mapAnswer, trail []string) (page, error) {
	l := s.Locale(q.Lang)
	p := page{Found: results.List(s.Frame, r, q, a.Answer, trail)}
	s.mapFrame(r, &p, q, ask)
	p.Comparable = false
	scene := s.seen(l, q, ask, a)
	found := scene.found
	s.placeCards(l, &p, found, a)
	p.Placed = s.placedText(l, a)
	p.Kinds = kindLinks(p.Facets)
	if mapKindsOnly(frame.PageValues(q), ask.Own) { // the row of kinds shows what the map chose by itself
		p.Chips, p.Filters = nil, l.T("search.filters")
	}
	p.Units, p.MoreUnits = scene.units[:min(len(scene.units), shownUnits)], scene.units[min(len(scene.units), shownUnits):]
	var err error
	if p.Drawing, err = s.drawMap(l, scene, p.Title); err != nil {
		return p, err
	}
	p.Steps = steps(l, scene.classes, scene.units)
	if scene.results != "" {
		p.PartDrawn = l.T("map_part_drawn", l.Num(float64(len(found)-unplaced(found))), l.Num(float64(a.located)))
	}
	p.Marks, p.Layers = mapMarks(l, found), s.mapLayers(l, ask)
	p.Data = s.mapData(l, scene, ask)
	p.Script = s.mapScript()
	s.mapLinks(l, &p, q, ask, scene.view)
	return p, nil
}

// mapFrame puts the frame of the map page in place of the search page's, and
// turns every address of a search into one of the map.
func (s *pages) mapFrame(r *http.Request, p *page, q search.Query, ask drawing.Ask) {
	l := s.Locale(q.Lang)
	v := ask.Put(frame.PageValues(q))
	title := l.T("map_title")
	if q.Text != "" {
		title = l.T("map_title_for", q.Text)
	}
	box := p.Box
	p.Page = s.NewPage(r, title, l.T("map_description"), func(lang text.Lang) string { return mapAddress(s.Local(frame.RouteMap, lang), v, ask.Own) })
	p.NoIndex, p.Box, p.RateAs = q.Text != "" || q.Cursor != "", box, "" // the map has the whole window
	p.Feed = p.Feeds[0].URL
	for _, u := range p.addresses() {
		*u = s.toMap(q.Lang, *u, ask)
	}
	p.Box.Hidden = s.mapHidden(p.Box.Hidden, ask)
	p.Ranges.Hidden = s.mapHidden(p.Ranges.Hidden, ask)
}

// addresses are all addresses of searches on the page.
func (p *page) addresses() []*string {
	out := []*string{&p.Box.Action, &p.Ranges.Action, &p.Clear, &p.First, &p.Back, &p.Next}
	for i := range p.Chips {
		out = append(out, &p.Chips[i].Remove)
	}
	for i := range p.Facets {
		out = append(out, urlsOf(p.Facets[i].Values)...)
		out = append(out, urlsOf(p.Facets[i].More)...)
	}
	out = append(out, urlsOf(p.Sorts)...)
	if p.Nearby != nil {
		out = append(out, &p.Nearby.URL)
	}
	if p.Suggestion != nil {
		out = append(out, &p.Suggestion.URL)
	}
	if z := p.Zero; z != nil {
		for _, link := range []*frame.Link{z.Unfiltered, z.Variant} {
			if link != nil {
				out = append(out, &link.URL)
			}
		}
		out = append(append(out, urlsOf(z.Broader)...), urlsOf(z.Kinds)...)
	}
	return out
}

func urlsOf(links []frame.Link) []*string {
	out := make([]*string, len(links))
	for i := range links {
		out[i] = &links[i].URL
	}
	return out
}

// toMap turns the address of a search page into that of the map page.
func (s *pages) toMap(lang text.Lang, address string, ask drawing.Ask) string {
	u, err := url.Parse(address)
	if err != nil || u.Path != s.Local(frame.RouteSearch, lang) {
		return address
	}
	return mapAddress(s.Local(frame.RouteMap, lang), ask.Put(u.Query()), ask.Own)
}

// mapAddress leaves what a map does by itself out of an address: its limit, and
// its kinds where nothing else is asked for.
func mapAddress(path string, v url.Values, own []string) string {
	if v.Get("limit") == strconv.Itoa(mapLimit) {
		v.Del("limit")
	}
	if mapKindsOnly(v, own) {
		v.Del("kind")
	}
	return frame.WithQuery(path, v)
}

// mapKindsOnly tells whether the parameters choose the map's own kinds and nothing else.
func mapKindsOnly(v url.Values, own []string) bool {
	rest := maps.Clone(v)
	delete(rest, "kind")
	return v.Get("kind") == strings.Join(own, ",") && !asksFor(rest)
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
func kindLinks(facets []results.Facet) []frame.Link {
	for _, f := range facets {
		if f.Name == "kind" {
			list := slices.Concat(f.Values, f.More)
			slices.SortStableFunc(list, func(a, b frame.Link) int { return chosenFirst(a) - chosenFirst(b) })
			return list
		}
	}
	return nil
}

func chosenFirst(l frame.Link) int {
	if l.Current {
		return 0
	}
	return 1
}

// shownUnits stand in a row over the list, the others under "more".
const shownUnits = 4

func (s *pages) mapHidden(list []frame.Param, ask drawing.Ask) []frame.Param {
	list = slices.DeleteFunc(list, func(p frame.Param) bool { return p.Name == "limit" && p.Value == strconv.Itoa(mapLimit) })
	v := ask.Put(url.Values{})
	return append(list, frame.Hidden(v)...)
}

// mapLinks are the ways on from the map.
func (s *pages) mapLinks(l *frame.Locale, p *page, q search.Query, ask drawing.Ask, view drawing.View) {
	here := s.Local(frame.RouteMap, l.Lang)
	at := func(a drawing.Ask) string { return mapAddress(here, a.Put(frame.PageValues(q)), ask.Own) }
	p.Form = mapForm{Action: here, Hidden: s.mapHidden(frame.Hidden(frame.PageValues(q)), drawing.Ask{Day: ask.Day, View: ask.View})}
	for _, m := range moves(view) {
		a := ask
		a.View = &m.view
		p.Moves = append(p.Moves, frame.Link{Text: l.T(m.key), Note: m.sign, URL: at(a)})
	}
	boxed := q
	box := view.Bound(drawWidth, drawHeight)
	boxed.BBox, boxed.Near, boxed.RadiusKM, boxed.Polygon, boxed.Cursor = &box, nil, 0, nil, ""
	p.Here = mapAddress(here, ask.Put(frame.PageValues(boxed)), ask.Own)
	list := q
	list.Limit, list.Cursor = 0, ""
	p.List = s.SearchPath(l.Lang, list)
	v := ask.Put(frame.PageValues(q))
	p.Image = mapAddress(s.Local(routeMapImage, l.Lang), v, ask.Own)
	p.Sheets = s.sheetLinks(l, v, ask)
	p.Coords = s.CoordinatesPath(l.Lang)
	p.BaseCredit, p.RoadsEstimated = strings.Join(s.Basemap.Attribution(), "; "), !s.Basemap.Own
	p.Geometry = s.Local(frame.RouteGeometry, l.Lang)
	p.Days, p.DayNote = s.mapDays(l, ask, at)
	p.Made = s.unitChanges(l, ask)
}

func (s *pages) mapScript() mapScript {
	return mapScript{s.Asset("vendor/maplibre-gl/maplibre-gl.mjs"), s.Asset("vendor/maplibre-gl/maplibre-gl-worker.mjs"), s.Asset("vendor/maplibre-gl/maplibre-gl.css"),
		s.Asset("vendor/leaflet/leaflet.js"), s.Asset("vendor/leaflet/leaflet.css")}
}
