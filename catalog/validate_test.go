package catalog_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

func sound() catalog.Record {
	return catalog.Record{ID: "place/a", Kind: vocab.Place, Title: text.New("Chùa", ""), Geometry: geojson.NewGeometry(orb.Point{105.7, 18.5}),
		Status: "existing", Topics: []string{"history"}, Provenance: []catalog.Provenance{{Confidence: "high"}}}
}

func TestValidateNamesTheFieldAndWhatWouldBeRight(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*catalog.Record)
		where string // "" is fit
		says  string
	}{
		{"a sound record is fit", func(*catalog.Record) {}, "", ""},
		{"no title in any language", func(r *catalog.Record) { r.Title = text.Text{} }, "title", "one language"},
		{"an id that is none", func(r *catalog.Record) { r.ID = "Place/A b" }, "id", "lower-case"},
		{"an id of another kind", func(r *catalog.Record) { r.ID = "plan/a" }, "id", "never changes its kind"},
		{"an end before the beginning", func(r *catalog.Record) { r.Valid = catalog.Interval{From: "2025", To: "2024"} }, "valid", "ends on 2024"},
		{"a single year begins and ends in it", func(r *catalog.Record) { r.Valid = catalog.Interval{From: "2025", To: "2025"} }, "", ""},
		{"swapped coordinates", func(r *catalog.Record) { r.Geometry = geojson.NewGeometry(orb.Point{18.5, 105.7}) }, "geometry", "swapped"},
		{"a line that leaves the country", func(r *catalog.Record) {
			r.Geometry = geojson.NewGeometry(orb.LineString{{105, 18}, {120, 18}})
		}, "geometry", "outside Vietnam"},
		{"a status near a known one", func(r *catalog.Record) { r.Status = "exsting" }, "status", `"existing"`},
		{"a topic that is none", func(r *catalog.Record) { r.Topics = []string{"histori"} }, "topics", `"history"`},
		{"a confidence that is none", func(r *catalog.Record) { r.Provenance[0].Confidence = "hihg" }, "confidence", `"high"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := sound()
			c.spoil(&r)
			got := catalog.Validate(&r, catalog.Area{})
			if c.where == "" {
				if len(got) > 0 {
					t.Errorf("got %v, want none", got)
				}
				return
			}
			if len(got) != 1 || got[0].Where != c.where || !strings.Contains(got[0].Detail[text.EN], c.says) || got[0].Detail[text.VI] == "" {
				t.Errorf("got %v, want one at %s that says %q in both languages", got, c.where, c.says)
			}
		})
	}
}

func TestANumberWithoutItsUnitIsDoubted(t *testing.T) {
	r := sound()
	r.Attributes = map[string]any{"capital_printed": "1.200", "area_printed": "50 ha", "phone": "0239"}
	got := catalog.Doubts(&r)
	if len(got) != 1 || got[0].Code != "bare-number" || got[0].Field != "capital_printed" {
		t.Errorf("got %v, want the capital only", got)
	}
}
