package layers_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// zone is a part of a plan with its land use and decision.
func zone(code string) func(*catalog.Record) {
	return func(r *catalog.Record) {
		r.Status, r.Attributes = "in-force", map[string]any{"land_use": code, "number": "123/QĐ-UBND"}
	}
}

func TestTheOverlapOfAPlotWithPlans(t *testing.T) {
	plot := orb.Polygon{{{105.70, 18.50}, {105.704, 18.50}, {105.704, 18.502}, {105.70, 18.502}, {105.70, 18.50}}}
	east := orb.Polygon{{{105.703, 18.49}, {105.72, 18.49}, {105.72, 18.51}, {105.703, 18.51}, {105.703, 18.49}}}
	west := orb.Polygon{{{105.69, 18.49}, {105.703, 18.49}, {105.703, 18.51}, {105.69, 18.51}, {105.69, 18.49}}}
	beside := orb.Polygon{{{105.70, 18.502}, {105.704, 18.502}, {105.704, 18.503}, {105.70, 18.503}, {105.70, 18.502}}}
	bow := orb.Polygon{{{105.70, 18.50}, {105.704, 18.502}, {105.704, 18.50}, {105.70, 18.502}, {105.70, 18.50}}}
	set := layers.Build([]catalog.Record{
		record(vocab.Opportunity, "plot", plot, nil),
		record(vocab.Opportunity, "stand-in", orb.Point{105.705, 18.5}, func(r *catalog.Record) { r.GeometryQuality = "centroid" }),
		record(vocab.Opportunity, "at", orb.Point{105.705, 18.5}, nil),
		record(vocab.Plan, "east", east, zone("ODT")),
		record(vocab.Plan, "west", west, func(r *catalog.Record) { zone("X1")(r); r.Attributes["land_use_vi"] = "Đất hỗn hợp" }),
		record(vocab.Plan, "beside", beside, zone("CLN")),
		record(vocab.Plan, "bow", bow, nil),
		record(vocab.Place, "parcel", plot, zone("TMD")),
		record(vocab.Place, "cluster", east, typed("category", "industrial-cluster")),
	})
	type line struct {
		ID, LandUse, Title string
		Share              float64
	}
	read := func(id string) (out []line) {
		a, ok := set.AroundRecord("opportunity/"+id, layers.AroundAsk{Now: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)})
		if !ok {
			t.Fatal(id)
		}
		for _, p := range a.Plans {
			l := line{ID: p.Record, LandUse: p.LandUse, Title: p.LandUseTitle.In(text.VI)}
			if p.Overlap != nil {
				l.Share = p.Overlap.Share
				if d := p.Overlap.Ha/p.Overlap.Of - p.Overlap.Share; math.Abs(d) > 1e-4 {
					t.Errorf("%s: %+v", p.Record, *p.Overlap)
				}
			}
			out = append(out, l)
		}
		return out
	}
	want := []line{{"place/parcel", "TMD", "Đất thương mại, dịch vụ", 1}, {"plan/west", "X1", "Đất hỗn hợp", 0.75}, {"plan/east", "ODT", "Đất ở tại đô thị", 0.25}, {"place/cluster", "", "", 0.25}, {"plan/bow", "", "", 0}}
	if d := cmp.Diff(want, read("plot")); d != "" {
		t.Error("what only touches lies outside, and an outline that crosses itself is told without a number:", d)
	}
	if d := cmp.Diff([]line{{"plan/east", "ODT", "Đất ở tại đô thị", 0}, {"place/cluster", "", "", 0}}, read("at")); d != "" {
		t.Error(d)
	}
	if got := read("stand-in"); got != nil {
		t.Errorf("a middle of a commune lies in no plan: %v", got)
	}
}

func TestPlansAreColouredByLandUse(t *testing.T) {
	set := layers.Build([]catalog.Record{
		record(vocab.Plan, "a", square(105, 18, 0.1), zone("ODT")), record(vocab.Plan, "b", square(105, 18, 0.1), zone("ODT")), record(vocab.Plan, "c", square(105, 18, 0.1), zone("LUC")),
		record(vocab.Plan, "d", square(105, 18, 0.1), zone("KDC-1")), record(vocab.Plan, "e", square(105, 18, 0.1), nil), record(vocab.Plan, "adrift", nil, zone("CLN")),
	})
	d, _ := set.Layer("plans")
	var got [][2]string
	for _, c := range d.Classes() {
		got = append(got, [2]string{c.Value, c.Colour})
	}
	if diff := cmp.Diff([][2]string{{"LUC", "#fff78c"}, {"ODT", "#ff8fee"}, {"KDC-1", "#0072b2"}}, got); diff != "" {
		t.Error(diff)
	}
	if d.Classes()[1].Count != 2 {
		t.Errorf("%+v", d.Classes()[1])
	}
	for id, want := range map[string]string{"plan.a": "#ff8fee", "plan.e": d.Style.Colour} {
		if f, _ := d.Find(id); d.Colour(f) != want {
			t.Errorf("%s: got %s", id, d.Colour(f))
		}
	}
}
