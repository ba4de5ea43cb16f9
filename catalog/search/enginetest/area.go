package enginetest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog/search"
)

// asked are the ids that a filter finds, in order; the facet by kind counts as many.
func (w *world) asked(t *testing.T, f search.Filter) []string {
	t.Helper()
	res, err := w.engine.Search(t.Context(), search.Request{Filter: f, Limit: search.MaxLimit, Facets: []search.FacetRequest{{Column: search.KindColumn, Limit: search.MaxFacetValues}}})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, h := range res.Hits {
		got = append(got, h.ID)
	}
	slices.Sort(got)
	counted := 0
	for _, n := range res.Facets[search.KindColumn] {
		counted += n.Count
	}
	if res.Total != len(got) || counted != len(got) {
		t.Errorf("total %d, counted %d, hits %d", res.Total, counted, len(got))
	}
	return got
}

func put(t *testing.T, w *world, seq int64, docs ...search.Document) {
	t.Helper()
	if err := w.engine.Apply(t.Context(), search.Batch{Seq: seq, Put: docs}); err != nil {
		t.Fatal(err)
	}
}

// placedAt is a document of the kind and topic "test" with a point and a box around it.
func placedAt(id string, p orb.Point, reach float64, unit string) search.Document {
	d := search.Document{ID: id, Codes: map[search.Column][]string{search.KindColumn: {"test"}, search.TopicColumn: {"test"}}, From: search.OpenFrom, To: search.OpenTo, Day: search.OpenFrom}
	if unit != "" {
		d.Codes[search.UnitColumn] = []string{unit}
	}
	if p != (orb.Point{}) {
		d.Point, d.Bound = &p, &orb.Bound{Min: orb.Point{p[0] - reach, p[1] - reach}, Max: orb.Point{p[0] + reach, p[1] + reach}}
	}
	return d
}

// areas: a box takes boxes, circles and polygons take points, the lists correct both, and
// several areas narrow.
func areas(t *testing.T, w *world) {
	put(t, w, 30, placedAt("t/middle", orb.Point{105.5, 18.5}, 0, ""), placedAt("t/corner", orb.Point{106, 19}, 0, ""),
		placedAt("t/wide", orb.Point{106.2, 18.5}, 0.3, ""), placedAt("t/far", orb.Point{110, 18.5}, 0, ""), placedAt("t/east", orb.Point{-179.9, 18.5}, 0, ""),
		placedAt("t/filed", orb.Point{}, 0, "unit/a"), placedAt("t/nowhere", orb.Point{}, 0, ""), placedAt("t/both", orb.Point{111, 18.5}, 0, "unit/a"))
	square := orb.MultiPolygon{{{{105, 18}, {106, 18}, {106, 19}, {105, 19}, {105, 18}}}}
	box := &orb.Bound{Min: orb.Point{105, 18}, Max: orb.Point{106, 19}}
	west, east := &orb.Bound{Min: orb.Point{109, 18}, Max: orb.Point{-179, 19}}, orb.MultiPolygon{{{{179, 18}, {181, 18}, {181, 19}, {179, 19}, {179, 18}}}}
	for name, c := range map[string]struct {
		areas []search.Area
		want  []string
	}{
		"a box takes what its box meets":              {[]search.Area{{Box: box}}, []string{"t/corner", "t/middle", "t/wide"}},
		"a polygon takes points, those on it too":     {[]search.Area{{Polygons: square}}, []string{"t/corner", "t/middle"}},
		"a circle takes points":                       {[]search.Area{{Circle: &search.Circle{Centre: orb.Point{105.5, 18.5}, KM: 75}}}, []string{"t/middle", "t/wide"}},
		"a circle ends where the ellipsoid says":      {[]search.Area{{Circle: &search.Circle{Centre: orb.Point{105.5, 18.5}, KM: 73.9}}}, []string{"t/middle"}},
		"lists correct a box":                         {[]search.Area{{Box: box, Also: []string{"t/far", "t/nowhere", "t/unknown"}, Except: []string{"t/wide", "t/unknown"}}}, []string{"t/corner", "t/far", "t/middle", "t/nowhere"}},
		"lists correct a polygon":                     {[]search.Area{{Polygons: square, Also: []string{"t/wide", "t/wide"}, Except: []string{"t/corner"}}}, []string{"t/middle", "t/wide"}},
		"a unit takes what has no point and is filed": {[]search.Area{{Polygons: square, Unplaced: "unit/a"}}, []string{"t/corner", "t/filed", "t/middle"}},
		"several areas narrow":                        {[]search.Area{{Polygons: square, Also: []string{"t/wide"}}, {Box: &orb.Bound{Min: orb.Point{105.6, 18}, Max: orb.Point{107, 19}}}}, []string{"t/corner", "t/wide"}},
		"two that do not meet hold nothing":           {[]search.Area{{Polygons: square}, {Polygons: east}}, []string{}},
		"an area of nothing holds what it lists":      {[]search.Area{{Also: []string{"t/far"}}}, []string{"t/far"}},
		"a box across the antimeridian":               {[]search.Area{{Box: west}}, []string{"t/both", "t/east", "t/far"}},
		"a polygon across the antimeridian":           {[]search.Area{{Polygons: east}}, []string{"t/east"}},
		"a circle around a point that is a record's":  {[]search.Area{{Circle: &search.Circle{Centre: orb.Point{110, 18.5}}}}, []string{"t/far"}},
	} {
		got := w.asked(t, search.Filter{Areas: c.areas, Codes: map[search.Column][]string{search.TopicColumn: {"test"}}})
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	_, err := w.engine.Search(t.Context(), search.Request{Limit: 1, Filter: search.Filter{Areas: []search.Area{{Circle: &search.Circle{Centre: orb.Point{540000, 2000000}, KM: 1}}}}})
	checkInvalid(t, err)
}

// barred asks without some ids, also after one of them got a new row and another went.
func barred(t *testing.T, w *world) {
	a, b := w.records[0].ID, w.records[1].ID
	all := w.asked(t, search.Filter{})
	but := func(gone ...string) []string {
		return slices.DeleteFunc(slices.Clone(all), func(id string) bool { return slices.Contains(gone, id) })
	}
	for _, not := range [][]string{{a}, {a, a}, {a, "place/never-was"}, {a, b}} {
		if diff := cmp.Diff(but(not...), w.asked(t, search.Filter{Not: not})); diff != "" {
			t.Errorf("without %v (-want +got):\n%s", not, diff)
		}
	}
	if err := w.engine.Apply(t.Context(), search.Batch{Seq: 30, Put: []search.Document{w.preparer.Document(&w.records[0])}, Delete: []string{b}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(but(a, b), w.asked(t, search.Filter{Not: []string{a}})); diff != "" {
		t.Errorf("after a change (-want +got):\n%s", diff)
	}
}
