package basemap

import (
	"cmp"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
)

// Layers of the tiles, in the order in which they are drawn.
const (
	Earth      = "earth"
	Landuse    = "landuse"
	Water      = "water"
	Contours   = "contours"
	Roads      = "roads"
	Boundaries = "boundaries"
	POIs       = "pois"
	Places     = "places"
)

func layerNames() []string {
	return []string{Earth, Landuse, Water, Contours, Roads, Boundaries, POIs, Places}
}

// Feature is a thing on the base map.
type Feature struct {
	Layer, Kind string
	// Name is in the language of the place, NameEN in English; both may be empty.
	Name, NameEN string
	// Min and Max are the zooms of the tiles that hold it.
	Min, Max uint8
	// More are further properties, such as ele, ref, quality and source.
	More map[string]any
	// Geometry is in WGS 84.
	Geometry orb.Geometry
}

// Shown is the feature as the tiles hold it.
func (f Feature) shown(id string) geo.Feature {
	p := maps.Clone(f.More)
	if p == nil {
		p = map[string]any{}
	}
	p["kind"] = f.Kind
	if f.Name != "" {
		p["name"] = f.Name
	}
	if f.NameEN != "" {
		p["name:en"] = f.NameEN
	}
	return geo.Feature{ID: id, Geometry: f.Geometry, Properties: p}
}

// order makes the same archive of the same features, whatever order their files had.
func order(fs []Feature) {
	slices.SortStableFunc(fs, func(a, b Feature) int {
		return cmp.Or(cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.Min, b.Min), cmp.Compare(a.Kind, b.Kind))
	})
}
