package maps

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"

	"honglinh/catalog/geo/write"
	"honglinh/web/drawing"
	"honglinh/web/frame"
)

// mapData is what the page's script draws: the list's records and the underlay.
type mapData struct {
	Lang     string            `json:"lang"`
	Base     string            `json:"base"`  // address of the base map's style
	Drawn    string            `json:"drawn"` // tiles of the base map as pictures
	Here     string            `json:"here"`  // address of the page of a point
	View     [3]float64        `json:"view"`  // zoom, latitude, longitude
	Fixed    bool              `json:"fixed"`
	Day      string            `json:"day"`
	Found    json.RawMessage   `json:"found"`
	Underlay json.RawMessage   `json:"underlay"`
	Tiled    bool              `json:"tiled"` // underlay holds only a part; the rest are tiles
	Box      *[4]float64       `json:"box"`   // to open on
	Region   json.RawMessage   `json:"region"`
	Units    []dataUnit        `json:"units"`
	Results  string            `json:"results"` // tiles of all marks, "" where found has them all
	Layers   []dataLayer       `json:"layers"`
	Words    map[string]string `json:"words"`
}

// dataUnit is a unit's pin: how many found records it has that are known by it only.
type dataUnit struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Lang  string `json:"lang"`
	Text  string `json:"text"` // the count as people read it
	Count int    `json:"count"`
	URL   string `json:"url"`
	// Records is the address of the search narrowed to the unit, for programs.
	Records string     `json:"records"`
	At      [2]float64 `json:"at"`
	Radius  float64    `json:"radius"`
	Class   int        `json:"class"` // of its colour
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
	// By is the property by whose values features are coloured, Classes the values with their colours.
	By      string      `json:"by,omitempty"`
	Classes [][2]string `json:"classes,omitempty"`
}

func (s *pages) mapData(l *frame.Locale, m *mapScene, ask drawing.Ask) mapData {
	view := m.view
	d := mapData{Lang: string(l.Lang), Base: frame.APIBase + "/basemap/style.json", Drawn: frame.APIBase + "/basemap/drawing/{z}/{x}/{y}.svg", Here: s.Local(frame.RouteHere, l.Lang), View: [3]float64{view.Zoom, view.Middle[1], view.Middle[0]}, Fixed: ask.View != nil, Day: drawing.DayOf(s.Frame, ask).UTC().Format("2006-01-02"), Words: map[string]string{}}
	d.Found, d.Underlay, d.Tiled, d.Region = s.collection(l, m.found, m.from), s.collection(l, m.underlay, 0), !m.whole, json.RawMessage("null")
	d.Units, d.Results = []dataUnit{}, m.results
	for _, u := range m.units {
		d.Units = append(d.Units, dataUnit{u.ID, u.Title, u.Lang, u.Count, u.count, u.URL, u.records, [2]float64{drawing.Round5(u.at[0]), drawing.Round5(u.at[1])}, unitRadius(u.count), classOf(m.classes, u.count)})
	}
	if b, ok := m.worthSeeing(); ok {
		d.Box = &[4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	if m.region != nil {
		d.Region = write.AppendGeometry(nil, m.region)
	}
	for _, layer := range s.layerList() {
		one := dataLayer{ID: layer.ID, On: ask.Shows(layer.ID), Tiles: frame.APIBase + "/layers/" + layer.ID + "/tiles/{z}/{x}/{y}.mvt?as_of=" + d.Day, Colour: layer.Style.Colour, Outline: layer.Style.Outline, Opacity: layer.Style.Opacity, Width: layer.Style.Width, Radius: layer.Style.Radius}
		if set := s.Layers(); set != nil && one.On && layer.ColourBy != "" {
			if whole, ok := set.Layer(layer.ID); ok {
				one.By = layer.ColourBy
				for _, c := range whole.Classes() {
					one.Classes = append(one.Classes, [2]string{c.Value, c.Colour})
				}
			}
		}
		d.Layers = append(d.Layers, one)
	}
	for _, key := range mapWords() {
		d.Words[strings.TrimPrefix(key, "map_")] = l.T(key)
	}
	return d
}

// mapWords are the strings that the script shows.
func mapWords() []string {
	return []string{"map_no_layer", "map_searching", "map_failed", "map_measured", "map_drawing_polygon", "map_drawing_circle", "map_measuring", "map_finish", "map_undo", "map_cancel",
		"map_copied", "here_title", "map_km", "map_m", "map_in_unit", "map_first_of", "map_narrow", "map_together", "map_key_help", "map_reference", "map_needs_three", "map_zoom_in", "map_zoom_out", "map_step", "map_radius"}
}

// finest is how exact the page's own geometries are, in degrees: about a metre,
// under a pixel at the deepest zoom that people read.
const finest = 1e-5

// collection writes features as GeoJSON, numbered after from others, those without a place with a null geometry.
func (s *pages) collection(l *frame.Locale, list []drawing.Feature, from int) json.RawMessage {
	b := []byte(`{"type":"FeatureCollection","features":[`)
	for i := range list {
		f := &list[i]
		of := properties(f, from+i+1)
		if more := s.popup(l, f.ID); len(more) > 0 && f.Layer != "units" {
			of["fields"] = more
		}
		props, err := json.Marshal(of)
		if err != nil {
			continue // strings and numbers only: this cannot be
		}
		if b[len(b)-1] == '}' {
			b = append(b, ',')
		}
		b = append(append(append(b, `{"type":"Feature","id":`...), strconv.Itoa(from+i+1)...), `,"properties":`...)
		b = append(append(b, props...), `,"geometry":`...)
		if f.Geometry == nil {
			b = append(b, "null"...)
		} else {
			b = write.AppendGeometry(b, lighter(f.Geometry))
		}
		b = append(b, '}')
	}
	return append(b, `]}`...)
}

func properties(f *drawing.Feature, n int) map[string]any {
	if f.Layer != "" {
		of := map[string]any{"title": f.Title, "kind": f.Kind, "id": f.ID, "layer": f.Layer, "colour": f.Colour, "faint": f.Faint, "pinned": f.Named}
		if f.Layer != "units" {
			of["lang"], of["url"], of["opacity"] = f.Lang, f.URL, f.Opacity
		}
		return of
	}
	return map[string]any{"n": n, "id": f.ID, "title": f.Title, "lang": f.Lang, "kind": f.Kind, "kindLabel": f.KindLabel, "url": f.URL, "status": f.Status, "units": append([]string{}, f.Units...)}
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
