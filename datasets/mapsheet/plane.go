package mapsheet

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"

	"honglinh/catalog/geo/crs"
)

// box is a rectangle of the paper in millimetres from its upper left corner.
type box struct{ x, y, w, h float64 }

// plane puts places on paper: WGS 84 to metres of the grid, metres to millimetres within the frame.
type plane struct {
	to, back crs.Transformation
	frame    box
	scale    float64   // of which the map is 1 in so many
	middle   orb.Point // of the frame, in metres of the grid
	seen     orb.Bound // WGS 84 box around the frame
}

func newPlane(view orb.Bound, grid *crs.CRS, frame box) (*plane, error) {
	if grid == nil || grid.Meridian == 0 {
		return nil, ErrPlane
	}
	world := crs.MustLookup(crs.CRS84)
	p := &plane{to: crs.Transform(world, grid), back: crs.Transform(grid, world), frame: frame}
	b, err := p.to.Bound(view)
	if err != nil {
		return nil, ErrView
	}
	p.middle = b.Center()
	p.scale = round(math.Max((b.Max[0]-b.Min[0])/frame.w, (b.Max[1]-b.Min[1])/frame.h) * 1000)
	half := orb.Point{frame.w / 2000 * p.scale, frame.h / 2000 * p.scale}
	p.seen, err = p.back.Bound(orb.Bound{Min: orb.Point{p.middle[0] - half[0], p.middle[1] - half[1]}, Max: orb.Point{p.middle[0] + half[0], p.middle[1] + half[1]}})
	if err != nil {
		return nil, ErrView
	}
	return p, nil
}

// round gives the next larger scale that people use.
func round(scale float64) float64 {
	scale = math.Max(scale, leastScale)
	power := math.Pow(10, math.Floor(math.Log10(scale)))
	for _, n := range []float64{1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 10} {
		if n*power >= scale*(1-1e-9) {
			return n * power
		}
	}
	return 10 * power
}

// paper is a place of the grid on the paper.
func (p *plane) paper(m orb.Point) orb.Point {
	return orb.Point{p.frame.x + p.frame.w/2 + (m[0]-p.middle[0])*1000/p.scale, p.frame.y + p.frame.h/2 - (m[1]-p.middle[1])*1000/p.scale}
}

// at is a place of WGS 84 on the paper; false where the plane ends.
func (p *plane) at(q orb.Point) (orb.Point, bool) {
	m, err := p.to.Point(q)
	return p.paper(m), err == nil
}

// inside tells whether a place of the paper lies in the frame, at least so far from its edge.
func (p *plane) inside(q orb.Point, edge float64) bool {
	f := p.frame
	return q[0] >= f.x+edge && q[0] <= f.x+f.w-edge && q[1] >= f.y+edge && q[1] <= f.y+f.h-edge
}

// parts are the lines, or the rings of areas one after the other, of a geometry that the frame shows, on paper.
func (p *plane) parts(g orb.Geometry) (lines, rings [][]orb.Point) {
	if g == nil || !g.Bound().Intersects(p.seen) {
		return nil, nil
	}
	if b := g.Bound(); !p.seen.Contains(b.Min) || !p.seen.Contains(b.Max) {
		g = clip.Geometry(p.seen.Pad(p.scale*1e-8), orb.Clone(g))
	}
	switch g := g.(type) {
	case orb.LineString:
		lines = append(lines, p.run(g))
	case orb.MultiLineString:
		for _, l := range g {
			lines = append(lines, p.run(l))
		}
	case orb.Ring:
		rings = append(rings, p.run(orb.LineString(g)))
	case orb.Polygon:
		for _, r := range g {
			rings = append(rings, p.run(orb.LineString(r)))
		}
	case orb.MultiPolygon, orb.Collection:
		for _, member := range members(g) {
			l, r := p.parts(member)
			lines, rings = append(lines, l...), append(rings, r...)
		}
	}
	short := func(l []orb.Point) bool { return len(l) < 2 }
	return slices.DeleteFunc(lines, short), slices.DeleteFunc(rings, short)
}

func members(g orb.Geometry) []orb.Geometry {
	if c, ok := g.(orb.Collection); ok {
		return c
	}
	var out []orb.Geometry
	if m, ok := g.(orb.MultiPolygon); ok {
		for _, one := range m {
			out = append(out, one)
		}
	}
	return out
}

// finest is how far apart in millimetres two corners of a line are drawn.
const finest = 0.08

func (p *plane) run(l orb.LineString) []orb.Point {
	var out []orb.Point
	for i, q := range l {
		at, ok := p.at(q)
		if !ok {
			continue
		}
		if n := len(out); n > 0 && i < len(l)-1 && math.Abs(at[0]-out[n-1][0])+math.Abs(at[1]-out[n-1][1]) < finest {
			continue
		}
		out = append(out, at)
	}
	return out
}
