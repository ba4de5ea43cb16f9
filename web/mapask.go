package web

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

// mapAsk is what a map's address holds besides the search.
type mapAsk struct {
	layers []string     // nil is the usual ones; one "none" is none
	day    catalog.Date // of the unit boundaries; "" is today
	view   *mapView     // nil is what was found
}

// noLayers is the value of layers that shows none.
const noLayers = "none"

// mapQuery reads a map page's address: the search's parameters, and layers, day
// and view, which only change what is seen.
func (s *site) mapQuery(r *http.Request, lang text.Lang) (search.Query, mapAsk, []string, error) {
	values, err := httpkit.RawParams(r)
	if err != nil {
		return search.Query{}, mapAsk{}, nil, err
	}
	ask, err := readMapAsk(values)
	if err != nil {
		return search.Query{}, ask, nil, err
	}
	cursor := values.Get("cursor") // of the map's own pages; the search reads what is in it
	values.Del("cursor")
	q, trail, err := s.queryOf(values, lang)
	q.Cursor = cursor
	if !values.Has("limit") {
		q.Limit = mapLimit
	}
	if !asksFor(values) {
		q.Kinds = mapKinds()
	}
	return q, ask, trail, err
}

// readMapAsk takes the map's own parameters out of the values.
func readMapAsk(values url.Values) (mapAsk, error) {
	var a mapAsk
	known := layerIDs()
	for _, list := range values["layers"] {
		for _, id := range strings.Split(list, ",") {
			if id == "" || slices.Contains(a.layers, id) {
				continue
			}
			if !slices.Contains(known, id) && id != noLayers {
				f := catalog.NewFault(catalog.Invalid, "layers", "Không có lớp bản đồ này. Các lớp: "+strings.Join(known, ", ")+".", "There is no such map layer. The layers are "+strings.Join(known, ", ")+".")
				f.Nearest = search.Nearest(id, known)
				return a, f
			}
			a.layers = append(a.layers, id)
		}
	}
	if values.Has("layers") && a.layers == nil { // the form with every box empty
		a.layers = []string{noLayers}
	}
	day, err := catalog.ParseDate(values.Get("day"))
	if err != nil {
		return a, catalog.NewFault(catalog.Invalid, "day", "Ngày phải viết YYYY-MM-DD, ví dụ 2025-06-30.", "A date is written YYYY-MM-DD, such as 2025-06-30.")
	}
	a.day = day
	a.view, err = readView(values.Get("view"))
	for _, name := range []string{"layers", "day", "view"} {
		values.Del(name)
	}
	return a, err
}

func layerIDs() []string {
	var ids []string
	for _, l := range layers.List() {
		ids = append(ids, l.ID)
	}
	return ids
}

// shows reports whether a layer is drawn; boundaries of units are unless told not to be.
func (a mapAsk) shows(id string) bool {
	if a.layers == nil {
		return id == "units"
	}
	return slices.Contains(a.layers, id)
}

// looked is the same ask without the view, for a search that is seen best where it finds something.
func (a mapAsk) looked() mapAsk {
	a.view = nil
	return a
}

// put adds the map's own parameters to those of a search.
func (a mapAsk) put(v url.Values) url.Values {
	if a.layers != nil {
		v.Set("layers", strings.Join(a.layers, ","))
	}
	if a.day != "" {
		v.Set("day", string(a.day))
	}
	if a.view != nil {
		v.Set("view", a.view.String())
	}
	return v
}

// mapView is a place to look at: a zoom as web maps count it, and the middle.
type mapView struct {
	zoom   float64
	middle orb.Point
}

// Zooms of a view: the whole of the country, and a house.
const minZoom, maxZoom = 4, 18

func readView(s string) (*mapView, error) {
	if s == "" {
		return nil, nil
	}
	var n [3]float64
	parts := strings.Split(s, "/")
	ok := len(parts) == len(n)
	for i := 0; ok && i < len(n); i++ {
		f, err := strconv.ParseFloat(parts[i], 64)
		n[i], ok = f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
	}
	if !ok || math.Abs(n[1]) > 85 || math.Abs(n[2]) > 180 {
		return nil, catalog.NewFault(catalog.Invalid, "view", "Khung nhìn viết mức/vĩ độ/kinh độ, ví dụ 12/18.53/105.71.", "A view is written zoom/latitude/longitude, such as 12/18.53/105.71.")
	}
	return &mapView{zoom: min(max(n[0], minZoom), maxZoom), middle: orb.Point{n[2], n[1]}}, nil
}

func (v mapView) String() string {
	return fmt.Sprintf("%s/%s/%s", short(v.zoom, 2), short(v.middle[1], 5), short(v.middle[0], 5))
}

// short writes a number with at most so many decimals.
func short(f float64, decimals int) string {
	s := strconv.FormatFloat(f, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// tilePixels is the side of a tile in the unit in which MapLibre counts zooms.
const tilePixels = 512

// bound is what a drawing of so many pixels shows of the view.
func (v mapView) bound(width, height float64) orb.Bound {
	perPixel := 2 * math.Pi / (tilePixels * math.Exp2(v.zoom))
	x, y := v.middle[0]*math.Pi/180, math.Asinh(math.Tan(v.middle[1]*math.Pi/180))
	at := func(dx, dy float64) orb.Point {
		lat := math.Atan(math.Sinh(y+dy*perPixel)) * 180 / math.Pi
		return orb.Point{round5((x + dx*perPixel) * 180 / math.Pi), round5(lat)}
	}
	return orb.Bound{Min: at(-width/2, -height/2), Max: at(width/2, height/2)}
}

func round5(f float64) float64 { return math.Round(f*1e5) / 1e5 }

// viewOf is the view that shows a box in a drawing.
func viewOf(b orb.Bound, width, height float64) mapView {
	y := func(lat float64) float64 { return math.Asinh(math.Tan(lat * math.Pi / 180)) }
	w, h := (b.Max[0]-b.Min[0])*math.Pi/180, y(b.Max[1])-y(b.Min[1])
	const edge = 0.86 // of the drawing: pins on the border stay whole
	perPixel := max(w/(width*edge), h/(height*edge))
	zoom := 14.0 // of a single point: a village with its surroundings
	if perPixel > 0 {
		zoom = min(math.Log2(2*math.Pi/(tilePixels*perPixel)), 14)
	}
	middle := orb.Point{b.Center()[0], math.Atan(math.Sinh((y(b.Max[1])+y(b.Min[1]))/2)) * 180 / math.Pi}
	return mapView{zoom: max(zoom, minZoom), middle: middle}
}

// move is a step of the view, as a link.
type move struct {
	key, sign string
	view      mapView
}

// moves are the steps that a reader without scripts can take.
func (v mapView) moves() []move {
	b := v.bound(drawWidth, drawHeight)
	dx, dy := (b.Max[0]-b.Min[0])/3, (b.Max[1]-b.Min[1])/3
	step := func(key, sign string, dz, dx, dy float64) move {
		return move{key, sign, mapView{min(max(v.zoom+dz, minZoom), maxZoom), orb.Point{v.middle[0] + dx, v.middle[1] + dy}}}
	}
	return []move{step("map_zoom_in", "+", 1, 0, 0), step("map_zoom_out", "−", -1, 0, 0), step("map_north", "↑", 0, 0, dy),
		step("map_south", "↓", 0, 0, -dy), step("map_west", "←", 0, -dx, 0), step("map_east", "→", 0, dx, 0)}
}
