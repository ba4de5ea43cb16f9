package maps

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/web/drawing"
	"honglinh/web/results"
)

// mapQuery reads a map page's address: the search's parameters, and layers, day
// and view, which only change what is seen.
func (s *pages) mapQuery(r *http.Request, lang text.Lang) (search.Query, drawing.Ask, []string, error) {
	values, err := httpkit.RawParams(r)
	if err != nil {
		return search.Query{}, drawing.Ask{}, nil, err
	}
	return s.readQuery(r.Context(), values, lang)
}

// readQuery is mapQuery of values, of which it takes what is the map's own.
func (s *pages) readQuery(ctx context.Context, values url.Values, lang text.Lang) (search.Query, drawing.Ask, []string, error) {
	ask, err := readMapAsk(values, s.layerIDs())
	if err != nil {
		return search.Query{}, ask, nil, err
	}
	cursor := values.Get("cursor") // of the map's own pages; the search reads what is in it
	values.Del("cursor")
	ask.Own = s.mapKinds(ctx)
	q, trail, err := results.QueryOf(s.Frame, values, lang)
	q.Cursor = cursor
	if !values.Has("limit") {
		q.Limit = mapLimit
	}
	if !asksFor(values) {
		q.Kinds = ask.Own
	}
	return q, ask, trail, err
}

// readMapAsk takes the map's own parameters out of the values.
func readMapAsk(values url.Values, known []string) (drawing.Ask, error) {
	var a drawing.Ask
	for _, list := range values["layers"] {
		for _, id := range strings.Split(list, ",") {
			if id == "" || slices.Contains(a.Layers, id) {
				continue
			}
			if !slices.Contains(known, id) && id != drawing.NoLayers {
				f := catalog.NewFault(catalog.Invalid, "layers", "Không có lớp bản đồ này. Các lớp: "+strings.Join(known, ", ")+".", "There is no such map layer. The layers are "+strings.Join(known, ", ")+".")
				f.Nearest = text.Nearest(id, known)
				return a, f
			}
			a.Layers = append(a.Layers, id)
		}
	}
	if values.Has("layers") && a.Layers == nil { // the form with every box empty
		a.Layers = []string{drawing.NoLayers}
	}
	day, err := catalog.ParseDate(values.Get("day"))
	if err != nil {
		return a, catalog.NewFault(catalog.Invalid, "day", "Ngày phải viết YYYY-MM-DD, ví dụ 2025-06-30.", "A date is written YYYY-MM-DD, such as 2025-06-30.")
	}
	a.Day = day
	a.View, err = drawing.ReadView(values.Get("view"))
	for _, name := range []string{"layers", "day", "view"} {
		values.Del(name)
	}
	return a, err
}

// move is a step of the view, as a link.
type move struct {
	key, sign string
	view      drawing.View
}

// moves are the steps that a reader without scripts can take.
func moves(v drawing.View) []move {
	b := v.Bound(drawWidth, drawHeight)
	dx, dy := (b.Max[0]-b.Min[0])/3, (b.Max[1]-b.Min[1])/3
	step := func(key, sign string, dz, dx, dy float64) move {
		return move{key, sign, drawing.View{Zoom: min(max(v.Zoom+dz, drawing.MinZoom), drawing.MaxZoom), Middle: orb.Point{v.Middle[0] + dx, v.Middle[1] + dy}}}
	}
	return []move{step("map_zoom_in", "+", 1, 0, 0), step("map_zoom_out", "−", -1, 0, 0), step("map_north", "↑", 0, 0, dy),
		step("map_south", "↓", 0, 0, -dy), step("map_west", "←", 0, -dx, 0), step("map_east", "→", 0, dx, 0)}
}
