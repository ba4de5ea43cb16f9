package indexer_test

import (
	"strings"
	"testing"

	"honglinh/catalog/text"
	"honglinh/indexer"
)

// brought ingests one package of the files, and tells what was refused, line by line.
func brought(t *testing.T, files map[string]string) (*indexer.Service, []string) {
	t.Helper()
	src := t.TempDir()
	write(t, src, files)
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}})
	t.Cleanup(func() { s.Close() })
	rep := ingest(t, s)
	var said []string
	for _, r := range rep.Refused {
		said = append(said, r.String())
		for _, lang := range text.Langs() {
			if strings.Contains(r.Line(lang), "%!") {
				t.Errorf("in %s: %s", lang, r.Line(lang))
			}
		}
	}
	return s, said
}

func TestNumbersThatNoSchemaTypesAreReadWhereTheyCanMeanOneThingOnly(t *testing.T) {
	s, said := brought(t, map[string]string{
		"datapackage.json": `{"name":"a","resources":[{"name":"a","path":"a.csv","honglinh":{"kind":"place","id":"ma","title":{"vi":"ten"},"lat":"vi_do","lon":"kinh_do","area":"dt"}}]}`,
		"a.csv":            "ma,ten,vi_do,kinh_do,dt\na1,Một,18.52,105.71,12.5\na2,Hai,\"18,53\",\"105,72\",7\na3,Ba,18.52,105.71,12.345\na4,Bốn,x,105.71,1\n",
	})
	for id, want := range map[string]float64{"place/a1": 12.5, "place/a2": 7} {
		r := record(t, s, id)
		if r.Geometry == nil || r.Area == nil || *r.Area != want {
			t.Errorf("%s: %+v, %v", id, r.Geometry, r.Area)
		}
	}
	if len(said) != 2 || !strings.Contains(said[0], `row 4 column dt: "12.345" is not a number`) || !strings.Contains(said[1], `row 5 column vi_do`) {
		t.Errorf("got %q", said)
	}
}

func TestAValueThatIsNoKeyIsToldOnce(t *testing.T) {
	_, said := brought(t, map[string]string{
		"datapackage.json": `{"name":"a","resources":[{"name":"a","path":"a.csv","schema":{"primaryKey":["ma"],"fields":[{"name":"ma","type":"integer"}]}},
			{"name":"b","path":"b.geojson","schema":{"primaryKey":["ma"],"fields":[{"name":"ma","type":"integer"}]}}]}`,
		"a.csv": "ma\n1\nx\n",
		"b.geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ma":1},"geometry":{"type":"Point","coordinates":[105.7,18.5]}},
			{"type":"Feature","properties":{"ma":"x"},"geometry":{"type":"Point","coordinates":[105.7,18.5]}}]}`,
	})
	if len(said) != 2 || !strings.Contains(said[0], "is not a whole number") || !strings.Contains(said[1], "is not a whole number") {
		t.Errorf("got %q", said)
	}
}

func TestAJSONListThatNobodyCallsATableIsOne(t *testing.T) {
	s, said := brought(t, map[string]string{
		"datapackage.json": `{"name":"a","resources":[{"name":"a","path":"a.json"},{"name":"b","path":"b.json"}]}`,
		"a.json":           "\ufeff [ {\"ma\":\"01\"}, {\"ma\":\"02\"} ]",
		"b.json":           `{"kiểu": ["tài liệu"]}`,
	})
	var tables []string
	for _, state := range s.State().Tables.Tables() {
		tables = append(tables, state.Ref.Table)
	}
	if len(said) > 0 || len(tables) != 1 || tables[0] != "a" {
		t.Errorf("tables %v, refused %q", tables, said)
	}
}

func TestCornersInOneColumnAndThoseBeyondTheirSystem(t *testing.T) {
	s, said := brought(t, map[string]string{
		"datapackage.json": `{"name":"a","resources":[{"name":"a","path":"a.csv","honglinh":{"kind":"place","id":"thua","title":{"vi":"ten"},"corners":{"x":"moc","y":"moc"},"crs":"EPSG:9209"}},
			{"name":"b","path":"b.csv","honglinh":{"kind":"place","id":"thua","title":{"vi":"thua"},"corners":{"x":"X","y":"Y"},"crs":"EPSG:9209"}}]}`,
		"a.csv": "thua;ten;moc\nt1;Một;M1: X=2049310,25 Y=521650,40\nt1;;M2: X=2049298,10 Y=521912,75\nt1;;M3: X=2049050,60 Y=48521899,30\n" +
			"t2;Hai;M1: X=2049310,25\nt2;;M2: X=2049298,10 Y=521912,75\n",
		"b.csv": "thua,X,Y\nt3,2049310.25,18521650.40\nt3,2049298.10,18521912.75\nt3,2049050.60,18521899.30\n",
	})
	if r := record(t, s, "place/t1"); r.Geometry == nil {
		t.Error("t1 has no geometry")
	}
	if len(said) != 3 || !strings.Contains(said[0], "row 5 column moc") || !strings.Contains(said[2], "18521650.4, 2049310.25 cannot be coordinates in EPSG:9209") {
		t.Errorf("got %q", said)
	}
}
