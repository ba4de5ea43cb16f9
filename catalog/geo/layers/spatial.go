package layers

import (
	"context"
	"fmt"
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
	if r.ID == "" {
		return set.Meeting(r.Geometry)
	}
	return set.Inside(r.ID)
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
	f, ok := s.byRecord(id)
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

func (s *Set) byRecord(id string) (*Feature, bool) {
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
