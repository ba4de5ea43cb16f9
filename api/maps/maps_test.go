package maps_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"honglinh/api/httpkit"
	"honglinh/api/maps"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text"
	"honglinh/datasets/export/encode"
)

func record(id string, g orb.Geometry, change func(*catalog.Record)) catalog.Record {
	kind, slug, _ := catalog.SplitID(id)
	r := catalog.Record{ID: id, Kind: kind, Title: text.New("Tên "+slug, "Name "+slug), Modified: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)}
	if g != nil {
		r.Geometry = geojson.NewGeometry(g)
	}
	if change != nil {
		change(&r)
	}
	return r
}

func square(x, y, size float64) orb.Polygon {
	return orb.Polygon{{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}}
}

func sample() *layers.Set { return layers.Build(records()) }

func records() []catalog.Record {
	return []catalog.Record{
		record("unit/a", square(105.6, 18.5, 0.1), func(r *catalog.Record) { r.Valid.From = "2025-07-01"; r.Topics = []string{"administration"} }),
		record("unit/old", square(105.55, 18.45, 0.3), func(r *catalog.Record) { r.Valid.To = "2025-06-30" }),
		record("unit/adrift", nil, nil),
		record("place/airport", orb.Point{105.67, 18.737}, func(r *catalog.Record) {
			r.Topics = []string{"infrastructure"}
			r.Attributes = map[string]any{"infra_type": "airport", "value": 2400.0}
		}),
	}
}

type stand struct {
	t       testing.TB
	handler http.Handler
}

func newStand(t testing.TB, change func(*maps.Options)) stand {
	set := sample()
	kit := httpkit.New(httpkit.Options{BaseURL: "https://honglinh.example", CORS: true})
	o := maps.Options{Kit: kit, Set: func() *layers.Set { return set }, Encoder: encode.Encoder{}, Now: func() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) }}
	if change != nil {
		change(&o)
	}
	face := maps.New(o)
	router := kit.NewRouter()
	face.Mount(router)
	return stand{t, kit.Wrap(router)}
}

func (s stand) get(path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

func (s stand) json(path string) map[string]any {
	s.t.Helper()
	w := s.get(path)
	var v map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != http.StatusOK {
		s.t.Fatalf("%s: status %d: %v: %.300s", path, w.Code, err, w.Body)
	}
	return v
}

func TestLayersAreListedWithWhatTheyHold(t *testing.T) {
	s := newStand(t, nil)
	items := s.json("/api/v1/layers")["items"].([]any)
	if len(items) != len(layers.List()) {
		t.Fatalf("got %d layers, want %d", len(items), len(layers.List()))
	}
	unit := s.json("/api/v1/layers/units")
	got := map[string]any{"features": unit["features"], "without_geometry": unit["without_geometry"], "tiles": unit["tiles"], "geometries": unit["geometries"], "title": unit["title"]}
	want := map[string]any{"features": 3.0, "without_geometry": 1.0, "tiles": "https://honglinh.example/api/v1/layers/units/tiles/{z}/{x}/{y}.mvt", "geometries": []any{"point", "area"},
		"title": map[string]any{"vi": "Đơn vị hành chính", "en": "Administrative units"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(items[0], any(unit)); d != "" {
		t.Errorf("the list and the layer say different things: %s", d)
	}
}

// unitTile is the tile at zoom 10 over Hồng Lĩnh.
const unitTile = "/api/v1/layers/units/tiles/10/812/458.mvt"

func TestTilesHoldTheFeaturesOfTheDay(t *testing.T) {
	s := newStand(t, nil)
	for path, want := range map[string]int{unitTile: 2, unitTile + "?as_of=2026-01-01": 1, unitTile + "?as_of=2025-06-30": 1, "/api/v1/tiles/10/812/458.mvt": 2} {
		w := s.get(path)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/vnd.mapbox-vector-tile" {
			t.Fatalf("%s: status %d, %v", path, w.Code, w.Header())
		}
		decoded, err := mvt.Unmarshal(w.Body.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, l := range decoded {
			n += len(l.Features)
		}
		if n != want {
			t.Errorf("%s: %d features, want %d", path, n, want)
		}
		if again := s.get(path, "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("%s again: status %d, want 304", path, again.Code)
		}
		if packed := s.get(path, "Accept-Encoding", "gzip"); packed.Header().Get("Content-Encoding") != "gzip" || packed.Header().Get("ETag") == w.Header().Get("ETag") {
			t.Errorf("%s gzipped: %v", path, packed.Header())
		}
	}
	if w := s.get("/api/v1/layers/units/tiles/10/0/0.mvt"); w.Code != http.StatusNoContent || w.Body.Len() > 0 {
		t.Errorf("an empty tile: status %d with %d bytes, want 204", w.Code, w.Body.Len())
	}
}

func TestBadAddressesAreRefusedWithAReason(t *testing.T) {
	s := newStand(t, nil)
	for path, want := range map[string]int{
		"/api/v1/layers/unit":                                  http.StatusNotFound,
		"/api/v1/layers/units/tiles/10/1024/0.mvt":             http.StatusNotFound,
		"/api/v1/layers/units/tiles/99/0/0.mvt":                http.StatusNotFound,
		"/api/v1/layers/units/tiles/-1/0/0.mvt":                http.StatusNotFound,
		"/api/v1/layers/units/tiles/1/99999999999999999/0.mvt": http.StatusNotFound,
		"/api/v1/layers/units/tiles/a/b/c.mvt":                 http.StatusNotFound,
		unitTile + "?as_of=yesterday":                          http.StatusBadRequest,
		unitTile + "?nothing=1":                                http.StatusBadRequest,
		"/api/v1/layers/units/exports/mdb":                     http.StatusNotFound,
		"/api/v1/layers/units/exports/csv?crs=EPSG:1":          http.StatusBadRequest,
		"/api/v1/layers/units/exports/kml?crs=EPSG:9209":       http.StatusBadRequest,
		"/api/v1/around":                                       http.StatusBadRequest,
		"/api/v1/around?near=18.5,105.7":                       http.StatusBadRequest,
		"/api/v1/around?near=x":                                http.StatusBadRequest,
		"/api/v1/around?near=105.7,18.5&radius=-1":             http.StatusBadRequest,
	} {
		w := s.get(path)
		var p struct {
			Type     string `json:"type"`
			DetailVI string `json:"detail_vi"`
			DetailEN string `json:"detail_en"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); w.Code != want || err != nil || p.DetailVI == "" || p.DetailEN == "" {
			t.Errorf("%s: status %d, want %d: %s", path, w.Code, want, w.Body)
		}
	}
}

func TestDownloadsAreProvedInEveryFormatAndSystem(t *testing.T) {
	s := newStand(t, nil)
	for _, c := range []struct{ format, crs string }{{"geojson", ""}, {"geojsonseq", ""}, {"kml", ""}, {"csv", ""}, {"csv", "EPSG:9209"}, {"fgb", ""}, {"fgb", "EPSG:5897"}, {"gpkg", ""}, {"gpkg", "EPSG:9209"}, {"geoparquet", ""}, {"geoparquet", "EPSG:9209"}, {"shp", ""}, {"shp", "EPSG:9209"}, {"jsonfg", ""}, {"jsonfg", "EPSG:9209"}, {"pmtiles", ""}} {
		t.Run(c.format+" "+c.crs, func(t *testing.T) {
			query := ""
			if c.crs != "" {
				query = "?crs=" + c.crs
			}
			w := s.get("/api/v1/layers/units/exports/" + c.format + query)
			if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Content-Disposition"), "units.") {
				t.Fatalf("status %d, %v: %.300s", w.Code, w.Header(), w.Body)
			}
			m := newStand(t, nil).json("/api/v1/layers/units/exports/" + c.format + ".json" + query) // another server makes the same
			if c.format == "gpkg" {
				m = s.json("/api/v1/layers/units/exports/" + c.format + ".json" + query)
			}
			sum := sha256.Sum256(w.Body.Bytes())
			if m["sha256"] != hex.EncodeToString(sum[:]) || m["count"] != 3.0 || m["without_geometry"] != 1.0 || m["verified"] != true || m["bytes"] != float64(w.Body.Len()) {
				t.Errorf("manifest %v for %d bytes with %x", m, w.Body.Len(), sum)
			}
			if c.crs != "" && m["crs"] != c.crs {
				t.Errorf("the file is in %v, want %s", m["crs"], c.crs)
			}
			if c.crs == "EPSG:9209" && m["operation_code"] != "EPSG:6960" {
				t.Errorf("the datum operation is not named: %v", m)
			}
		})
	}
}

func TestWhatIsAroundAPointSaysUnknownWhereNothingIsRecorded(t *testing.T) {
	v := newStand(t, nil).json("/api/v1/around?near=105.65,18.55")
	got := map[string]any{}
	for _, n := range v["nearest"].([]any) {
		o := n.(map[string]any)
		got[o["category"].(string)] = o["known"]
		if o["category"] == "airport" && (o["km"].(float64) < 20 || o["km"].(float64) > 22 || o["direction"].(map[string]any)["vi"] != "bắc") {
			t.Errorf("airport: %v", o)
		}
	}
	if got["airport"] != true || got["port"] != false || len(got) != 10 {
		t.Errorf("known: %v", got)
	}
	units := v["units"].([]any)
	if len(units) != 2 || units[0].(map[string]any)["id"] != "unit/a" || units[1].(map[string]any)["current"] != false {
		t.Errorf("units: %v", units)
	}
	old := newStand(t, nil).json("/api/v1/around?near=105.65,18.55&as_of=2025-01-01")["units"].([]any)
	if old[0].(map[string]any)["id"] != "unit/old" {
		t.Errorf("units in January 2025: %v", old)
	}
}

func TestStyleNamesNoAddressButOurs(t *testing.T) {
	for _, base := range []string{"", "x.pmtiles"} {
		s := newStand(t, func(o *maps.Options) { o.BasemapFile = base })
		w := s.get("/api/v1/style.json?lang=en")
		for _, part := range strings.Split(w.Body.String(), "://")[1:] {
			if !strings.HasPrefix(part, "honglinh.example/") && !strings.HasPrefix(part, "https") {
				t.Errorf("a foreign address: …://%.60s", part)
			}
		}
		v := s.json("/api/v1/style.json?lang=en")
		for _, source := range []string{"country", "base", "relief"} {
			if _, has := v["sources"].(map[string]any)[source]; !has {
				t.Errorf("the style has no source %q with file %q", source, base)
			}
		}
		seen := map[any]bool{}
		for _, l := range v["layers"].([]any) {
			o := l.(map[string]any)
			if seen[o["id"]] {
				t.Errorf("style layer %v twice", o["id"])
			}
			seen[o["id"]] = true
		}
	}
	j := newStand(t, nil).json("/api/v1/tilejson.json")
	if len(j["vector_layers"].([]any)) != len(layers.List())-1 {
		t.Errorf("TileJSON has %d layers", len(j["vector_layers"].([]any)))
	}
}

func TestBaseMapIsServedInParts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "base.pmtiles")
	content := bytes.Repeat([]byte("0123456789"), 1000)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	s := newStand(t, func(o *maps.Options) { o.BasemapFile = path })
	w := s.get("/api/v1/basemap.pmtiles", "Range", "bytes=5-14", "Accept-Encoding", "gzip, br, zstd")
	body, err := io.ReadAll(w.Body)
	if err != nil || w.Code != http.StatusPartialContent || string(body) != "5678901234" || w.Header().Get("Content-Range") != "bytes 5-14/10000" {
		t.Errorf("status %d, %v, %q, %v", w.Code, w.Header(), body, err)
	}
	if w := s.get("/api/v1/basemap.pmtiles", "Range", "bytes=99999-"); w.Code != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("a range beyond the end: status %d", w.Code)
	}
}

func TestAGeoPackageComesInCRS84Too(t *testing.T) {
	s := newStand(t, nil)
	if w := s.get("/api/v1/layers/units/exports/gpkg?crs=OGC:CRS84"); w.Code != http.StatusOK {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func TestTheBaseMapIsServedInTiles(t *testing.T) {
	s := newStand(t, nil)
	for path, want := range map[string]struct {
		status int
		media  string
	}{
		"/api/v1/basemap/base/9/406/229.mvt":                        {http.StatusOK, "application/vnd.mapbox-vector-tile"},
		"/api/v1/basemap/country/4/13/7.mvt":                        {http.StatusOK, "application/vnd.mapbox-vector-tile"},
		"/api/v1/basemap/relief/9/406/229.png":                      {http.StatusOK, "image/png"},
		"/api/v1/basemap/base/9/0/0.mvt":                            {http.StatusNoContent, ""},
		"/api/v1/basemap/base/2/9/0.mvt":                            {http.StatusNotFound, "application/problem+json"},
		"/api/v1/basemap/roads/9/406/229.mvt":                       {http.StatusNotFound, "application/problem+json"},
		"/api/v1/basemap/drawing/10/812/459.svg?theme=dark&lang=en": {http.StatusOK, "image/svg+xml"},
		"/api/v1/basemap/drawing/10/99999/459.svg":                  {http.StatusNotFound, "application/problem+json"},
		"/api/v1/basemap/style.json?theme=dark":                     {http.StatusOK, "application/json"},
		"/api/v1/basemap/style.json?theme=pink":                     {http.StatusBadRequest, "application/problem+json"},
	} {
		if w := s.get(path); w.Code != want.status || !strings.HasPrefix(w.Header().Get("Content-Type"), want.media) {
			t.Errorf("%s: status %d, %q; want %d, %q", path, w.Code, w.Header().Get("Content-Type"), want.status, want.media)
		}
	}
}

func TestAPointIsAskedForInAnySystem(t *testing.T) {
	s := newStand(t, nil)
	at := func(q string) []any { return s.json("/api/v1/around?" + q)["point"].([]any) }
	want := at("lon=105.65&lat=18.55")
	for _, q := range []string{"near=105.65,18.55", "lon=105.65&lat=18.55&crs=EPSG:4326"} {
		if d := cmp.Diff(want, at(q)); d != "" {
			t.Errorf("%s: %s", q, d)
		}
	}
	p := at("lon=521000&lat=2049000&crs=EPSG:9209") // VN-2000 / TM-3 105-30
	if lon, lat := p[0].(float64), p[1].(float64); math.Abs(lon-105.70076) > 1e-4 || math.Abs(lat-18.52493) > 1e-4 {
		t.Errorf("got %v", p)
	}
	for _, q := range []string{"", "lon=105", "lon=105&lat=18&near=105,18", "lon=105&lat=18&crs=EPSG:1", "lon=521000&lat=2049000"} {
		if w := s.get("/api/v1/around?" + q); w.Code != http.StatusBadRequest {
			t.Errorf("%q: status %d", q, w.Code)
		}
	}
}

func TestLayersComeWithTheirLookForOtherPrograms(t *testing.T) {
	s := newStand(t, nil)
	for path, want := range map[string]string{
		"/api/v1/layers/units/style.sld?lang=vi": "<Name>units</Name>",
		"/api/v1/layers/units/layer.qlr?lang=en": "typename=&#39;units&#39; url=&#39;https://honglinh.example/ogc&#39;",
		"/api/v1/catalogue.qgs":                  "<projectlayers>",
		"/api/v1/layers/units/tilejson.json":     `"attribution":`,
		"/api/v1/tilejson.json":                  `"attribution":`,
	} {
		if w := s.get(path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: status %d, lacks %s:\n%.600s", path, w.Code, want, w.Body)
		}
	}
	if w := s.get("/api/v1/layers/bogus/layer.qlr"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown layer: status %d", w.Code)
	}
}
