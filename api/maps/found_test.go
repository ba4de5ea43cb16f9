package maps_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"honglinh/api/maps"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/enginetest"
	"honglinh/catalog/text"
)

// crowded is a stand with n invented points, ten of them at one spot, and one outline.
func crowded(t *testing.T, n int) stand {
	t.Helper()
	e, err := bleveengine.Create("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	shelf, prep, b := enginetest.Shelf{}, search.Preparer{}, search.Batch{Seq: 1}
	var records []catalog.Record
	for i := range n {
		at := orb.Point{105 + float64(i%100)/100, 18 + float64(i/100)/100}
		if i < 10 {
			at = orb.Point{107, 17}
		}
		records = append(records, catalog.Record{ID: fmt.Sprintf("place/invented-%05d", i), Kind: "place", Title: text.New(fmt.Sprintf("Chợ thử %d", i), ""), Geometry: geojson.NewGeometry(at)})
	}
	records = append(records, catalog.Record{ID: "plan/invented-area", Kind: "plan", Title: text.New("Chợ thử, khu", ""), Geometry: geojson.NewGeometry(orb.Bound{Min: orb.Point{106.5, 18}, Max: orb.Point{106.6, 18.1}}.ToPolygon())})
	for i := range records {
		shelf[records[i].ID] = records[i]
		b.Put = append(b.Put, prep.Document(&records[i]))
	}
	if err := e.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	var current layers.Current
	current.Store(layers.Build(records))
	f := search.NewFinder(search.FinderOptions{Records: shelf, Spatial: layers.Spatial{Current: &current}})
	f.Swap(search.Snapshot{Engine: e})
	return newStand(t, func(o *maps.Options) { o.Finder, o.Set = f, current.Load })
}

type markOf struct {
	Geometry   struct{ Type string }
	Properties struct {
		N, Count int
		Record   string
		Apart    bool
		Members  string
	}
}

func TestAllThatIsFoundIsOnTheTilesOfResults(t *testing.T) {
	s := crowded(t, 3000)
	about := s.json("/api/v1/search/map?q=ch%E1%BB%A3+th%E1%BB%AD")
	if about["total"] != 3001.0 || about["listed"] != 3001.0 || about["located"] != 3001.0 {
		t.Fatalf("the map says %v", about)
	}
	for _, zoom := range []int{0, 6, 9, 12} {
		counted, numbers := 0, map[int]bool{}
		side := 1 << zoom
		left, right := int((104.9/360+0.5)*float64(side)), int((107.1/360+0.5)*float64(side))
		top, bottom := row(19, side), row(16.9, side)
		for x := left; x <= right; x++ {
			for y := top; y <= bottom; y++ {
				var tile struct{ Features []markOf }
				w := s.get(fmt.Sprintf("/api/v1/search/tiles/%d/%d/%d.geojson?q=ch%%E1%%BB%%A3+th%%E1%%BB%%AD", zoom, x, y))
				if w.Code != http.StatusOK {
					t.Fatalf("status %d: %s", w.Code, w.Body)
				}
				if err := json.Unmarshal(w.Body.Bytes(), &tile); err != nil {
					t.Fatal(err)
				}
				for _, f := range tile.Features {
					p := f.Properties
					if f.Geometry.Type != "Point" {
						continue // an outline comes with every tile that it meets
					}
					if numbers[p.N] || p.N < 1 || p.N > 3001 {
						t.Errorf("zoom %d: number %d twice or of nothing", zoom, p.N)
					}
					numbers[p.N] = true
					counted += p.Count
				}
			}
		}
		want := 3001 // where the outline is too small to be seen it is a mark
		if zoom >= 8 {
			want = 3000
		}
		if counted != want {
			t.Errorf("zoom %d: the marks count %d, want %d", zoom, counted, want)
		}
	}
}

func row(lat float64, side int) int {
	return int((0.5 - math.Asinh(math.Tan(lat*math.Pi/180))/(2*math.Pi)) * float64(side))
}

func TestATileOfResultsIsAVectorTile(t *testing.T) {
	s := crowded(t, 3000)
	side := 1 << 12
	x, y := int((107.0/360+0.5)*float64(side)), row(17, side)
	w := s.get(fmt.Sprintf("/api/v1/search/tiles/12/%d/%d.mvt?q=ch%%E1%%BB%%A3", x, y))
	got, err := mvt.Unmarshal(w.Body.Bytes())
	if err != nil || len(got) != 1 || got[0].Name != "marks" || len(got[0].Features) != 1 {
		t.Fatalf("status %d, %v, %d layers", w.Code, err, len(got))
	}
	p := got[0].Features[0].Properties
	var members []struct{ N int }
	if err := json.Unmarshal([]byte(fmt.Sprint(p["members"])), &members); err != nil || len(members) != 10 || p["count"] != 10.0 && p["count"] != int64(10) && p["count"] != uint64(10) {
		t.Errorf("ten records at one spot are %v, %v", p, err)
	}
	if _, err := exec.LookPath("ogrinfo"); err == nil {
		path := filepath.Join(t.TempDir(), "a.mvt")
		if err := os.WriteFile(path, w.Body.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("ogrinfo", "-ro", "-al", "-so", path).CombinedOutput(); err != nil || !strings.Contains(string(out), "Layer name: marks") {
			t.Errorf("GDAL: %v\n%s", err, out)
		}
	}
	for _, bad := range []string{"/api/v1/search/tiles/30/0/0.mvt", "/api/v1/search/tiles/1/9/0.geojson"} {
		if w := s.get(bad); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", bad, w.Code)
		}
	}
	if w := s.get("/api/v1/search/tiles/1/0/0.mvt?bogus=1"); w.Code != http.StatusBadRequest {
		t.Errorf("an unknown parameter: status %d", w.Code)
	}
}
