package basemap

import (
	"slices"

	"honglinh/catalog/geo/pmtiles"
)

type object = map[string]any

// GL is the look as sources and layers of a MapLibre style. root is the address below which the tiles stand, lang the language of names.
func (m *Map) GL(root, lang string, dark bool) (sources object, layers []object) {
	vector := func(name string, a *pmtiles.Archive) object {
		return object{"type": "vector", "tiles": []string{root + "/" + name + "/{z}/{x}/{y}.mvt"}, "minzoom": a.MinZoom, "maxzoom": a.MaxZoom,
			"bounds": [4]float64{a.Bound.Min[0], a.Bound.Min[1], a.Bound.Max[0], a.Bound.Max[1]}, "attribution": attribution(a)}
	}
	sources = object{"country": vector("country", m.Country), "base": vector("base", m.Base)}
	if m.Relief != nil {
		r := vector("relief", m.Relief)
		r["type"], r["tileSize"], r["tiles"] = "raster", reliefSide, []string{root + "/relief/{z}/{x}/{y}.png"}
		sources["relief"] = r
	}
	layers = []object{{"id": Sea.ID, "type": "background", "paint": object{"background-color": Sea.colour(dark)}}}
	for _, p := range m.Look() {
		layers = append(layers, p.gl(lang, dark))
	}
	return sources, layers
}

// attribution is what the maker of an archive asks to be said.
func attribution(a *pmtiles.Archive) string {
	meta, err := a.Metadata()
	if err != nil {
		return ""
	}
	s, _ := meta["attribution"].(string)
	return s
}

// Attribution is what is to be said of the whole map.
func (m *Map) Attribution() []string {
	var out []string
	for _, a := range []*pmtiles.Archive{m.Base, m.Relief, m.Country} {
		if a == nil {
			continue
		}
		if s := attribution(a); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func (p Paint) colour(dark bool) string {
	if dark {
		return p.Dark
	}
	return p.Light
}

// gl is the paint as a layer of a style.
func (p Paint) gl(lang string, dark bool) object {
	l := object{"id": p.ID, "type": string(p.Draw), "source": p.Archive}
	if p.Layer != "" {
		l["source-layer"] = p.Layer
	}
	if p.Min > 0 {
		l["minzoom"] = p.Min
	}
	if p.Max > 0 {
		l["maxzoom"] = p.Max
	}
	if len(p.Kinds) > 0 {
		l["filter"] = []any{"in", []any{"get", "kind"}, []any{"literal", p.Kinds}}
	}
	grown := []any{"interpolate", []any{"linear"}, []any{"zoom"}, 8, p.Widths[0], 14, p.Widths[1]}
	c := p.colour(dark)
	switch p.Draw {
	case Fill:
		l["paint"] = object{"fill-color": c, "fill-antialias": p.ID != "b-water"}
		if len(p.Kinds) > 0 && p.Layer == Water {
			l["filter"] = []any{"all", l["filter"], polygons()}
		}
	case Line:
		paint := object{"line-color": c, "line-width": grown}
		if p.Dash != nil {
			paint["line-dasharray"] = p.Dash
		}
		l["paint"] = paint
		if p.Layer == Water { // not the shores of areas
			l["filter"] = []any{"all", l["filter"], []any{"!", polygons()}}
		}
	case Dot:
		l["paint"] = object{"circle-color": c, "circle-radius": grown}
	case Raster:
		opacity := map[bool]float64{false: 0.55, true: 0.5}[dark]
		l["paint"] = object{"raster-opacity": opacity, "raster-fade-duration": 0}
	case Text:
		l["layout"], l["paint"] = p.layout(lang, grown), object{"text-color": c, "text-halo-color": Halo.colour(dark), "text-halo-width": 1.2}
	}
	return l
}

func polygons() []any {
	return []any{"in", []any{"geometry-type"}, []any{"literal", []string{"Polygon", "MultiPolygon"}}}
}

func (p Paint) layout(lang string, size any) object {
	name := []any{"get", "name"}
	if lang == "en" {
		name = []any{"coalesce", []any{"get", "name:en"}, []any{"get", "name"}}
	}
	field := any(name)
	if p.Height {
		field = []any{"concat", []any{"to-string", []any{"get", "ele"}}, " m"}
	}
	l := object{"text-field": field, "text-size": size, "text-font": []string{"Be Vietnam Pro"}, "text-max-width": 8}
	if p.Layer == Water {
		l["symbol-placement"] = "line"
		l["text-letter-spacing"] = 0.1
	}
	if p.Layer == POIs {
		l["text-anchor"], l["text-offset"] = "top", []float64{0, 0.3}
	}
	if p.Has("sea") && len(p.Kinds) > 0 {
		l["text-letter-spacing"] = 0.25
	}
	return l
}
