package styles

import (
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
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

// zones is a layer of plans coloured by land use.
func zones() Layer {
	return Layer{ID: "plans", Title: "Quy hoạch", Dimension: 2, Colour: "#a0529f", Outline: "#6d2f6c", Opacity: 0.5, Width: 1.5, Radius: 5, Label: "title_vi", Other: "title_en", Geometries: []int{2},
		ColourBy: "land_use", Classes: []Class{{"ODT", "Đất ở tại đô thị", "#ff8fee"}, {"X & 1", "", "#0072b2"}}}
}

// TestQGISDrawsTheSLD has QGIS read the SLD of layers and tell how it would draw them.
func TestQGISDrawsTheSLD(t *testing.T) {
	if out, err := exec.Command(debianPython, "-c", "import qgis.core").CombinedOutput(); err != nil {
		proof.Missing(t, "PyQGIS (Debian python3-qgis)", string(out))
	}
	dir := t.TempDir()
	for _, l := range append(sample(), zones()) {
		b, err := SLD(l)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, l.ID+".sld"), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const script = `
import sys, os
from qgis.core import *
app = QgsApplication([], False)
app.initQgis()
for name, kind in (("units", "Polygon"), ("roads", "LineString"), ("places", "Point"), ("plans", "Polygon")):
    l = QgsVectorLayer(kind + "?crs=EPSG:4326&field=title_vi:string&field=land_use:string", name, "memory")
    said = l.loadSldStyle(sys.argv[1] + "/" + name + ".sld")
    r = l.renderer()
    if r.type() == "RuleRenderer":
        def takes(rule, value):
            f = QgsFeature(l.fields())
            f.setAttribute("land_use", value)
            c = QgsExpressionContext()
            c.setFeature(f)
            return rule.filterExpression() == "" or QgsExpression(rule.filterExpression()).evaluate(c) == 1
        rules = [(c.label(), c.symbol().color().name(), [v for v in ("ODT", "X & 1", "other", None) if takes(c, v)]) for c in r.rootRule().children()]
    else:
        rules = r.symbol().color().name()
    print(name, [s for s in said if isinstance(s, bool)], r.type(), rules, l.labelsEnabled())
sys.stdout.flush()
os._exit(0)
`
	cmd := exec.Command(debianPython, "-c", script, dir)
	cmd.Env = append(os.Environ(), "QT_QPA_PLATFORM=offscreen", "HOME="+dir)
	var said strings.Builder
	cmd.Stderr = &said
	raw, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, raw, said.String())
	}
	const want = "units [True] singleSymbol #5b6b7b True\nroads [True] singleSymbol #444444 True\nplaces [True] singleSymbol #2f6f4f True\n" +
		"plans [True] RuleRenderer [('Đất ở tại đô thị (ODT)', '#ff8fee', ['ODT']), ('X & 1', '#0072b2', ['X & 1']), ('Quy hoạch', '#a0529f', ['other', None])] True\n"
	if string(raw) != want {
		t.Errorf("QGIS reads\n%s\nwant\n%s\n%s", raw, want, said.String())
	}
}

func TestClassesHaveTheirColoursInEveryForm(t *testing.T) {
	qlr, err := Definition("https://x.example/ogc", zones())
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`type="categorizedSymbol" attr="land_use"`, `value="ODT" label="Đất ở tại đô thị (ODT)"`, `value="X &amp; 1"`, `value="" label="Quy hoạch"`, "255,143,238"} {
		if !strings.Contains(string(qlr), part) {
			t.Errorf("the definition of QGIS lacks %s", part)
		}
	}
	drawn := GL("s", zones())
	if len(drawn) != 3 || drawn[0]["id"] != "plans-area" || drawn[2]["id"] != "plans-label" {
		t.Fatalf("got %v", drawn)
	}
	want := []any{"match", []any{"get", "land_use"}, "ODT", "#ff8fee", "X & 1", "#0072b2", "#a0529f"}
	if got := drawn[0]["paint"].(Object)["fill-color"]; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
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
