package indexer_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/gpkg"
	geowrite "honglinh/catalog/geo/write"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/indexer"
)

// A point in the ward of the tests, and its numbers in VN-2000 / TM-3 105-30.
var (
	centre = orb.Point{105.7, 18.5}
	ward   = orb.Polygon{{{105.6, 18.4}, {105.8, 18.4}, {105.8, 18.6}, {105.6, 18.6}, {105.6, 18.4}}}
)

const wardPackage = `{"name":"xa","title":"Xã","resources":[{"name":"u","path":"u.geojson","honglinh":{"kind":"unit","id":"id","title":{"vi":"ten"}}}]}`

// metres brings points of degrees into a projected system.
func metres(t testing.TB, code string, g orb.Geometry) orb.Geometry {
	t.Helper()
	out, err := crs.Transform(crs.MustLookup(crs.CRS84), crs.MustLookup(code)).Geometry(g)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func feature(id, geometry string) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{"id":%q,"ten":"Tên %s","xa":"Xã Thử"},"geometry":%s}`, id, id, geometry)
}

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",\n") + `]}`
}

// descriptor is a package "thu" with one resource of places.
func descriptor(resource string) string {
	return `{"name":"thu","title":"Thử","resources":[{"name":"r",` + resource + `}]}`
}

const mapped = `"honglinh":{"kind":"place","id":"id","title":{"vi":"ten"},"place":"xa"%s}`

// survey ingests one package beside that of the ward.
func survey(t testing.TB, files map[string]string) (*indexer.Service, indexer.Report) {
	t.Helper()
	src := t.TempDir()
	write(t, filepath.Join(src, "xa"), map[string]string{"datapackage.json": wardPackage,
		"u.geojson": collection(strings.Replace(feature("xa-thu", `{"type":"Polygon","coordinates":[[[105.6,18.4],[105.8,18.4],[105.8,18.6],[105.6,18.6],[105.6,18.4]]]}`), "Tên xa-thu", "Xã Thử", 1))})
	write(t, filepath.Join(src, "thu"), files)
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	t.Cleanup(func() { s.Close() })
	return s, ingest(t, s)
}

func reportOf(t testing.TB, s *indexer.Service) datasets.GeometryReport {
	t.Helper()
	list, ok := s.State().Geometry["thu"]
	if !ok || len(list) != 1 {
		t.Fatalf("got %d geometry reports", len(list))
	}
	return list[0]
}

// near fails unless the record lies within a metre or so of the point.
func near(t testing.TB, s *indexer.Service, id string, want orb.Point) {
	t.Helper()
	rec, err := s.Store().Record(t.Context(), id)
	if err != nil || rec.Geometry == nil {
		t.Fatalf("%s: %v, geometry %v", id, err, rec.Geometry)
	}
	got := rec.Geometry.Geometry().Bound().Center()
	if math.Hypot(got[0]-want[0], got[1]-want[1]) > 1e-5 {
		t.Errorf("%s lies at %v, want %v", id, got, want)
	}
}

func warned(rep indexer.Report, code string) string {
	for _, w := range rep.Warnings {
		if w.Code == code {
			return w.Reason
		}
	}
	return ""
}

// shapefile is a zip with the given members of a layer of two points.
func shapefile(t testing.TB, prj string, names [2]string, leave string, points ...orb.Point) string {
	t.Helper()
	var shp bytes.Buffer
	head := make([]byte, 100)
	binary.BigEndian.PutUint32(head, 9994)
	shp.Write(head)
	for i, p := range points {
		rec := binary.BigEndian.AppendUint32(nil, uint32(i+1))
		rec = binary.BigEndian.AppendUint32(rec, 10)
		rec = binary.LittleEndian.AppendUint32(rec, 1)
		rec = binary.LittleEndian.AppendUint64(rec, math.Float64bits(p[0]))
		shp.Write(binary.LittleEndian.AppendUint64(rec, math.Float64bits(p[1])))
	}
	const width = 1 + 10 + 120
	dbf := make([]byte, 32)
	binary.LittleEndian.PutUint16(dbf[8:], 32+64+1)
	binary.LittleEndian.PutUint16(dbf[10:], width)
	for _, f := range []struct {
		name string
		size byte
	}{{"id", 10}, {"ten", 120}} {
		d := make([]byte, 32)
		copy(d, f.name)
		d[11], d[16] = 'C', f.size
		dbf = append(dbf, d...)
	}
	dbf = append(dbf, 0x0d)
	for i := range points {
		row := bytes.Repeat([]byte(" "), width)
		copy(row[1:], fmt.Sprintf("s%d", i+1))
		copy(row[11:], names[i])
		dbf = append(dbf, row...)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, m := range []struct {
		name string
		body []byte
	}{{"lop.shp", shp.Bytes()}, {"lop.dbf", dbf}, {"lop.prj", []byte(prj)}} {
		if strings.Contains(leave, m.name[3:]) || len(m.body) == 0 {
			continue
		}
		w, err := z.Create(m.name)
		if err == nil {
			_, err = w.Write(m.body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestEveryKindOfGeometryComesInAtTheSamePlace(t *testing.T) {
	m := metres(t, "EPSG:9209", centre).(orb.Point)
	en := fmt.Sprintf("%.3f,%.3f", m[0], m[1])
	corner := func(dx, dy float64) string { return fmt.Sprintf("%.2f\t%.2f", m[1]+dy, m[0]+dx) }
	table := "Mã: a\nTên: Khu đất Đậu Liêu\nBảng kê toạ độ\nSTT\tX (m)\tY (m)\n1\t" + corner(-50, -50) + "\n2\t" + corner(50, -50) + "\n3\t" + corner(50, 50) + "\n4\t" + corner(-50, 50) + "\n"
	path := filepath.Join(t.TempDir(), "a.gpkg")
	_, err := gpkg.Write(t.Context(), path, geowrite.Slice([]geo.Feature{{ID: "a", Geometry: centre, Properties: map[string]any{"ten": "Điểm"}}}),
		geowrite.Options{Name: "lop", CRS: crs.MustLookup("EPSG:9209")})
	if err != nil {
		t.Fatal(err)
	}
	pack, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	kml := `<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark id="a"><name>Điểm</name><Point><coordinates>105.7,18.5,12</coordinates></Point></Placemark></Document></kml>`
	var kmz bytes.Buffer
	z := zip.NewWriter(&kmz)
	w, _ := z.Create("doc.kml") // a buffer takes all
	fmt.Fprint(w, kml)
	z.Close()
	csv := func(columns string) string {
		return `"path":"a.csv","type":"table","schema":{"fields":[{"name":"id","type":"string"},{"name":"ten","type":"string"},` + columns + `]},`
	}
	number := `{"name":"x","type":"number"},{"name":"y","type":"number"}`
	for _, c := range []struct {
		name, file, body, resource, extra string
		want                              datasets.GeometrySystem
	}{
		{"latitude and longitude", "a.csv", "id,ten,x,y\na,Tên,105.7,18.5\n", csv(number), `,"lon":"x","lat":"y"`, datasets.GeometrySystem{CRS: "OGC:CRS84", Basis: "assumed"}},
		{"easting and northing of a declared system", "a.csv", "id,ten,x,y\na,Tên," + en + "\n", csv(number), `,"lon":"x","lat":"y","crs":"EPSG:9209"`, datasets.GeometrySystem{CRS: "EPSG:9209", Basis: "declared", Accuracy: 1}},
		{"the northing under x, as surveyors write", "a.csv", fmt.Sprintf("id,ten,x,y\na,Tên,%.3f,%.3f\n", m[1], m[0]), csv(number), `,"lon":"x","lat":"y","crs":"EPSG:9209"`, datasets.GeometrySystem{CRS: "EPSG:9209", Basis: "declared", Swapped: true, Accuracy: 1}},
		{"WKT that names its system", "a.csv", "id,ten,g\na,Tên,SRID=9209;POINT(" + strings.ReplaceAll(en, ",", " ") + ")\n", csv(`{"name":"g","type":"string"}`), `,"geometry":"g"`, datasets.GeometrySystem{CRS: "EPSG:9209", Basis: "stated", Accuracy: 1}},
		{"GeoJSON in a column", "a.csv", "id,ten,g\na,Tên,\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[105.7,18.5]}\"\n", csv(`{"name":"g","type":"geojson"}`), `,"geometry":"g"`, datasets.GeometrySystem{CRS: "OGC:CRS84", Basis: "assumed"}},
		{"corners in a column", "a.csv", "id,ten,g\na,Tên,\"" + strings.ReplaceAll(table[strings.Index(table, "1\t"):], "\n", "; ") + "\"\n", csv(`{"name":"g","type":"string"}`), `,"geometry":"g","crs":"EPSG:9209"`, datasets.GeometrySystem{CRS: "EPSG:9209", Basis: "declared", Accuracy: 1}},
		{"GeoPackage", "a.gpkg", string(pack), `"path":"a.gpkg",`, "", datasets.GeometrySystem{CRS: "EPSG:9209", Basis: "stated", Accuracy: 1}},
		{"GeoPackage of which a layer is named", "a.gpkg", string(pack), `"path":"a.gpkg",`, `,"layer":"lop"`, datasets.GeometrySystem{CRS: "EPSG:9209", Basis: "stated", Accuracy: 1}},
		{"KML", "a.kml", kml, `"path":"a.kml",`, "", datasets.GeometrySystem{CRS: "OGC:CRS84", Basis: "stated"}},
		{"KMZ", "a.kmz", kmz.String(), `"path":"a.kmz",`, "", datasets.GeometrySystem{CRS: "OGC:CRS84", Basis: "stated"}},
		{"a table of corners as decisions print it", "a.txt", table, `"path":"a.txt","format":"corners",`, `,"crs":"EPSG:9209"`, datasets.GeometrySystem{CRS: "EPSG:9209", Basis: "declared", Accuracy: 1}},
		{"GeoJSON of before RFC 7946", "a.geojson", strings.Replace(collection(feature("a", `{"type":"Point","coordinates":[`+en+`]}`)), `"features"`, `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::9209"}},"features"`, 1), `"path":"a.geojson",`, "", datasets.GeometrySystem{CRS: "EPSG:9209", Basis: "stated", Accuracy: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			title, id := "ten", "id"
			switch filepath.Ext(c.file) {
			case ".kml", ".kmz":
				title = "name"
			case ".txt":
				title, id = "Tên", "Mã"
			}
			own := fmt.Sprintf(`"honglinh":{"kind":"place","id":%q,"title":{"vi":%q}%s}`, id, title, c.extra)
			s, rep := survey(t, map[string]string{"datapackage.json": descriptor(c.resource + own), c.file: c.body})
			if len(rep.Refused) > 0 {
				t.Fatal(rep.Refused)
			}
			near(t, s, "place/a", centre)
			got := reportOf(t, s).Systems
			c.want.Name, c.want.Features = crs.MustLookup(c.want.CRS).Name, 1
			if len(got) > 0 && got[0].Operation != "" {
				if !strings.HasPrefix(got[0].Operation, "EPSG:6960 ") {
					t.Errorf("operation %q", got[0].Operation)
				}
				got[0].Operation = ""
			}
			if diff := cmp.Diff([]datasets.GeometrySystem{c.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAShapefileComesInWithItsOldEncodingTold(t *testing.T) {
	// In TCVN3: "Khu công nghiệp ở phường Đậu Liêu, thị xã Hồng Lĩnh" and "Đường vào cụm công nghiệp Trung Lương rộng mười mét".
	names := [2]string{"Khu c\xabng nghi\xd6p \xeb ph\xad\xeang \xa7\xcbu Li\xaau, th\xde x\xb7 H\xe5ng L\xdcnh", "\xa7\xad\xeang v\xb5o c\xf4m c\xabng nghi\xd6p Trung L\xad\xacng r\xe9ng m\xad\xeai m\xd0t"}
	a, b := metres(t, "EPSG:9209", centre).(orb.Point), metres(t, "EPSG:9209", orb.Point{105.65, 18.45}).(orb.Point)
	body := shapefile(t, crs.MustLookup("EPSG:9209").WKT(), names, "", a, b)
	s, rep := survey(t, map[string]string{"datapackage.json": descriptor(`"path":"a.zip","format":"shp","schema":{"fields":[{"name":"id","type":"string"},{"name":"ten","type":"string"}]},` + fmt.Sprintf(mapped, "")), "a.zip": body})
	if len(rep.Refused) > 0 {
		t.Fatal(rep.Refused)
	}
	near(t, s, "place/s1", centre)
	near(t, s, "place/s2", orb.Point{105.65, 18.45})
	rec, _ := s.Store().Record(t.Context(), "place/s1") // near has read it
	if got := rec.Title[text.VI]; got != "Khu công nghiệp ở phường Đậu Liêu, thị xã Hồng Lĩnh" {
		t.Errorf("got %q", got)
	}
	if got := warned(rep, "encoding"); !strings.Contains(got, "tcvn3") || !strings.Contains(got, "%") {
		t.Errorf("the encoding is told with evidence: got %q", got)
	}
}

func TestASystemThatIsMissingOrWrongIsGuessedFromThePlaceAndSaid(t *testing.T) {
	m := metres(t, "EPSG:9209", centre).(orb.Point)
	point := fmt.Sprintf(`{"type":"Point","coordinates":[%.3f,%.3f]}`, m[0], m[1])
	for _, c := range []struct {
		name, body, extra, crs, reason string
	}{
		{"metres without a system", collection(feature("a", point)), "", "EPSG:9209", "Nothing names the reference system; EPSG:9209"},
		{"metres that are declared degrees", collection(feature("a", point)), `,"crs":"EPSG:4326"`, "EPSG:9209", "EPSG:4326 is named, but"},
		{"degrees that are declared metres", collection(feature("a", `{"type":"Point","coordinates":[105.7,18.5]}`)), `,"crs":"EPSG:9209"`, "OGC:CRS84", "EPSG:9209 is named, but"},
		{"northings first", collection(feature("a", fmt.Sprintf(`{"type":"Point","coordinates":[%.3f,%.3f]}`, m[1], m[0]))), "", "EPSG:9209", "with X to the north"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, rep := survey(t, map[string]string{"datapackage.json": descriptor(`"path":"a.geojson",` + fmt.Sprintf(mapped, c.extra)), "a.geojson": c.body})
			near(t, s, "place/a", centre)
			said := warned(rep, "crs-guessed")
			for _, want := range []string{c.reason, c.crs, "Xã Thử", "100%", "brought to WGS 84 by"} {
				if !strings.Contains(said, want) {
					t.Errorf("the warning lacks %q: %q", want, said)
				}
			}
			if c.crs != "OGC:CRS84" && !strings.Contains(said, "EPSG:6960 (VN-2000 to WGS 84, Decision 05/2007/QĐ-BTNMT (coordinate frame)), accurate to 1 m") {
				t.Errorf("operation and accuracy are told: %q", said)
			}
			rec, _ := s.Store().Record(t.Context(), "place/a") // near has read it
			i := slices.IndexFunc(rec.Warnings, func(w catalog.Warning) bool { return w.Code == "crs-guessed" })
			if i < 0 || rec.Warnings[i].Message[text.VI] == "" || rec.Warnings[i].Message[text.EN] == "" {
				t.Errorf("the record says it in both languages: %v", rec.Warnings)
			}
			if sys := reportOf(t, s).Systems; len(sys) != 1 || sys[0].Basis != "guessed" || sys[0].CRS != c.crs || sys[0].Evidence[text.VI] == "" {
				t.Errorf("got %+v", sys)
			}
		})
	}
}

func TestWithoutAPlaceNothingIsGuessed(t *testing.T) {
	src := t.TempDir()
	m := metres(t, "EPSG:9209", centre).(orb.Point)
	write(t, src, map[string]string{"datapackage.json": descriptor(`"path":"a.geojson",` + fmt.Sprintf(mapped, "")),
		"a.geojson": collection(feature("a", fmt.Sprintf(`{"type":"Point","coordinates":[%.3f,%.3f]}`, m[0], m[1])))})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	rep := ingest(t, s)
	if len(rep.Refused) != 1 || !strings.Contains(rep.Refused[0].Reason, "Metres") || !strings.Contains(rep.Refused[0].Remedy, `"crs"`) || warned(rep, "crs-guessed") != "" {
		t.Errorf("got %v, %v", rep.Refused, rep.Warnings)
	}
}

func TestAZoneThatLeavesThePlaceIsDoubtedNotOverruled(t *testing.T) {
	m := metres(t, "EPSG:9209", centre).(orb.Point)
	s, rep := survey(t, map[string]string{"datapackage.json": descriptor(`"path":"a.geojson",` + fmt.Sprintf(mapped, `,"crs":"EPSG:9210"`)),
		"a.geojson": collection(feature("a", fmt.Sprintf(`{"type":"Point","coordinates":[%.3f,%.3f]}`, m[0], m[1])))})
	if got := warned(rep, "geometry-wrong-zone"); !strings.Contains(got, "EPSG:9210") || !strings.Contains(got, "EPSG:9209") {
		t.Errorf("got %q", got)
	}
	if sys := reportOf(t, s).Systems; sys[0].CRS != "EPSG:9210" || sys[0].Basis != "declared" {
		t.Errorf("got %+v", sys)
	}
}
