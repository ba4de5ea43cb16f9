package maps

import (
	"cmp"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text"
)

type object = map[string]any

// style is a MapLibre style of all layers on the base map. It names no address but this server's, and needs no glyphs: browsers
// write labels in fonts of their own.
func (f *Face) style(w http.ResponseWriter, r *http.Request) error {
	s, err := f.current()
	if err != nil {
		return err
	}
	lang := httpkit.Lang(r)
	sources, drawn := f.base.GL(f.kit.URL("/api/v1/basemap"), string(lang), httpkit.Parsed(r).String("theme") == "dark")
	sources["honglinh"] = object{"type": "vector", "url": f.kit.URL("/api/v1/tilejson.json")}
	for _, part := range []func(layers.Layer, text.Lang) []object{areas, lines, points, labels} {
		for _, l := range s.List() {
			if l.ID != "places" {
				drawn = append(drawn, part(l, lang)...)
			}
		}
	}
	doc := object{"version": 8, "name": f.kit.Site().Called(lang), "sources": sources, "layers": drawn}
	if middle, zoom, ok := f.opening(s); ok {
		doc["center"], doc["zoom"] = middle, zoom
	}
	httpkit.AddVary(w.Header(), "Accept-Language")
	w.Header().Set("Content-Language", string(lang))
	return httpkit.WriteJSON(w, r, doc, httpkit.Validator{})
}

// usualZoom shows a commune with its neighbours.
const usualZoom = 10

// opening is where a map opens: as the site states, else the middle of all that is drawn.
func (f *Face) opening(s *layers.Set) (middle [2]float64, zoom float64, ok bool) {
	whose := f.kit.Site()
	if b, drawn := s.All().Bound(); drawn {
		middle, ok = [2]float64{(b.Min[0] + b.Max[0]) / 2, (b.Min[1] + b.Max[1]) / 2}, true
	}
	if whose.Middle != nil {
		middle, ok = [2]float64{whose.Middle.Lon, whose.Middle.Lat}, true
	}
	return middle, cmp.Or(whose.Zoom, usualZoom), ok
}

// part makes a style layer of one data layer. Units that have ended are left out unless a map changes the filter.
func part(l layers.Layer, suffix, kind, geometry string, paint object) object {
	filter := []any{"all", []any{"==", []any{"geometry-type"}, geometry}}
	if l.ID == "units" {
		filter = append(filter, []any{"!", []any{"has", "valid_to"}})
	}
	return object{"id": l.ID + suffix, "type": kind, "source": "honglinh", "source-layer": l.ID, "minzoom": l.Style.MinZoom, "filter": filter, "paint": paint}
}

func has(l layers.Layer, dimension int) bool {
	for _, d := range l.Geometries {
		if d == dimension {
			return true
		}
	}
	return false
}

func areas(l layers.Layer, _ text.Lang) []object {
	if !has(l, 2) {
		return nil
	}
	return []object{part(l, "-area", "fill", "Polygon", object{"fill-color": l.Style.Colour, "fill-opacity": l.Style.Opacity}),
		part(l, "-outline", "line", "Polygon", object{"line-color": l.Style.Outline, "line-width": l.Style.Width})}
}

func lines(l layers.Layer, _ text.Lang) []object {
	if !has(l, 1) {
		return nil
	}
	return []object{part(l, "-line", "line", "LineString", object{"line-color": l.Style.Colour, "line-width": l.Style.Width})}
}

func points(l layers.Layer, _ text.Lang) []object {
	if !has(l, 0) {
		return nil
	}
	return []object{part(l, "-point", "circle", "Point", object{"circle-color": l.Style.Colour, "circle-radius": l.Style.Radius, "circle-stroke-color": l.Style.Outline, "circle-stroke-width": 1})}
}

func labels(l layers.Layer, lang text.Lang) []object {
	o := part(l, "-label", "symbol", "Point", object{"text-color": l.Style.Outline, "text-halo-color": "#ffffff", "text-halo-width": 1.5})
	delete(o, "filter")
	if l.ID == "units" {
		o["filter"] = []any{"!", []any{"has", "valid_to"}}
	}
	o["layout"] = object{"text-field": []any{"coalesce", []any{"get", "title_" + string(lang)}, []any{"get", "title_" + string(lang.Other())}}, "text-size": 12,
		"text-variable-anchor": []string{"top", "bottom", "left", "right"}, "text-radial-offset": 0.6}
	o["minzoom"] = max(l.Style.MinZoom, 9)
	return []object{o}
}
