package ogc

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/crs"
)

// systems are the reference systems that collections are offered in, CRS84 first.
type systems struct {
	list []*crs.CRS
}

// newSystems lists all known systems, or with certification those that the suite's own table knows (ets-ogcapi-features10, file of EPSG codes for proj4j).
func newSystems(certification bool) systems {
	var s systems
	known := []string{crs.CRS84, "EPSG:4326", "EPSG:3857", "EPSG:3405", "EPSG:3406", "EPSG:32648", "EPSG:32649"}
	for _, c := range crs.All() {
		if !certification || slices.Contains(known, c.Code) {
			s.list = append(s.list, c)
		}
	}
	return s
}

func (s systems) uris() []string {
	out := make([]string, len(s.list))
	for i, c := range s.list {
		out[i] = c.URI
	}
	return out
}

// find gives the system that a parameter names; "" is CRS84.
func (s systems) find(param, name string) (*crs.CRS, error) {
	if name == "" {
		name = crs.CRS84
	}
	c, err := crs.Lookup(name)
	if err != nil || !slices.Contains(s.list, c) {
		return nil, catalog.NewFault(catalog.Invalid, param, fmt.Sprintf("Hệ toạ độ %.120q không được hỗ trợ; danh sách ở thành phần crs của tập hợp.", name),
			fmt.Sprintf("The reference system %.120q is not supported; the member crs of the collection lists those that are.", name))
	}
	return c, nil
}

// swapped tells whether the authority of a system gives north before east.
func swapped(c *crs.CRS) bool { return c.Axes == crs.NorthEast }

// toMap brings a geometry whose coordinates are in the order of the authority to WGS 84 longitude and latitude.
func toMap(c *crs.CRS, g orb.Geometry) (orb.Geometry, error) {
	g = orb.Clone(g)
	if swapped(c) {
		g = swapAxes(g)
	}
	return crs.Transform(c, crs.MustLookup(crs.CRS84)).Geometry(g)
}

// swapAxes exchanges x and y in place, so that the geometry must be the caller's own, and returns it.
func swapAxes(g orb.Geometry) orb.Geometry {
	flip := func(ps []orb.Point) {
		for i, p := range ps {
			ps[i] = orb.Point{p[1], p[0]}
		}
	}
	switch g := g.(type) {
	case orb.Point:
		return orb.Point{g[1], g[0]}
	case orb.MultiPoint:
		flip(g)
	case orb.LineString:
		flip(g)
	case orb.Ring:
		flip(g)
	case orb.MultiLineString:
		for _, l := range g {
			flip(l)
		}
	case orb.Polygon:
		for _, r := range g {
			flip(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			swapAxes(p)
		}
	case orb.Collection:
		for i := range g {
			g[i] = swapAxes(g[i])
		}
	case orb.Bound:
		return orb.Bound{Min: orb.Point{g.Min[1], g.Min[0]}, Max: orb.Point{g.Max[1], g.Max[0]}}
	}
	return g
}

// header is the value of Content-Crs.
func header(c *crs.CRS) string { return "<" + c.URI + ">" }

func crsNames(s systems) string {
	var names []string
	for _, c := range s.list {
		names = append(names, c.Code)
	}
	return strings.Join(names, ", ")
}
