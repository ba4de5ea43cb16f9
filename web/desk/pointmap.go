package desk

import (
	"encoding/json"
	"html/template"
	"math"
	"net/http"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/desk"
	"honglinh/catalog/geo/locator"
	"honglinh/web/drawing"
	"honglinh/web/frame"
)

// pointMap is the small map of a form: where the record is, and where a click puts it.
type pointMap struct {
	SVG template.HTML `json:"-"`
	// Ask is where its script asks for another view; West to North are the edges of the
	// picture in degrees, even in longitude and in the latitude of Web Mercator.
	Ask                      string `json:"-"`
	West, South, East, North float64
	Zoom                     float64
}

// Size of the map in points, and how near it opens: a commune with a point, else a town.
const (
	pointWidth, pointHeight = 640, 400
	pointZoom, middleZoom   = 12.5, 10.5
)

// mapOf is the map of an edition; nil where neither it nor the site says where to look.
func (p *pages) mapOf(l *frame.Locale, e *desk.Edition) *pointMap {
	view := drawing.View{Zoom: pointZoom}
	at, placed := pointOf(e.Fields)
	switch middle := p.Site().Middle; {
	case placed:
		view.Middle = at
	case shapeCentre(e.Fields["geometry"], &view.Middle):
	case middle != nil:
		view = drawing.View{Zoom: middleZoom, Middle: orb.Point{middle.Lon, middle.Lat}}
	default:
		return nil
	}
	var pin *orb.Point
	if placed {
		pin = &at
	}
	m, err := p.drawPoint(l, view, pin)
	if err != nil {
		p.Log.Warn("the map of a form", "op", "desk", "record", e.Record, "err", err)
		return nil
	}
	return m
}

// pointOf is the point that the fields give, if they do.
func pointOf(fields map[string]string) (orb.Point, bool) {
	lon, bad := strconv.ParseFloat(fields["lon"], 64)
	lat, worse := strconv.ParseFloat(fields["lat"], 64)
	return orb.Point{lon, lat}, bad == nil && worse == nil && math.Abs(lon) <= 180 && math.Abs(lat) <= 85
}

// shapeCentre finds the middle of a shape.
func shapeCentre(geometry string, middle *orb.Point) bool {
	g := &geojson.Geometry{}
	if geometry == "" || json.Unmarshal([]byte(geometry), g) != nil || g.Geometry() == nil {
		return false
	}
	*middle = g.Geometry().Bound().Center()
	return true
}

// drawPoint draws a view with the units around, and a pin.
func (p *pages) drawPoint(l *frame.Locale, view drawing.View, pin *orb.Point) (*pointMap, error) {
	underlay, _ := drawing.Underlay(p.Frame, l, drawing.Ask{})
	var features []locator.Feature
	for _, g := range underlay {
		features = append(features, locator.Feature{ID: g.ID, Geometry: g.Geometry, Label: g.Title, Role: locator.Background, Class: "l-units", Mark: locator.Town})
	}
	if pin != nil {
		features = append(features, locator.Feature{ID: "point", Geometry: *pin, Role: locator.Highlight, Class: "k-opportunity", Mark: locator.Diamond})
	}
	m := locator.Map{Title: l.T("desk.map"), Description: l.T("desk.map.text"), Lang: string(l.Lang), Attribution: l.T("map_reference"), Width: pointWidth, Height: pointHeight, View: view.Bound(pointWidth, pointHeight)}
	edges, err := locator.Shown(m)
	if err != nil {
		return nil, err
	}
	d, err := drawing.Draw(drawing.Under(p.Frame, l, m), features, "point")
	if err != nil {
		return nil, err
	}
	return &pointMap{SVG: d.SVG, Ask: p.at("desk.map", l.Lang), West: edges.Min[0], South: edges.Min[1], East: edges.Max[0], North: edges.Max[1], Zoom: view.Zoom}, nil
}

// point answers the script of a form: the map of another view, with a pin where one is asked.
func (p *pages) point(w http.ResponseWriter, r *http.Request, v *visit) error {
	q := r.URL.Query()
	view, err := drawing.ReadView(q.Get("view"))
	if err == nil && view == nil {
		err = catalog.NewFault(catalog.Invalid, "view", "Thiếu khung nhìn.", "The view is missing.")
	}
	if err != nil {
		return err
	}
	var pin *orb.Point
	if at, ok := pointOf(map[string]string{"lon": q.Get("lon"), "lat": q.Get("lat")}); ok {
		pin = &at
	}
	m, err := p.drawPoint(v.l, *view, pin)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(w).Encode(struct {
		*pointMap
		SVG string `json:"svg"`
	}{m, string(m.SVG)})
}
