package shortlist

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog/geo/basemap"
	"honglinh/datasets/brief"
	"honglinh/web/drawing"
	"honglinh/web/frame"
)

// The map of a brief as a drawing of so many pixels across, and how long one is on paper.
const (
	mapPixels  = 680
	pixelMM    = 0.26
	mostPoints = 60_000 // of the ground: what a reader of PDF draws at once
)

// ground puts the base map, the outlines of units and names under the marks of a brief. A base map that cannot be
// read leaves the ground plain and is logged.
func ground(s *frame.Frame, l *frame.Locale, d *brief.Document) {
	view, ok := d.View()
	if !ok {
		return
	}
	underlay, _ := drawing.Underlay(s, l, drawing.Ask{})
	for _, f := range underlay {
		shown := clip.Geometry(view, orb.Clone(f.Geometry))
		if shown == nil {
			continue
		}
		d.Outlines = append(d.Outlines, f.Geometry)
		if at, area := planar.CentroidArea(shown); area != 0 && f.Title != "" {
			d.Names = append(d.Names, brief.Name{Text: f.Title, At: at})
		}
	}
	zoom := math.Log2(360 / (view.Max[0] - view.Min[0]) * mapPixels / drawing.TilePixels)
	base, err := s.Basemap.Draw(view, zoom, string(l.Lang))
	if err != nil {
		s.Log.Error("base map of a brief", "op", "web.brief", "err", err)
		return
	}
	d.Ground = append(d.Ground, brief.Ground{Shape: view.ToPolygon(), Colour: basemap.Sea.Light})
	stretches(d, base)
	for _, n := range base.Names {
		if !n.Paint.Height && !slices.ContainsFunc(d.Names, func(o brief.Name) bool { return o.Text == n.Text }) {
			d.Names = append(d.Names, brief.Name{Text: n.Text, At: n.At})
		}
	}
}

// stretches are the areas and lines of the base map, as many as paper bears.
func stretches(d *brief.Document, base basemap.Drawing) {
	points := 0
	for _, st := range base.Stretches {
		g := brief.Ground{Colour: st.Paint.Light, Dashed: len(st.Paint.Dash) > 0}
		switch st.Paint.Draw {
		case basemap.Fill:
		case basemap.Line:
			g.Line = max(st.Width, 0.5) * pixelMM
		default:
			continue
		}
		for _, shape := range st.Geometries {
			if points += vertices(shape); points > mostPoints {
				return
			}
			g.Shape = shape
			d.Ground = append(d.Ground, g)
		}
	}
}

// vertices counts the points of lines and areas.
func vertices(g orb.Geometry) int {
	n := 0
	switch g := g.(type) {
	case orb.LineString:
		n = len(g)
	case orb.MultiLineString:
		for _, one := range g {
			n += len(one)
		}
	case orb.Polygon:
		for _, ring := range g {
			n += len(ring)
		}
	case orb.MultiPolygon:
		for _, one := range g {
			n += vertices(one)
		}
	}
	return n
}
