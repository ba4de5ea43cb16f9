package maps

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/paulmach/orb/maptile"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/geo/pmtiles"
	"honglinh/datasets/export"
)

// baseTile answers with a tile of the base map as it is stored.
func (f *Face) baseTile(w http.ResponseWriter, r *http.Request) error {
	name, _ := httpkit.PathVar(r, "archive")
	a, media := map[string]*pmtiles.Archive{"country": f.base.Country, "base": f.base.Base}[name], mediaTile
	if a == nil {
		return catalog.NewFault(catalog.NotFound, "archive", fmt.Sprintf("Bản đồ nền không có phần %.40q; có country và base.", name), fmt.Sprintf("The base map has no part %.40q; it has country and base.", name))
	}
	return f.stored(w, r, a, media)
}

// reliefTile answers with a tile of the shading of hills.
func (f *Face) reliefTile(w http.ResponseWriter, r *http.Request) error {
	if f.base.Relief == nil {
		return catalog.NewFault(catalog.NotFound, "", "Bản đồ nền này không có bóng địa hình.", "This base map has no relief.")
	}
	return f.stored(w, r, f.base.Relief, "image/png")
}

// deepest is the deepest zoom of stored tiles that is asked of an archive.
const deepest = 22

// tileOf reads the tile that a path names, which is there down to the zoom most.
func tileOf(r *http.Request, most uint64) (maptile.Tile, error) {
	var n [3]uint64
	for i, name := range []string{"z", "x", "y"} {
		s, _ := httpkit.PathVar(r, name)
		v, err := strconv.ParseUint(s, 10, 32)
		if err != nil {
			return maptile.Tile{}, noTile(r.URL.Path)
		}
		n[i] = v
	}
	if n[0] > most || n[1] >= 1<<n[0] || n[2] >= 1<<n[0] {
		return maptile.Tile{}, noTile(r.URL.Path)
	}
	return maptile.New(uint32(n[1]), uint32(n[2]), maptile.Zoom(n[0])), nil
}

func (f *Face) stored(w http.ResponseWriter, r *http.Request, a *pmtiles.Archive, media string) error {
	at, err := tileOf(r, deepest)
	if err != nil {
		return err
	}
	data, packed, err := a.Tile(uint8(at.Z), at.X, at.Y)
	if err != nil {
		return fmt.Errorf("base map: %w", err)
	}
	var plain, zipped []byte
	switch {
	case data == nil:
	case packed:
		zipped = data
		if plain, err = a.Unpacked(uint8(at.Z), at.X, at.Y); err != nil {
			return fmt.Errorf("base map: %w", err)
		}
	default:
		plain = data
	}
	w.Header().Set("Cache-Control", "public, max-age=86400")
	return httpkit.WritePacked(w, r, media, plain, zipped, httpkit.Validator{ETag: httpkit.ETag(len(data), string(data))})
}

// baseStyle is the look of the base map alone, as a MapLibre style.
func (f *Face) baseStyle(w http.ResponseWriter, r *http.Request) error {
	lang := httpkit.Lang(r)
	sources, drawn := f.base.GL(f.kit.URL("/api/v1/basemap"), string(lang), httpkit.Parsed(r).String("theme") == "dark")
	httpkit.AddVary(w.Header(), "Accept-Language")
	w.Header().Set("Content-Language", string(lang))
	return httpkit.WriteJSON(w, r, object{"version": 8, "name": f.kit.Site().Called(lang), "glyphs": f.kit.URL(fonts), "sources": sources, "layers": drawn}, httpkit.Validator{})
}

// archive serves the archive of the base map, the operator's or the one that ships; readers fetch parts of it with Range.
func (f *Face) archive(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Content-Type", export.TilesMedia)
	h.Set("Cache-Control", httpkit.CacheRevalidate)
	if f.basemapFile == "" {
		b, err := basemap.File(basemap.BaseFile)
		if err != nil {
			return fmt.Errorf("base map: %w", err)
		}
		h.Set("ETag", httpkit.ETag(len(b), string(b)))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
		return nil
	}
	file, err := os.Open(f.basemapFile)
	if err != nil {
		return fmt.Errorf("base map: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("base map: %w", err)
	}
	h.Set("ETag", httpkit.ETag(info.Size(), info.ModTime().UnixNano()))
	http.ServeContent(w, r, "", info.ModTime(), file)
	return nil
}
