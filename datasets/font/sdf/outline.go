package sdf

import (
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

type point struct{ x, y float64 }

type edge struct{ a, b point }

// outline is a letter as straight edges, in pixels, y downwards from the line that letters stand on.
type outline []edge

// steps is the number of edges that stand for a curve: of a curve as large as a letter they are a hundredth of a pixel off.
const steps = 12

func outlineOf(segments sfnt.Segments) outline {
	at := func(p fixed.Point26_6) point { return point{float64(p.X) / 64 / fine, float64(p.Y) / 64 / fine} }
	var o outline
	var start, pen point
	to := func(p point) {
		if p != pen {
			o = append(o, edge{pen, p})
		}
		pen = p
	}
	for _, s := range segments {
		a := pen
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			to(start)
			start = at(s.Args[0])
			pen = start
		case sfnt.SegmentOpLineTo:
			to(at(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			b, c := at(s.Args[0]), at(s.Args[1])
			for i := 1; i <= steps; i++ {
				t := float64(i) / steps
				to(between(between(a, b, t), between(b, c, t), t))
			}
		case sfnt.SegmentOpCubeTo:
			b, c, d := at(s.Args[0]), at(s.Args[1]), at(s.Args[2])
			for i := 1; i <= steps; i++ {
				t := float64(i) / steps
				bc := between(b, c, t)
				to(between(between(between(a, b, t), bc, t), between(bc, between(c, d, t), t), t))
			}
		}
	}
	to(start)
	return o
}

func between(a, b point, t float64) point { return point{a.x + (b.x-a.x)*t, a.y + (b.y-a.y)*t} }

// box is the whole pixels that the letter covers.
func (o outline) box() (x, y, w, h int) {
	if len(o) == 0 {
		return 0, 0, 0, 0
	}
	least, most := o[0].a, o[0].a
	for _, e := range o {
		least = point{min(least.x, e.b.x), min(least.y, e.b.y)}
		most = point{max(most.x, e.b.x), max(most.y, e.b.y)}
	}
	x, y = int(math.Floor(least.x)), int(math.Floor(least.y))
	return x, y, int(math.Ceil(most.x)) - x, int(math.Ceil(most.y)) - y
}

// distances are those of the middles of pixels from the edge: 191 on it, more inside, 0 from six pixels outside on.
func (o outline) distances(x, y, w, h int) []byte {
	out := make([]byte, 0, w*h)
	for j := range h {
		for i := range w {
			p := point{float64(x+i) + 0.5, float64(y+j) + 0.5}
			d := math.Inf(1)
			winding := 0
			for _, e := range o {
				d = min(d, e.from(p))
				winding += e.crosses(p)
			}
			d = math.Sqrt(d)
			if winding != 0 {
				d = -d
			}
			out = append(out, byte(math.Round(max(0, min(255, 255-255*(d/radius+cutoff))))))
		}
	}
	return out
}

// from is the square of the distance from a point.
func (e edge) from(p point) float64 {
	dx, dy := e.b.x-e.a.x, e.b.y-e.a.y
	t := max(0, min(1, ((p.x-e.a.x)*dx+(p.y-e.a.y)*dy)/(dx*dx+dy*dy)))
	return sq(p.x-e.a.x-t*dx) + sq(p.y-e.a.y-t*dy)
}

func sq(v float64) float64 { return v * v }

// crosses is 1 or -1, by its direction, for an edge that a ray from the point to the right crosses, else 0: letters may lie over themselves, so the
// sum over the edges, the winding number, tells what is inside.
func (e edge) crosses(p point) int {
	if (e.a.y <= p.y) == (e.b.y <= p.y) {
		return 0
	}
	if e.a.x+(p.y-e.a.y)/(e.b.y-e.a.y)*(e.b.x-e.a.x) <= p.x {
		return 0
	}
	if e.a.y < e.b.y {
		return 1
	}
	return -1
}
