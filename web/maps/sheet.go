package maps

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/locator"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
	"honglinh/datasets/mapsheet"
	"honglinh/web/drawing"
	"honglinh/web/frame"
)

// mapSheet answers with the map as a sheet of paper.
func (s *pages) mapSheet(w http.ResponseWriter, r *http.Request) error {
	return s.onPaper(w, r, "application/pdf", "pdf", func(out io.Writer, m *mapsheet.Sheet) error { return mapsheet.PDF(out, s.Now(), m) })
}

// mapPNG answers with the sheet as a picture.
func (s *pages) mapPNG(w http.ResponseWriter, r *http.Request) error {
	return s.onPaper(w, r, "image/png", "png", mapsheet.PNG)
}

func (s *pages) onPaper(w http.ResponseWriter, r *http.Request, media, extension string, write func(io.Writer, *mapsheet.Sheet) error) error {
	values, err := httpkit.RawParams(r)
	if err != nil {
		return err
	}
	paper, err := paperOf(values)
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	q, ask, _, err := s.readQuery(r.Context(), values, lang)
	if err != nil {
		return err
	}
	a, err := s.mapAnswer(r.Context(), q)
	if err != nil {
		return err
	}
	l := s.Locale(lang)
	var b bytes.Buffer
	if err := write(&b, s.sheet(l, q, ask, s.seen(l, q, ask, a), paper)); err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="map.`+extension+`"`)
	return httpkit.WriteBytes(w, r, media, b.Bytes(), httpkit.Validator{})
}

// paperOf takes the size of the paper out of the values.
func paperOf(values url.Values) (mapsheet.Paper, error) {
	paper := mapsheet.Paper(strings.ToLower(values.Get("paper")))
	values.Del("paper")
	if paper == "" {
		return mapsheet.A4, nil
	}
	if !slices.Contains(mapsheet.Papers(), paper) {
		return "", catalog.NewFault(catalog.Invalid, "paper", "Khổ giấy là a4 hoặc a3.", "The paper is a4 or a3.")
	}
	return paper, nil
}

// sheet is a scene on paper.
func (s *pages) sheet(l *frame.Locale, q search.Query, ask drawing.Ask, scene *mapScene, paper mapsheet.Paper) *mapsheet.Sheet {
	title := l.T("map_title")
	if q.Text != "" {
		title = l.T("map_title_for", q.Text)
	}
	grid := s.sheetGrid(scene.view.Middle)
	m := &mapsheet.Sheet{Lang: string(l.Lang), Title: title, Site: s.Brand(l) + " · " + l.Day(s.Now()), URL: s.BaseURL + mapAddress(s.Local(frame.RouteMap, l.Lang), ask.Put(frame.PageValues(q)), ask.Own),
		Paper: paper, View: scene.view.Bound(drawWidth, drawHeight), Grid: grid, Basemap: s.Basemap.Draw, Reference: l.T("map_reference"),
		More:  func(n int) string { return l.T("sheet_more", l.Num(float64(n))) },
		Notes: []string{l.T("map_credit"), l.T("map_base_credit", strings.Join(s.Basemap.Attribution(), "; "))},
		Words: mapsheet.Words{Scale: l.T("sheet_scale"), Grid: l.T("sheet_grid", grid.Name, grid.Code), Legend: l.T("map_legend"), List: l.T("sheet_list"), North: l.T("sheet_north")}}
	s.sheetUnderlay(l, m, scene)
	s.sheetFound(l, m, scene)
	m.Legend = append(m.Legend, mapsheet.Entry{Look: mapsheet.Feature{Stroke: mapsheet.GridColour, Width: 0.15}, Label: l.T("sheet_grid_line")})
	if !s.Basemap.Own {
		road := basemap.ApproximateRoad()
		m.Legend = append(m.Legend, mapsheet.Entry{Look: mapsheet.Feature{Stroke: road.Light, Width: 0.4, Dash: []float64{1.5, 1}}, Label: l.T("sheet_roads")})
	}
	return m
}

// sheetGrid is the plane that a sheet is drawn in: the zone that local papers use where the map lies near its meridian, else the nearest zone of VN-2000.
func (s *pages) sheetGrid(at orb.Point) *crs.CRS {
	const near = 1.5 // degrees: half of a zone
	if c, err := crs.Lookup(s.Reference()); err == nil && c.Meridian != 0 && abs(c.Meridian-at[0]) <= near {
		return c
	}
	var best *crs.CRS
	for _, c := range crs.All() {
		if c.Datum() == "VN-2000" && c.Meridian != 0 && (best == nil || abs(c.Meridian-at[0]) < abs(best.Meridian-at[0])) {
			best = c
		}
	}
	return best
}

func abs(v float64) float64 { return max(v, -v) }

func (s *pages) sheetUnderlay(l *frame.Locale, m *mapsheet.Sheet, scene *mapScene) {
	seen := map[string]bool{}
	for _, f := range scene.underlay {
		g := mapsheet.Feature{Geometry: f.Geometry, Stroke: f.Colour, Fill: f.Colour, Opacity: 0.3, Width: 0.3, Label: f.Title, Mark: drawing.MarkOf(f.Kind)}
		if f.Classed {
			g.Opacity = 0.55
		}
		if f.Layer == "units" {
			g.Mark, g.Opacity, g.Width = locator.Town, 0, 0.35
			if f.Geometry.Dimensions() > 0 {
				g.Fill = ""
			}
		}
		if f.Faint {
			g.Dash = []float64{1.2, 0.8}
		}
		if f.Named {
			g.Label = ""
		}
		m.Features = append(m.Features, g)
		if f.Classed { // each colour has a line of its own in the legend
			continue
		}
		if f.Geometry.Dimensions() > 0 && !seen[f.Layer] {
			seen[f.Layer] = true
			m.Legend = append(m.Legend, mapsheet.Entry{Look: g, Label: s.layerTitle(l, f.Layer), Area: true})
		}
	}
	for _, sw := range s.swatches(l, scene) {
		m.Legend = append(m.Legend, mapsheet.Entry{Look: mapsheet.Feature{Stroke: sw.Colour, Fill: sw.Colour, Opacity: 0.55, Width: 0.3}, Label: sw.Text, Area: true})
	}
	if scene.region != nil {
		edge := mapsheet.Feature{Geometry: scene.region, Stroke: "#A5431C", Fill: "#A5431C", Opacity: 0.06, Width: 0.4, Dash: []float64{1.5, 1}}
		m.Features = append(m.Features, edge)
		m.Legend = append(m.Legend, mapsheet.Entry{Look: edge, Label: l.T("sheet_region"), Area: true})
	}
}

// swatches are the legends of the layers drawn that have colours by value.
func (s *pages) swatches(l *frame.Locale, scene *mapScene) (out []frame.Swatch) {
	var done []string
	for _, f := range scene.underlay {
		if !f.Classed || slices.Contains(done, f.Layer) {
			continue
		}
		done = append(done, f.Layer)
		if d, ok := s.Layers().Layer(f.Layer); ok {
			out = append(out, legend(l, d)...)
		}
	}
	return out
}

// sheetFound draws what was found with the numbers of the list, and counts at communes what is known by them only.
func (s *pages) sheetFound(l *frame.Locale, m *mapsheet.Sheet, scene *mapScene) {
	kinds := map[string]mapsheet.Feature{}
	for i, f := range scene.found {
		if f.Geometry == nil {
			continue
		}
		look := mapsheet.Feature{Mark: drawing.MarkOf(f.Kind), Fill: vocab.Kind(f.Kind).Row().Pin.Light, Opacity: 1}
		kinds[f.Kind] = look
		look.Geometry, look.Label, look.Bold, look.Stroke, look.Width = f.Geometry, strconv.Itoa(i+1), true, look.Fill, 0.4
		if f.Geometry.Dimensions() == 2 {
			look.Opacity = 0.35
		}
		m.Features = append(m.Features, look)
		m.List = append(m.List, mapsheet.Line{Number: look.Label, Text: f.Title})
	}
	for _, k := range vocab.Kinds() {
		if look, ok := kinds[k.Code]; ok {
			m.Legend = append(m.Legend, mapsheet.Entry{Look: look, Label: l.Label(k.Plural, k.Code)})
		}
	}
	unit := mapsheet.Feature{Fill: "#FFFFFF", Stroke: "#46586A", Width: 0.4, Opacity: 0.94}
	for _, u := range slices.Backward(scene.units) {
		pin := unit
		pin.Geometry, pin.Label, pin.Inside, pin.Radius = u.at, u.Title, u.Count, unitRadius(u.count)*0.17
		m.Features = append(m.Features, pin)
	}
	if len(scene.units) > 0 {
		unit.Radius, unit.Inside = 1.8, "9"
		m.Legend = append(m.Legend, mapsheet.Entry{Look: unit, Label: l.T("map_pin_unit")})
	}
}

// sheetLinks are the ways to the sheet of a map.
func (s *pages) sheetLinks(l *frame.Locale, v url.Values, ask drawing.Ask) []frame.Link {
	link := func(route, paper, text string) frame.Link {
		address := mapAddress(s.Local(route, l.Lang), v, ask.Own)
		if paper != "" {
			mark := "?"
			if strings.Contains(address, "?") {
				mark = "&"
			}
			address += mark + "paper=" + paper
		}
		return frame.Link{Text: text, URL: address}
	}
	return []frame.Link{link(routeMapSheet, "", "PDF A4"), link(routeMapSheet, "a3", "PDF A3"), link(routeMapPNG, "", "PNG")}
}
