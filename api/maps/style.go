package maps

import (
	"cmp"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/styles"
)

type object = map[string]any

// style is a MapLibre style of all layers on the base map. It names no address but this server's; its letters are those of the font that ships.
func (f *Face) style(w http.ResponseWriter, r *http.Request) error {
	s, err := f.current()
	if err != nil {
		return err
	}
	lang := httpkit.Lang(r)
	sources, drawn := f.base.GL(f.kit.URL("/api/v1/basemap"), string(lang), httpkit.Parsed(r).String("theme") == "dark")
	sources["honglinh"] = object{"type": "vector", "url": f.kit.URL("/api/v1/tilejson.json")}
	var looks []styles.Layer
	for _, d := range s.Layers() {
		if d.ID != "places" {
			looks = append(looks, d.Look(lang))
		}
	}
	doc := object{"version": 8, "name": f.kit.Site().Called(lang), "glyphs": f.kit.URL(fonts), "sources": sources, "layers": append(drawn, styles.GL("honglinh", looks...)...)}
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
