package survey

import "github.com/paulmach/orb"

// runs hands every run of points of a geometry to f.
func runs(g orb.Geometry, f func([]orb.Point)) {
	switch g := g.(type) {
	case orb.Point:
		f([]orb.Point{g})
	case orb.MultiPoint:
		f(g)
	case orb.LineString:
		f(g)
	case orb.Ring:
		f(g)
	case orb.MultiLineString:
		for _, l := range g {
			f(l)
		}
	case orb.Polygon:
		for _, r := range g {
			f(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			runs(p, f)
		}
	case orb.Collection:
		for _, m := range g {
			runs(m, f)
		}
	}
}

func vertices(g orb.Geometry) int {
	n := 0
	runs(g, func(ps []orb.Point) { n += len(ps) })
	return n
}

// swap is a copy with x and y exchanged.
func swap(g orb.Geometry) orb.Geometry {
	switch g := orb.Clone(g).(type) {
	case orb.Point:
		return orb.Point{g[1], g[0]}
	case orb.Collection:
		for i := range g {
			g[i] = swap(g[i])
		}
		return g
	default:
		runs(g, func(ps []orb.Point) {
			for i, p := range ps {
				ps[i] = orb.Point{p[1], p[0]}
			}
		})
		return g
	}
}

// spread picks at most n points of a geometry, evenly.
func spread(g orb.Geometry, n int) []orb.Point {
	step := max(1, vertices(g)/n)
	var out []orb.Point
	i := 0
	runs(g, func(ps []orb.Point) {
		for _, p := range ps {
			if i%step == 0 && len(out) < n && p[0]-p[0]+p[1]-p[1] == 0 {
				out = append(out, p)
			}
			i++
		}
	})
	return out
}
