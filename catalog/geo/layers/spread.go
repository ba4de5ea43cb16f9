package layers

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/shape"
	"honglinh/catalog/place"
)

// Spread is how records stand on a map: those with a place of their own as marks, those known by
// their commune as counts there.
type Spread struct {
	// Order is the map's order of the records: those with a place of their own, those known by a
	// unit, and the others, each part in the order given.
	Order []string
	// Located is how many have a place of their own; they lead Order.
	Located int
	// Units are the units of today with records known by them only, those with most first.
	Units []UnitCount
}

// UnitCount is how many records a unit has that have no place of their own. A record that is
// filed under two units counts in both.
type UnitCount struct {
	Unit  place.Unit
	At    orb.Point // where the name of the unit stands
	Count int
}

// Spread puts records on the map, given by their ids in any order.
func (s *Set) Spread(ids []string, communes *Communes) Spread {
	rank, counts := make(map[string]int, len(ids)), map[string]*UnitCount{}
	out := Spread{Order: slices.Clone(ids)}
	for _, id := range ids {
		f, ok := s.Record(id)
		if ok && f.Own() != nil {
			out.Located++
			continue
		}
		rank[id] = 2
		if !ok {
			continue
		}
		for _, u := range communes.Of(f.units) {
			rank[id] = 1
			if counts[u.ID] == nil {
				counts[u.ID] = &UnitCount{Unit: u, At: *communes.At(u.ID)}
			}
			counts[u.ID].Count++
		}
	}
	slices.SortStableFunc(out.Order, func(a, b string) int { return rank[a] - rank[b] })
	for _, c := range counts {
		out.Units = append(out.Units, *c)
	}
	slices.SortFunc(out.Units, func(a, b UnitCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Unit.ID, b.Unit.ID))
	})
	return out
}

// Communes are the units of today by which maps show records that have no place of their own. It
// is for one goroutine.
type Communes struct {
	units  *Data // nil without a layer of units
	places *place.Register
	points map[string]*orb.Point
	todays map[string][]place.Unit
}

// Communes are those of the set.
func (s *Set) Communes(places *place.Register) *Communes {
	units, _ := s.Layer("units")
	return &Communes{units: units, places: places, points: map[string]*orb.Point{}, todays: map[string][]place.Unit{}}
}

// Of are the units of today that have a point, for a former unit the ones that followed it, each
// once. Provinces and districts are none: they are too wide to say where something is.
func (c *Communes) Of(ids []string) (out []place.Unit) {
	for _, id := range ids {
		for _, u := range c.now(id) {
			if !slices.ContainsFunc(out, func(o place.Unit) bool { return o.ID == u.ID }) {
				out = append(out, u)
			}
		}
	}
	return out
}

func (c *Communes) now(id string) []place.Unit {
	if list, ok := c.todays[id]; ok || c.places == nil {
		return list
	}
	var list []place.Unit
	for _, u := range c.places.Current(id) {
		if u.Level != "province" && u.Level != "district" && c.At(u.ID) != nil {
			list = append(list, u)
		}
	}
	c.todays[id] = list
	return list
}

// At is where the name of a unit stands, nil where it is not known.
func (c *Communes) At(id string) *orb.Point {
	if p, ok := c.points[id]; ok {
		return p
	}
	c.points[id] = c.anchor(id)
	return c.points[id]
}

func (c *Communes) anchor(id string) *orb.Point {
	kind, slug, ok := catalog.SplitID(id)
	if !ok || c.units == nil {
		return nil
	}
	f, ok := c.units.Find(string(kind) + "." + slug)
	if !ok || f.geometry == nil {
		return nil
	}
	g, err := shape.New(f.geometry)
	if err != nil {
		return nil
	}
	if at, ok := g.Anchor(); ok {
		return &at
	}
	return nil
}

// Outline is the area of a unit, nil where none is recorded.
func (c *Communes) Outline(id string) orb.Geometry {
	kind, slug, ok := catalog.SplitID(id)
	if !ok || c.units == nil {
		return nil
	}
	f, ok := c.units.Find(string(kind) + "." + slug)
	if !ok || f.geometry == nil || f.geometry.Dimensions() != 2 {
		return nil
	}
	return f.geometry
}
