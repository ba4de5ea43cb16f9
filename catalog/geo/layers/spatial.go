package layers

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/spatial"
	"honglinh/catalog/search"
)

// Spatial describes the areas that a search asks for from the set in use.
type Spatial struct{ Current *Current }

var _ search.Spatial = Spatial{}

// Area describes a region by value with what an engine would get wrong of it. Touching is enough to meet a region. For the outline of a unit it takes in the records
// without geometry that their source files under the unit, since most of them say where they are by name only. Faults: NotFound when the region is a record without an area, Invalid for a geometry
// that is none.
func (s Spatial) Area(_ context.Context, r search.Region, slack float64) (search.Area, error) {
	set := s.Current.Load()
	switch {
	case r.Box != nil:
		exact, err := spatial.Box(r.Box.Min[0], r.Box.Min[1], r.Box.Max[0], r.Box.Max[1])
		if err != nil {
			return search.Area{}, invalid("bbox", err)
		}
		a := search.Plain(r)
		set.correct(&a, exact, slack, func(*Feature) bool { return true })
		return a, nil
	case r.Near != nil:
		exact, err := spatial.Circle(*r.Near, r.RadiusKM)
		if err != nil {
			return search.Area{}, invalid("near", err)
		}
		a := search.Plain(r)
		set.byPoint(&a, exact, slack)
		return a, nil
	case r.ID == "":
		exact, err := spatial.Polygon(r.Geometry)
		if err != nil {
			return search.Area{}, invalid("polygon", err)
		}
		a := search.Plain(r)
		set.byPoint(&a, exact, slack)
		return a, nil
	}
	return set.inside(r.ID, slack)
}

// inside is the area of a record; of a unit with what is filed under it.
func (s *Set) inside(id string, slack float64) (search.Area, error) {
	f, ok := s.Record(id)
	if !ok || f.geometry == nil || f.geometry.Dimensions() < 2 {
		return search.Area{}, catalog.NewFault(catalog.NotFound, "within", fmt.Sprintf("%q không có ranh giới.", id), fmt.Sprintf("%q has no outline.", id))
	}
	a := search.Plain(search.Region{Geometry: f.geometry})
	exact, err := spatial.Polygon(a.Polygons)
	if err != nil {
		return search.Area{}, invalid("within", err)
	}
	a.Unplaced = id
	s.byPoint(&a, exact, slack)
	return a, nil
}

// byPoint corrects what an engine finds by the points that stand for the records.
func (s *Set) byPoint(a *search.Area, exact spatial.Region, slack float64) {
	s.correct(a, exact, slack, func(f *Feature) bool { return f.stand == nil || exact.Holds(*f.stand) })
	for _, f := range s.unusable {
		if a.Unplaced != "" && slices.Contains(f.units, a.Unplaced) {
			a.Also = append(a.Also, f.Record)
		} else {
			a.Except = append(a.Except, f.Record)
		}
	}
}

// correct lists the records of which the rule of an engine tells something else than their geometry, and all that are so near to the edge that its arithmetic may.
func (s *Set) correct(a *search.Area, exact spatial.Region, slack float64, rule func(*Feature) bool) {
	s.all.index.Edge(exact, slack, func(id string, meets bool) {
		f := s.all.Features[at(id)]
		switch {
		case slack == 0 && rule(f) == meets:
		case meets:
			a.Also = append(a.Also, f.Record)
		default:
			a.Except = append(a.Except, f.Record)
		}
	})
}

// Distances gives the kilometres from p to the nearest point of each of the nearest lines and areas within km; 0 is no bound.
func (s Spatial) Distances(_ context.Context, p orb.Point, km float64) (map[string]float64, error) {
	if km <= 0 {
		km = math.Inf(1)
	}
	set := s.Current.Load()
	near := set.all.index.Reaching(p, km, search.MaxMeasured, spatial.Filter{Wide: true})
	out := make(map[string]float64, len(near))
	for _, n := range near {
		out[set.all.Features[at(n.ID)].Record] = n.Km
	}
	return out, nil
}

// Record is the feature of a record by the record's id.
func (s *Set) Record(id string) (*Feature, bool) {
	kind, slug, ok := catalog.SplitID(id)
	if !ok {
		return nil, false
	}
	return s.all.Find(string(kind) + "." + slug)
}

func invalid(where string, err error) error {
	f := catalog.Invalidf(where, "%v", err)
	f.Err = err
	return f
}
