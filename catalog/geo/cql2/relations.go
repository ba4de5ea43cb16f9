package cql2

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/peterstace/simplefeatures/geom"

	"honglinh/catalog/geo/shape"
)

// spatial answers the functions on geometries. A missing geometry, or one that the exact library refuses, is unknown.
func (f *Filter) spatial(c Call, x Feature) Truth {
	a, ok1 := f.region(c.Args[0], x)
	b, ok2 := f.region(c.Args[1], x)
	if !ok1 || !ok2 {
		return Unknown
	}
	meet := shape.Intersects(a.shape, b.shape)
	switch {
	case c.Op == "s_intersects":
		return truth(meet)
	case c.Op == "s_disjoint":
		return truth(!meet)
	case !meet:
		return False // every other relation needs a common point
	}
	return relate(c.Op, a.Geometry, b.Geometry)
}

func relate(op string, a, b orb.Geometry) Truth {
	ga, err1 := exact(a)
	gb, err2 := exact(b)
	if err1 != nil || err2 != nil {
		return Unknown
	}
	test := map[string]func(a, b geom.Geometry) (bool, error){
		"s_equals": geom.Equals, "s_touches": geom.Touches, "s_crosses": geom.Crosses, "s_within": geom.Within,
		"s_contains": geom.Contains, "s_overlaps": geom.Overlaps,
	}[op]
	ok, err := test(ga, gb)
	if err != nil {
		return Unknown
	}
	return truth(ok)
}

func exact(g orb.Geometry) (geom.Geometry, error) {
	if r, ok := g.(orb.Ring); ok {
		g = orb.Polygon{r}
	}
	data, err := wkb.Marshal(g)
	if err != nil {
		return geom.Geometry{}, err
	}
	return geom.UnmarshalWKB(data)
}

// region is the geometry of an argument. A property that the feature does not list by name is its one geometry.
func (f *Filter) region(e Expr, x Feature) (Region, bool) {
	var g orb.Geometry
	switch v := f.value(e, x).(type) {
	case Region:
		return v, !v.shape.Empty()
	case orb.Geometry:
		g = v
	case nil:
		if _, ok := e.(Property); ok {
			g = x.Geometry()
		}
	}
	if g == nil {
		return Region{}, false
	}
	s, err := shape.New(g)
	return Region{g, s}, err == nil && !s.Empty()
}

func (f *Filter) temporal(c Call, x Feature) Truth {
	a, ok1 := f.when(c.Args[0], x)
	b, ok2 := f.when(c.Args[1], x)
	if !ok1 || !ok2 {
		return Unknown
	}
	return truth(a.relate(c.Op, b))
}

// when is the time of an argument. The names of the validity of a feature stand for it unless the feature lists a property of that name.
func (f *Filter) when(e Expr, x Feature) (Time, bool) {
	v := f.value(e, x)
	if v != nil {
		return moment(v, false)
	}
	p, ok := e.(Property)
	if !ok || p.Name != "datetime" && p.Name != "time" && p.Name != "valid" {
		return Time{}, false
	}
	from, to, ok := x.Time()
	if from.IsZero() {
		from = Earliest()
	}
	if to.IsZero() {
		to = Latest()
	}
	return Time{from, to}, ok && !to.Before(from)
}

func (f *Filter) array(c Call, x Feature) Truth {
	a, b := list(f.value(c.Args[0], x)), list(f.value(c.Args[1], x))
	if a == nil || b == nil {
		return Unknown
	}
	switch c.Op {
	case "a_equals":
		return truth(holdsAll(a, b) && holdsAll(b, a))
	case "a_contains":
		return truth(holdsAll(a, b))
	case "a_containedBy":
		return truth(holdsAll(b, a))
	}
	for _, v := range b {
		if holds(a, v) {
			return True
		}
	}
	return False
}

// list takes a single value for a list of one: in text, ('a') is a bracketed value and an array of one alike.
func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

func holdsAll(a, b []any) bool {
	for _, v := range b {
		if !holds(a, v) {
			return false
		}
	}
	return true
}

func holds(list []any, v any) bool {
	for _, m := range list {
		if compare("=", normal(m), normal(v)) == True {
			return true
		}
	}
	return false
}
