package basemap

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
)

// last is the deepest zoom of the shipped tiles: the sources have grids of 45 to 110 m, and readers enlarge them.
const last = 12

// collection reads a file of GeoJSON features.
func collection(from fs.FS, name string) ([]*geojson.Feature, error) {
	b, err := fs.ReadFile(from, name)
	if err != nil {
		return nil, err
	}
	fc := geojson.NewFeatureCollection()
	if err := json.Unmarshal(b, fc); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return fc.Features, nil
}

// fromFacts reads the base_* files of a folder of facts.
func fromFacts(facts fs.FS) ([]Feature, error) {
	var out []Feature
	for _, name := range []string{"base_lines", "base_water", "base_built", "base_contours", "base_points", "base_roads_estimated"} {
		all, err := collection(facts, name+".geojson")
		if err != nil {
			return nil, err
		}
		var coast []orb.LineString
		for i, f := range all {
			one, ok := placed(f)
			if !ok {
				return nil, fmt.Errorf("%s, feature %d: no place on the base map for class %q", name, i+1, f.Properties.MustString("class", ""))
			}
			if l, ok := one.Geometry.(orb.LineString); ok && one.Kind == "coastline" {
				coast = append(coast, l)
			}
			out = append(out, one)
		}
		if coast != nil {
			out = append(out, land(coast)...)
		}
	}
	return out, nil
}

// seat is where a class of the facts stands on the base map and from which zoom.
type seat struct {
	layer, kind string
	min         uint8
}

func seats() map[string]seat {
	return map[string]seat{
		"coastline": {Water, "coastline", 6}, "river": {Water, "river", 7}, "river_surface": {Water, "river", 8}, "reservoir": {Water, "lake", 7}, "lake_or_pond": {Water, "lake", 9},
		"built_up": {Landuse, "urban", 8}, "contour": {Contours, "contour", 10}, "national_road": {Roads, "major_road", 7},
		"national_border": {Boundaries, "country", 6}, "province_border": {Boundaries, "region", 6}, "commune_border_on_old_district_border": {Boundaries, "county", 9}, "commune_border": {Boundaries, "locality", 10},
		"city": {Places, "city", 6}, "town": {Places, "town", 8}, "ward": {Places, "commune", 10}, "commune": {Places, "commune", 10}, "township": {Places, "village", 11}, "village": {Places, "village", 12},
		"peak": {POIs, "peak", 9}, "airport": {POIs, "airport", 8}, "port": {POIs, "port", 8}, "railway_station": {POIs, "station", 10}, "power_plant": {POIs, "power_plant", 10}, "bridge": {POIs, "bridge", 12},
	}
}

// placed gives a fact its layer, kind and zooms; each keeps its quality and its licence.
func placed(f *geojson.Feature) (Feature, bool) {
	p := f.Properties
	s, ok := seats()[p.MustString("class", "")]
	out := Feature{Layer: s.layer, Kind: s.kind, Name: p.MustString("name_vi", ""), NameEN: p.MustString("name_en", ""), Min: s.min, Max: last, Geometry: f.Geometry,
		More: map[string]any{"quality": p.MustString("quality", ""), "licence": licence(p.MustString("licence", ""))}}
	for _, name := range []string{"ele", "ref", "code"} {
		if v, ok := p[name]; ok && v != "" {
			out.More[name] = v
		}
	}
	if area := p.MustFloat64("area_ha", 0); area > 0 {
		out.Min = max(out.Min, byArea(area))
	}
	switch {
	case s.layer == Boundaries && s.kind != "country" && s.kind != "region" || s.layer == Contours || s.kind == "coastline":
		out.Name, out.NameEN = "", "" // the names of both sides, or the height again
	case s.kind == "peak" && out.Name == "":
		out.Min = 11
	}
	if ele := p.MustFloat64("ele", 0); s.layer == Contours && math.Mod(ele, 200) == 0 {
		out.Min = 9
	}
	return out, ok
}

// byArea is the zoom from which an area of so many hectares is more than a speck: 6 pixels of a tile of 512.
func byArea(hectares float64) uint8 {
	side := math.Sqrt(hectares * 1e4)
	z := math.Log2(6 * 40_075_016 * math.Cos(18.4*math.Pi/180) / (512 * side))
	return uint8(max(6, min(last, math.Round(z))))
}

// licence shortens what the facts say, for every feature carries it.
func licence(s string) string {
	switch {
	case strings.HasPrefix(s, "CC BY 4.0 (ESA"):
		return "CC BY 4.0 ESA WorldCover"
	case strings.HasPrefix(s, "public domain (SRTM"):
		return "public domain SRTM"
	case s == "CC BY 4.0":
		return "CC BY 4.0 GeoNames, WRI"
	}
	return s
}

// land makes the land of coast lines: the long ones follow one another from north to south and have land to the west, the closed ones are islands.
func land(coast []orb.LineString) []Feature {
	var edge orb.Ring
	var out []Feature
	land := func(g orb.Geometry) {
		out = append(out, Feature{Layer: Earth, Kind: "land", Min: 9, Max: last, Geometry: g, More: map[string]any{"licence": "MIT"}})
	}
	for _, l := range coast {
		if l[0] == l[len(l)-1] {
			land(orb.Polygon{orb.Ring(l)})
			continue
		}
		edge = append(edge, l...)
	}
	if len(edge) > 0 {
		const west = 104.4 // beyond the box of the archive
		edge = append(edge, orb.Point{west, edge[len(edge)-1][1]}, orb.Point{west, edge[0][1]}, edge[0])
		land(orb.Polygon{edge})
	}
	return out
}

// fromCountry reads the land of the country and around it.
func fromCountry(source fs.FS) ([]Feature, error) {
	all, err := collection(source, "country.geojson")
	if err != nil {
		return nil, err
	}
	var out []Feature
	for _, f := range all {
		p := f.Properties
		code := p.MustString("code", "")
		one := Feature{Layer: Earth, Kind: "land", Min: countryMin, Max: countryMax, Geometry: f.Geometry, More: map[string]any{"code": code, "licence": p.MustString("licence", "")}}
		label := Feature{Layer: Places, Name: p.MustString("name_vi", ""), NameEN: p.MustString("name_en", ""), Min: countryMin, Max: countryMax, Geometry: middle(f.Geometry), More: map[string]any{"licence": p.MustString("licence", "")}}
		switch p.MustString("class", "") {
		case "abroad":
			one.Kind = "abroad"
		case "province":
			label.Kind, label.Min = "province", 6
			out = append(out, label)
		case "archipelago":
			label.Kind = "archipelago"
			out = append(out, label, islets(f.Geometry))
		}
		out = append(out, one)
	}
	sea := Feature{Layer: Places, Kind: "sea", Name: "Biển Đông", NameEN: "East Sea", Min: countryMin, Max: 7, Geometry: orb.Point{112.4, 13.6}}
	return append(out, sea), nil
}

// islets are the islands as points, for the zooms at which they are smaller than a dot.
func islets(g orb.Geometry) Feature {
	var ps orb.MultiPoint
	if m, ok := g.(orb.MultiPolygon); ok {
		for _, p := range m {
			ps = append(ps, p.Bound().Center())
		}
	}
	return Feature{Layer: POIs, Kind: "islet", Min: countryMin, Max: countryMax, Geometry: ps, More: map[string]any{"licence": "MIT"}}
}

// middle is the centroid of the largest part.
func middle(g orb.Geometry) orb.Point {
	m, ok := g.(orb.MultiPolygon)
	if !ok || len(m) == 0 {
		return g.Bound().Center()
	}
	if len(m) > 40 { // an archipelago
		return g.Bound().Center()
	}
	best, most := orb.Point{}, -1.0
	for _, p := range m {
		if c, a := planar.CentroidArea(p); math.Abs(a) > most {
			best, most = c, math.Abs(a)
		}
	}
	return best
}
