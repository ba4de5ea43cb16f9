package maps

import (
	"math"
	"net/http"

	"github.com/paulmach/orb"

	"honglinh/api/httpkit"
	"honglinh/catalog/geo/locator"
)

// drawnDeepest is the deepest zoom of drawn tiles, which have the side of 256 pixels; readers enlarge them.
const drawnDeepest = 15

// baseDrawing answers with a tile of the base map as a picture, for maps without vector tiles.
func (f *Face) baseDrawing(w http.ResponseWriter, r *http.Request) error {
	at, err := tileOf(r, drawnDeepest)
	if err != nil {
		return err
	}
	b := at.Bound()
	wide, high := (b.Max[0]-b.Min[0])/4, (b.Max[1]-b.Min[1])/4
	view := orb.Bound{Min: orb.Point{math.Max(-180, b.Min[0]-wide), math.Max(-85, b.Min[1]-high)}, Max: orb.Point{math.Min(180, b.Max[0]+wide), math.Min(85, b.Max[1]+high)}}
	lang := httpkit.Lang(r)
	g, err := f.base.Draw(view, float64(at.Z)-1, string(lang))
	if err != nil {
		return err
	}
	body, err := locator.Tile(g, b, httpkit.Parsed(r).String("theme") == "dark")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Language", string(lang))
	return httpkit.WriteBytes(w, r, "image/svg+xml", body, httpkit.Validator{ETag: httpkit.ETag(len(body), string(body))})
}
