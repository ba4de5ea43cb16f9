package cql2

import (
	"slices"

	"github.com/paulmach/orb"
)

// Areas takes the conditions on place out of a filter, so that an index can answer them: the filter is true of exactly those features whose geometry shares
// a point with every area and of which the rest is true. The rest is nil when nothing is left of the filter. Only conditions that must hold are taken, the filter
// itself or the arguments of its outermost AND; property names the geometry. An area is a rectangle (orb.Bound) where it is one.
func (f *Filter) Areas(property string) (areas []orb.Geometry, rest *Filter) {
	parts := []Expr{f.root}
	if c, ok := f.root.(Call); ok && c.Op == "and" {
		parts = flatten(c, nil)
	}
	var left []Expr
	for _, p := range parts {
		g, whole := areaOf(p, property)
		if g != nil {
			areas = append(areas, g)
		}
		if g == nil || !whole {
			left = append(left, p)
		}
	}
	switch len(left) {
	case 0:
		return areas, nil
	case 1:
		return areas, &Filter{root: left[0], options: f.options}
	}
	return areas, &Filter{root: Call{Op: "and", Args: left}, options: f.options}
}

func flatten(c Call, out []Expr) []Expr {
	for _, a := range c.Args {
		if inner, ok := a.(Call); ok && inner.Op == "and" {
			out = flatten(inner, out)
			continue
		}
		out = append(out, a)
	}
	return out
}

// areaOf is the area that a feature must meet for the condition to hold, and whether meeting it is the whole condition.
func areaOf(e Expr, property string) (g orb.Geometry, whole bool) {
	c, ok := e.(Call)
	if !ok || c.Op == "s_disjoint" || !slices.Contains(spatial(), c.Op) {
		return nil, false
	}
	for i := range c.Args {
		p, isProperty := c.Args[i].(Property)
		l, isLiteral := c.Args[1-i].(Literal)
		if !isProperty || !isLiteral || p.Name != property {
			continue
		}
		if r, ok := l.Value.(Region); ok && !r.shape.Empty() {
			return rectangle(r.Geometry), c.Op == "s_intersects"
		}
	}
	return nil, false
}

// rectangle is the geometry, or the bound that it is.
func rectangle(g orb.Geometry) orb.Geometry {
	p, ok := g.(orb.Polygon)
	if !ok || len(p) != 1 || len(p[0]) != 5 {
		return g
	}
	b := p.Bound()
	for i, q := range p[0] {
		corner := (q[0] == b.Min[0] || q[0] == b.Max[0]) && (q[1] == b.Min[1] || q[1] == b.Max[1])
		if !corner || i > 0 && (q[0] == p[0][i-1][0]) == (q[1] == p[0][i-1][1]) {
			return g
		}
	}
	return b
}
