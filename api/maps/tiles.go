package maps

import (
	"errors"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/tile"
	"honglinh/catalog/text"
)

const mediaTile = "application/vnd.mapbox-vector-tile"

// layerTile answers with a tile of one layer; an empty one is 204.
func (f *Face) layerTile(w http.ResponseWriter, r *http.Request) error {
	_, d, err := f.layer(r)
	if err != nil {
		return err
	}
	return f.tile(w, r, d.Modified, func(z, x, y uint32, on time.Time) (layers.Tile, error) { return f.tiles.Layer(d, z, x, y, on) })
}

// allTile answers with a tile of all layers.
func (f *Face) allTile(w http.ResponseWriter, r *http.Request) error {
	s, err := f.current()
	if err != nil {
		return err
	}
	return f.tile(w, r, s.Modified, func(z, x, y uint32, on time.Time) (layers.Tile, error) { return f.tiles.All(s, z, x, y, on) })
}

func (f *Face) tile(w http.ResponseWriter, r *http.Request, modified time.Time, cut func(z, x, y uint32, on time.Time) (layers.Tile, error)) error {
	var n [3]uint32
	for i, name := range []string{"z", "x", "y"} {
		s, _ := httpkit.PathVar(r, name)
		v, err := strconv.ParseUint(s, 10, 32)
		if err != nil {
			return noTile(r.URL.Path)
		}
		n[i] = uint32(v)
	}
	if n[0] > layers.DeepestTile {
		return noTile(r.URL.Path)
	}
	t, err := cut(n[0], n[1], n[2], httpkit.Parsed(r).Date("as_of").Start())
	if errors.Is(err, tile.ErrOutside) {
		return noTile(r.URL.Path)
	}
	if err != nil {
		return err
	}
	if t.Dropped > 0 {
		w.Header().Set("X-Features-Left-Out", strconv.Itoa(t.Dropped))
	}
	return httpkit.WritePacked(w, r, mediaTile, t.Data, t.Gzip, httpkit.Validator{ETag: t.ETag, Modified: modified})
}

func noTile(path string) error {
	return catalog.NewFault(catalog.NotFound, "tile", fmt.Sprintf("Không có ô %.80s: z từ 0 đến %d, x và y nhỏ hơn 2^z.", path, layers.DeepestTile),
		fmt.Sprintf("There is no tile %.80s: z is 0 to %d, x and y are below 2^z.", path, layers.DeepestTile))
}

// attribution is what maps that draw the tiles say of them: whose catalogue it is, with its address.
func (f *Face) attribution(lang text.Lang) string {
	return `<a href="` + html.EscapeString(f.kit.BaseURL()+"/"+string(lang)+"/") + `">` + html.EscapeString(f.kit.Site().Called(lang)) + `</a>`
}

// layerTileJSON describes the tiles of a layer.
func (f *Face) layerTileJSON(w http.ResponseWriter, r *http.Request) error {
	_, d, err := f.layer(r)
	if err != nil {
		return err
	}
	lang := httpkit.Lang(r)
	doc, err := f.tiles.Describe(d, f.kit.URL("/api/v1/layers/"+d.ID+"/tiles/{z}/{x}/{y}.mvt"))
	if err != nil {
		return err
	}
	doc.Name, _ = d.Title.Best(lang)
	doc.Description, _ = d.Description.Best(lang)
	doc.Attribution = f.attribution(lang)
	httpkit.AddVary(w.Header(), "Accept-Language")
	return httpkit.WriteJSON(w, r, doc, httpkit.Validator{Modified: d.Modified})
}

// allTileJSON describes the tiles of all layers.
func (f *Face) allTileJSON(w http.ResponseWriter, r *http.Request) error {
	s, err := f.current()
	if err != nil {
		return err
	}
	url := f.kit.URL("/api/v1/tiles/{z}/{x}/{y}.mvt")
	lang := httpkit.Lang(r)
	all := tile.TileJSON{TileJSON: "3.0.0", Name: f.kit.Site().Called(lang), Scheme: "xyz", Tiles: []string{url}, MaxZoom: 14, VectorLayers: []tile.VectorLayer{}}
	all.Attribution = f.attribution(lang)
	for _, d := range s.Layers() {
		if d.ID == "places" {
			continue
		}
		one, err := f.tiles.Describe(d, url)
		if err != nil {
			return err
		}
		all.VectorLayers = append(all.VectorLayers, one.VectorLayers...)
	}
	if b, ok := s.All().Bound(); ok {
		all.Bounds = [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	if middle, zoom, ok := f.opening(s); ok {
		all.Center = [3]float64{middle[0], middle[1], zoom}
	}
	httpkit.AddVary(w.Header(), "Accept-Language")
	return httpkit.WriteJSON(w, r, all, httpkit.Validator{Modified: s.Modified})
}
