package indexer_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text"
	"honglinh/indexer"
)

// pumps are stations of a package that makes a layer of them, and two gates that are no part of it.
func pumps(layer string) map[string]string {
	return map[string]string{
		"datapackage.json": `{"name":"thuy-loi","title":"Thủy lợi","honglinh":{"layers":[` + layer + `]},"resources":[
			{"name":"tram","path":"tram.geojson","schema":{"fields":[{"name":"ma","type":"string"},{"name":"ten","type":"string"},{"name":"cong_suat","type":"number","title":"Công suất","honglinh":{"title":{"vi":"Công suất","en":"Output"}}}]},
				"honglinh":{"kind":"place","id":"ma","title":{"vi":"ten"}}},
			{"name":"cong","path":"cong.csv","honglinh":{"kind":"place","id":"id","title":{"vi":"ten"},"lat":"lat","lon":"lon"},
				"schema":{"fields":[{"name":"id"},{"name":"ten"},{"name":"lat","type":"number"},{"name":"lon","type":"number"}]}}]}`,
		"tram.geojson": `{"type":"FeatureCollection","features":[
			{"type":"Feature","properties":{"ma":"t1","ten":"Trạm bơm Một","cong_suat":1.5},"geometry":{"type":"Point","coordinates":[105.8,18.4]}},
			{"type":"Feature","properties":{"ma":"t2","ten":"Kênh Hai","cong_suat":7},"geometry":{"type":"LineString","coordinates":[[105.8,18.4],[105.9,18.5]]}}]}`,
		"cong.csv": "id,ten,lat,lon\nc1,Cống Một,18.41,105.81\nc2,Cống Hai,18.42,105.82\n",
	}
}

const pumpLayer = `{"id":"tram-bom","title":{"vi":"Trạm bơm","en":"Pumping stations"},"resources":["tram"],"style":{"colour":"#123456","radius":9},"popup":["cong_suat"]}`

func TestAPackageMakesALayerOfItsFeatures(t *testing.T) {
	src := t.TempDir()
	dir := filepath.Join(src, "thuy-loi")
	write(t, dir, pumps(pumpLayer))
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}, NoTables: true, AllowRemoval: true})
	defer s.Close()
	if rep := ingest(t, s); len(rep.Refused) > 0 || len(rep.Warnings) > 0 {
		t.Fatalf("refused %v, warned %v", rep.Refused, rep.Warnings)
	}
	d, ok := s.State().Layers.Layer("tram-bom")
	if !ok || d.Len() != 2 {
		t.Fatalf("the layer is there: %v", ok)
	}
	want := layers.Layer{ID: "tram-bom", Title: text.New("Trạm bơm", "Pumping stations"), Description: text.Text{}, Geometries: []int{0, 1, 2},
		Select: layers.Selection{Dataset: "thuy-loi", Tables: []string{"tram"}},
		Style:  layers.Style{Colour: "#123456", Outline: "#123456", Opacity: 0.4, Width: 2, Radius: 9},
		Popup:  []layers.Shown{{Property: "cong_suat", Title: text.New("Công suất", "Output")}}}
	if diff := cmp.Diff(want, d.Layer); diff != "" {
		t.Error(diff)
	}
	tile, err := layers.NewTiles().Layer(d, 9, 406, 229, s.State().Now())
	if err != nil || !strings.Contains(string(tile.Data), "cong_suat") {
		t.Errorf("the tile has %d bytes without what the map shows, %v", len(tile.Data), err)
	}

	write(t, dir, pumps(strings.Replace(pumpLayer, "Pumping", "Pump", 1)))
	ingest(t, s)
	if d, _ := s.State().Layers.Layer("tram-bom"); d == nil || d.Title[text.EN] != "Pump stations" {
		t.Errorf("another title is not taken over")
	}
	write(t, dir, pumps(strings.Replace(pumpLayer, `"tram"`, `"cong"`, 1)))
	ingest(t, s)
	if d, _ := s.State().Layers.Layer("tram-bom"); d == nil || d.Len() != 2 || d.Features[0].Record != "place/c1" {
		t.Errorf("another resource is not taken over")
	}
	write(t, dir, pumps(""))
	ingest(t, s)
	if _, ok := s.State().Layers.Layer("tram-bom"); ok {
		t.Error("the layer is there although nobody declares it")
	}
}

func TestALayerThatIsWrongIsLeftOutAndTold(t *testing.T) {
	for _, c := range []struct{ name, layer, column, want string }{
		{"an id with capitals", strings.Replace(pumpLayer, "tram-bom", "Trạm", 1), "honglinh.layers[0].id", "lower-case"},
		{"an id of the program", strings.Replace(pumpLayer, "tram-bom", "units", 1), "honglinh.layers[0].id", `"units" is there already`},
		{"twice the same", pumpLayer + "," + pumpLayer, "honglinh.layers[1].id", "is there already"},
		{"no title", `{"id":"tram-bom"}`, "honglinh.layers[0].title", "want a title"},
		{"a resource that is not there", strings.Replace(pumpLayer, `"tram"`, `"tran"`, 1), "honglinh.layers[0].resources", `nearest: "tram"`},
		{"a colour by name", strings.Replace(pumpLayer, "#123456", "red", 1), "honglinh.layers[0].style.colour", "want a colour"},
		{"a radius beyond reason", strings.Replace(pumpLayer, "9", "900", 1), "honglinh.layers[0].style.radius", "want 1 to 30"},
		{"a column that is not there", strings.Replace(pumpLayer, "cong_suat", "cong_xuat", 1), "honglinh.layers[0].popup", `nearest: "cong_suat"`},
		{"a key nobody reads", strings.Replace(pumpLayer, `"popup"`, `"popups"`, 1), "honglinh.layers[0].popups", `nearest: "popup"`},
		{"a style that is a text", strings.Replace(pumpLayer, `{"colour":"#123456","radius":9}`, `"red"`, 1), "honglinh.layers[0]", "want an object, got a text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := t.TempDir()
			write(t, filepath.Join(src, "thuy-loi"), pumps(c.layer))
			s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}, NoTables: true})
			defer s.Close()
			rep := ingest(t, s)
			if len(rep.Warnings) != 1 || rep.Warnings[0].Column != c.column || !strings.Contains(rep.Warnings[0].Reason, c.want) {
				t.Errorf("warned %v, want %s: %s", rep.Warnings, c.column, c.want)
			}
			if rep.Added != 5 {
				t.Errorf("%s: the records are records all the same", rep.Summary())
			}
		})
	}
}

func TestOfTwoPackagesWithOneLayerTheFirstByNameHasIt(t *testing.T) {
	src := t.TempDir()
	write(t, filepath.Join(src, "a"), pumps(pumpLayer))
	other := pumps(pumpLayer)
	other["datapackage.json"] = strings.Replace(other["datapackage.json"], `"thuy-loi"`, `"an-khe"`, 1)
	for name, content := range other {
		other[name] = strings.NewReplacer(`"t1"`, `"u1"`, `"t2"`, `"u2"`, "c1,", "d1,", "c2,", "d2,").Replace(content)
	}
	write(t, filepath.Join(src, "b"), other)
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}, NoTables: true})
	defer s.Close()
	rep := ingest(t, s)
	if len(rep.Warnings) != 1 || rep.Warnings[0].Code != "layer-left-out" || !strings.HasSuffix(rep.Warnings[0].File, "a/datapackage.json") || !strings.Contains(rep.Warnings[0].Reason, `already that of the package "an-khe"`) {
		t.Errorf("warned %v", rep.Warnings)
	}
	d, _ := s.State().Layers.Layer("tram-bom")
	if ids := s.State().Layers.IDs(); d == nil || d.Features[0].Record != "place/u1" || !slices.Contains(ids, "units") || len(ids) != len(layers.List())+1 {
		t.Errorf("the layers are %v", ids)
	}
}
