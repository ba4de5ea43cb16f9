package layers

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/layer"
	"honglinh/catalog/search"
)

// Spatial answers the search's questions about ground from the set in use.
type Spatial struct{ Current *Current }

var _ search.Spatial = Spatial{}

// IDs lists the ids of the records whose geometry meets the region, exactly; touching is enough. For the outline of a unit it adds the records
// without geometry that their source files under the unit, since most of them say where they are by name only. Faults: NotFound when the region is a record without an area, Invalid for a geometry
// that is none.
func (s Spatial) IDs(_ context.Context, r search.Region) ([]string, error) {
	set := s.Current.Load()
	switch {
	case r.Near != nil:
		circle, err := layer.Circle(*r.Near, r.RadiusKM)
		if err != nil {
			return nil, invalid("near", err)
		}
		return set.records(set.all.Located(circle)), nil
	case r.ID == "":
		return set.Meeting(r.Geometry)
	}
	return set.Inside(r.ID)
}

// Beside lists the ids of the records whose box meets a box but whose geometry does not. A box whose west is greater than its east crosses the antimeridian.
func (s Spatial) Beside(_ context.Context, box orb.Bound) ([]string, error) {
	r, err := layer.Box(box.Min[0], box.Min[1], box.Max[0], box.Max[1])
	if err != nil {
		return nil, invalid("bbox", err)
	}
	set := s.Current.Load()
	ids := set.all.index.Beside(r)
	for i, id := range ids {
		ids[i] = set.all.Features[at(id)].Record
	}
	return ids, nil
}

// mostMeasured bounds the lines and areas to which the way is measured: beyond the thousand nearest, the point that stands for an area is near enough to put it in order, and
// the whole country's outlines would take a twentieth of a second.
const mostMeasured = 1000

// Distances gives the kilometres from p to the nearest point of each of the nearest lines and areas within km; 0 is no bound.
func (s Spatial) Distances(_ context.Context, p orb.Point, km float64) (map[string]float64, error) {
	if km <= 0 {
		km = math.Inf(1)
	}
	set := s.Current.Load()
	near := set.all.index.Reaching(p, km, mostMeasured, layer.Filter{Wide: true})
	out := make(map[string]float64, len(near))
	for _, n := range near {
		out[set.all.Features[at(n.ID)].Record] = n.Km
	}
	return out, nil
}

// Meeting lists the ids of the records whose geometry shares a point with g.
func (s *Set) Meeting(g orb.Geometry) ([]string, error) {
	r, err := layer.Polygon(g)
	if err != nil {
		return nil, invalid("polygon", err)
	}
	return s.records(s.all.Located(r)), nil
}

// Inside lists the ids of the records that meet the area of a record, and where that is a unit those without geometry filed under it.
func (s *Set) Inside(id string) ([]string, error) {
	f, ok := s.Record(id)
	if !ok || f.geometry == nil || f.geometry.Dimensions() < 2 {
		return nil, catalog.NewFault(catalog.NotFound, "within", fmt.Sprintf("%q không có ranh giới.", id), fmt.Sprintf("%q has no outline.", id))
	}
	r, err := layer.Polygon(f.geometry)
	if err != nil {
		return nil, invalid("within", err)
	}
	found := s.all.Located(r)
	for _, key := range s.all.index.WithoutGeometry() {
		if i := at(key); slices.Contains(s.all.Features[i].units, id) {
			found = append(found, i)
		}
	}
	slices.Sort(found)
	return s.records(found), nil
}

// Record is the feature of a record by the record's id.
func (s *Set) Record(id string) (*Feature, bool) {
	kind, slug, ok := catalog.SplitID(id)
	if !ok {
		return nil, false
	}
	return s.all.Find(string(kind) + "." + slug)
}

func (s *Set) records(positions []int) []string {
	ids := make([]string, len(positions))
	for i, p := range positions {
		ids[i] = s.all.Features[p].Record
	}
	return ids
}

func invalid(where string, err error) error {
	f := catalog.Invalidf(where, "%v", err)
	f.Err = err
	return f
}
