package drawing

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/web/frame"
)

// Ask is what a map's address holds besides the search.
type Ask struct {
	Layers []string     // nil is the usual ones; one "none" is none
	Day    catalog.Date // of the unit boundaries; "" is today
	View   *View        // nil is what was found
	// Own are the kinds that the map shows when it is asked for nothing; no part of an address.
	Own []string
}

// NoLayers is the value of layers that shows none.
const NoLayers = "none"

// Shows reports whether a layer is drawn; boundaries of units are unless told not to be.
func (a Ask) Shows(id string) bool {
	if a.Layers == nil {
		return id == "units"
	}
	return slices.Contains(a.Layers, id)
}

// Looked is the same ask without the view, for a search that is seen best where it finds something.
func (a Ask) Looked() Ask {
	a.View = nil
	return a
}

// Put adds the map's own parameters to those of a search.
func (a Ask) Put(v url.Values) url.Values {
	if a.Layers != nil {
		v.Set("layers", strings.Join(a.Layers, ","))
	}
	if a.Day != "" {
		v.Set("day", string(a.Day))
	}
	if a.View != nil {
		v.Set("view", a.View.String())
	}
	return v
}

// View is a place to look at: a zoom as web maps count it, and the middle.
type View struct {
	Zoom   float64
	Middle orb.Point
}

// ReadView reads "zoom/latitude/longitude" in degrees of WGS 84, as View.String writes it; "" is nil.
// The zoom is brought between MinZoom and MaxZoom. Fault: Invalid, with "view" in Where.
func ReadView(s string) (*View, error) {
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
	return &View{Zoom: min(max(n[0], MinZoom), MaxZoom), Middle: orb.Point{n[2], n[1]}}, nil
}

// String writes the view as ReadView reads it.
func (v View) String() string {
	return fmt.Sprintf("%s/%s/%s", frame.Short(v.Zoom, 2), frame.Short(v.Middle[1], 5), frame.Short(v.Middle[0], 5))
}

// TilePixels is the side of a tile in the unit in which MapLibre counts zooms.
const TilePixels = 512

// Bound is what a drawing of so many pixels shows of the view.
func (v View) Bound(width, height float64) orb.Bound {
	perPixel := 2 * math.Pi / (TilePixels * math.Exp2(v.Zoom))
	x, y := v.Middle[0]*math.Pi/180, math.Asinh(math.Tan(v.Middle[1]*math.Pi/180))
	at := func(dx, dy float64) orb.Point {
		lat := math.Atan(math.Sinh(y+dy*perPixel)) * 180 / math.Pi
		return orb.Point{Round5((x + dx*perPixel) * 180 / math.Pi), Round5(lat)}
	}
	return orb.Bound{Min: at(-width/2, -height/2), Max: at(width/2, height/2)}
}

// Round5 rounds to five decimals, which is a metre in degrees.
func Round5(f float64) float64 { return math.Round(f*1e5) / 1e5 }

// ViewOf is the view that shows a box in a drawing.
func ViewOf(b orb.Bound, width, height float64) View {
	y := func(lat float64) float64 { return math.Asinh(math.Tan(lat * math.Pi / 180)) }
	w, h := (b.Max[0]-b.Min[0])*math.Pi/180, y(b.Max[1])-y(b.Min[1])
	const edge = 0.86 // of the drawing: pins on the border stay whole
	perPixel := max(w/(width*edge), h/(height*edge))
	zoom := 14.0 // of a single point: a village with its surroundings
	if perPixel > 0 {
		zoom = min(math.Log2(2*math.Pi/(TilePixels*perPixel)), 14)
	}
	middle := orb.Point{b.Center()[0], math.Atan(math.Sinh((y(b.Max[1])+y(b.Min[1]))/2)) * 180 / math.Pi}
	return View{Zoom: max(zoom, MinZoom), Middle: middle}
}

// MinZoom and MaxZoom bound the zoom of a view: the whole of the country, and a house.
const MinZoom, MaxZoom = 4, 18
