package web_test

import (
	"strings"
	"testing"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/web"
	"honglinh/web/webtest"
)

func TestTheGeometryReportIsAPageInBothLanguages(t *testing.T) {
	reports := func() map[string][]datasets.GeometryReport {
		return map[string][]datasets.GeometryReport{"lots": {{Resource: "lots", Features: 12, WithGeometry: 11, Areas: 11, Refused: 1, BBox: []float64{105.1, 18.1, 105.9, 18.6},
			Systems:  []datasets.GeometrySystem{{CRS: "EPSG:9209", Name: "VN-2000 / TM-3 105-30", Basis: "guessed", Swapped: true, Evidence: text.New("11 trên 11 điểm", "11 of 11 points"), Features: 11, Operation: "EPSG:6960", Accuracy: 1}},
			Mended:   map[string]int{"winding": 3},
			Findings: []datasets.GeometryFinding{{Code: "self-intersection", Severity: "suspect", Count: 2, Examples: []datasets.GeometryExample{{File: "lots.zip", Row: 4, ID: "opportunity/x", Message: text.New("tự cắt", "crosses itself")}}}}}}}
	}
	s := webtest.Shipped(t).With(t, func(o *web.Options) { o.Geometry = reports })
	for lang, want := range map[string][]string{
		"en": {"12 rows, 11 with a geometry, 1 refused", "EPSG:9209", "guessed from where it must lie", "The northing or latitude came first.", "11 of 11 points", "has been turned round to follow RFC 7946 (3)", "The outline crosses itself at …, …", "to be looked at", "opportunity/x, row 4: crosses itself", `id="lots"`, `href="/api/v1/datasets/lots/geometry"`},
		"vi": {"12 dòng, 11 có toạ độ, 1 bị từ chối", "đoán theo nơi phải nằm", "tự cắt", "cần xem lại"},
	} {
		w := s.Get(t, "/"+lang+"/geometry")
		for _, text := range want {
			if !strings.Contains(w.Body.String(), text) {
				t.Errorf("%s: the page lacks %q", lang, text)
			}
		}
	}
	if body := s.Get(t, "/en/map").Body.String(); !strings.Contains(body, `href="/en/geometry"`) {
		t.Error("the map does not lead to the report")
	}
}
