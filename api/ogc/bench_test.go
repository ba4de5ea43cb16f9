package ogc_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/api/httpkit"
	"honglinh/api/ogc"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/proof"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// country is every ward and commune of the country and n points in it.
func country(t testing.TB, n int) *layers.Set {
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
	var wards geojson.FeatureCollection
	if err := json.NewDecoder(z).Decode(&wards); err != nil {
		t.Fatal(err)
	}
	var records []catalog.Record
	for i, f := range wards.Features {
		r := record("unit/w"+strconv.Itoa(i), f.Geometry, nil)
		r.Title = text.New("Phường "+strconv.Itoa(i), "Ward "+strconv.Itoa(i))
		records = append(records, r)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		b := wards.Features[rnd.IntN(len(wards.Features))].Geometry.Bound()
		p := orb.Point{b.Min[0] + rnd.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + rnd.Float64()*(b.Max[1]-b.Min[1])}
		r := record("opportunity/p"+strconv.Itoa(i), p, nil)
		r.Kind = vocab.Opportunity
		records = append(records, r)
	}
	start := time.Now()
	set := layers.Build(records)
	t.Logf("%v built in %v", set, time.Since(start))
	return set
}

// handler is the face without a network.
func handler(set *layers.Set) http.Handler {
	kit := httpkit.New(httpkit.Options{BaseURL: "https://honglinh.example", CORS: true})
	router := kit.NewRouter()
	ogc.New(ogc.Options{Kit: kit, Set: func() *layers.Set { return set }}).Mount(router)
	return kit.Wrap(router)
}

func BenchmarkItems(b *testing.B) {
	set := country(b, 100_000)
	h := handler(set)
	for name, path := range map[string]string{
		"page of 1000 points":        "/ogc/collections/opportunities/items?limit=1000",
		"page of 1000 wards":         "/ogc/collections/units/items?limit=1000",
		"page of 1000 wards VN-2000": "/ogc/collections/units/items?limit=1000&crs=http://www.opengis.net/def/crs/EPSG/0/9209",
		"page of 10000 points":       "/ogc/collections/opportunities/items?limit=10000",
		"S_INTERSECTS of a province": "/ogc/collections/opportunities/items?limit=1000&filter=S_INTERSECTS(geometry,BBOX(105.1,17.9,106.5,18.8))",
		"bbox of a province":         "/ogc/collections/opportunities/items?limit=1000&bbox=105.1,17.9,106.5,18.8",
		"filter over 100000":         "/ogc/collections/opportunities/items?limit=10&filter=title_vi%20LIKE%20%27%2599%27",
		"sorted 100000":              "/ogc/collections/opportunities/items?limit=10&sortby=-title_vi",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				w := httptest.NewRecorder()
				w.Body = nil
				h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
				if w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
}

// BenchmarkProjected compares the first page of a state in VN-2000 with the later ones.
func BenchmarkProjected(b *testing.B) {
	set := country(b, 0)
	const page = "/ogc/collections/units/items?limit=1000&crs=http://www.opengis.net/def/crs/EPSG/0/9209"
	ask := func(b *testing.B, h http.Handler) {
		w := httptest.NewRecorder()
		w.Body = nil
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, page, nil))
		if w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			h := handler(set)
			b.StartTimer()
			ask(b, h)
		}
	})
	b.Run("later", func(b *testing.B) {
		h := handler(set)
		ask(b, h)
		for b.Loop() {
			ask(b, h)
		}
	})
}

func BenchmarkTiles(b *testing.B) {
	set := country(b, 100_000)
	b.Run("cached over HTTP", func(b *testing.B) {
		s := httptest.NewServer(handler(set))
		defer s.Close()
		get := func() {
			resp, err := http.Get(s.URL + "/ogc/tiles/WebMercatorQuad/10/458/812")
			if err != nil {
				b.Fatal(err)
			}
			defer resp.Body.Close()
			if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
				b.Fatal(resp.StatusCode, err)
			}
		}
		get() // the first reader of a state pays for its making
		for b.Loop() {
			get()
		}
	})
}
