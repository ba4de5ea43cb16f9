package write_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/write"
	"honglinh/catalog/proof"
)

func features() []geo.Feature {
	fs := []geo.Feature{
		{ID: "a", Geometry: orb.Polygon{{{105, 18}, {106, 18}, {106, 19}, {105, 18}}}, Properties: map[string]any{"name": "Đậu & <Liêu>", "n": int64(5), "f": 1.5, "ok": true}},
		{ID: "b", Geometry: orb.MultiPolygon{{{{105, 18}, {106, 18}, {106, 19}, {105, 18}}}, {{{107, 18}, {108, 18}, {108, 19}, {107, 18}}, {{107.8, 18.2}, {107.9, 18.3}, {107.9, 18.2}, {107.8, 18.2}}}}, Properties: map[string]any{"name": nil, "f": int64(2), "list": []any{1.0, "x"}}},
		{ID: "c", Geometry: orb.LineString{{105.1, 18.2}, {105.3, 18.9}}},
		{ID: "d", Geometry: orb.MultiLineString{{{105.1, 18.2}, {105.3, 18.9}}, {{106, 18}, {106.5, 18.5}}}},
		{ID: "e", Geometry: orb.MultiPoint{{105.1, 18.2}, {105.3, 18.9}}},
		{ID: "f", Geometry: orb.Collection{orb.Point{105.5, 18.5}, orb.LineString{{105, 18}, {105.2, 18.2}}}},
	}
	for i := range 40 {
		fs = append(fs, geo.Feature{ID: fmt.Sprint("p", i), Geometry: orb.Point{104.1 + float64(i*7%40)/10, 18.001 + float64(i)/20}, Properties: map[string]any{"n": int64(i)}})
	}
	return fs
}

type encoder func(io.Writer, write.Source, write.Options) (write.Manifest, error)

func encoders() map[string]encoder {
	return map[string]encoder{"geojson": write.GeoJSON, "geojsonl": write.GeoJSONSeq, "csv": write.CSV, "kml": write.KML, "fgb": write.FlatGeobuf, "parquet": write.GeoParquet,
		"shp.zip": write.Shapefile, "fg.json": write.JSONFG, "pmtiles": write.PMTiles}
}

func TestFilesProveThemselves(t *testing.T) {
	for _, data := range [][]geo.Feature{features(), nil, {{ID: "no place"}, {ID: "x", Geometry: orb.Point{105, 18}}}} {
		for name, enc := range encoders() {
			for _, c := range []*crs.CRS{nil, crs.MustLookup("EPSG:9209")} {
				var b, again bytes.Buffer
				o := write.Options{Name: "lớp", CRS: c}
				m, err := enc(&b, write.Slice(data), o)
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				if m.Count != len(data) || m.Bytes != int64(b.Len()) {
					t.Errorf("%s: got %+v", name, m)
				}
				if err := write.Verify(bytes.NewReader(b.Bytes()), m); err != nil {
					t.Errorf("%s of %d in %v: %v", name, len(data), c, err)
				}
				if m2, _ := enc(&again, write.Slice(data), o); cmp.Diff(m, m2) != "" {
					t.Errorf("%s: not the same bytes twice", name)
				}
				if b.Len() > 0 {
					damaged := append(bytes.Clone(b.Bytes()), '\n')
					if err := write.Verify(bytes.NewReader(damaged), m); err == nil {
						t.Errorf("%s: damage not seen", name)
					}
				}
			}
		}
	}
}

func TestGeoJSONIsExact(t *testing.T) {
	var b bytes.Buffer
	if _, err := write.GeoJSON(&b, write.Slice(features()[:1]), write.Options{Name: "u"}); err != nil {
		t.Fatal(err)
	}
	want := `{"type":"FeatureCollection","name":"u","features":[
{"type":"Feature","id":"a","geometry":{"type":"Polygon","coordinates":[[[105,18],[106,18],[106,19],[105,18]]]},"properties":{"f":1.5,"n":5,"name":"Đậu \u0026 \u003cLiêu\u003e","ok":true}}
]}
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
}

func TestErrorsOfTheSourceComeThrough(t *testing.T) {
	boom := errors.New("boom")
	for name, enc := range encoders() {
		_, err := enc(io.Discard, func(func(geo.Feature) error) error { return boom }, write.Options{})
		if !errors.Is(err, boom) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// An implementation that is not ours opens the files and counts the same.
func TestGDALCountsTheSame(t *testing.T) {
	proof.Tool(t, "ogrinfo", "gdal-bin")
	formats, err := exec.Command("ogrinfo", "--formats").Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, enc := range encoders() {
		if name == "parquet" && !strings.Contains(string(formats), "Parquet") {
			t.Log("this GDAL has no Parquet: see TestDuckDBReadsGeoParquet")
			continue
		}
		if name == "pmtiles" || name == "shp.zip" {
			continue // see TestGDALReadsShapefiles; Debian's GDAL has no PMTiles, whose tiles are read in the tests of pmtiles
		}
		file := filepath.Join(dir, "x."+name)
		f, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := enc(f, write.Slice(features()), write.Options{Name: "units"}); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("ogrinfo", "-ro", "-al", "-so", file).CombinedOutput()
		if err != nil || !strings.Contains(string(out), fmt.Sprintf("Feature Count: %d", len(features()))) {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		if name == "fgb" {
			// The index: only the points beyond 108 E can be found there.
			out, err = exec.Command("ogrinfo", "-ro", "-al", "-q", "-spat", "107.05", "17.9", "107.95", "18.95", file).CombinedOutput()
			if got := strings.Count(string(out), "OGRFeature("); err != nil || got == 0 || got >= len(features()) || !strings.Contains(string(out), `id (String) = b`) {
				t.Errorf("fgb window: %d found, %v\n%s", got, err, out)
			}
		}
	}
}

func BenchmarkGeoJSON(b *testing.B) {
	fs := features()[6:]
	n := 0
	for b.Loop() {
		if _, err := write.GeoJSON(io.Discard, write.Slice(fs), write.Options{}); err != nil {
			b.Fatal(err)
		}
		n += len(fs)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "features/s")
}

func TestGDALReadsShapefiles(t *testing.T) {
	proof.Tool(t, "ogrinfo", "gdal-bin")
	data := []geo.Feature{
		{ID: "area", Geometry: orb.Polygon{{{105, 18}, {106, 18}, {106, 19}, {105, 18}}, {{105.6, 18.2}, {105.7, 18.3}, {105.7, 18.2}, {105.6, 18.2}}}, Properties: map[string]any{"title_vi": "Phường Đậu Liêu", "title_vietnamese": "Đậu Liêu", "n": 5, "f": 1.5, "ok": true, "long": strings.Repeat("ế", 200)}},
		{ID: "point", Geometry: orb.Point{105.7, 18.5}, Properties: map[string]any{"title_vi": "Chợ Hồng Lĩnh"}},
		{ID: "line", Geometry: orb.LineString{{105.7, 18.5}, {105.8, 18.6}}},
		{ID: "nowhere", Properties: map[string]any{"title_vi": "Chưa có toạ độ"}},
	}
	for code, want := range map[string]string{"EPSG:4326": `WGS 84`, "EPSG:9209": `VN-2000`} {
		var b bytes.Buffer
		if _, err := write.Shapefile(&b, write.Slice(data), write.Options{Name: "thu", CRS: crs.MustLookup(code)}); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "thu.shp.zip")
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		raw, err := exec.Command("ogrinfo", "-ro", "-al", file).CombinedOutput()
		out := string(raw)
		if err != nil || strings.Contains(out, "Warning") || strings.Contains(out, "ERROR") {
			t.Fatalf("%s: %v\n%s", code, err, out)
		}
		for _, part := range []string{want, "Layer name: thu-points", "Layer name: thu-lines", "Layer name: thu-areas", "Phường Đậu Liêu", "title_viet (String) = Đậu Liêu", "f (Real) = 1.500000000", "n (Integer64) = 5", "POLYGON ((105 18", "id (String) = nowhere"} {
			if code != "EPSG:4326" && strings.HasPrefix(part, "POLYGON") {
				part = "POLYGON (("
			}
			if !strings.Contains(out, part) {
				t.Errorf("%s: GDAL does not read %q:\n%s", code, part, out)
			}
		}
		if !strings.Contains(out, strings.Repeat("ế", 84)) || strings.Contains(out, strings.Repeat("ế", 85)) {
			t.Errorf("%s: a text of 600 bytes is not cut to whole letters within 254", code)
		}
	}
}
