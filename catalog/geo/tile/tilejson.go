package tile

// TileJSON describes a tileset (TileJSON 3.0.0).
type TileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name,omitempty"`
	Description  string        `json:"description,omitempty"`
	Attribution  string        `json:"attribution,omitempty"`
	Scheme       string        `json:"scheme"`
	Tiles        []string      `json:"tiles"`
	MinZoom      int           `json:"minzoom"`
	MaxZoom      int           `json:"maxzoom"`
	Bounds       [4]float64    `json:"bounds"`
	Center       [3]float64    `json:"center"`
	VectorLayers []VectorLayer `json:"vector_layers"`
}

// VectorLayer names a layer of the tiles and its fields.
type VectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description,omitempty"`
	MinZoom     int               `json:"minzoom"`
	MaxZoom     int               `json:"maxzoom"`
	Fields      map[string]string `json:"fields"`
}

// Describe fills a TileJSON for the layer; url is the template with {z}, {x} and {y}. Readers enlarge tiles of zoom 14 for deeper zooms.
func (py *Pyramid) Describe(url string) TileJSON {
	const deepest = 14
	fields := map[string]string{}
	for i := range py.features {
		for _, p := range py.features[i].props {
			fields[p.name] = typeName(p.value)
		}
	}
	t := TileJSON{TileJSON: "3.0.0", Name: py.options.Name, Scheme: "xyz", Tiles: []string{url}, MaxZoom: deepest,
		VectorLayers: []VectorLayer{{ID: py.options.Name, MaxZoom: deepest, Fields: fields}}}
	if len(py.features) > 0 {
		b := py.bound
		t.Bounds = [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
		t.Center = [3]float64{(b.Min[0] + b.Max[0]) / 2, (b.Min[1] + b.Max[1]) / 2, 6}
	}
	return t
}

func typeName(v any) string {
	switch v.(type) {
	case bool:
		return "Boolean"
	case float64, int, int64:
		return "Number"
	}
	return "String"
}
