package layers

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/geo/tile"
	"honglinh/catalog/proof"
	"honglinh/catalog/text"
)

func tileAt(p orb.Point, z uint32) (x, y uint32) {
	n := math.Exp2(float64(z))
	lat := p[1] * math.Pi / 180
	return uint32((p[0]/360 + 0.5) * n), uint32((0.5 - math.Asinh(math.Tan(lat))/(2*math.Pi)) * n)
}

func unit(slug string, g orb.Geometry, valid catalog.Interval) catalog.Record {
	return catalog.Record{ID: "unit/" + slug, Kind: "unit", Title: text.New(slug, slug), Geometry: geojson.NewGeometry(g), Valid: valid}
}

func TestTilesAreKeptUnderTheStateOfTheirLayer(t *testing.T) {
	box := orb.Bound{Min: orb.Point{105.6, 18.5}, Max: orb.Point{105.7, 18.6}}.ToPolygon()
	tiles := NewTiles()
	x, y := tileAt(orb.Point{105.65, 18.55}, 10)
	count := func(s *Set, on time.Time) int {
		d, _ := s.Layer("units")
		got, err := tiles.Layer(d, 10, x, y, on)
		if err != nil {
			t.Fatal(err)
		}
		all, err := tiles.All(s, 10, x, y, on)
		if err != nil || all.Features != got.Features {
			t.Fatalf("all layers have %d features, the one that is not empty %d: %v", all.Features, got.Features, err)
		}
		decoded, err := mvt.Unmarshal(all.Data)
		if err != nil || len(got.Data) > 0 && len(decoded) != 1 {
			t.Fatalf("%d layers in the tile: %v", len(decoded), err)
		}
		return got.Features
	}
	one := Build([]catalog.Record{unit("a", box, catalog.Interval{From: "2025-07-01"})})
	two := Build([]catalog.Record{unit("a", box, catalog.Interval{From: "2025-07-01"}), unit("b", box, catalog.Interval{To: "2025-06-30"})})
	before := time.Date(2025, 6, 30, 0, 0, 0, 0, time.UTC)
	for range 2 { // the second time from the cache
		if a, b, c, d := count(one, time.Time{}), count(two, time.Time{}), count(one, before), count(two, before); a != 1 || b != 2 || c != 0 || d != 1 {
			t.Errorf("got %d %d %d %d features, want 1 2 0 1", a, b, c, d)
		}
	}
	d, _ := one.Layer("units")
	if _, err := tiles.Layer(d, 3, 8, 0, time.Time{}); !errors.Is(err, tile.ErrOutside) {
		t.Errorf("a tile outside: %v", err)
	}
}

func TestManyPointsAreThinnedFarOutAndWholeCloseBy(t *testing.T) {
	var records []catalog.Record
	for i := range 10_000 {
		p := orb.Point{105 + float64(i%100)/100, 18 + float64(i/100)/100}
		records = append(records, catalog.Record{ID: fmt.Sprint("opportunity/p", i), Kind: "opportunity", Title: text.New("x", "x"), Geometry: geojson.NewGeometry(p)})
	}
	d, _ := Build(records).Layer("opportunities")
	tiles := NewTiles()
	for z, want := range map[uint32][2]int{5: {5, 60}, 8: {300, 2000}, 12: {40, 110}} {
		x, y := tileAt(orb.Point{105.5, 18.5}, z)
		got, err := tiles.Layer(d, z, x, y, time.Time{})
		if err != nil || got.Features < want[0] || got.Features > want[1] {
			t.Errorf("zoom %d shows %d points, want %v: %v", z, got.Features, want, err)
		}
	}
}

// wards are the outlines of the test data kept beside the checkout.
func wards(t testing.TB) []*geojson.Feature {
	t.Helper()
	file, err := os.Open(proof.Shared(t, "data", "vn-wards.geojson.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var fc geojson.FeatureCollection
	if err := json.NewDecoder(z).Decode(&fc); err != nil {
		t.Fatal(err)
	}
	return fc.Features
}

// BenchmarkColdTiles cuts tiles of the country's wards and 100,000 points, each tile once, gzip included.
func BenchmarkColdTiles(b *testing.B) {
	ws := wards(b)
	var records []catalog.Record
	for i, f := range ws {
		records = append(records, unit(fmt.Sprint("w", i), f.Geometry, catalog.Interval{}))
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range 100_000 {
		c := ws[rnd.IntN(len(ws))].Geometry.Bound()
		p := orb.Point{c.Min[0] + rnd.Float64()*(c.Max[0]-c.Min[0]), c.Min[1] + rnd.Float64()*(c.Max[1]-c.Min[1])}
		records = append(records, catalog.Record{ID: fmt.Sprint("opportunity/p", i), Kind: "opportunity", Title: text.New("Cơ hội", "Chance"), Geometry: geojson.NewGeometry(p)})
	}
	set := Build(records)
	tiles := NewTiles()
	var layers []*Data
	for _, id := range []string{"units", "opportunities"} {
		d, _ := set.Layer(id)
		layers = append(layers, d)
	}
	for _, z := range []uint32{6, 8, 9, 10, 11, 12, 13, 14} {
		b.Run(fmt.Sprintf("z%d", z), func(b *testing.B) {
			var cuts []*tile.Pyramid
			for _, d := range layers { // prepared once a state, not once a tile
				cut, err := tiles.cut(tile.Mercator(), d, cutKey{layer: d.ID}.at(d, z), time.Time{})
				if err != nil {
					b.Fatal(err)
				}
				cuts = append(cuts, cut)
			}
			var took []time.Duration
			bytes, most := 0, 0
			for i := 0; b.Loop(); i++ {
				x, y := tileAt(ws[i*37%len(ws)].Geometry.Bound().Center(), z)
				start := time.Now()
				for _, cut := range cuts {
					made, err := cut.Tile(z, x, y)
					if err != nil {
						b.Fatal(err)
					}
					if _, err := tiles.packed(made); err != nil {
						b.Fatal(err)
					}
					bytes += len(made.Data)
					most = max(most, len(made.Data))
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99")
			b.ReportMetric(float64(most)/1024, "KB-most")
		})
	}
}
