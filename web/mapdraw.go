package web

import (
	"bytes"
	"encoding/json"
	"html/template"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/simplify"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/locator"
	"honglinh/catalog/geo/write"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
)

// Drawing is a map made on the server: SVG to stand in a page, coloured by its
// style sheet.
type Drawing struct {
	SVG   template.HTML
	Empty bool
	file  []byte // with its own style, to stand alone
}

// Sizes of the map page's drawing in pixels.
const drawWidth, drawHeight = 760, 560

// mapFeature is a record that a map draws, or lists as having no place.
type mapFeature struct {
	id, title, lang, kind, kindLabel, url, status string
	layer, colour                                 string
	geometry                                      orb.Geometry
}

func geometryOf(rec *catalog.Record) orb.Geometry {
	if rec.Geometry == nil {
		return nil
	}
	return rec.Geometry.Geometry()
}

func (s *site) mapFeature(l *locale, rec *catalog.Record) mapFeature {
	p := l.pick(rec.Title)
	status, _ := l.status(rec.Status)
	return mapFeature{id: rec.ID, title: p.Text, lang: p.Lang, kind: string(rec.Kind), kindLabel: l.label(vocab.Kinds().Label(string(rec.Kind)), ""),
		url: s.recordPath(l.lang, rec.ID), status: status, geometry: geometryOf(rec)}
}

func (s *site) mapFound(l *locale, hits []search.Hit) []mapFeature {
	out := make([]mapFeature, len(hits))
	for i := range hits {
		out[i] = s.mapFeature(l, &hits[i].Record)
	}
	return out
}

func unplaced(list []mapFeature) int {
	n := 0
	for _, f := range list {
		if f.geometry == nil {
			n++
		}
	}
	return n
}

// mapScene is what a map shows.
type mapScene struct {
	found, ground []mapFeature
	whole         bool         // ground is complete
	region        orb.Geometry // that the search is limited to, drawn as its edge
	view          mapView
}

// regionOf is the ground that a query asks for, nil when it asks for none.
func regionOf(q search.Query) orb.Geometry {
	switch {
	case q.Polygon != nil:
		return q.Polygon
	case q.BBox != nil && q.BBox.Min[0] <= q.BBox.Max[0]:
		return q.BBox.ToPolygon()
	case q.Near != nil && q.RadiusKM > 0 && q.RadiusKM <= 1000: // larger circles are no plain shape on this map
		return circleOf(*q.Near, q.RadiusKM)
	}
	return nil
}

// circleOf is a circle on the ground as a polygon of 64 corners, on the sphere: good to 0.5 %, a line's width.
func circleOf(middle orb.Point, km float64) orb.Polygon {
	ring := make(orb.Ring, 0, 65)
	for i := range 64 {
		ring = append(ring, orbgeo.PointAtBearingAndDistance(middle, float64(i)*360/64, km*1000))
	}
	return orb.Polygon{append(ring, ring[0])}
}

// mostGround bounds the features of layers that are drawn under the records
// found; more cannot be told apart in a drawing of this size.
const mostGround = 1500

// mapGround is what lies under the records: outlines of units on the day, and
// the layers asked for.
func (s *site) mapGround(l *locale, ask mapAsk) (out []mapFeature, whole bool) {
	set := s.Layers()
	if set == nil {
		return nil, true
	}
	day := s.dayOf(ask)
	for _, d := range set.Layers() {
		if !ask.shows(d.ID) {
			continue
		}
		for _, f := range d.Features {
			g := f.Geometry()
			if !d.Draws(g) || d.ID == "units" && g.Dimensions() != 2 || !f.Meets(day, day) {
				continue
			}
			if len(out) == mostGround {
				return out, false
			}
			p := l.pick(f.Title())
			kind, _ := f.Property("kind")
			k, _ := kind.(string)
			out = append(out, mapFeature{id: f.Record, title: p.Text, lang: p.Lang, kind: k, url: s.recordPath(l.lang, f.Record), layer: d.ID, colour: d.Style.Colour, geometry: g})
		}
	}
	return out, true
}

// dayOf is the moment at which boundaries are drawn.
func (s *site) dayOf(ask mapAsk) time.Time {
	if ask.day == "" {
		return s.Now()
	}
	return ask.day.Start()
}

// or is the view asked for, else one of what was found, else of where it was sought, else of the ground.
func (v *mapView) or(found []mapFeature, region orb.Geometry, ground []mapFeature) mapView {
	if v != nil {
		return *v
	}
	if b, ok := worthSeeing(found, region, ground); ok {
		return viewOf(b, drawWidth, drawHeight)
	}
	return mapView{zoom: 11, middle: orb.Point{105.71, 18.53}} // Hồng Lĩnh
}

// worthSeeing is the box that a map opens on. A place or two say nothing without
// the ground around them.
func worthSeeing(found []mapFeature, region orb.Geometry, ground []mapFeature) (orb.Bound, bool) {
	if region != nil {
		return region.Bound(), true
	}
	if len(found)-unplaced(found) < alone {
		found = append(slices.Clone(found), ground...)
	}
	return boundOf(found)
}

// alone is under how many places a map shows the ground as well.
const alone = 3

func boundOf(list []mapFeature) (orb.Bound, bool) {
	var b orb.Bound
	found := false
	for _, f := range list {
		if f.geometry == nil {
			continue
		}
		if !found {
			b, found = f.geometry.Bound(), true
		}
		b = b.Union(f.geometry.Bound())
	}
	return b, found
}

// drawMap draws ground and records with the records' numbers in the list.
func (s *site) drawMap(l *locale, scene *mapScene, title string) (Drawing, error) {
	found, ground, view := scene.found, scene.ground, scene.view
	m := locator.Map{Title: title, Description: l.t("map_drawing", l.num(float64(len(found)-unplaced(found)))), Lang: string(l.lang), Attribution: l.t("map_reference"),
		Width: drawWidth, Height: drawHeight, View: view.bound(drawWidth, drawHeight)}
	var features []locator.Feature
	for _, f := range ground {
		features = append(features, locator.Feature{ID: f.id, Geometry: f.geometry, Label: f.title, Role: locator.Background, Class: "l-" + f.layer, Mark: markOf(f.kind)})
	}
	if scene.region != nil {
		features = append(features, locator.Feature{ID: "region", Geometry: scene.region, Role: locator.Outline, Class: "region"})
	}
	for i, f := range found {
		features = append(features, locator.Feature{ID: f.id, Geometry: f.geometry, Label: strconv.Itoa(i + 1), Role: locator.Highlight, Class: "k-" + f.kind, Mark: markOf(f.kind)})
	}
	return draw(m, features, "map")
}

// draw makes a drawing whose ids begin with the prefix, so that a page can hold several.
func draw(m locator.Map, features []locator.Feature, prefix string) (Drawing, error) {
	svg, err := locator.SVG(m, features)
	if err == locator.ErrNothing {
		return Drawing{Empty: true}, nil
	}
	if err != nil {
		return Drawing{}, err
	}
	inline := ownStyle.ReplaceAll(svg, nil)
	inline = ownIDs.ReplaceAll(inline, []byte(`id="`+prefix+`-$1"`))
	inline = bytes.Replace(inline, []byte(`aria-labelledby="t d"`), []byte(`class="drawing" aria-labelledby="`+prefix+`-t `+prefix+`-d"`), 1)
	inline = bytes.Replace(inline, []byte(` xml:lang=`), []byte(` lang=`), 1)
	return Drawing{SVG: template.HTML(inline), file: svg}, nil //nolint:gosec // made by locator, which escapes
}

// The style of a drawing that stands alone is dropped where the page's own style
// sheet colours it; the policy against inline styles would refuse it anyway.
var (
	ownStyle = regexp.MustCompile(`<style>[^<]*</style>\n?| style="[^"]*"`)
	ownIDs   = regexp.MustCompile(`id="(t|d|f\d+)"`)
)

// markOf is the shape of a kind's pin.
func markOf(kind string) locator.Mark {
	switch vocab.Kind(kind) {
	case vocab.Opportunity:
		return locator.Star
	case vocab.Project:
		return locator.Diamond
	case vocab.Plan:
		return locator.Hexagon
	case vocab.Unit:
		return locator.Square
	case vocab.Organisation:
		return locator.Triangle
	}
	return locator.Dot
}

// mapMarks is the legend of the kinds that the records found are of.
func mapMarks(l *locale, found []mapFeature) []MapMark {
	var out []MapMark
	for _, k := range vocab.Kinds() {
		for _, f := range found {
			if f.kind == k.Code && f.geometry != nil {
				out = append(out, MapMark{Class: "k-" + k.Code, Path: markOf(k.Code).Path(), Label: l.label(k.Plural, k.Code)})
				break
			}
		}
	}
	return out
}

// layerFiles are the downloads of a layer that most programs open; the API has more.
func layerFiles(id string) []Link {
	var out []Link
	for _, f := range []struct{ name, label string }{{"geojson", "GeoJSON"}, {"gpkg", "GeoPackage"}, {"kml", "KML"}, {"csv", "CSV"}} {
		out = append(out, Link{Text: f.label, URL: apiBase + "/layers/" + id + "/exports/" + f.name})
	}
	return out
}

func (s *site) mapLayers(l *locale, ask mapAsk) []MapLayer {
	set := s.Layers()
	var out []MapLayer
	for _, layer := range layers.List() {
		m := MapLayer{Files: layerFiles(layer.ID), ID: layer.ID, Title: l.label(layer.Title, layer.ID), Colour: layer.Style.Colour, On: ask.shows(layer.ID)}
		if set != nil {
			if d, ok := set.Layer(layer.ID); ok {
				m.Note = l.t("map_layer_count", l.num(float64(d.Len()-d.Unplaced())), l.num(float64(d.Len())))
			}
		}
		out = append(out, m)
	}
	return out
}

// mapData is what the page's script draws: the list's records and the ground.
type mapData struct {
	Lang   string            `json:"lang"`
	View   [3]float64        `json:"view"` // zoom, latitude, longitude
	Fixed  bool              `json:"fixed"`
	Day    string            `json:"day"`
	Found  json.RawMessage   `json:"found"`
	Ground json.RawMessage   `json:"ground"`
	Tiled  bool              `json:"tiled"` // ground holds only a part; the rest are tiles
	Box    *[4]float64       `json:"box"`   // to open on
	Region json.RawMessage   `json:"region"`
	Layers []dataLayer       `json:"layers"`
	Words  map[string]string `json:"words"`
}

type dataLayer struct {
	ID      string  `json:"id"`
	On      bool    `json:"on"`
	Tiles   string  `json:"tiles"`
	Colour  string  `json:"colour"`
	Outline string  `json:"outline"`
	Opacity float64 `json:"opacity"`
	Width   float64 `json:"width"`
	Radius  float64 `json:"radius"`
}

func (s *site) mapData(l *locale, m *mapScene, ask mapAsk) mapData {
	view := m.view
	d := mapData{Lang: string(l.lang), View: [3]float64{view.zoom, view.middle[1], view.middle[0]}, Fixed: ask.view != nil, Day: s.dayOf(ask).UTC().Format("2006-01-02"), Words: map[string]string{}}
	d.Found, d.Ground, d.Tiled, d.Region = collection(m.found), collection(m.ground), !m.whole, json.RawMessage("null")
	if b, ok := worthSeeing(m.found, m.region, m.ground); ok {
		d.Box = &[4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	if m.region != nil {
		d.Region = write.AppendGeometry(nil, m.region)
	}
	for _, layer := range layers.List() {
		d.Layers = append(d.Layers, dataLayer{layer.ID, ask.shows(layer.ID), apiBase + "/layers/" + layer.ID + "/tiles/{z}/{x}/{y}.mvt?as_of=" + d.Day, layer.Style.Colour, layer.Style.Outline, layer.Style.Opacity, layer.Style.Width, layer.Style.Radius})
	}
	for _, key := range mapWords() {
		d.Words[strings.TrimPrefix(key, "map_")] = l.t(key)
	}
	return d
}

// mapWords are the strings that the script shows.
func mapWords() []string {
	return []string{"map_no_layer", "map_searching", "map_failed", "map_measured", "map_drawing_polygon", "map_drawing_circle", "map_measuring", "map_finish", "map_undo", "map_cancel",
		"map_copied", "map_km", "map_m", "map_key_help", "map_needs_three", "map_zoom_in", "map_zoom_out", "map_step", "map_radius"}
}

// finest is how exact the page's own geometries are, in degrees: about a metre,
// under a pixel at the deepest zoom that people read.
const finest = 1e-5

// collection writes features as GeoJSON, those without a place with a null geometry.
func collection(list []mapFeature) json.RawMessage {
	b := []byte(`{"type":"FeatureCollection","features":[`)
	for i := range list {
		f := &list[i]
		props, err := json.Marshal(f.properties(i + 1))
		if err != nil {
			continue // strings and numbers only: this cannot be
		}
		if b[len(b)-1] == '}' {
			b = append(b, ',')
		}
		b = append(append(append(b, `{"type":"Feature","id":`...), strconv.Itoa(i+1)...), `,"properties":`...)
		b = append(append(b, props...), `,"geometry":`...)
		if f.geometry == nil {
			b = append(b, "null"...)
		} else {
			b = write.AppendGeometry(b, lighter(f.geometry))
		}
		b = append(b, '}')
	}
	return append(b, `]}`...)
}

func (f *mapFeature) properties(n int) map[string]any {
	if f.layer != "" {
		return map[string]any{"title": f.title, "kind": f.kind, "layer": f.layer, "colour": f.colour}
	}
	return map[string]any{"n": n, "id": f.id, "title": f.title, "lang": f.lang, "kind": f.kind, "kindLabel": f.kindLabel, "url": f.url, "status": f.status}
}

// lighter drops corners that no screen shows; what would vanish stays whole.
func lighter(g orb.Geometry) orb.Geometry {
	switch g.(type) {
	case orb.Polygon, orb.MultiPolygon, orb.LineString, orb.MultiLineString:
		if light := simplify.DouglasPeucker(finest).Simplify(orb.Clone(g)); light != nil {
			return light
		}
	}
	return g
}

// mapDays are the days before and after the last change of units.
func (s *site) mapDays(l *locale, ask mapAsk, at func(mapAsk) string) ([]Link, string) {
	change := ""
	for _, u := range s.Places().All() {
		if len(u.To) == len("2006-01-02") && u.To < s.Now().UTC().Format("2006-01-02") {
			change = max(change, u.To)
		}
	}
	if change == "" {
		return nil, ""
	}
	before := catalog.Date(change)
	after := dayAfter(before)
	past, now := ask, ask
	past.day, now.day = before, ""
	old := ask.day != "" && ask.day <= before
	note := ""
	if ask.shows("units") && s.outlines(s.dayOf(ask)) == 0 {
		note = l.t("map_no_outlines", l.day(s.dayOf(ask)))
	}
	return []Link{{Text: l.t("asof.before", l.date(after)), URL: at(past), Current: old}, {Text: l.t("asof.after", l.date(after)), URL: at(now), Current: !old}}, note
}

// outlines counts the outlines of units at a moment.
func (s *site) outlines(on time.Time) int {
	n := 0
	set := s.Layers()
	if set == nil {
		return 0
	}
	if d, ok := set.Layer("units"); ok {
		for _, f := range d.Features {
			if g := f.Geometry(); g != nil && g.Dimensions() == 2 && f.Meets(on, on) {
				n++
			}
		}
	}
	return n
}
