package tile_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/tile"
	"honglinh/catalog/proof"
)

func withHole() orb.Polygon {
	return orb.Polygon{{{105, 18}, {106, 18}, {106, 19}, {105, 19}, {105, 18}}, {{105.4, 18.4}, {105.4, 18.6}, {105.6, 18.6}, {105.6, 18.4}, {105.4, 18.4}}}
}

func TestOutsideReaderSeesWhatWasDrawn(t *testing.T) {
	props := map[string]any{"name": "Hồng Lĩnh", "n": int64(-5), "f": 1.5, "b": true, "list": []any{1}}
	clockwise := withHole()
	for i := range clockwise {
		clockwise[i].Reverse()
	}
	keep := orb.Clone(clockwise)
	l, err := tile.New([]geo.Feature{
		{ID: "a", Geometry: withHole(), Properties: props},
		{ID: "b", Geometry: clockwise},
		{ID: "c", Geometry: orb.Point{105.5, 18.5}},
		{ID: "d", Geometry: orb.LineString{{90, 18.5}, {120, 18.5}}},
		{ID: "e"},
	}, tile.Options{Name: "units"})
	if err != nil {
		t.Fatal(err)
	}
	if !orb.Equal(clockwise, keep) {
		t.Error("the source geometry changed")
	}
	at := maptile.At(orb.Point{105.5, 18.5}, 7)
	got, err := l.Tile(7, at.X, at.Y)
	if err != nil || got.Features != 4 {
		t.Fatalf("got %+v, %v", got, err)
	}
	layers, err := mvt.Unmarshal(got.Data)
	if err != nil {
		t.Fatal(err)
	}
	if layers[0].Name != "units" || layers[0].Version != 2 || layers[0].Extent != 4096 {
		t.Errorf("got layer %+v", layers[0])
	}
	layers.ProjectToWGS84(at)
	for i, kind := range []string{"Polygon", "Polygon", "Point", "LineString"} {
		f := layers[0].Features[i]
		if f.Geometry.GeoJSONType() != kind {
			t.Errorf("feature %d: got %s, want %s: holes must not become polygons", i, f.Geometry.GeoJSONType(), kind)
		}
		if p, ok := f.Geometry.(orb.Polygon); ok && len(p) != 2 {
			t.Errorf("feature %d has %d rings", i, len(p))
		}
	}
	want := geojson.Properties{"id": "a", "name": "Hồng Lĩnh", "n": float64(-5), "f": 1.5, "b": true}
	if d := cmp.Diff(want, layers[0].Features[0].Properties); d != "" {
		t.Error(d)
	}
	b := layers[0].Features[0].Geometry.Bound()
	if b.Min[0] < 104.99 || b.Max[1] > 19.01 || b.Max[1] < 18.99 {
		t.Errorf("got %v", b)
	}
}

func TestSameBytesAndEmptyAndOutside(t *testing.T) {
	l, _ := tile.New([]geo.Feature{{ID: "a", Geometry: withHole(), Properties: map[string]any{"x": 1.0, "y": "z", "a": true}}}, tile.Options{Name: "u"})
	a, _ := l.Tile(6, 50, 28)
	b, _ := l.Tile(6, 50, 28)
	if !bytes.Equal(a.Data, b.Data) || a.ETag != b.ETag || a.Features != 1 {
		t.Errorf("got %v and %v", a, b)
	}
	if e, err := l.Tile(6, 0, 0); err != nil || e.Features != 0 || len(e.Data) != 0 {
		t.Errorf("empty: %v %v", e, err)
	}
	for _, c := range [][3]uint32{{6, 64, 0}, {6, 0, 64}, {23, 0, 0}} {
		if _, err := l.Tile(c[0], c[1], c[2]); !errors.Is(err, tile.ErrOutside) {
			t.Errorf("%v: got %v", c, err)
		}
	}
	if _, err := tile.New(nil, tile.Options{}); !errors.Is(err, tile.ErrNoName) {
		t.Errorf("got %v", err)
	}
}

func TestCapDropsTheSmallestAndSaysSo(t *testing.T) {
	var fs []geo.Feature
	for i := range 100 {
		d := 0.001 * float64(100-i)
		fs = append(fs, geo.Feature{ID: string(rune('A' + i)), Geometry: orb.Bound{Min: orb.Point{105, 18}, Max: orb.Point{105 + d, 18 + d}}})
	}
	l, _ := tile.New(fs, tile.Options{Name: "u", Cap: 1500})
	at := maptile.At(orb.Point{105.05, 18.05}, 10)
	got, _ := l.Tile(10, at.X, at.Y)
	if got.Dropped == 0 || got.Features == 0 || len(got.Data) > 1500 {
		t.Fatalf("%d kept, %d dropped, %d bytes", got.Features, got.Dropped, len(got.Data))
	}
	layers, err := mvt.Unmarshal(got.Data)
	if err != nil || layers[0].Features[0].Properties["id"] != "A" {
		t.Errorf("the largest must stay: %v %v", layers, err)
	}
}

func shared(t testing.TB, name string) *os.File {
	t.Helper()
	f, err := os.Open(proof.Shared(t, "data", name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestWholeCountryTilesStayUnderTheCap(t *testing.T) {
	if testing.Short() {
		t.Skip("load test")
	}
	z, err := gzip.NewReader(shared(t, "vn-wards.geojson.gz"))
	if err != nil {
		t.Fatal(err)
	}
	var fc geojson.FeatureCollection
	if err := json.NewDecoder(z).Decode(&fc); err != nil {
		t.Fatal(err)
	}
	var fs []geo.Feature
	for _, f := range fc.Features {
		fs = append(fs, geo.Feature{ID: fmt.Sprint(f.Properties["code"], f.Properties["slug"]), Geometry: f.Geometry, Properties: f.Properties})
	}
	start := time.Now()
	l, err := tile.New(fs, tile.Options{Name: "wards", Properties: []string{"name"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("pyramid of %d in %v", len(fs), time.Since(start))
	for zoom := uint32(5); zoom <= 14; zoom++ {
		var took []time.Duration
		largest, dropped := 0, 0
		for i := 0; i < len(fs); i += 33 {
			at := maptile.At(fs[i].Geometry.Bound().Center(), maptile.Zoom(zoom))
			s := time.Now()
			got, err := l.Tile(zoom, at.X, at.Y)
			if err != nil {
				t.Fatal(err)
			}
			took = append(took, time.Since(s))
			largest, dropped = max(largest, len(got.Data)), max(dropped, got.Dropped)
		}
		slices.Sort(took)
		t.Logf("z%-2d median %8v p99 %8v largest %6d bytes, dropped at most %d", zoom, took[len(took)/2], took[len(took)*99/100], largest, dropped)
		if largest > 500<<10 {
			t.Errorf("z%d: a tile of %d bytes, over the cap of 500 kB", zoom, largest)
		}
	}
}
