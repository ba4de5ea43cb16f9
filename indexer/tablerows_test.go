package indexer_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/datasets/table"
	"honglinh/indexer"
)

// folderOf writes a package of files and returns the folder that holds it.
func folderOf(t *testing.T, name string, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for file, body := range files {
		full := filepath.Join(root, name, file)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestEveryResourceIsATable(t *testing.T) {
	ctx := context.Background()
	root := folderOf(t, "mixed", map[string]string{
		"datapackage.json": `{"name":"mixed","title":"Mixed","version":"2.0.0","resources":[
			{"name":"plain","path":"a.csv"},
			{"name":"parts","path":["p1.csv","p2.csv"],"format":"csv"},
			{"name":"old","path":"old.geojson"},
			{"name":"marks","path":"marks.kml"},
			{"name":"texts","path":["texts/*.md"],"format":"md"}]}`,
		"a.csv": "a,b\n01,2\n", "p1.csv": "a,b\n1,2\n", "p2.csv": "a,c\n3,4\n",
		// A file from before RFC 7946 that names its own system.
		"old.geojson": `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32648"}},"features":[
			{"type":"Feature","properties":{"ten":"Mốc 1","so":7,"them":{"k":[1]}},"geometry":{"type":"Point","coordinates":[573860,2046480]}},
			{"type":"Feature","properties":{"ten":"Mốc 2","so":null},"geometry":null}]}`,
		"marks.kml":         `<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark id="m1"><name>Đền</name><Point><coordinates>105.7,18.5</coordinates></Point></Placemark></Document></kml>`,
		"texts/mot.vi.md":   "---\nid: mot\ntitle: Một\nplace: unit/x\n---\nNội dung, \"dài\".\n",
		"texts/mot.en.md":   "---\nid: mot\ntitle: One\n---\nBody.\n",
		"texts/hai-2.vi.md": "---\nid: hai\ntitle: Hai\n---\nKhác.\n",
	})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{root}})
	defer s.Close()
	rep := ingest(t, s)
	e := s.State().Tables
	rows := func(name string, q table.Query) [][]any {
		q.Ref = table.Ref{Dataset: "mixed", Table: name}
		r, err := e.Query(ctx, q)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out, err := r.All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if got := rows("plain", table.Query{}); got[0][0] != "01" {
		t.Errorf("a code lost its zero: %v", got)
	}
	if _, err := e.State(table.Ref{Dataset: "mixed", Table: "parts"}); err == nil {
		t.Error("two parts that disagree were loaded as one table")
	}
	told := false
	for _, r := range rep.Refused {
		told = told || strings.HasSuffix(r.File, "/p2.csv") && strings.Contains(r.Reason, "line 1") && r.Remedy != ""
	}
	if !told {
		t.Errorf("nobody is told of it: %+v", rep.Refused)
	}
	old := rows("old", table.Query{Select: []table.Item{{Column: "ten"}, {Column: "so"}, {Column: "them"}, {Column: "geometry"}}})
	var point struct{ Coordinates [2]float64 }
	if err := json.Unmarshal([]byte(old[0][3].(string)), &point); err != nil {
		t.Fatal(err)
	}
	if x, y := point.Coordinates[0], point.Coordinates[1]; old[0][0] != "Mốc 1" || old[0][1] != int64(7) || old[0][2] != `{"k":[1]}` || x < 105.69 || x > 105.71 || y < 18.5 || y > 18.52 {
		t.Errorf("features in UTM: %v", old[0])
	}
	if old[1][1] != nil || old[1][3] != nil {
		t.Errorf("a feature without a place: %v", old[1])
	}
	if got := rows("marks", table.Query{Select: []table.Item{{Column: "name"}, {Column: "geometry"}}}); got[0][0] != "Đền" || got[0][1] != `{"type":"Point","coordinates":[105.7,18.5]}` {
		t.Errorf("placemarks: %v", got)
	}
	texts := rows("texts", table.Query{Select: []table.Item{{Column: "title_vi"}, {Column: "title_en"}, {Column: "body_vi"}, {Column: "body_en"}}, Order: []table.Order{{By: "title_vi", Desc: true}}})
	if len(texts) != 2 || texts[0][1] != "One" || texts[0][2] != `Nội dung, "dài".` || texts[0][3] != "Body." || texts[1][3] != nil {
		t.Errorf("texts: %v", texts)
	}
	if again := ingest(t, s); again.Changed > 0 {
		t.Errorf("a second run changed %d records", again.Changed)
	}
	for _, st := range e.Tables() {
		if len(st.Versions) != 1 || st.Current().Number != "2.0.0" {
			t.Errorf("%s: %+v", st.Ref, st.Versions)
		}
	}
}
