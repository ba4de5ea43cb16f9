package styles

import (
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"honglinh/catalog/proof"
)

func sample() []Layer {
	return []Layer{
		{ID: "units", Title: "Đơn vị & ranh giới", Abstract: "a < b", Dimension: 2, Colour: "#5b6b7b", Outline: "#33414e", Opacity: 0.5, Width: 1.2, Radius: 3, Label: "title_vi", Other: "title_en"},
		{ID: "roads", Title: "Đường", Dimension: 1, Colour: "#444444", Outline: "#111111", Opacity: 1, Width: 2.5, Radius: 4, Label: "title_vi", Other: "title_en"},
		{ID: "places", Title: "Địa điểm", Dimension: 0, Colour: "#2f6f4f", Outline: "#1c4431", Opacity: 1, Width: 1, Radius: 4, Label: "title_vi", Other: "title_en"},
	}
}

func TestTheLookIsWellFormed(t *testing.T) {
	box := orb.Bound{Min: orb.Point{105, 18}, Max: orb.Point{106, 19}}
	for name, make := range map[string]func() ([]byte, error){
		"qlr": func() ([]byte, error) { return Definition("https://x.example/ogc", sample()...) },
		"qgs": func() ([]byte, error) { return Project("https://x.example/ogc", "Thử", box, sample()...) },
		"sld": func() ([]byte, error) { return SLD(sample()[0]) },
	} {
		b, err := make()
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(strings.NewReader(string(b)))
		for {
			if _, err := d.Token(); err != nil {
				if err.Error() != "EOF" {
					t.Errorf("%s: %v\n%s", name, err, b)
				}
				break
			}
		}
		if !strings.Contains(string(b), "Đơn vị &amp; ranh giới") {
			t.Errorf("%s lacks the title:\n%s", name, b)
		}
	}
}

// features is as much of OGC API Features as QGIS asks for: every collection has one feature of the geometry given.
func features(t *testing.T, geometry map[string]string) string {
	t.Helper()
	var root string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := strings.Split(strings.TrimPrefix(r.URL.Path, "/ogc/collections/"), "/")[0]
		w.Header().Set("Content-Type", "application/json")
		link := func(rel, href string) string {
			return `{"rel":"` + rel + `","type":"application/json","href":"` + root + href + `"}`
		}
		switch {
		case strings.HasSuffix(r.URL.Path, "/items"):
			w.Header().Set("Content-Type", "application/geo+json")
			w.Write([]byte(`{"type":"FeatureCollection","links":[],"numberMatched":1,"numberReturned":1,"features":[{"type":"Feature","id":"a","properties":{"title_vi":"Thử"},"geometry":` + geometry[id] + `}]}`))
		case strings.HasPrefix(r.URL.Path, "/ogc/collections/"):
			w.Write([]byte(`{"id":"` + id + `","title":"x","extent":{"spatial":{"bbox":[[105,18,106,19]]}},"links":[{"rel":"items","type":"application/geo+json","href":"` + root + `/collections/` + id + `/items"}]}`))
		case r.URL.Path == "/ogc/conformance":
			w.Write([]byte(`{"conformsTo":["http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core","http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson"]}`))
		case r.URL.Path == "/ogc/api":
			w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.0")
			w.Write([]byte(`{"openapi":"3.0.3","info":{"title":"x","version":"1"},"paths":{}}`))
		default:
			w.Write([]byte(`{"title":"x","links":[` + link("self", "") + `,` + link("conformance", "/conformance") + `,` + link("data", "/collections") + `,{"rel":"service-desc","type":"application/vnd.oai.openapi+json;version=3.0","href":"` + root + `/api"}]}`))
		}
	}))
	t.Cleanup(s.Close)
	root = s.URL + "/ogc"
	return root
}

// debianPython is the one that Debian's packages are for.
const debianPython = "/usr/bin/python3"

// TestQGISOpensThem has QGIS itself read the files: valid layers with our look, in order.
func TestQGISOpensThem(t *testing.T) {
	if out, err := exec.Command(debianPython, "-c", "import qgis.core").CombinedOutput(); err != nil {
		proof.Missing(t, "PyQGIS (Debian python3-qgis)", string(out))
	}
	root := features(t, map[string]string{"units": `{"type":"Polygon","coordinates":[[[105,18],[106,18],[106,19],[105,18]]]}`, "roads": `{"type":"LineString","coordinates":[[105,18],[106,19]]}`, "places": `{"type":"Point","coordinates":[105.5,18.5]}`})
	dir := t.TempDir()
	qlr, err := Definition(root, sample()...)
	if err != nil {
		t.Fatal(err)
	}
	qgs, err := Project(root, "Thử", orb.Bound{Min: orb.Point{105, 18}, Max: orb.Point{106, 19}}, sample()...)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"a.qlr": qlr, "a.qgs": qgs} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const script = `
import sys
from qgis.core import *
app = QgsApplication([], False)
app.initQgis()
def tell(layers):
    for l in layers:
        r = l.renderer()
        print(l.name(), "valid" if l.isValid() else "INVALID", r.type() if r else "-", r.symbol().color().name() if r else "-", l.labelsEnabled(), sum(1 for _ in l.getFeatures()))
p = QgsProject.instance()
ok, why = QgsLayerDefinition.loadLayerDefinition(sys.argv[1] + "/a.qlr", p, p.layerTreeRoot())
print("qlr", ok, why)
tell([n.layer() for n in p.layerTreeRoot().findLayers()])
p.clear()
print("qgs", p.read(sys.argv[1] + "/a.qgs"), p.title())
tell([n.layer() for n in p.layerTreeRoot().findLayers()])
sys.stdout.flush()
import os
os._exit(0)
`
	cmd := exec.Command(debianPython, "-c", script, dir)
	cmd.Env = append(os.Environ(), "QT_QPA_PLATFORM=offscreen", "HOME="+dir, "NO_PROXY=*", "no_proxy=*")
	var said strings.Builder
	cmd.Stderr = &said
	raw, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, raw, said.String())
	}
	const each = "Đơn vị & ranh giới valid singleSymbol #5b6b7b True 1\nĐường valid singleSymbol #444444 True 1\nĐịa điểm valid singleSymbol #2f6f4f True 1\n"
	if want := "qlr True \n" + each + "qgs True Thử\n" + each; string(raw) != want {
		t.Errorf("QGIS reads\n%s\nwant\n%s", raw, want)
	}
}
