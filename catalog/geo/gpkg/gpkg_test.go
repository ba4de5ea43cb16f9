package gpkg

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/write"
	"honglinh/catalog/proof"
)

func features() []geo.Feature {
	return []geo.Feature{
		{ID: "a", Geometry: orb.Polygon{{{105, 18}, {106, 18}, {106, 19}, {105, 18}}}, Properties: map[string]any{"name": "Đậu Liêu", "n": int64(5), "f": 1.5}},
		{ID: "b", Geometry: orb.MultiPoint{{105, 18}, {106, 18}}, Properties: map[string]any{"Name": "twin", `we"ird`: "x"}},
		{ID: "c", Properties: map[string]any{}},
	}
}

func TestFileComesBackTheSame(t *testing.T) {
	for _, code := range []string{"EPSG:4326", "EPSG:9209"} {
		path := filepath.Join(t.TempDir(), "thử ?.gpkg")
		m, err := Write(context.Background(), path, write.Slice(features()), write.Options{Name: `lớp "1"`, CRS: crs.MustLookup(code)})
		if err != nil {
			t.Fatal(err)
		}
		if m.Count != 3 || len(m.SHA256) != 64 || m.Bytes == 0 || m.CRS != code {
			t.Errorf("got %+v", m)
		}
		var got []geo.Feature
		c, _, err := Read(context.Background(), path, "", func(f geo.Feature) error { got = append(got, f); return nil })
		if err != nil || c.Code != code {
			t.Fatal(c, err)
		}
		if len(got) != 3 || got[2].Geometry != nil || got[1].ID != "b" {
			t.Errorf("got %+v", got)
		}
		if d := cmp.Diff(features()[0].Properties, rename(got[0].Properties)) + cmp.Diff(map[string]any{"Name": "twin", `we"ird`: "x"}, rename(got[1].Properties)); d != "" {
			t.Errorf("%s: %s", code, d)
		}
		for i, p := range features()[0].Geometry.(orb.Polygon)[0] {
			if q := got[0].Geometry.(orb.Polygon)[0][i]; math.Hypot(p[0]-q[0], p[1]-q[1]) > 1e-8 { // a millimetre
				t.Errorf("%s: got %v, want %v", code, q, p)
			}
		}
		gdal(t, path, m)
	}
}

// gdal lets an implementation that is not ours count.
func gdal(t *testing.T, path string, m write.Manifest) {
	t.Helper()
	if _, err := exec.LookPath("ogrinfo"); err != nil {
		t.Log("NOT PROVED: ogrinfo (Debian gdal-bin) is not installed")
		return
	}
	out, err := exec.Command("ogrinfo", "-ro", "-al", "-so", path).CombinedOutput()
	if err != nil || !strings.Contains(string(out), fmt.Sprintf("Feature Count: %d", m.Count)) || strings.Contains(string(out), "Warning") {
		t.Errorf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), strings.TrimPrefix(m.CRS, "EPSG:")) {
		t.Errorf("no %s in\n%s", m.CRS, out)
	}
}

func TestGDALFindsByTheIndexWhatItFindsWithoutAndKeepsItRight(t *testing.T) {
	proof.Tool(t, "ogrinfo", "gdal-bin")
	var fs []geo.Feature
	for i := range 500 {
		fs = append(fs, geo.Feature{ID: fmt.Sprint(i), Geometry: orb.Point{105 + float64(i%25)/100, 18 + float64(i/25)/100}, Properties: map[string]any{"n": int64(i)}})
	}
	fs = append(fs, geo.Feature{ID: "none", Properties: map[string]any{}})
	path := filepath.Join(t.TempDir(), "a.gpkg")
	if _, err := Write(t.Context(), path, write.Slice(fs), write.Options{Name: "điểm"}); err != nil {
		t.Fatal(err)
	}
	ogr := func(args ...string) string {
		t.Helper()
		out, err := exec.Command("ogrinfo", append(args, path)...).CombinedOutput()
		if err != nil || strings.Contains(string(out), "ERROR") || strings.Contains(string(out), "Warning") {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	if out := ogr("-sql", `SELECT HasSpatialIndex('điểm','geom') AS has`); !strings.Contains(out, "HasSpatialIndex (Integer) = 1") {
		t.Errorf("GDAL sees no index:\n%s", out)
	}
	window := []string{"-ro", "-so", "-al", "-spat", "105.0455", "18.0455", "105.1055", "18.0755"}
	if out := ogr(window...); !strings.Contains(out, "Feature Count: 18") {
		t.Errorf("in a window:\n%s", out)
	}
	ogr("-sql", `DELETE FROM "điểm" WHERE n = 130`) // at 105.05, 18.05: GDAL runs the triggers
	if out := ogr(window...); !strings.Contains(out, "Feature Count: 17") {
		t.Errorf("after a delete by GDAL:\n%s", out)
	}
}

func TestALayerOfSeveralIsNamed(t *testing.T) {
	proof.Tool(t, "ogr2ogr", "gdal-bin")
	dir := t.TempDir()
	one, two := filepath.Join(dir, "one.gpkg"), filepath.Join(dir, "two.gpkg")
	for path, name := range map[string]string{one: "duong", two: "song"} {
		if _, err := Write(t.Context(), path, write.Slice(features()[:1]), write.Options{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("ogr2ogr", "-update", "-append", one, two).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	read := func(name string) (int, error) {
		n := 0
		_, _, err := Read(t.Context(), one, name, func(geo.Feature) error { n++; return nil })
		return n, err
	}
	for _, name := range []string{"duong", "song"} {
		if n, err := read(name); n != 1 || err != nil {
			t.Errorf("layer %s: %d features, %v", name, n, err)
		}
	}
	for _, name := range []string{"", "rung"} {
		if _, err := read(name); !errors.Is(err, ErrLayer) || !strings.Contains(err.Error(), "duong") || !strings.Contains(err.Error(), "song") {
			t.Errorf("layer %q: %v, want the names of the two", name, err)
		}
	}
}

func TestBlobsOfOthers(t *testing.T) {
	// POINT ZM (1 2 3 4), ISO numbering, no envelope.
	blob := []byte{'G', 'P', 0, 1, 0, 0, 0, 0, 1, 0xb9, 0x0b, 0, 0}
	for _, v := range []float64{1, 2, 3, 4} {
		bits := math.Float64bits(v)
		for i := range 8 {
			blob = append(blob, byte(bits>>(8*i)))
		}
	}
	g, dropped, err := decode(blob)
	if err != nil || g != (orb.Point{1, 2}) || dropped != "ZM" {
		t.Errorf("got %v %q %v", g, dropped, err)
	}
	if _, _, err := decode(blob[:20]); !errors.Is(err, ErrBlob) {
		t.Errorf("got %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, x := range features()[:2] {
		b, err := encode(x.Geometry, 4326)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) { _, _, _ = decode(b) })
}

// rename undoes the suffix that keeps two properties apart for SQLite; it may stand on either.
func rename(m map[string]any) map[string]any {
	out := map[string]any{}
	for k, v := range m {
		out[strings.TrimSuffix(k, "_2")] = v
	}
	return out
}

func TestWhatIsNoTableIsRefusedAtOnce(t *testing.T) {
	for _, c := range []struct {
		name string
		sql  []string
	}{
		{"a layer that is an endless view", []string{`CREATE VIEW lop AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT x AS fid, NULL AS geom FROM c WHERE x < 0`}},
		{"a list of layers that is an endless view", []string{`CREATE TABLE lop (fid INTEGER PRIMARY KEY, geom BLOB)`, `ALTER TABLE gpkg_geometry_columns RENAME TO g`,
			`CREATE VIEW gpkg_geometry_columns AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT g.* FROM g, c WHERE x < 0`}},
		{"a layer that is a virtual table", []string{`CREATE VIRTUAL TABLE lop USING rtree(fid, a, b)`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "x.gpkg")
			db, err := open(name, "rwc")
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			for _, q := range append([]string{
				`CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT)`,
				`INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84',4326,'EPSG',4326,'','')`,
				`CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT)`,
				`INSERT INTO gpkg_geometry_columns VALUES ('lop','geom','POINT',4326,0,0)`}, c.sql...) {
				if _, err := db.Exec(q); err != nil {
					t.Fatal(err)
				}
			}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			err = Each(ctx, name, "", func(string) error { return nil }, func(Raw) error { return nil })
			if !errors.Is(err, ErrView) {
				t.Errorf("got %v, want %v", err, ErrView)
			}
		})
	}
}
