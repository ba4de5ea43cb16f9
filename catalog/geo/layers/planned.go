package layers

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/overlay"
	"honglinh/catalog/geo/shape"
	"honglinh/catalog/geo/spatial"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Overlap is how much of a record's own area another covers, computed from the two outlines as the catalogue has them: for reference only.
type Overlap struct {
	Ha    float64 `json:"area_ha"`    // to a square metre
	Share float64 `json:"share"`      // of the record's area, 0 to 1
	Of    float64 `json:"of_area_ha"` // the record's area by its outline
}

// planZone and estateZone are what may lie over a piece of land beside plans: areas with a land use of their own, and zones and clusters.
const (
	planZone   = "zoned"
	estateZone = "estate"
)

// planned lists the categories of areas that lie over a piece of land.
func planned() []Category {
	return []Category{
		{planZone, text.New("Khu đất có chức năng sử dụng", "Areas with a land use"), Selection{Has: []string{LandUse}}},
		{estateZone, text.New("Khu, cụm công nghiệp, khu kinh tế", "Zones and clusters"), Selection{Kinds: []vocab.Kind{vocab.Place}, Values: typed("industrial-cluster", "industrial-park", "economic-zone", "high-tech-zone")}},
	}
}

// covering lists the plans, zones, clusters and parcels whose outline has a part in common with the record's own area, or holds its point: those with the
// largest part first. A stand-in for a place, the middle of a commune, lies in none.
func (a *around) covering() []Area {
	out := []Area{}
	own, ok := a.own()
	if !ok {
		return out
	}
	r, err := spatial.Polygon(own)
	if err != nil {
		return out
	}
	lists := []*Data{a.set.around[planZone], a.set.around[estateZone]}
	if plans, ok := a.set.Layer("plans"); ok {
		lists = append([]*Data{plans}, lists...)
	}
	seen := map[string]bool{}
	for _, d := range lists {
		for _, i := range d.Located(r) {
			f := d.Features[i]
			if seen[f.Record] || a.isSelf(f) || f.geometry.Dimensions() != 2 {
				continue
			}
			seen[f.Record] = true
			if g, ok := a.cover(f, own); ok {
				out = append(out, g)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Area) int { return cmp.Compare(share(b), share(a)) })
	current(out)
	return out
}

func share(a Area) float64 {
	if a.Overlap == nil {
		return 0
	}
	return a.Overlap.Share
}

// own is the place that is held against plans: the record's geometry or the point asked for.
func (a *around) own() (orb.Geometry, bool) {
	switch {
	case a.out.Basis.Kind == FromPoint:
		return *a.out.Point, true
	case a.out.Basis.Kind == FromRecord && a.self.Own() != nil:
		return a.self.geometry, true
	}
	return nil, false
}

// cover is a plan over a place, with the common part where both are areas; false where they only touch.
func (a *around) cover(f *Feature, own orb.Geometry) (Area, bool) {
	g := a.area(f, ByOutline)
	if own.Dimensions() != 2 {
		return g, true
	}
	common, whole, err := overlay.Common(own, f.geometry)
	if err != nil { // an outline that crosses itself: that they meet is known, how far is not
		s, err1 := shape.New(own)
		t, err2 := shape.New(f.geometry)
		return g, err1 == nil && err2 == nil && shape.Intersects(s, t)
	}
	if common < leastCommon {
		return g, false
	}
	g.Overlap = &Overlap{Ha: math.Round(common) / 1e4, Share: math.Round(common/whole*1e4) / 1e4, Of: math.Round(whole) / 1e4}
	return g, true
}

// leastCommon is the common part, in square metres, under which two outlines only touch: half of what Overlap tells.
const leastCommon = 0.5
