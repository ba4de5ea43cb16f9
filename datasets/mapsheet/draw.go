package mapsheet

import (
	"math"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/geo/locator"
	"honglinh/catalog/geo/shape"
)

// pixel is the side in millimetres of what a base map made for screens calls a pixel.
const pixel = 0.2

// drawing is a sheet under way.
type drawing struct {
	*Sheet
	pen
	plane *plane
	taken []orb.Bound // boxes of names, in millimetres
}

// drawSheet draws a sheet with a pen.
func drawSheet(s *Sheet, p pen) error {
	if len(s.Features) > mostFeatures {
		return ErrTooMany
	}
	d := &drawing{Sheet: s, pen: p}
	frame := d.layout()
	var err error
	if d.plane, err = newPlane(s.View, s.Grid, frame); err != nil {
		return err
	}
	d.within(frame)
	names, err := d.basemap()
	if err != nil {
		return err
	}
	d.grid()
	for i := range s.Features {
		d.feature(&s.Features[i])
	}
	d.everywhere() // texts keep within the frame by themselves
	for i := len(s.Features) - 1; i >= 0; i-- {
		d.label(&s.Features[i])
	}
	d.names(names)
	d.edge()
	d.column()
	return nil
}

// basemap draws the base map, and returns its names. Contours tell the relief: its shading is
// made for screens and would hide on paper what is printed over it.
func (d *drawing) basemap() ([]basemap.Name, error) {
	f := d.plane.frame
	whole := [][]orb.Point{{{f.x, f.y}, {f.x + f.w, f.y}, {f.x + f.w, f.y + f.h}, {f.x, f.y + f.h}}}
	if d.Basemap == nil {
		return nil, nil
	}
	d.area(whole, basemap.Sea.Light, 1)
	zoom := math.Log2(78271.517 * math.Cos(d.plane.seen.Center()[1]*math.Pi/180) / (d.plane.scale * pixel / 1000))
	g, err := d.Basemap(d.plane.seen, zoom, d.Lang)
	if err != nil {
		return nil, err
	}
	for _, s := range g.Stretches {
		d.stretch(s)
	}
	return g.Names, nil
}

func (d *drawing) stretch(s basemap.Stretch) {
	for _, g := range s.Geometries {
		lines, rings := d.plane.parts(g)
		switch s.Paint.Draw {
		case basemap.Fill:
			d.area(rings, s.Paint.Light, 1)
		case basemap.Line:
			dash := make([]float64, len(s.Paint.Dash))
			for i, v := range s.Paint.Dash {
				dash[i] = v * s.Width * pixel
			}
			for _, l := range append(lines, rings...) {
				d.line(l, false, s.Paint.Light, s.Width*pixel, dash)
			}
		case basemap.Dot:
			for _, p := range points(g) {
				if at, ok := d.plane.at(p); ok && d.plane.inside(at, 0) {
					d.area([][]orb.Point{circle(at, s.Width*pixel)}, s.Paint.Light, 1)
				}
			}
		}
	}
}

func points(g orb.Geometry) []orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return []orb.Point{g}
	case orb.MultiPoint:
		return g
	}
	return nil
}

func circle(at orb.Point, radius float64) []orb.Point {
	out := make([]orb.Point, 0, 32)
	for i := range 32 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 16)
		out = append(out, orb.Point{at[0] + radius*cos, at[1] + radius*sin})
	}
	return out
}

func (d *drawing) feature(f *Feature) {
	if f.Geometry == nil {
		return
	}
	lines, rings := d.plane.parts(f.Geometry)
	if f.Fill != "" {
		d.area(rings, f.Fill, f.Opacity)
	}
	for _, l := range lines {
		d.line(l, false, f.Stroke, f.Width, f.Dash)
	}
	for _, r := range rings {
		if f.Stroke != "" {
			d.line(r, true, f.Stroke, f.Width, f.Dash)
		}
	}
	for _, p := range points(f.Geometry) {
		if at, ok := d.plane.at(p); ok && d.plane.inside(at, 0) {
			d.mark(f, at)
		}
	}
}

// mark draws a point: a circle of its radius, or the shape of its kind with a light edge.
func (d *drawing) mark(f *Feature, at orb.Point) {
	if f.Radius > 0 {
		ring := circle(at, f.Radius)
		d.area([][]orb.Point{ring}, f.Fill, max(f.Opacity, 0.9))
		d.line(ring, true, f.Stroke, f.Width, nil)
		return
	}
	ring := f.Mark.Ring()
	for i, q := range ring {
		ring[i] = orb.Point{at[0] + q[0]*pixel*1.25, at[1] + q[1]*pixel*1.25}
	}
	d.area([][]orb.Point{ring}, f.Fill, 1)
	if f.Mark != locator.Town {
		d.line(ring, true, "#FFFFFF", 0.2, nil)
	}
}

// label writes the text of a feature: a name where it covers no other, a number beside its mark always.
func (d *drawing) label(f *Feature) {
	if f.Label == "" && f.Inside == "" || f.Geometry == nil {
		return
	}
	s, err := shape.New(f.Geometry)
	if err != nil {
		return
	}
	p, ok := s.Anchor()
	if !ok {
		return
	}
	at, ok := d.plane.at(p)
	if !ok || !d.plane.inside(at, 1) {
		return
	}
	if f.Inside != "" {
		d.put(f.Inside, orb.Point{at[0], at[1] + 0.9}, letters{size: 2.6, bold: true, colour: "#1A211E", middle: true}, true)
		at[1] += f.Radius + 2.6
	} else if f.Geometry.Dimensions() == 0 {
		at[1] -= 1.8
	}
	look := letters{size: 2.7, bold: f.Bold, colour: "#1A211E", halo: "#FFFFFF", middle: true}
	d.put(f.Label, at, look, f.Bold)
}

// names writes those of the base map where there is room.
func (d *drawing) names(list []basemap.Name) {
	own := map[string]bool{}
	for _, f := range d.Features {
		own[f.Label] = true
	}
	for _, n := range list {
		at, ok := d.plane.at(n.At)
		if own[n.Text] || !ok {
			continue
		}
		if n.Paint.Layer == basemap.POIs {
			at[1] += 1.9
		}
		d.put(n.Text, at, letters{size: n.Size * pixel * 1.1, colour: n.Paint.Light, halo: basemap.Halo.Light, middle: true}, false)
	}
}

// put writes a text in the frame unless it would leave it or, without must, cover another.
func (d *drawing) put(s string, at orb.Point, l letters, must bool) {
	if s == "" {
		return
	}
	half := d.span(s, l) / 2
	b := orb.Bound{Min: orb.Point{at[0] - half - 0.4, at[1] - l.size*0.8}, Max: orb.Point{at[0] + half + 0.4, at[1] + l.size*0.25}}
	if !d.plane.inside(b.Min, 0.5) || !d.plane.inside(b.Max, 0.5) {
		return
	}
	for _, t := range d.taken {
		if !must && t.Intersects(b) {
			return
		}
	}
	d.taken = append(d.taken, b)
	d.text(s, at, l)
}
