package check

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/shape"
)

// Country is the box of Viet Nam with its islands and waters, in degrees, generous by a tenth.
func Country() orb.Bound { return orb.Bound{Min: orb.Point{102, 6.4}, Max: orb.Point{117.9, 23.5}} }

// Options say what is expected.
type Options struct {
	CRS    *crs.CRS             // of the coordinates; nil for CRS84
	Area   orb.Bound            // where they should lie, in WGS 84 degrees; zero for Country
	Inside func(orb.Point) bool // tells whether a WGS 84 point lies in the unit they should lie in; nil when that is not known
}

// Geometry checks and mends a copy: rings closed, repeats removed, outer rings counter-clockwise and holes clockwise. The answer is nil when a finding
// refuses the geometry. Self-intersections refuse nothing: insides follow the even-odd rule everywhere, but a person should look.
func Geometry(g orb.Geometry, o Options) (orb.Geometry, []Finding) {
	c := &checker{o: o}
	if o.CRS == nil {
		c.o.CRS = crs.MustLookup(crs.CRS84)
	}
	if o.Area == (orb.Bound{}) {
		c.o.Area = Country()
	}
	if !c.sound(g, "", 0) {
		return nil, c.found
	}
	if c.vertices == 0 {
		c.add(Refused, Empty, "")
		return nil, c.found
	}
	out := c.mend(orb.Clone(g), "")
	c.place(g)
	if !Usable(c.found) {
		return nil, c.found
	}
	return out, c.found
}

type checker struct {
	o        Options
	found    []Finding
	vertices int
}

func (c *checker) add(s Severity, code Code, where string, parts ...string) {
	c.found = append(c.found, Finding{s, code, where, parts})
}

func at(where, what string, i int) string {
	if where != "" {
		where += " "
	}
	return where + what + " " + strconv.Itoa(i)
}

// sound looks for what would make every other question pointless: size, depth, numbers.
func (c *checker) sound(g orb.Geometry, where string, depth int) bool {
	if depth > shape.Deepest {
		c.add(Refused, TooDeep, "", strconv.Itoa(shape.Deepest))
		return false
	}
	switch g := g.(type) {
	case nil:
		return true
	case orb.Point:
		return c.numbers([]orb.Point{g}, where)
	case orb.MultiPoint:
		return c.numbers(g, where)
	case orb.LineString:
		return c.numbers(g, where)
	case orb.Ring:
		return c.numbers(g, where)
	case orb.Bound:
		return c.numbers([]orb.Point{g.Min, g.Max}, where)
	case orb.MultiLineString:
		return all(g, func(i int, l orb.LineString) bool { return c.numbers(l, at(where, "line", i)) })
	case orb.Polygon:
		return all(g, func(i int, r orb.Ring) bool { return c.numbers(r, at(where, "ring", i)) })
	case orb.MultiPolygon:
		return all(g, func(i int, p orb.Polygon) bool { return c.sound(p, at(where, "polygon", i), depth) })
	case orb.Collection:
		return all(g, func(i int, m orb.Geometry) bool { return c.sound(m, at(where, "member", i), depth+1) })
	}
	c.add(Refused, UnknownKind, where, fmt.Sprintf("%T", g))
	return false
}

func all[T any](list []T, f func(int, T) bool) bool {
	for i, m := range list {
		if !f(i, m) {
			return false
		}
	}
	return true
}

func (c *checker) numbers(ps []orb.Point, where string) bool {
	if c.vertices += len(ps); c.vertices > shape.MostVertices {
		c.add(Refused, TooLarge, "", strconv.Itoa(shape.MostVertices))
		return false
	}
	for i, p := range ps {
		if d := p[0] - p[0] + p[1] - p[1]; d != 0 {
			c.add(Refused, NotFinite, at(where, "vertex", i))
			return false
		}
	}
	return true
}

func (c *checker) mend(g orb.Geometry, where string) orb.Geometry {
	switch g := g.(type) {
	case orb.LineString:
		return c.line(g, where)
	case orb.MultiLineString:
		for i := range g {
			g[i] = c.line(g[i], at(where, "line", i))
		}
		return g
	case orb.Ring:
		return c.polygon(orb.Polygon{g}, where)
	case orb.Bound:
		return g.ToPolygon()
	case orb.Polygon:
		return c.polygon(g, where)
	case orb.MultiPolygon:
		for i := range g {
			g[i] = c.polygon(g[i], at(where, "polygon", i))
		}
		return g
	case orb.Collection:
		for i := range g {
			g[i] = c.mend(g[i], at(where, "member", i))
		}
		return g
	}
	return g
}

func (c *checker) line(l orb.LineString, where string) orb.LineString {
	out := orb.LineString(c.unrepeat(l, where))
	if len(out) == 1 {
		c.add(Refused, LineShort, where)
	}
	return out
}

func (c *checker) unrepeat(ps []orb.Point, where string) []orb.Point {
	out := slices.Compact(ps)
	if n := len(ps) - len(out); n > 0 {
		c.add(Mended, Repeated, where, strconv.Itoa(n))
	}
	return out
}

func (c *checker) polygon(p orb.Polygon, where string) orb.Polygon {
	for i := range p {
		p[i] = c.ring(p[i], i == 0, at(where, "ring", i))
	}
	if len(p) == 0 || !Usable(c.found) {
		return p
	}
	if f, bad := shape.SelfCrossing(p); bad {
		c.add(Suspect, Crossing, at(at(where, "ring", f.Ring), "vertex", f.Edge), short(f.At[0]), short(f.At[1]))
		return p
	}
	outer, err := shape.New(p[0])
	for i, hole := range p[1:] {
		if inner, err2 := shape.New(hole); err == nil && err2 == nil && !shape.CoveredBy(inner, outer) {
			c.add(Suspect, HoleOutside, at(where, "ring", i+1))
		}
	}
	return p
}

func (c *checker) ring(r orb.Ring, outer bool, where string) orb.Ring {
	r = c.unrepeat(r, where)
	if n := len(r); n > 2 && r[0] != r[n-1] {
		r = append(r, r[0])
		c.add(Mended, RingOpen, where)
	}
	if len(r) < 4 {
		c.add(Refused, RingShort, where)
		return r
	}
	area := 0.0
	for i := 1; i < len(r); i++ {
		area += (r[i-1][0]-r[0][0])*(r[i][1]-r[0][1]) - (r[i][0]-r[0][0])*(r[i-1][1]-r[0][1])
	}
	if area == 0 {
		// A bow-tie with equal lobes has no net area either; SelfCrossing tells the two apart.
		if _, bow := shape.SelfCrossing(orb.Polygon{r}); !bow || len(r) == 4 {
			c.add(Refused, RingFlat, where)
		}
		return r
	}
	if (area > 0) != outer {
		r.Reverse()
		c.add(Mended, Winding, where)
	}
	return r
}

func short(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// place asks whether the coordinates make sense where they should lie.
func (c *checker) place(g orb.Geometry) {
	b := g.Bound()
	x, y := b.Center()[0], b.Center()[1]
	parts := []string{short(x), short(y)}
	degrees := b.Min[0] >= -360 && b.Max[0] <= 360 && b.Min[1] >= -360 && b.Max[1] <= 360
	geographic := c.o.CRS.Kind == crs.Geographic
	switch {
	case geographic && !degrees:
		c.add(Refused, MetresForDegrees, "", parts...)
		return
	case !geographic && degrees:
		c.add(Refused, DegreesForMetres, "", append(parts, c.o.CRS.Code)...)
		return
	case geographic && c.o.Area.Contains(orb.Point{y, x}) && !c.o.Area.Contains(orb.Point{x, y}):
		c.add(Suspect, Swapped, "", parts...)
		return
	}
	t := crs.Transform(c.o.CRS, crs.MustLookup(crs.CRS84))
	w, err := t.Bound(b)
	if err != nil || !c.o.Area.Contains(w.Min) || !c.o.Area.Contains(w.Max) {
		c.add(Suspect, OutsideCountry, "", parts...)
	}
	if c.o.Inside != nil && !geographic {
		c.zone(corners(b))
	}
}

func corners(b orb.Bound) []orb.Point {
	return []orb.Point{b.Center(), b.Min, b.Max, {b.Min[0], b.Max[1]}, {b.Max[0], b.Min[1]}}
}

// zone suspects the declared system when another one fits much better.
func (c *checker) zone(ps []orb.Point) {
	gs := crs.GuessZone(ps, c.o.Inside)
	own := 0.0
	for _, g := range gs {
		if g.CRS == c.o.CRS && !g.Swapped {
			own = g.Inside
		}
	}
	if len(gs) > 0 && own < gs[0].Inside/2 {
		c.add(Suspect, WrongZone, "", c.o.CRS.Code, gs[0].CRS.Code, strconv.Itoa(int(100*gs[0].Inside)))
	}
}
