package tile

import "math"

// window is a tile in the unit square: where it starts and how many units a side of the square has.
type window struct {
	x, y  float64
	scale float64 // units of the tile per side of the unit square
}

func newWindow(z, x, y uint32) window {
	n := math.Exp2(float64(z))
	return window{float64(x) / n, float64(y) / n, n * Extent}
}

// to gives tile units, not yet rounded.
func (w window) to(p [2]float64) [2]float64 {
	return [2]float64{(p[0] - w.x) * w.scale, (p[1] - w.y) * w.scale}
}

const (
	low  = -Buffer
	high = Extent + Buffer
)

// ring clips a closed ring to the buffered tile (Sutherland and Hodgman) and rounds it; nil when nothing is left.
func (w window) ring(r [][2]float64) [][2]int {
	ps := make([][2]float64, 0, len(r))
	for _, p := range r {
		ps = append(ps, w.to(p))
	}
	if n := len(ps); n > 1 && ps[0] == ps[n-1] {
		ps = ps[:n-1]
	}
	for side := 0; side < 4 && len(ps) > 0; side++ {
		ps = clipSide(ps, side)
	}
	out := round(ps)
	if n := len(out); n > 1 && out[0] == out[n-1] {
		out = out[:n-1]
	}
	if len(out) < 3 || area(out) == 0 {
		return nil
	}
	return out
}

// clipSide keeps what lies on the inner side of one edge: left, right, top, bottom.
func clipSide(ps [][2]float64, side int) [][2]float64 {
	axis, limit, above := side/2, float64(low), true
	if side%2 == 1 {
		limit, above = high, false
	}
	in := func(p [2]float64) bool { return (p[axis] >= limit) == above || p[axis] == limit }
	all := true
	for _, p := range ps {
		all = all && in(p)
	}
	if all {
		return ps
	}
	var out [][2]float64
	prev := ps[len(ps)-1]
	for _, p := range ps {
		if in(p) != in(prev) {
			t := (limit - prev[axis]) / (p[axis] - prev[axis])
			q := [2]float64{prev[0] + t*(p[0]-prev[0]), prev[1] + t*(p[1]-prev[1])}
			q[axis] = limit
			out = append(out, q)
		}
		if in(p) {
			out = append(out, p)
		}
		prev = p
	}
	return out
}

// line clips a line to the buffered tile (Liang and Barsky, edge by edge); it may fall into several.
func (w window) line(l [][2]float64) [][][2]int {
	var out [][][2]int
	var run [][2]float64
	flush := func() {
		if r := round(run); len(r) > 1 {
			out = append(out, r)
		}
		run = nil
	}
	for i := 1; i < len(l); i++ {
		a, b := w.to(l[i-1]), w.to(l[i])
		u, v, ok := inside(a, b)
		if !ok {
			flush()
			continue
		}
		if u > 0 || len(run) == 0 {
			flush()
			run = append(run, along(a, b, u))
		}
		run = append(run, along(a, b, v))
		if v < 1 {
			flush()
		}
	}
	flush()
	return out
}

func along(a, b [2]float64, t float64) [2]float64 {
	return [2]float64{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
}

// inside is the part of an edge within the buffered tile.
func inside(a, b [2]float64) (u, v float64, ok bool) {
	v = 1
	for axis := range 2 {
		d := b[axis] - a[axis]
		if d == 0 {
			if a[axis] < low || a[axis] > high {
				return 0, 0, false
			}
			continue
		}
		s, t := (low-a[axis])/d, (high-a[axis])/d
		u, v = max(u, min(s, t)), min(v, max(s, t))
	}
	return u, v, u <= v
}

// round snaps to the grid and drops repeated vertices.
func round(ps [][2]float64) [][2]int {
	var out [][2]int
	for _, p := range ps {
		q := [2]int{int(math.Round(p[0])), int(math.Round(p[1]))}
		if n := len(out); n == 0 || out[n-1] != q {
			out = append(out, q)
		}
	}
	return out
}

// area is twice the signed area in tile units, y down: positive is clockwise on screen.
func area(r [][2]int) int {
	sum := 0
	for i := range r {
		j := (i + 1) % len(r)
		sum += r[i][0]*r[j][1] - r[j][0]*r[i][1]
	}
	return sum
}
