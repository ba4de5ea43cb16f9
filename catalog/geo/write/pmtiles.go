package write

import (
	"bytes"
	"fmt"
	"io"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/pmtiles"
	"honglinh/catalog/geo/tile"
)

// Limits of an archive of tiles.
const (
	// deepestArchived is the deepest zoom of an archive: readers enlarge its tiles, of which a unit is 60 cm.
	deepestArchived = 14
	// mostArchived bounds the tiles of an archive: at some kB each, 100 MB. Where there would be more, the archive ends at an earlier zoom, as its header says.
	mostArchived = 20_000
)

// PMTiles writes an archive of vector tiles of the features that have a geometry, always in Web Mercator; the manifest counts all of them and measures in degrees.
func PMTiles(w io.Writer, src Source, o Options) (Manifest, error) {
	l := NewLedger(w, FormatPMTiles, nil)
	var features []geo.Feature
	err := src(func(f geo.Feature) error {
		f, err := l.Feature(f)
		if err == nil && f.Geometry != nil {
			features = append(features, f)
		}
		return err
	})
	if err != nil {
		return l.Manifest(), err
	}
	py, err := tile.New(features, tile.Options{Name: o.Name})
	if err != nil {
		return l.Manifest(), err
	}
	describe := py.Describe("")
	out := pmtiles.Writer{Header: pmtiles.Header{Type: pmtiles.MVT}, Metadata: map[string]any{"name": o.Name, "vector_layers": describe.VectorLayers, "features": l.m.Count}}
	if b := l.m.Box; b != nil {
		out.Header.Bound = orb.Bound{Min: orb.Point{b[0], b[1]}, Max: orb.Point{b[2], b[3]}}
		out.Metadata["bbox"] = b
		out.Header.Centre = out.Header.Bound.Center()
	}
	for z := maptile.Zoom(0); z <= deepestArchived; z++ {
		at := covering(features, z)
		if z > 0 && out.Len()+len(at) > mostArchived {
			break
		}
		for t := range at {
			one, err := py.Tile(uint32(t.Z), t.X, t.Y)
			if err != nil {
				return l.Manifest(), err
			}
			out.Add(uint8(t.Z), t.X, t.Y, one.Data)
		}
		out.Header.MaxZoom = uint8(z)
	}
	b, err := out.Bytes()
	if err == nil {
		_, err = l.Write(b)
	}
	return l.Manifest(), err
}

// covering are the tiles of a zoom that the boxes of the features touch, with what is drawn beyond an edge.
func covering(features []geo.Feature, z maptile.Zoom) map[maptile.Tile]bool {
	out := map[maptile.Tile]bool{}
	wide := 360 / math.Exp2(float64(z)) / 32 // more than the 64 units of 4096 beyond an edge
	for _, f := range features {
		b := f.Geometry.Bound()
		low := maptile.At(orb.Point{max(b.Min[0]-wide, -180), max(b.Min[1]-wide, -85)}, z)
		high := maptile.At(orb.Point{min(b.Max[0]+wide, 179.999999), min(b.Max[1]+wide, 85)}, z)
		for x := low.X; x <= high.X; x++ {
			for y := high.Y; y <= low.Y; y++ {
				out[maptile.New(x, y, z)] = true
			}
		}
		if len(out) > mostArchived {
			return out
		}
	}
	return out
}

// tilesScan reads what an archive says of its features, and its first tile.
func tilesScan(r io.Reader) (int, *[4]float64, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return 0, nil, err
	}
	a, err := pmtiles.Open(bytes.NewReader(b))
	if err != nil {
		return 0, nil, err
	}
	meta, err := a.Metadata()
	if err != nil {
		return 0, nil, err
	}
	count, ok := meta["features"].(float64)
	if !ok {
		return 0, nil, fmt.Errorf("%w: no count of features", ErrDiffers)
	}
	list, _ := meta["bbox"].([]any)
	if list == nil {
		return int(count), nil, nil
	}
	var box [4]float64
	for i, v := range list {
		box[i%4], _ = v.(float64)
	}
	if _, err := a.Unpacked(0, 0, 0); err != nil {
		return 0, nil, err
	}
	return int(count), &box, nil
}
