package basemap

import (
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"honglinh/catalog/geo/pmtiles"
)

// Drawing is the base map of a view, ready to be drawn without tiles: stretches from the lowest up, then names by importance.
type Drawing struct {
	Stretches []Stretch
	Names     []Name
	// Pictures lie above the first so many Stretches.
	Pictures []Picture
	Above    int
}

// Stretch is all that one paint draws.
type Stretch struct {
	Paint Paint
	// Width is that of lines and the radius of dots in pixels.
	Width      float64
	Geometries []orb.Geometry
}

// Name is a text with its place.
type Name struct {
	Paint Paint
	Text  string
	Size  float64 // pixels
	At    orb.Point
}

// Picture is a tile of the relief.
type Picture struct {
	Z       uint8
	X, Y    uint32
	Bound   orb.Bound
	Archive *pmtiles.Archive
}

// mostTilesSeen bounds the tiles of a drawing: one of 4000 pixels a side has 64 of 512.
const mostTilesSeen = 120

// Draw reads what a view shows at a zoom (maps of 512 pixels a tile), with names in a language.
func (m *Map) Draw(view orb.Bound, zoom float64, lang string) (Drawing, error) {
	var g Drawing
	held := map[string]map[string][]*seen{}
	for name, a := range map[string]*pmtiles.Archive{"country": m.Country, "base": m.Base} {
		layers, err := read(a, view, zoom)
		if err != nil {
			return g, err
		}
		held[name] = layers
	}
	for _, p := range m.Look() {
		if zoom < p.Min || p.Max > 0 && zoom >= p.Max {
			continue
		}
		if p.Draw == Raster {
			g.Pictures, g.Above = pictures(m.Relief, view, zoom), len(g.Stretches)
			continue
		}
		g.paint(p, held[p.Archive][p.Layer], zoom, lang)
	}
	slices.Reverse(g.Names) // the last of the look are the most important
	return g, nil
}

// seen is a feature of a tile.
type seen struct {
	kind, name, english, ele string
	geometry                 orb.Geometry
	edge                     orb.Bound // of the tile
}

// read decodes the tiles of a view by layer.
func read(a *pmtiles.Archive, view orb.Bound, zoom float64) (map[string][]*seen, error) {
	out := map[string][]*seen{}
	z := uint8(max(float64(a.MinZoom), min(float64(a.MaxZoom), math.Floor(zoom+0.25))))
	x0, y0, x1, y1 := window(view, z)
	for z > a.MinZoom && int(x1-x0+1)*int(y1-y0+1) > mostTilesSeen {
		z--
		x0, y0, x1, y1 = window(view, z)
	}
	if !view.Intersects(a.Bound) || zoom < float64(a.MinZoom)-0.5 {
		return out, nil
	}
	for x := x0; x <= x1; x++ {
		for y := y0; y <= y1; y++ {
			b, err := a.Unpacked(z, x, y)
			if err != nil {
				return nil, err
			}
			if b == nil {
				continue
			}
			layers, err := mvt.Unmarshal(b)
			if err != nil {
				return nil, err
			}
			t := maptile.New(x, y, maptile.Zoom(z))
			layers.ProjectToWGS84(t)
			for _, l := range layers {
				for _, f := range l.Features {
					p := f.Properties
					out[l.Name] = append(out[l.Name], &seen{kind: p.MustString("kind", ""), name: p.MustString("name", ""), english: p.MustString("name:en", ""), ele: number(p["ele"]), geometry: f.Geometry, edge: t.Bound()})
				}
			}
		}
	}
	return out, nil
}

func number(v any) string {
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(math.Round(f), 'f', -1, 64)
	}
	return ""
}

func (g *Drawing) paint(p Paint, features []*seen, zoom float64, lang string) {
	s := Stretch{Paint: p, Width: p.at(zoom)}
	for _, f := range features {
		if !p.Has(f.kind) {
			continue
		}
		switch dims := f.geometry.Dimensions(); p.Draw {
		case Fill:
			if dims == 2 {
				s.Geometries = append(s.Geometries, f.geometry)
			}
		case Line:
			if dims == 2 && p.Layer == Water {
				continue
			}
			s.Geometries = append(s.Geometries, edges(f)...)
		case Dot:
			if dims == 0 {
				s.Geometries = append(s.Geometries, f.geometry)
			}
		case Text:
			if n, ok := p.name(f, zoom, lang); ok && !slices.ContainsFunc(g.Names, func(o Name) bool { return o.Text == n.Text && o.Paint.ID == p.ID }) {
				g.Names = append(g.Names, n)
			}
		}
	}
	if len(s.Geometries) > 0 {
		g.Stretches = append(g.Stretches, s)
	}
}

// at is the width of a paint at a zoom.
func (p Paint) at(zoom float64) float64 {
	t := max(0, min(1, (zoom-8)/6))
	return p.Widths[0] + t*(p.Widths[1]-p.Widths[0])
}

// edges are the lines of a feature within its tile: where an area was cut is no edge of it.
func edges(f *seen) []orb.Geometry {
	var lines orb.MultiLineString
	switch g := orb.Clone(f.geometry).(type) {
	case orb.LineString:
		lines = orb.MultiLineString{g}
	case orb.MultiLineString:
		lines = g
	case orb.Polygon:
		for _, r := range g {
			lines = append(lines, orb.LineString(r))
		}
	case orb.MultiPolygon:
		for _, p := range g {
			for _, r := range p {
				lines = append(lines, orb.LineString(r))
			}
		}
	}
	const inward = 1e-9 // an edge of the tile itself is where it was cut
	b := orb.Bound{Min: orb.Point{f.edge.Min[0] + inward, f.edge.Min[1] + inward}, Max: orb.Point{f.edge.Max[0] - inward, f.edge.Max[1] - inward}}
	var out []orb.Geometry
	for _, l := range lines {
		for _, part := range clip.LineString(b, l) {
			out = append(out, part)
		}
	}
	return out
}

// name is the text of a feature, at its point or in the middle of its line.
func (p Paint) name(f *seen, zoom float64, lang string) (Name, bool) {
	text := f.name
	if lang == "en" && f.english != "" {
		text = f.english
	}
	if p.Height {
		text = ""
		if f.ele != "" {
			text = f.ele + " m"
		}
	}
	n := Name{Paint: p, Text: text, Size: p.at(zoom)}
	switch g := f.geometry.(type) {
	case orb.Point:
		n.At = g
	case orb.LineString:
		n.At = g[len(g)/2]
	default:
		n.At = g.Bound().Center()
	}
	return n, text != "" && f.edge.Contains(n.At)
}

// pictures are the tiles of the relief that a view shows.
func pictures(a *pmtiles.Archive, view orb.Bound, zoom float64) []Picture {
	z := uint8(max(float64(a.MinZoom), min(float64(a.MaxZoom), math.Round(zoom+0.5))))
	if !view.Intersects(a.Bound) || zoom < float64(a.MinZoom)-1 {
		return nil
	}
	x0, y0, x1, y1 := window(view, z)
	for z > a.MinZoom && int(x1-x0+1)*int(y1-y0+1) > mostTilesSeen {
		z--
		x0, y0, x1, y1 = window(view, z)
	}
	var out []Picture
	for x := x0; x <= x1; x++ {
		for y := y0; y <= y1; y++ {
			if b, _, err := a.Tile(z, x, y); err == nil && b != nil {
				out = append(out, Picture{z, x, y, maptile.New(x, y, maptile.Zoom(z)).Bound(), a})
			}
		}
	}
	return out
}
