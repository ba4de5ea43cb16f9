package osmfile

import (
	"cmp"
	"strconv"
	"strings"

	"honglinh/catalog/geo/basemap"
)

// Attribution is what the licence asks to be said (opendatacommons.org/licenses/odbl, 4.3; osm.org/copyright).
const Attribution = "© OpenStreetMap contributors, ODbL 1.0"

// Deepest is the zoom of the tiles that are made; readers enlarge them.
const Deepest = 14

// seat is where a thing stands on the base map and from which zoom.
type seat struct {
	layer, kind string
	min         uint8
}

// lines are the sorts of ways, by key and value.
func lines() map[string]map[string]seat {
	road := func(kind string, min uint8) seat { return seat{basemap.Roads, kind, min} }
	return map[string]map[string]seat{
		"highway": {"motorway": road("highway", 6), "trunk": road("highway", 6), "motorway_link": road("highway", 11), "trunk_link": road("highway", 11), "primary": road("major_road", 7), "primary_link": road("major_road", 11),
			"secondary": road("medium_road", 9), "tertiary": road("medium_road", 10), "secondary_link": road("medium_road", 12), "unclassified": road("minor_road", 11), "residential": road("minor_road", 12), "living_street": road("minor_road", 12),
			"service": road("minor_road", 13), "track": road("path", 13), "path": road("path", 14), "footway": road("path", 14), "pedestrian": road("minor_road", 13)},
		"railway":  {"rail": road("rail", 8), "light_rail": road("rail", 10)},
		"power":    {"line": road("power_line", 10), "minor_line": road("power_line", 13)},
		"waterway": {"river": {basemap.Water, "river", 8}, "canal": {basemap.Water, "canal", 10}, "stream": {basemap.Water, "stream", 12}},
		"natural":  {"coastline": {basemap.Water, "coastline", 6}},
	}
}

// areas are the sorts of closed ways and multipolygons.
func areas() map[string]map[string]seat {
	use := func(kind string, min uint8) seat { return seat{basemap.Landuse, kind, min} }
	return map[string]map[string]seat{
		"natural":  {"water": {basemap.Water, "lake", 8}, "wood": use("forest", 9), "grassland": use("grassland", 11)},
		"waterway": {"riverbank": {basemap.Water, "river", 9}},
		"water":    {"river": {basemap.Water, "river", 9}},
		"landuse": {"reservoir": {basemap.Water, "lake", 8}, "basin": {basemap.Water, "basin", 11}, "residential": use("residential", 9), "commercial": use("commercial", 10), "retail": use("commercial", 11), "industrial": use("industrial", 9),
			"forest": use("forest", 9), "farmland": use("farmland", 10), "orchard": use("orchard", 11), "meadow": use("meadow", 11), "aquaculture": use("aquaculture", 11), "grass": use("grass", 12)},
		"leisure": {"park": use("park", 11), "nature_reserve": use("nature_reserve", 10)},
	}
}

// points are the sorts of nodes.
func points() map[string]map[string]seat {
	poi := func(kind string, min uint8) seat { return seat{basemap.POIs, kind, min} }
	return map[string]map[string]seat{
		"place": {"city": {basemap.Places, "city", 6}, "town": {basemap.Places, "town", 8}, "village": {basemap.Places, "village", 10}, "suburb": {basemap.Places, "suburb", 11}, "hamlet": {basemap.Places, "hamlet", 12},
			"quarter": {basemap.Places, "neighbourhood", 12}},
		"natural": {"peak": poi("peak", 10)}, "railway": {"station": poi("station", 10), "halt": poi("station", 12)}, "aeroway": {"aerodrome": poi("airport", 8)}, "power": {"plant": poi("power_plant", 10)},
		"seamark:type": {"harbour": poi("port", 9)}, "harbour": {"yes": poi("port", 9)}, "industrial": {"port": poi("port", 9)},
	}
}

// keys are those above in the order in which they decide, so that a thing with several has always the same.
func keys() []string {
	return []string{"highway", "railway", "power", "place", "aeroway", "waterway", "water", "natural", "landuse", "leisure", "seamark:type", "harbour", "industrial"}
}

// border is the line of an administrative unit, by its level (wiki.openstreetmap.org/wiki/Tag:boundary=administrative, Viet Nam: 2, 4, 6, 8).
func border(tags map[string]string) (seat, bool) {
	if tags["boundary"] != "administrative" {
		return seat{}, false
	}
	level, err := strconv.Atoi(tags["admin_level"])
	if err != nil {
		return seat{}, false
	}
	s, ok := map[int]seat{2: {basemap.Boundaries, "country", 6}, 4: {basemap.Boundaries, "region", 6}, 6: {basemap.Boundaries, "county", 9}, 8: {basemap.Boundaries, "locality", 10}}[level]
	return s, ok
}

// find is the seat of a thing among the sorts of its shape.
func find(tags map[string]string, among map[string]map[string]seat) (seat, bool) {
	for _, k := range keys() {
		if s, ok := among[k][tags[k]]; ok && tags[k] != "" {
			return s, true
		}
	}
	return seat{}, false
}

// feature gives the thing its names and what else the map shows of it.
func feature(s seat, tags map[string]string) basemap.Feature {
	f := basemap.Feature{Layer: s.layer, Kind: s.kind, Name: cmp.Or(tags["name:vi"], tags["name"]), NameEN: tags["name:en"], Min: s.min, Max: Deepest, More: map[string]any{}}
	if ref := tags["ref"]; ref != "" && s.layer == basemap.Roads {
		f.More["ref"] = ref
	}
	if ele, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(tags["ele"]), " m"), 64); err == nil && s.kind == "peak" {
		f.More["ele"] = ele
	}
	return f
}
