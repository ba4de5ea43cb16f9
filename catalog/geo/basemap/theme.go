package basemap

// Draw is how a paint is put on the map.
type Draw string

// The ways.
const (
	Fill   Draw = "fill"
	Line   Draw = "line"
	Dot    Draw = "circle"
	Text   Draw = "symbol"
	Raster Draw = "raster"
)

// Paint is one layer of the look of the base map, drawn above those before it.
type Paint struct {
	// ID is also the class of what a drawing makes of it.
	ID string
	// Archive is "country", "base" or "relief".
	Archive string
	// Layer and Kinds are what is drawn; no kinds are all.
	Layer string
	Kinds []string
	Draw  Draw
	// Light and Dark are colours as CSS writes them.
	Light, Dark string
	// Widths of lines, radii of dots and sizes of text in pixels at zooms 8 and 14.
	Widths [2]float64
	Dash   []float64
	// Min and Max are zooms as maps of 512 pixels a tile count them; Max 0 is none.
	Min, Max float64
	// Height writes the height instead of the name.
	Height bool
	// Approximate tells that the lines are estimates: they are dashed, end at Max and are named so in the legend.
	Approximate bool
}

// Sea is the colour under all: water that no tile covers.
var Sea = Paint{ID: "b-sea", Draw: Fill, Light: "#DDE9EE", Dark: "#0C1517"}

// Halo is what stands around text.
var Halo = Paint{ID: "b-halo", Light: "#FBFAF6", Dark: "#121A18"}

// roadsEnd is the last zoom of roads that are estimates: a pixel is 38 m there, their error a few.
const roadsEnd = 12.01

// Paints is the look, from the lowest up: quiet, so that marks and areas of records stand out; no two things that touch differ by hue alone.
func Paints() []Paint {
	return append(append(areas(), lines()...), texts()...)
}

func areas() []Paint {
	return []Paint{
		{ID: "b-abroad", Archive: "country", Layer: Earth, Kinds: []string{"abroad"}, Draw: Fill, Light: "#EDECE7", Dark: "#161C1A"},
		{ID: "b-land", Archive: "country", Layer: Earth, Kinds: []string{"land"}, Draw: Fill, Light: "#F6F3EA", Dark: "#1B2421"},
		{ID: "b-province-edge", Archive: "country", Layer: Earth, Kinds: []string{"land"}, Draw: Line, Light: "#C9C3B5", Dark: "#38443F", Widths: [2]float64{0.7, 1}},
		{ID: "b-earth", Archive: "base", Layer: Earth, Draw: Fill, Light: "#F6F3EA", Dark: "#1B2421", Min: 9},
		{ID: "b-green", Archive: "base", Layer: Landuse, Kinds: []string{"forest", "wood", "park", "nature_reserve", "grassland", "grass"}, Draw: Fill, Light: "#E6EBD9", Dark: "#1C2A21"},
		{ID: "b-farm", Archive: "base", Layer: Landuse, Kinds: []string{"farmland", "orchard", "meadow", "aquaculture"}, Draw: Fill, Light: "#F1EFDC", Dark: "#1F2720"},
		{ID: "b-urban", Archive: "base", Layer: Landuse, Kinds: []string{"urban", "urban_area", "residential", "commercial"}, Draw: Fill, Light: "#E8E0D2", Dark: "#2A322E"},
		{ID: "b-industrial", Archive: "base", Layer: Landuse, Kinds: []string{"industrial"}, Draw: Fill, Light: "#E4DFE6", Dark: "#2B2C33"},
		{ID: "b-relief", Archive: "relief", Draw: Raster, Light: "0.55", Dark: "0.5"},
		{ID: "b-water", Archive: "base", Layer: Water, Kinds: []string{"lake", "river", "reservoir", "water", "basin", "other"}, Draw: Fill, Light: "#C7DEE8", Dark: "#17333D"},
	}
}

func lines() []Paint {
	return []Paint{
		{ID: "b-river", Archive: "base", Layer: Water, Kinds: []string{"river", "canal", "stream"}, Draw: Line, Light: "#A9CBDA", Dark: "#234652", Widths: [2]float64{1, 2}},
		{ID: "b-coast", Archive: "base", Layer: Water, Kinds: []string{"coastline"}, Draw: Line, Light: "#94BACB", Dark: "#2D5462", Widths: [2]float64{0.8, 1.2}},
		{ID: "b-contour", Archive: "base", Layer: Contours, Draw: Line, Light: "#D8CBB2", Dark: "#333E37", Widths: [2]float64{0.5, 0.8}},
		{ID: "b-locality", Archive: "base", Layer: Boundaries, Kinds: []string{"locality"}, Draw: Line, Light: "#BDB5A4", Dark: "#44514B", Widths: [2]float64{0.6, 1}, Dash: []float64{4, 3}},
		{ID: "b-county", Archive: "base", Layer: Boundaries, Kinds: []string{"county"}, Draw: Line, Light: "#AEA592", Dark: "#4E5C55", Widths: [2]float64{0.7, 1.2}, Dash: []float64{6, 3}},
		{ID: "b-region", Archive: "base", Layer: Boundaries, Kinds: []string{"region"}, Draw: Line, Light: "#8F8676", Dark: "#66756D", Widths: [2]float64{1.1, 1.8}, Dash: []float64{7, 2, 2, 2}},
		{ID: "b-border", Archive: "base", Layer: Boundaries, Kinds: []string{"country"}, Draw: Line, Light: "#77705F", Dark: "#7D8B83", Widths: [2]float64{1.5, 2.4}, Dash: []float64{9, 2, 2, 2}},
		{ID: "b-rail", Archive: "base", Layer: Roads, Kinds: []string{"rail"}, Draw: Line, Light: "#9C9A96", Dark: "#59615D", Widths: [2]float64{0.7, 1.6}, Dash: []float64{6, 3}},
		{ID: "b-power", Archive: "base", Layer: Roads, Kinds: []string{"power_line"}, Draw: Line, Light: "#B9A7C4", Dark: "#4D4558", Widths: [2]float64{0.4, 0.9}, Dash: []float64{8, 3}, Min: 10},
		{ID: "b-minor", Archive: "base", Layer: Roads, Kinds: []string{"minor_road", "path", "other"}, Draw: Line, Light: "#E0DACB", Dark: "#2F3833", Widths: [2]float64{0.3, 2}, Min: 11},
		{ID: "b-medium", Archive: "base", Layer: Roads, Kinds: []string{"medium_road"}, Draw: Line, Light: "#D9C9A6", Dark: "#423F33", Widths: [2]float64{0.6, 2.6}, Min: 9},
		{ID: "b-highway", Archive: "base", Layer: Roads, Kinds: []string{"highway", "major_road"}, Draw: Line, Light: "#DDB888", Dark: "#5E5138", Widths: [2]float64{1.2, 3.4}},
	}
}

// ApproximateRoad is what stands for the roads where they are estimates of least cost, as in the map that ships.
func ApproximateRoad() Paint {
	return Paint{ID: "b-road", Archive: "base", Layer: Roads, Kinds: []string{"major_road"}, Draw: Line, Light: "#D9A86A", Dark: "#7A633C", Widths: [2]float64{1.1, 2}, Dash: []float64{5, 3}, Max: roadsEnd, Approximate: true}
}

func texts() []Paint {
	at := func(id, archive, layer, light, dark string, min, max, small, large float64, kinds ...string) Paint {
		return Paint{ID: id, Archive: archive, Layer: layer, Kinds: kinds, Draw: Text, Light: light, Dark: dark, Widths: [2]float64{small, large}, Min: min, Max: max}
	}
	dot := Paint{ID: "b-islet", Archive: "country", Layer: POIs, Kinds: []string{"islet"}, Draw: Dot, Light: "#8C8674", Dark: "#7D8B83", Widths: [2]float64{1.2, 1.2}, Max: 9}
	peak := Paint{ID: "b-peak", Archive: "base", Layer: POIs, Kinds: []string{"peak"}, Draw: Dot, Light: "#8D7B57", Dark: "#8E8466", Widths: [2]float64{1.6, 2.2}, Min: 10}
	height := at("b-height", "base", POIs, "#7A6A48", "#A39A7C", 11, 0, 10, 11, "peak")
	height.Height = true
	return []Paint{dot, peak,
		at("b-river-name", "base", Water, "#4B7F96", "#6FA0B3", 9, 0, 10, 12, "river", "lake", "canal"),
		height,
		at("b-poi-name", "base", POIs, "#6B6557", "#98A29C", 10, 0, 10, 11, "airport", "port", "station", "power_plant", "bridge"),
		at("b-village-name", "base", Places, "#6F7671", "#8B968F", 11, 0, 10, 11.5, "village", "hamlet", "locality", "neighbourhood"),
		at("b-commune-name", "base", Places, "#5F6762", "#98A39C", 10, 0, 10.5, 12, "commune", "suburb"),
		at("b-town-name", "base", Places, "#3F4743", "#B7C2BB", 8, 0, 11.5, 14, "town"),
		at("b-city-name", "base", Places, "#333B37", "#C7D1CB", 6.5, 0, 13, 16, "city"),
		at("b-province-name", "country", Places, "#6C665A", "#96A29B", 5.4, 8.2, 12, 12, "province"),
		at("b-isles-name", "country", Places, "#5A5548", "#A9B5AE", 3, 0, 11, 12, "archipelago"),
		at("b-sea-name", "country", Places, "#5C8CA2", "#5F8A9B", 3, 7.5, 14, 14, "sea"),
	}
}

// Has tells whether the paint draws features of a kind.
func (p Paint) Has(kind string) bool {
	if len(p.Kinds) == 0 {
		return true
	}
	for _, k := range p.Kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// Look is what is painted for a map: the shipped one has roads that are estimates.
func (m *Map) Look() []Paint {
	var out []Paint
	for _, p := range Paints() {
		if p.Archive == "relief" && m.Relief == nil {
			continue
		}
		if p.ID == "b-highway" && !m.Own {
			p = ApproximateRoad()
		}
		out = append(out, p)
	}
	return out
}
