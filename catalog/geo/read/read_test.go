package read_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/read"
	"honglinh/catalog/proof"
)

type result struct {
	fs  []geo.Feature
	sum read.Summary
	err error
}

func gather(f func(read.Yield) (read.Summary, error)) result {
	var r result
	r.sum, r.err = f(func(x geo.Feature) error { r.fs = append(r.fs, x); return nil })
	return r
}

func geojson(s string, o read.Options) result {
	return gather(func(y read.Yield) (read.Summary, error) { return read.GeoJSON(strings.NewReader(s), o, y) })
}

func codes(s read.Summary) []check.Code {
	var out []check.Code
	for _, f := range s.Findings {
		out = append(out, f.Code)
	}
	return out
}

func TestGeoJSONKeepsWhatOthersLose(t *testing.T) {
	r := geojson(`{"type":"FeatureCollection","features":[
		{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[105.7,18.5,12]},"properties":{"n":12345678901234567890,"i":9007199254740993,"f":1.5,"s":"ẹ","x":null}},
		{"type":"Feature","id":"b","geometry":null,"properties":null}]}`, read.Options{})
	if r.err != nil {
		t.Fatal(r.err)
	}
	if r.fs[0].ID != "7" || r.fs[0].Properties["i"] != int64(9007199254740993) || r.fs[0].Geometry != (orb.Point{105.7, 18.5}) || r.fs[1].Geometry != nil {
		t.Errorf("got %+v", r.fs)
	}
	if d := cmp.Diff([]check.Code{check.Dropped, check.BigInteger}, codes(r.sum)); d != "" && cmp.Diff([]check.Code{check.BigInteger, check.Dropped}, codes(r.sum)) != "" {
		t.Error(d)
	}
	if r.sum.Evidence != read.Assumed || r.sum.CRS.Code != "OGC:CRS84" {
		t.Errorf("got %+v", r.sum)
	}
}

func TestReferenceSystemsComeFromEvidence(t *testing.T) {
	metres := `{"type":"Point","coordinates":[542080.2267,2028567.3968]}`
	survey := `{"type":"Point","coordinates":[2028567.3968,542080.2267]}`
	inside := func(p orb.Point) bool { return math.Abs(p[0]-105.9) < 0.05 && math.Abs(p[1]-18.34) < 0.05 }
	old := `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::9209"}},"features":[{"type":"Feature","properties":{},"geometry":` + metres + `}]}`
	for _, c := range []struct {
		name, in, evidence string
		o                  read.Options
		err                error
	}{
		{"declared by the caller", metres, read.Declared, read.Options{CRS: "EPSG:9209"}, nil},
		{"stated by an old file", old, read.Stated, read.Options{}, nil},
		{"guessed from the place", metres, read.Guessed, read.Options{Inside: inside}, nil},
		{"guessed with X north", survey, read.Guessed, read.Options{Inside: inside}, nil},
		{"metres without evidence", metres, "", read.Options{}, read.ErrNoCRS},
	} {
		r := geojson(c.in, c.o)
		if c.err != nil {
			if !errors.Is(r.err, c.err) {
				t.Errorf("%s: got %v", c.name, r.err)
			}
			continue
		}
		if r.err != nil || len(r.fs) != 1 || r.sum.Evidence != c.evidence || r.sum.Operation.Code != "EPSG:6960" {
			t.Errorf("%s: got %+v, %v", c.name, r.sum, r.err)
			continue
		}
		if p := r.fs[0].Geometry.(orb.Point); math.Abs(p[0]-105.9) > 1e-7 || math.Abs(p[1]-18.34) > 1e-7 {
			t.Errorf("%s: got %v", c.name, p)
		}
	}
}

func TestSequencesAndDamage(t *testing.T) {
	seq := "\x1e{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[105,18]}}\n\x1e{\"type\":\"Point\",\"coordinates\":[106,18]}\n"
	if r := geojson(seq, read.Options{}); r.err != nil || len(r.fs) != 2 {
		t.Errorf("got %v %v", r.fs, r.err)
	}
	for _, bad := range []string{"", "[]", `{"type":"Nonsense"}`, `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":["a",1]}}]}`, `{"type":"FeatureCollection","features":[`} {
		if r := geojson(bad, read.Options{}); r.err == nil {
			t.Errorf("%q should be refused", bad)
		}
	}
}

func TestCSVWithTextAndColumns(t *testing.T) {
	csv := func(s string) result {
		return gather(func(y read.Yield) (read.Summary, error) {
			return read.CSV(strings.NewReader(s), read.Columns{}, read.Options{}, y)
		})
	}
	r := csv("\ufeffid,name,wkt\n1,A,POINT Z (105 18 3)\n2,B,\n")
	if r.err != nil || len(r.fs) != 2 || r.fs[0].ID != "1" || r.fs[0].Geometry != (orb.Point{105, 18}) || r.fs[1].Geometry != nil || len(r.sum.Findings) != 1 {
		t.Errorf("got %+v %v", r.fs, r.err)
	}
	r = csv("lat,lon,name\n\"18,5\",\"105,7\",A\n")
	if r.err != nil || r.fs[0].Geometry != (orb.Point{105.7, 18.5}) || r.fs[0].Properties["name"] != "A" {
		t.Errorf("got %+v %v", r.fs, r.err)
	}
	if r = csv("lat,lon\nx,1\n"); r.err == nil || !strings.Contains(r.err.Error(), "row 2") {
		t.Errorf("got %v", r.err)
	}
}

const kml = `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><Placemark id="p"><name>Bến Thuỷ</name>
<ExtendedData><Data name="k"><value>v</value></Data></ExtendedData>
<MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>105,18,5 106,18,5 106,19,5 105,18,5</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark></Folder></Document></kml>`

func TestKMLAndKMZ(t *testing.T) {
	want := []geo.Feature{{ID: "p", Properties: map[string]any{"name": "Bến Thuỷ", "k": "v"}, Geometry: orb.MultiPolygon{{{{105, 18}, {106, 18}, {106, 19}, {105, 18}}}}}}
	r := gather(func(y read.Yield) (read.Summary, error) { return read.KML(strings.NewReader(kml), read.Options{}, y) })
	if d := cmp.Diff(want, r.fs); d != "" || r.err != nil {
		t.Error(d, r.err)
	}
	b := packed(t, map[string]string{"doc.kml": kml})
	r = gather(func(y read.Yield) (read.Summary, error) {
		return read.KMZ(bytes.NewReader(b), int64(len(b)), read.Options{}, y)
	})
	if d := cmp.Diff(want, r.fs); d != "" || r.err != nil {
		t.Error(d, r.err)
	}
	evil := `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><kml><Placemark><name>&e;</name></Placemark></kml>`
	if r = gather(func(y read.Yield) (read.Summary, error) { return read.KML(strings.NewReader(evil), read.Options{}, y) }); r.err == nil {
		t.Errorf("an entity should be refused, got %+v", r.fs)
	}
	deep := "<kml>" + strings.Repeat("<Folder>", 10000)
	if r = gather(func(y read.Yield) (read.Summary, error) { return read.KML(strings.NewReader(deep), read.Options{}, y) }); !errors.Is(r.err, read.ErrFormat) {
		t.Errorf("got %v", r.err)
	}
}

func packed(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for n, s := range files {
		w, err := z.Create(n)
		if err == nil {
			_, err = io.WriteString(w, s)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestZipBombIsRefused(t *testing.T) {
	b := packed(t, map[string]string{"doc.kml": strings.Repeat(" ", 50<<20)})
	r := gather(func(y read.Yield) (read.Summary, error) {
		return read.KMZ(bytes.NewReader(b), int64(len(b)), read.Options{}, y)
	})
	if !errors.Is(r.err, read.ErrTooLarge) {
		t.Errorf("got %v", r.err)
	}
}

// The file is made by GDAL, an implementation that is not ours.
func TestShapefileOfAnotherProgram(t *testing.T) {
	proof.Tool(t, "ogr2ogr", "gdal-bin")
	dir := t.TempDir()
	src := filepath.Join(dir, "in.geojson")
	in := `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ten":"Đậu Liêu","n":5,"f":1.25},"geometry":{"type":"Polygon","coordinates":[[[105,18],[106,18],[106,19],[105,19],[105,18]],[[105.4,18.4],[105.4,18.6],[105.6,18.6],[105.6,18.4],[105.4,18.4]]]}}]}`
	if err := os.WriteFile(src, []byte(in), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, srs string }{{"geographic", "EPSG:4326"}, {"UTM", "EPSG:32648"}} {
		out := filepath.Join(dir, c.name+".shp")
		if b, err := exec.Command("ogr2ogr", "-t_srs", c.srs, "-lco", "ENCODING=UTF-8", out, src).CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, b)
		}
		files := map[string]string{}
		for _, ext := range []string{".shp", ".dbf", ".prj", ".cpg"} {
			b, err := os.ReadFile(filepath.Join(dir, c.name+ext))
			if err != nil {
				t.Fatal(err)
			}
			files["folder/Lớp"+ext] = string(b)
		}
		b := packed(t, files)
		r := gather(func(y read.Yield) (read.Summary, error) {
			return read.Shapefile(bytes.NewReader(b), int64(len(b)), read.Options{}, y)
		})
		if r.err != nil || len(r.fs) != 1 {
			t.Fatalf("%s: %+v %v", c.name, r.sum, r.err)
		}
		p, ok := r.fs[0].Geometry.(orb.Polygon)
		if !ok || len(p) != 2 || p[0].Orientation() != orb.CCW || p[1].Orientation() != orb.CW || math.Abs(p[0].Bound().Max[1]-19) > 1e-8 {
			t.Errorf("%s: got %v", c.name, r.fs[0].Geometry)
		}
		if d := cmp.Diff(map[string]any{"ten": "Đậu Liêu", "n": int64(5), "f": 1.25}, r.fs[0].Properties); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		if r.sum.Evidence != read.Stated {
			t.Errorf("%s: %+v", c.name, r.sum)
		}
	}
}

func FuzzGeoJSON(f *testing.F) {
	f.Add(`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[1,2]]]},"properties":{"a":1}}]}`)
	f.Fuzz(func(t *testing.T, s string) { geojson(s, read.Options{}) })
}

func FuzzKML(f *testing.F) {
	f.Add(kml)
	f.Fuzz(func(t *testing.T, s string) {
		gather(func(y read.Yield) (read.Summary, error) { return read.KML(strings.NewReader(s), read.Options{}, y) })
	})
}

func FuzzCSV(f *testing.F) {
	f.Add("id,wkt\n1,POINT(1 2)\n")
	f.Fuzz(func(t *testing.T, s string) {
		gather(func(y read.Yield) (read.Summary, error) {
			return read.CSV(strings.NewReader(s), read.Columns{}, read.Options{CRS: "CRS84"}, y)
		})
	})
}

func TestWhatIsNoXMLIsToldInItsOwnWords(t *testing.T) {
	for doc, want := range map[string]string{
		`<kml><Document>&dao;</Document></kml>`:       "&dao; is not defined",
		`<kml><Document></kml>`:                       "do not open and close in pairs",
		`<kml><Document a=b></Document></kml>`:        "does not stand in quotes",
		"<kml><Document>\xff</Document></kml>":        "does not allow",
		`<kml><Document>< a</Document></kml>`:         "stands where it cannot",
		`<kml><Document><Placemark><name>A</name>`:    "ends too early",
		"<kml><Document>\u0001</Document></kml>":      "does not allow",
		`<kml><Document>&#xZZ;</Document></kml>`:      "is not defined",
		`<kml><Document><a b="<">c</a></Document>`:    "quotes",
		`<kml><Document></Document></Document></kml>`: "do not open and close in pairs",
	} {
		_, err := read.KML(strings.NewReader(doc), read.Options{}, func(geo.Feature) error { return nil })
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", doc, err, want)
		}
	}
}
