package indexer_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/text"
	"honglinh/indexer"
	"honglinh/indexer/source"
)

func polygon(ring string) string { return `{"type":"Polygon","coordinates":[[` + ring + `]]}` }

func TestEachBadGeometryIsRefusedOrToldByItselfAndTheRestGoesIn(t *testing.T) {
	m := metres(t, "EPSG:9209", centre).(orb.Point)
	deep := `{"type":"Point","coordinates":[105.7,18.5]}`
	for range 18 {
		deep = `{"type":"GeometryCollection","geometries":[` + deep + `]}`
	}
	nested := `{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[105.7,18.5]}]}]}`
	big := `{"type":"LineString","coordinates":[` + strings.Repeat("[1,1],", 1<<20) + `[2,2]]}`
	refused := []struct{ name, geometry, reason, remedy string }{
		{"not a number", `{"type":"Point","coordinates":[NaN,18.5]}`, "not GeoJSON", "no JSON numbers"},
		{"infinity", `{"type":"Point","coordinates":[1e999,18.5]}`, "not GeoJSON", "RFC 7946"},
		{"one number", `{"type":"Point","coordinates":[105.7]}`, "1 numbers", "RFC 7946"},
		{"a kind that there is not", `{"type":"Circle","coordinates":[105.7,18.5]}`, "Circle", "RFC 7946"},
		{"a ring of two points", polygon(`[105.7,18.5],[105.71,18.5],[105.7,18.5]`), "fewer than four", "three corners"},
		{"a ring without area", polygon(`[105.7,18.5],[105.71,18.5],[105.72,18.5],[105.7,18.5]`), "no area", "not in a line"},
		{"a line of one point", `{"type":"LineString","coordinates":[[105.7,18.5],[105.7,18.5]]}`, "fewer than two", "two different points"},
		{"collections nested too deep", deep, "nested", "RFC 7946"},
		{"longitude and latitude swapped", `{"type":"Point","coordinates":[18.5,105.7]}`, "outside Vietnam", "swapped"},
		{"a place abroad", `{"type":"Point","coordinates":[2.3,48.8]}`, "outside Vietnam", "degrees"},
		{"metres in a file of degrees", fmt.Sprintf(`{"type":"Point","coordinates":[%f,%f]}`, m[0], m[1]), "Metres", "EPSG:9209"},
		{"more vertices than a feature may have", big, "more than 1048576", "generalise"},
	}
	accepted := []struct{ name, geometry, mended, code string }{
		{"a clockwise ring is turned round", polygon(`[105.7,18.5],[105.7,18.51],[105.71,18.51],[105.7,18.5]`), "winding", ""},
		{"an open ring is closed", polygon(`[105.7,18.5],[105.71,18.5],[105.71,18.51]`), "ring-open", ""},
		{"a bow-tie is doubted", polygon(`[105.7,18.5],[105.71,18.51],[105.71,18.5],[105.7,18.53],[105.7,18.5]`), "", "self-intersection"},
		{"an empty geometry is none", `{"type":"Polygon","coordinates":[]}`, "", "empty"},
		{"heights are dropped", `{"type":"Point","coordinates":[105.7,18.5,12]}`, "", "z-or-m-dropped"},
		{"nested collections of few levels", nested, "", ""},
		{"no geometry", `null`, "", ""},
	}
	var features []string
	for i, c := range refused {
		features = append(features, feature(fmt.Sprint("x", i), c.geometry))
	}
	for i, c := range accepted {
		features = append(features, feature(fmt.Sprint("t", i), c.geometry))
	}
	s, rep := survey(t, map[string]string{"datapackage.json": descriptor(`"path":"a.geojson",` + fmt.Sprintf(mapped, "")), "a.geojson": collection(features...)})
	for i, c := range refused {
		t.Run(c.name, func(t *testing.T) {
			j := slices.IndexFunc(rep.Refused, func(r source.Refusal) bool { return r.Row == i+1 })
			if j < 0 {
				t.Fatal("not refused")
			}
			r := rep.Refused[j]
			if !strings.HasSuffix(r.File, "thu/a.geojson") || !strings.Contains(r.Reason, c.reason) || !strings.Contains(r.Remedy, c.remedy) || i > 0 && r.Column != "geometry" {
				t.Errorf("got %s (column %q), want %q … %q", r, r.Column, c.reason, c.remedy)
			}
		})
	}
	if len(rep.Refused) != len(refused) {
		t.Errorf("%d refused, want %d", len(rep.Refused), len(refused))
	}
	report := reportOf(t, s)
	if e := report.Findings[0].Examples[0]; e.File != "a.geojson" {
		t.Errorf("the report names %s; want the path inside the package", e.File)
	}
	for i, c := range accepted {
		t.Run(c.name, func(t *testing.T) {
			id := fmt.Sprint("place/t", i)
			rec, err := s.Store().Record(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			if c.mended != "" && report.Mended[c.mended] == 0 {
				t.Errorf("mended %v", report.Mended)
			}
			told := warned(rep, "geometry-"+c.code) != ""
			i := slices.IndexFunc(rec.Warnings, func(w catalog.Warning) bool { return strings.HasPrefix(w.Code, "geometry-") })
			switch {
			case c.code != "" && !told:
				t.Errorf("not told: %v", rep.Warnings)
			case c.code == "self-intersection" && (i < 0 || rec.Warnings[i].Message[text.VI] == "" || rec.Warnings[i].Message[text.EN] == ""):
				t.Errorf("the record does not say it in both languages: %v", rec.Warnings)
			case c.code != "self-intersection" && i >= 0:
				t.Errorf("doubted: %v", rec.Warnings)
			}
			if p, ok := geometryOf(rec).(orb.Polygon); ok && c.mended != "" && (p[0][0] != p[0][len(p[0])-1] || p[0].Orientation() != orb.CCW) {
				t.Errorf("got %v", p)
			}
		})
	}
	if report.Features != len(features) || report.WithGeometry != 5 || report.Refused != len(refused)-1 || report.Areas != 3 || report.Points != 2 {
		t.Errorf("got %+v", report)
	}
}

func TestCellsThatAreNoPlaceAreRefusedByColumn(t *testing.T) {
	m := metres(t, "EPSG:9209", centre).(orb.Point)
	good := fmt.Sprintf("%.3f,%.3f", m[0], m[1])
	cases := []struct{ name, cells, column, reason, remedy string }{
		{"degrees among metres", "105.7,18.5,", "y", "Degrees where metres of EPSG:9209 belong", "fit OGC:CRS84"},
		{"not a number", "NaN," + good[strings.Index(good, ",")+1:] + ",", "x", "no number that can be published", "leave the cell empty"},
		{"half a point", "500000,,", "y", "not a point", "both"},
		{"WKT without an end", `,,"POINT (500000 2000000"`, "g", "byte", "POINT"},
		{"WKT of nothing finite", `,,"POINT (NaN 2000000)"`, "g", "finite", "POINT"},
		{"words", ",,ở đâu đó", "g", "not a geometry", "GeoJSON"},
		{"two corners", `,,"1 2046240 520922; 2 2046340 520922"`, "g", "2 corners", "corners"},
		{"numbers of no zone", "9000000,9000000,", "y", "", ""},
	}
	var csv strings.Builder
	csv.WriteString("id,ten,x,y,g,xa\ntot1,Tốt," + good + ",,Xã Thử\ntot2,Tốt," + good + ",,Xã Thử\n")
	for i, c := range cases {
		fmt.Fprintf(&csv, "x%d,Tên,%s,Xã Thử\n", i, c.cells)
	}
	fmt.Fprintf(&csv, "tot3,Tốt,,,%q,Xã Thử\n", fmt.Sprintf("1 %f %f; 2 %f %f; 3 %f %f", m[1]-10, m[0]-10, m[1]+10, m[0]-10, m[1]+10, m[0]+10))
	s, rep := survey(t, map[string]string{"a.csv": csv.String(), "datapackage.json": descriptor(`"path":"a.csv","type":"table","schema":{"fields":[{"name":"id","type":"string"},
{"name":"ten","type":"string"},{"name":"x","type":"number"},{"name":"y","type":"number"},{"name":"g","type":"string"},{"name":"xa","type":"string"}]},` +
		fmt.Sprintf(mapped, `,"lon":"x","lat":"y","geometry":"g","crs":"EPSG:9209"`))})
	if len(rep.Refused) != len(cases) {
		t.Errorf("%d refused, want %d: %v", len(rep.Refused), len(cases), rep.Refused)
	}
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			j := slices.IndexFunc(rep.Refused, func(r source.Refusal) bool { return r.Row == i+4 })
			if j < 0 {
				t.Fatal("not refused")
			}
			if r := rep.Refused[j]; r.Column != c.column || !strings.Contains(r.Reason, c.reason) || !strings.Contains(r.Remedy, c.remedy) || r.Remedy == "" {
				t.Errorf("got %s (column %q), want %q … %q", r, r.Column, c.reason, c.remedy)
			}
		})
	}
	near(t, s, "place/tot1", centre)
	near(t, s, "place/tot3", centre)
}

func geometryOf(rec catalog.Record) orb.Geometry {
	if rec.Geometry == nil {
		return nil
	}
	return rec.Geometry.Geometry()
}

func TestAFileThatCannotBeReadIsRefusedWholeAndWhatItHeldStays(t *testing.T) {
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, _ := z.Create("lop.shp")                    // a buffer takes all
	_, _ = w.Write(bytes.Repeat([]byte{0}, 4<<20)) // likewise
	z.Close()
	names := [2]string{"Một", "Hai"}
	good := func(leave string) string {
		return shapefile(t, crs.MustLookup("EPSG:4326").WKT(), names, leave, centre, orb.Point{105.71, 18.51})
	}
	entity := `<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><Placemark id="s1"><name>&x;</name><Point><coordinates>105.7,18.5</coordinates></Point></Placemark></kml>`
	for _, c := range []struct{ name, file, good, bad, resource, reason string }{
		{"a zip bomb", "a.zip", good(""), bomb.String(), `"format":"shp",`, "unpacks to"},
		{"a zip without .shp", "a.zip", good(""), good(".shp"), `"format":"shp",`, "no .shp"},
		{"a zip without .dbf", "a.zip", good(""), good(".dbf"), `"format":"shp",`, "no .dbf"},
		{"a zip that is cut short", "a.zip", good(""), good("")[:60], `"format":"shp",`, "zip"},
		{"KML with an external entity", "a.kml", strings.Replace(entity, "&x;", "Một", 1), entity, ``, "entit"},
		{"KML nested without end", "a.kml", strings.Replace(entity, "&x;", "Một", 1), "<kml>" + strings.Repeat("<Folder>", 500), ``, "nested"},
		{"GeoJSON that is cut short", "a.geojson", collection(feature("s1", "null")), collection(feature("s1", "null"))[:60], ``, "cut short"},
		{"a GeoPackage that is none", "a.gpkg", "", "SQLite format 3\x00", ``, "GeoPackage"},
		{"an unknown system in the descriptor", "a.geojson", collection(feature("s1", "null")), "", `"UNKNOWN",`, "EPSG:9999"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := t.TempDir()
			title := "ten"
			if strings.HasSuffix(c.file, ".kml") {
				title = "name"
			}
			extra := strings.Replace(c.resource, `"UNKNOWN",`, "", 1)
			d := descriptor(`"path":"` + c.file + `",` + extra + `"honglinh":{"kind":"place","id":"id","title":{"vi":"` + title + `"}}`)
			files := map[string]string{"datapackage.json": d, c.file: c.good}
			write(t, src, files)
			s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
			defer s.Close()
			ingest(t, s)
			before, err := s.Store().Counts(t.Context())
			if err != nil || c.good != "" && before["place"] == 0 {
				t.Fatalf("the good file: %v, %v", before, err)
			}
			if files[c.file] = c.bad; c.bad == "" {
				files[c.file] = c.good
				files["datapackage.json"] = strings.Replace(d, `"kind":"place"`, `"kind":"place","crs":"EPSG:9999"`, 1)
			}
			write(t, src, files)
			rep := ingest(t, s)
			if len(rep.Refused) == 0 || !strings.Contains(rep.Refused[len(rep.Refused)-1].Reason, c.reason) || rep.Refused[0].Remedy == "" || !strings.Contains(rep.Refused[0].File, c.file) {
				t.Errorf("got %v, want …%s…", rep.Refused, c.reason)
			}
			after, err := s.Store().Counts(t.Context())
			if err != nil || after["place"] != before["place"] {
				t.Errorf("%v before, %v after, %v", before, after, err)
			}
		})
	}
}

func TestAShapefileWithoutItsSystemIsGuessedOrSaid(t *testing.T) {
	names := [2]string{"Một", "Hai"}
	a, b := metres(t, "EPSG:9209", centre).(orb.Point), metres(t, "EPSG:9209", orb.Point{105.65, 18.45}).(orb.Point)
	for name, prj := range map[string]string{"no .prj": "", "a .prj of nothing known": `LOCAL_CS["mine"]`} {
		t.Run(name, func(t *testing.T) {
			s, rep := survey(t, map[string]string{"datapackage.json": descriptor(`"path":"a.zip","format":"shp",` + fmt.Sprintf(mapped, "")), "a.zip": shapefile(t, prj, names, "", a, b)})
			if len(rep.Refused) > 0 || warned(rep, "crs-guessed") == "" || (warned(rep, "crs-unknown") == "") != (prj == "") {
				t.Errorf("got %v, %v", rep.Refused, rep.Warnings)
			}
			near(t, s, "place/s1", centre)
		})
	}
}

func TestAGeometryOfTenMillionVerticesCostsItsRowOnly(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED with -short: it writes 60 MB")
	}
	src := t.TempDir()
	write(t, src, map[string]string{"datapackage.json": descriptor(`"path":"a.geojson",` + fmt.Sprintf(mapped, ""))})
	f, err := os.Create(filepath.Join(src, "a.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriter(f)
	fmt.Fprintf(out, `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"to","ten":"To"},"geometry":{"type":"LineString","coordinates":[[1,1]`)
	for range 10_000_000 {
		fmt.Fprint(out, ",[1,1]")
	}
	fmt.Fprintf(out, "]}},\n%s]}", feature("sau", `{"type":"Point","coordinates":[105.7,18.5]}`))
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	rep := ingest(t, s)
	if len(rep.Refused) != 1 || rep.Refused[0].Row != 1 || !strings.Contains(rep.Refused[0].Reason, "more than 16777216 bytes") {
		t.Errorf("got %v", rep.Refused)
	}
	near(t, s, "place/sau", centre)
}

func TestPackagesOfGeometryComeBackTheSameFromTheirExport(t *testing.T) {
	a := metres(t, "EPSG:9209", centre).(orb.Point)
	src, data, out, again := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "out"), t.TempDir()
	write(t, filepath.Join(src, "xa"), map[string]string{"datapackage.json": wardPackage,
		"u.geojson": collection(feature("xa-thu", polygon(`[105.6,18.4],[105.8,18.4],[105.8,18.6],[105.6,18.6],[105.6,18.4]`)))})
	write(t, filepath.Join(src, "thu"), map[string]string{"datapackage.json": descriptor(`"path":"a.zip","format":"shp",` + fmt.Sprintf(mapped, "")),
		"a.zip": shapefile(t, "", [2]string{"Một", "Hai"}, "", a, a)})
	write(t, filepath.Join(src, "kml"), map[string]string{"datapackage.json": strings.Replace(descriptor(`"path":"k.kml","honglinh":{"kind":"place","id":"id","title":{"vi":"name"}}`), `"thu"`, `"kml"`, 1),
		"k.kml": `<kml><Placemark id="k"><name>K</name><Point><coordinates>105.7,18.5</coordinates></Point></Placemark></kml>`})
	s := open(t, data, indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	if rep := ingest(t, s); len(rep.Refused) > 0 || rep.Added != 7 {
		t.Errorf("got %s %v", rep.Summary(), rep.Refused)
	}
	first := s.State().Geometry
	if rep := ingest(t, s); rep.Unchanged != 7 {
		t.Errorf("again: %s", rep.Summary())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := indexer.Export(t.Context(), indexer.Options{Data: data}, out); err != nil {
		t.Fatal(err)
	}
	s = open(t, again, indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{out}})
	ingest(t, s)
	if len(first) != 3 || len(s.State().Geometry) != 3 {
		t.Errorf("%d and %d geometry reports", len(first), len(s.State().Geometry))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if a, b := fmt.Sprint(hashes(t, data)), fmt.Sprint(hashes(t, again)); a != b {
		t.Errorf("records of the export differ:\n%s\n%s", a, b)
	}
	s = open(t, again, indexer.Options{NoEmbedded: true, NoTables: true})
	defer s.Close()
	if list, ok := s.State().Geometry["thu"]; !ok || list[0].WithGeometry != 2 {
		t.Errorf("after a restart: %+v", list)
	}
}
