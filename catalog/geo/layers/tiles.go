package layers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/maypok86/otter/v2"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/tile"
)

// Limits of tiles.
const (
	// DeepestTile is the deepest zoom served: readers enlarge it, and a unit of it is 6 cm on the territory.
	DeepestTile = 18
	// cacheBytes bounds the tiles kept: a screen shows about 30 of 10 kB, so this serves some thousand readers in different places.
	cacheBytes = 64 << 20
	// cutsKept bounds the layers kept as of a day: a reader who drags a time line asks for a few dozen.
	cutsKept = 64
)

// Tile is a tile ready to be sent.
type Tile struct {
	tile.Tile
	// Gzip is Data compressed, so that a kept tile is not compressed again for every reader; nil when there is no Data.
	Gzip []byte
}

// packed compresses a tile. A compressor takes longer to make than a tile, so they are used again.
func (t *Tiles) packed(plain tile.Tile) (Tile, error) {
	if len(plain.Data) == 0 {
		return Tile{Tile: plain}, nil
	}
	var b bytes.Buffer
	w, ok := t.packers.Get().(*gzip.Writer)
	if ok {
		w.Reset(&b)
	} else {
		var err error
		if w, err = gzip.NewWriterLevel(&b, gzip.BestSpeed); err != nil {
			return Tile{}, err
		}
	}
	defer t.packers.Put(w)
	if _, err := w.Write(plain.Data); err != nil {
		return Tile{}, err
	}
	if err := w.Close(); err != nil {
		return Tile{}, err
	}
	return Tile{plain, b.Bytes()}, nil
}

// Tiles cuts layers into vector tiles and keeps the ones in use. Far out, layers of many points show one of those that would hide each other. States never mix: a tile is kept under the name of the state of its layer.
type Tiles struct {
	tiles *otter.Cache[tileKey, Tile]
	cuts  *otter.Cache[cutKey, *tile.Pyramid]
	// packers are *gzip.Writer.
	packers sync.Pool
}

type cutKey struct {
	layer, fresh string
	day          int64 // unix seconds; 0 for all times
	zoom         int   // of thinned points; 0 for all features
	grid         string
}

type tileKey struct {
	cutKey
	z, x, y uint32
}

// NewTiles returns an empty cache.
func NewTiles() *Tiles {
	return &Tiles{
		tiles: otter.Must(&otter.Options[tileKey, Tile]{MaximumWeight: cacheBytes,
			Weigher: func(_ tileKey, t Tile) uint32 { return uint32(len(t.Data)+len(t.Gzip)) + 200 }}),
		cuts: otter.Must(&otter.Options[cutKey, *tile.Pyramid]{MaximumSize: cutsKept}),
	}
}

// TileProperties are the properties that tiles carry: what a map labels, filters and links by. The whole feature is one request away.
func TileProperties() []string {
	return []string{"record", "kind", "title_vi", "title_en", "status", "level", "code", "category", "infra_type", "org_kind", "plan_type", "valid_from", "valid_to", "geometry_quality", "area_ha", "capital_billion_vnd"}
}

// TileProperties are those of every layer and what a map shows of the features of this one.
func (l Layer) TileProperties() []string {
	out := TileProperties()
	for _, p := range append(slices.Clone(l.Popup), Shown{Property: l.ColourBy}) {
		if p.Property != "" && !slices.Contains(out, p.Property) {
			out = append(out, p.Property)
		}
	}
	return out
}

// Layer gives a tile of one layer with the features that hold at an instant; a zero time takes those of all times. Tiles outside the scheme are
// tile.ErrOutside; a tile with no features has no Data.
func (t *Tiles) Layer(d *Data, z, x, y uint32, on time.Time) (Tile, error) {
	return t.LayerIn(tile.Mercator(), d, z, x, y, on)
}

// LayerIn is Layer in another grid.
func (t *Tiles) LayerIn(g tile.Grid, d *Data, z, x, y uint32, on time.Time) (Tile, error) {
	key := tileKey{cutKey{layer: d.ID, fresh: d.fresh, grid: g.ID}, z, x, y}
	if !on.IsZero() {
		key.day = on.Unix()
	}
	if got, ok := t.tiles.GetIfPresent(key); ok {
		return got, nil
	}
	cut, err := t.cut(g, d, key.at(d, z+uint32(g.Ahead)), on)
	if err != nil {
		return Tile{}, err
	}
	plain, err := cut.Tile(z, x, y)
	if err != nil {
		return Tile{}, err
	}
	return t.keep(key, plain)
}

// cut prepares a layer for cutting, once however many ask at the same time.
func (t *Tiles) cut(g tile.Grid, d *Data, key cutKey, on time.Time) (*tile.Pyramid, error) {
	return t.cuts.Get(context.Background(), key, otter.LoaderFunc[cutKey, *tile.Pyramid](func(context.Context, cutKey) (*tile.Pyramid, error) {
		features := make([]geo.Feature, 0, len(d.Features))
		for _, f := range d.Features {
			if d.Draws(f.geometry) && (on.IsZero() || f.Meets(on, on)) {
				features = append(features, f.Geo())
			}
		}
		if key.zoom > 0 {
			features = thin(features, key.zoom)
		}
		return tile.New(features, tile.Options{Name: d.ID, Properties: d.TileProperties(), Grid: g})
	}))
}

// Thinning of points.
const (
	// manyPoints is the number from which a layer is thinned: fewer do not slow a tile of the whole country down.
	manyPoints = 5000
	// thinBelow is the zoom from which every point is drawn; a tile of it is 20 km wide.
	thinBelow = 11
	// thinGrid is the number of cells along a tile: marks of 12 pixels in one cell of 16, of 512 a tile, hide each other.
	thinGrid = 32
)

// at is the key of the cut that a zoom needs: layers of many points have one for every far zoom, all others one for all zooms.
func (k cutKey) at(d *Data, z uint32) cutKey {
	if z < thinBelow && d.dotted() {
		k.zoom = int(z) + 1
	}
	return k
}

// dotted tells whether the layer is many points and hardly anything else.
func (d *Data) dotted() bool {
	return d.points > manyPoints && len(d.Features)-d.points-d.Unplaced() < manyPoints/10
}

// thin keeps one point of every cell of a zoom, the first by id, and all that is no point.
func thin(features []geo.Feature, zoom int) []geo.Feature {
	cells := math.Exp2(float64(zoom-1)) * thinGrid
	taken := map[[2]int32]bool{}
	out := features[:0]
	for _, f := range features {
		p, ok := f.Geometry.(orb.Point)
		if ok {
			m := project.WGS84.ToMercator(p)
			cell := [2]int32{int32(math.Floor(m[0] / mercatorWidth * cells)), int32(math.Floor(m[1] / mercatorWidth * cells))}
			if taken[cell] {
				continue
			}
			taken[cell] = true
		}
		out = append(out, f)
	}
	return out
}

// mercatorWidth is the side of the Web Mercator square in metres.
const mercatorWidth = 2 * math.Pi * 6378137

// All gives a tile with every layer but "places", which holds the features of others again. Layers that would take the tile over tile.DefaultCap are left out
// and their features counted as dropped.
func (t *Tiles) All(s *Set, z, x, y uint32, on time.Time) (Tile, error) {
	return t.AllIn(tile.Mercator(), s, z, x, y, on)
}

// AllIn is All in another grid.
func (t *Tiles) AllIn(g tile.Grid, s *Set, z, x, y uint32, on time.Time) (Tile, error) {
	key := tileKey{cutKey{fresh: s.Generation, grid: g.ID}, z, x, y}
	if !on.IsZero() {
		key.day = on.Unix()
	}
	if got, ok := t.tiles.GetIfPresent(key); ok {
		return got, nil
	}
	var all tile.Tile
	for _, d := range s.layers {
		if d.ID == "places" {
			continue
		}
		one, err := t.LayerIn(g, d, z, x, y, on)
		if err != nil {
			return Tile{}, err
		}
		all.Dropped += one.Dropped
		if len(all.Data)+len(one.Data) > tile.DefaultCap {
			all.Dropped += one.Features
			continue
		}
		all.Data, all.Features = append(all.Data, one.Data...), all.Features+one.Features
	}
	sum := sha256.Sum256(all.Data)
	all.ETag = `"` + hex.EncodeToString(sum[:16]) + `"`
	return t.keep(key, all)
}

func (t *Tiles) keep(key tileKey, plain tile.Tile) (Tile, error) {
	made, err := t.packed(plain)
	if err == nil {
		t.tiles.Set(key, made)
	}
	return made, err
}

// Describe is the TileJSON of a layer; url is the template with {z}, {x} and {y}.
func (t *Tiles) Describe(d *Data, url string) (tile.TileJSON, error) {
	cut, err := t.cut(tile.Mercator(), d, cutKey{layer: d.ID, fresh: d.fresh}, time.Time{})
	if err != nil {
		return tile.TileJSON{}, err
	}
	j := cut.Describe(url)
	for i := range j.VectorLayers {
		j.VectorLayers[i].MinZoom = d.Style.MinZoom
	}
	return j, nil
}

// Drawn is the box around the features that a map draws; false when there are none.
func (d *Data) Drawn() (orb.Bound, bool) {
	if d.drawn == nil {
		return orb.Bound{}, false
	}
	return *d.drawn, true
}

// draw widens the box around what a map draws.
func (d *Data) draw(g orb.Geometry) {
	if !d.Draws(g) {
		return
	}
	b := g.Bound()
	if d.drawn != nil {
		b = b.Union(*d.drawn)
	}
	d.drawn = &b
}
