package indexer_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"honglinh/indexer"
)

// tableOnly is a package of one table without records.
func tableOnly(name, path, format string) string {
	return fmt.Sprintf(`{"name":%q,"resources":[{"name":"bang","path":%q,"format":%q}]}`, name, path, format)
}

// bad is one package of every sort that must cost no other its place; each makes
// its folder and says what the refusal of it must tell, "" for none.
var bad = []struct {
	name, says string
	make       func(t *testing.T, dir string)
}{
	{"metres without a system", "", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": tableOnly("metres", "a.geojson", "geojson"),
			"a.geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"so":"1"},"geometry":{"type":"Point","coordinates":[543210.5,2048765.2]}}]}`})
	}},
	{"a descriptor that is no JSON", "not JSON", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": "{"})
	}},
	{"a descriptor nested ten thousand deep", "not JSON", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000)})
	}},
	{"no descriptor", "no datapackage.json", func(t *testing.T, dir string) { write(t, dir, map[string]string{"a.csv": "a\n1\n"}) }},
	{"a link to a file of the machine", "symbolic link", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": tableOnly("link", "x.csv", "csv")})
		link(t, "/etc/passwd", filepath.Join(dir, "x.csv"))
	}},
	{"a pattern that finds a link", "symbolic link", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": tableOnly("pattern", "*.csv", "csv"), "a.csv": "a\n1\n"})
		link(t, "/etc/passwd", filepath.Join(dir, "x.csv"))
	}},
	{"a linked folder inside", "symbolic link", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": tableOnly("inside", "there/passwd", "csv")})
		link(t, "/etc", filepath.Join(dir, "there"))
	}},
	{"a descriptor that is a link", "symbolic link", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"real.json": tableOnly("far", "x.csv", "csv"), "x.csv": "a\n1\n"})
		link(t, "real.json", filepath.Join(dir, "datapackage.json"))
	}},
	{"a folder that is a link", "symbolic link", func(t *testing.T, dir string) {
		real := t.TempDir()
		write(t, real, map[string]string{"datapackage.json": tableOnly("linked", "x.csv", "csv"), "x.csv": "a\n1\n"})
		link(t, real, dir)
	}},
	{"a pipe", "regular file", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": tableOnly("pipe", "x.csv", "csv")})
		if err := unix.Mkfifo(filepath.Join(dir, "x.csv"), 0o644); err != nil {
			t.Fatal(err)
		}
	}},
	{"a descriptor that is a pipe", "regular file", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"x.csv": "a\n1\n"})
		if err := unix.Mkfifo(filepath.Join(dir, "datapackage.json"), 0o644); err != nil {
			t.Fatal(err)
		}
	}},
	{"an endless device", "symbolic link", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": tableOnly("zero", "x.csv", "csv")})
		link(t, "/dev/zero", filepath.Join(dir, "x.csv"))
	}},
	{"a path that leads out", "inside", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": tableOnly("out", "../good/diem.csv", "csv")})
	}},
	{"a folder in the place of a file", "folder", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": tableOnly("folder", "x.csv", "csv"), "x.csv/a": ""})
	}},
	{"a file of 100 GB that is all holes", "package-bytes", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": tableOnly("holes", "x.csv", "csv"), "x.csv": "a\n1\n"})
		if err := os.Truncate(filepath.Join(dir, "x.csv"), 100<<30); err != nil {
			t.Fatal(err)
		}
	}},
	{"a view over an endless query in a GeoPackage", "view", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": tableOnly("view", "x.gpkg", "gpkg")})
		endless(t, filepath.Join(dir, "x.gpkg"))
	}},
	{"a zip that is none", "zip", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": tableOnly("nozip", "x.zip", "zip"), "x.zip": "PK\x03\x04 no"})
	}},
	{"zero bytes", "", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": tableOnly("empty", "x.csv", "csv"), "x.csv": ""})
	}},
	{"numbers that are none", "", func(t *testing.T, dir string) {
		write(t, dir, map[string]string{"datapackage.json": strings.Replace(placesPackage, `"diem"`, `"nan"`, 1), "diem.csv": "id,ten,lat,lon\nq1,Đền,NaN,INF\n"})
	}},
}

func link(t *testing.T, to, name string) {
	t.Helper()
	if err := os.Symlink(to, name); err != nil {
		t.Fatal(err)
	}
}

// endless makes a GeoPackage whose only layer is a view that never ends.
func endless(t *testing.T, name string) {
	t.Helper()
	db, err := sql.Open("sqlite", name)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range []string{
		`CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT)`,
		`INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84',4326,'EPSG',4326,'','')`,
		`CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT)`,
		`INSERT INTO gpkg_geometry_columns VALUES ('lop','geom','POINT',4326,0,0)`,
		`CREATE VIEW lop AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT x AS fid, NULL AS geom FROM c WHERE x < 0`,
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOneBadPackageOfAnySortCostsNoOtherItsPlaceInAnyOrder(t *testing.T) {
	src := t.TempDir()
	order := rand.Perm(len(bad) + 2)
	t.Log("order", order)
	for i, b := range bad {
		dir := filepath.Join(src, fmt.Sprintf("%02d", order[i]))
		b.make(t, dir)
	}
	for i, name := range []string{"good", "fine"} {
		d := strings.Replace(placesPackage, `"diem"`, fmt.Sprintf("%q", name), 1)
		csv := strings.ReplaceAll(places(3, 0), "\np", "\n"+name)
		write(t, filepath.Join(src, fmt.Sprintf("%02d", order[len(bad)+i])), map[string]string{"datapackage.json": d, "diem.csv": csv})
	}
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}})
	defer s.Close()
	start := time.Now()
	rep := ingest(t, s)
	if took := time.Since(start); took > 2*time.Minute {
		t.Errorf("the run took %v", took)
	}
	for i, b := range bad {
		at := fmt.Sprintf("/%02d/", order[i])
		said := ""
		for _, r := range rep.Refused {
			if strings.Contains(r.File, at) {
				said += r.String() + "\n"
			}
		}
		if b.says != "" && !strings.Contains(said, b.says) {
			t.Errorf("%s: said %q, want it to tell %q", b.name, said, b.says)
		}
		if strings.Contains(said, "root:") || strings.Contains(said, "breaks down") {
			t.Errorf("%s: said %q", b.name, said)
		}
	}
	for _, id := range []string{"place/good0", "place/good2", "place/fine1", "dataset/good", "dataset/fine"} {
		record(t, s, id)
	}
	if second := ingest(t, s); second.Added+second.Changed+second.Removed != 0 {
		t.Errorf("the same again: %s", second.Summary())
	}
}
