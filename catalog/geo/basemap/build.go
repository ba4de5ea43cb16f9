package basemap

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/pmtiles"
	"honglinh/catalog/geo/tile"
)

// Plan says what an archive of vector tiles is made of.
type Plan struct {
	Name, Attribution string
	MinZoom, MaxZoom  uint8
	// Bound is what the archive shows; features beyond it are not cut into tiles. Zero is the bound of the features.
	Bound    orb.Bound
	Features []Feature
}

// mostTiles bounds an archive: a large province at zoom 15.
const mostTiles = 2_000_000

// Errors of Build.
var (
	ErrEmpty = errors.New("no features: nothing to make a base map of")
	ErrWide  = fmt.Errorf("more than %d tiles: take a smaller box or a lower zoom", mostTiles)
)

// Build makes the archive. The same features give the same bytes.
func Build(p Plan) ([]byte, error) {
	if len(p.Features) == 0 {
		return nil, ErrEmpty
	}
	order(p.Features)
	b := p.Bound
	if b == (orb.Bound{}) {
		b = p.Features[0].Geometry.Bound()
		for _, f := range p.Features {
			b = b.Union(f.Geometry.Bound())
		}
	}
	w := pmtiles.Writer{Header: pmtiles.Header{Type: pmtiles.MVT, MinZoom: p.MinZoom, MaxZoom: p.MaxZoom, Bound: b, Centre: b.Center(), CentreZoom: p.MinZoom},
		Metadata: map[string]any{"name": p.Name, "attribution": p.Attribution, "format": "pbf", "type": "baselayer", "vector_layers": described(p)}}
	for z := p.MinZoom; z <= p.MaxZoom; z++ {
		sheets, err := sheetsOf(p.Features, z)
		if err != nil {
			return nil, err
		}
		x0, y0, x1, y1 := window(b, z)
		if w.Len()+int(x1-x0+1)*int(y1-y0+1) > mostTiles {
			return nil, ErrWide
		}
		for x := x0; x <= x1; x++ {
			for y := y0; y <= y1; y++ {
				data, err := cut(sheets, z, x, y)
				if err != nil {
					return nil, err
				}
				w.Add(z, x, y, data)
			}
		}
	}
	return w.Bytes()
}

// sheetsOf prepares the features of a zoom, a sheet for each layer.
func sheetsOf(fs []Feature, z uint8) ([]*tile.Pyramid, error) {
	by := map[string][]geo.Feature{}
	for i, f := range fs {
		if z >= f.Min && z <= f.Max {
			by[f.Layer] = append(by[f.Layer], f.shown(fmt.Sprint(i)))
		}
	}
	var out []*tile.Pyramid
	for _, name := range layerNames() {
		if len(by[name]) == 0 {
			continue
		}
		l, err := tile.New(by[name], tile.Options{Name: name, Bare: true})
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// cut is one tile of all sheets: layers of a tile stand behind one another.
func cut(sheets []*tile.Pyramid, z uint8, x, y uint32) ([]byte, error) {
	var data []byte
	for _, s := range sheets {
		t, err := s.Tile(uint32(z), x, y)
		if err != nil {
			return nil, err
		}
		data = append(data, t.Data...)
	}
	return data, nil
}

// window are the tiles of a zoom that a bound meets.
func window(b orb.Bound, z uint8) (x0, y0, x1, y1 uint32) {
	n := math.Exp2(float64(z))
	at := func(v float64) uint32 { return uint32(max(0, min(n-1, math.Floor(v*n)))) }
	x := func(lon float64) uint32 { return at(lon/360 + 0.5) }
	y := func(lat float64) uint32 {
		lat = max(-85, min(85, lat)) * math.Pi / 180
		return at(0.5 - math.Asinh(math.Tan(lat))/(2*math.Pi))
	}
	return x(b.Min[0]), y(b.Max[1]), x(b.Max[0]), y(b.Min[1])
}

// described lists the layers and their properties, as TileJSON has them.
func described(p Plan) []map[string]any {
	fields := map[string]map[string]string{}
	for _, f := range p.Features {
		if fields[f.Layer] == nil {
			fields[f.Layer] = map[string]string{}
		}
		for name, v := range f.shown("").Properties {
			fields[f.Layer][name] = "String"
			switch v.(type) {
			case float64, int, int64:
				fields[f.Layer][name] = "Number"
			}
		}
	}
	var out []map[string]any
	for _, name := range layerNames() {
		if f := fields[name]; f != nil {
			out = append(out, map[string]any{"id": name, "fields": f, "minzoom": p.MinZoom, "maxzoom": p.MaxZoom})
		}
	}
	return out
}
