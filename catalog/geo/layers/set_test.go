package layers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"pgregory.net/rapid"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/shape"
	"honglinh/catalog/geo/spatial"
	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

func record(kind vocab.Kind, slug string, g orb.Geometry, change func(*catalog.Record)) catalog.Record {
	r := catalog.Record{ID: string(kind) + "/" + slug, Kind: kind, Title: text.New("Tên "+slug, "Name "+slug), Modified: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)}
	if g != nil {
		r.Geometry = geojson.NewGeometry(g)
	}
	if change != nil {
		change(&r)
	}
	return r
}

func typed(column, value string, topics ...string) func(*catalog.Record) {
	return func(r *catalog.Record) {
		r.Attributes = map[string]any{column: value}
		r.Topics = topics
	}
}

func square(x, y, size float64) orb.Polygon {
	return orb.Polygon{{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}}
}

func town() []catalog.Record {
	return []catalog.Record{
		record(vocab.Unit, "ward-a", square(105.6, 18.5, 0.1), func(r *catalog.Record) { r.Valid.From = "2025-07-01" }),
		record(vocab.Unit, "town-old", square(105.5, 18.4, 0.4), func(r *catalog.Record) { r.Valid.To = "2025-06-30" }),
		record(vocab.Place, "temple", orb.Point{105.65, 18.55}, typed("category", "temple", "culture", "tourism")),
		record(vocab.Place, "pagoda-adrift", nil, func(r *catalog.Record) {
			typed("category", "pagoda", "tourism")(r)
			r.Places = []catalog.PlaceRef{{ID: "unit/ward-a"}}
		}),
		record(vocab.Place, "ql8", orb.LineString{{105.3, 18.55}, {105.9, 18.55}}, func(r *catalog.Record) {
			typed("infra_type", "road", "infrastructure")(r)
			r.Title = text.New("Quốc lộ 8", "National road 8")
		}),
		record(vocab.Place, "lane", orb.LineString{{105.65, 18.54}, {105.65, 18.56}}, typed("infra_type", "road", "infrastructure")),
		record(vocab.Place, "port-adrift", nil, typed("infra_type", "port", "infrastructure")),
		record(vocab.Place, "junction", orb.Point{105.75, 18.55}, typed("category", "junction", "infrastructure")),
		record(vocab.Plan, "plan-1", square(105.64, 18.54, 0.02), nil),
		record(vocab.Organisation, "school", orb.Point{105.66, 18.55}, typed("org_kind", "school", "education")),
		record(vocab.Document, "decision", nil, nil),
	}
}

func ids(fs []*layers.Feature) []string {
	var out []string
	for _, f := range fs {
		out = append(out, f.ID)
	}
	return out
}

func TestLayersHoldTheRecordsTheySelect(t *testing.T) {
	set := layers.Build(town())
	got := map[string][]string{}
	for _, d := range set.Layers() {
		got[d.ID] = ids(d.Features)
	}
	want := map[string][]string{
		"units": {"unit.town-old", "unit.ward-a"}, "plans": {"plan.plan-1"}, "opportunities": nil, "projects": nil,
		"places":   {"place.junction", "place.lane", "place.pagoda-adrift", "place.port-adrift", "place.ql8", "place.temple"},
		"heritage": {"place.pagoda-adrift", "place.temple"}, "tourism": {"place.pagoda-adrift", "place.temple"},
		"education": {"organisation.school"}, "health": nil, "markets": nil,
		"infrastructure-lines": {"place.lane", "place.ql8"}, "infrastructure-points": {"place.junction", "place.port-adrift"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if set.All().Len() != len(town()) || set.All().Unplaced() != 3 {
		t.Errorf("got %d records, %d without a place", set.All().Len(), set.All().Unplaced())
	}
}

func TestEveryLayerSaysWhatItIsInBothLanguages(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range layers.List() {
		for _, lang := range text.Langs() {
			if l.Title.In(lang) == "" || l.Description.In(lang) == "" {
				t.Errorf("layer %s has no %s title or description", l.ID, lang)
			}
		}
		if seen[l.ID] || !catalog.ValidSlug(l.ID) {
			t.Errorf("layer id %q is used twice or is no slug", l.ID)
		}
		seen[l.ID] = true
		if len(l.Geometries) == 0 || l.Style.Colour == "" {
			t.Errorf("layer %s draws nothing", l.ID)
		}
	}
}

func TestWhatHasNoPlaceMatchesEveryBox(t *testing.T) {
	d, _ := layers.Build(town()).Layer("heritage")
	far, err := spatial.Box(-10, -10, -9, -9)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Meeting(far); !slices.Equal(got, []int{0}) {
		t.Errorf("got %v, want the pagoda without coordinates", got)
	}
	if got := d.Located(far); len(got) != 0 {
		t.Errorf("got %v, want nothing located there", got)
	}
}

func TestAFeatureWithoutTimeMatchesEveryTime(t *testing.T) {
	set := layers.Build(town())
	day := time.Date(2025, 6, 30, 12, 0, 0, 0, time.UTC)
	for id, want := range map[string]bool{"unit.ward-a": false, "unit.town-old": true, "place.temple": true} {
		f, ok := set.All().Find(id)
		if !ok || f.Meets(day, day) != want {
			t.Errorf("%s on %s: got %v, want %v", id, day, !want, want)
		}
	}
	from, to, ok := func() (time.Time, time.Time, bool) { d, _ := set.Layer("units"); return d.Span() }()
	if !ok || from.Format(time.DateOnly) != "2025-07-01" || !to.IsZero() {
		t.Errorf("the units reach from %v to %v; the first beginning known is 2025-07-01, the end is open", from, to)
	}
}

func TestSearchRegions(t *testing.T) {
	var current layers.Current
	current.Store(layers.Build(town()))
	areas := layers.Spatial{Current: &current}
	for name, c := range map[string]struct {
		region search.Region
		want   []string
		kind   catalog.FaultKind
	}{
		"a polygon finds what meets it and nothing without a place": {search.Region{Geometry: square(105.69, 18.54, 0.1)}, []string{"place/junction", "place/ql8", "unit/town-old", "unit/ward-a"}, ""},
		"a unit finds also what is filed under it": {search.Region{ID: "unit/ward-a"},
			[]string{"organisation/school", "place/lane", "place/pagoda-adrift", "place/ql8", "place/temple", "plan/plan-1", "unit/town-old", "unit/ward-a"}, ""},
		"a point has no outline":                   {search.Region{ID: "place/temple"}, nil, catalog.NotFound},
		"an unknown record has no outline":         {search.Region{ID: "unit/nowhere"}, nil, catalog.NotFound},
		"an id that is none has no outline":        {search.Region{ID: "%%"}, nil, catalog.NotFound},
		"metres are not degrees":                   {search.Region{Geometry: orb.Point{540000, 2000000}}, nil, catalog.Invalid},
		"a place that only touches is found (OGC)": {search.Region{Geometry: square(105.66, 18.55, 0.001)}, []string{"organisation/school", "place/ql8", "plan/plan-1", "unit/town-old", "unit/ward-a"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, slack := range []float64{0, 1e-4, 0.02} {
				area, err := areas.Area(t.Context(), c.region, slack)
				if catalog.KindOf(err) != c.kind {
					t.Error(err)
				}
				if err != nil {
					continue
				}
				if d := cmp.Diff(c.want, find(t, town(), area), cmpopts.EquateEmpty()); d != "" {
					t.Errorf("slack %g: %s", slack, d)
				}
			}
		})
	}
}

// find asks an engine for the records in an area.
func find(t interface {
	Fatal(...any)
	Context() context.Context
}, records []catalog.Record, area search.Area) []string {
	e, err := bleveengine.Create("")
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	var p search.Preparer
	b := search.Batch{Seq: 1}
	for i := range records {
		b.Put = append(b.Put, p.Document(&records[i]))
	}
	if err := e.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	res, err := e.Search(t.Context(), search.Request{Filter: search.Filter{Areas: []search.Area{area}}, Sort: search.ByDate, Limit: search.MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, h := range res.Hits {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	return ids
}

func TestWhatIsAroundAPoint(t *testing.T) {
	set := layers.Build(town())
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	a := set.Around(orb.Point{105.65, 18.545}, layers.AroundAsk{RadiusKm: 5, Now: now})
	known := map[string]string{}
	for _, n := range a.Nearest {
		if n.Known {
			known[n.Category] = fmt.Sprintf("%s %.1f km %s/%s", n.Record, n.Km, n.Direction.In(text.VI), n.Direction.In(text.EN))
		}
		if n.Category == "port" && (n.Known || n.Recorded != 1) {
			t.Errorf("a port without coordinates is recorded and its distance unknown: got %+v", n)
		}
		if n.Category == "airport" && (n.Known || n.Recorded != 0) {
			t.Errorf("no airport is recorded: got %+v", n)
		}
	}
	want := map[string]string{"national-road": "place/ql8 0.6 km bắc/north", "expressway-junction": "place/junction 10.6 km đông/east", "school": "organisation/school 1.2 km đông đông bắc/east-northeast"}
	if d := cmp.Diff(want, known); d != "" {
		t.Error(d)
	}
	if len(a.Heritage) != 1 || a.Heritage[0].Record != "place/temple" {
		t.Errorf("heritage within 5 km: got %+v", a.Heritage)
	}
	if len(a.Units) != 2 || a.Units[0].Record != "unit/ward-a" || !a.Units[0].Current || a.Units[1].Current {
		t.Errorf("units: today's first, then former: got %+v", a.Units)
	}
	if len(a.Plans) != 1 || a.Plans[0].Record != "plan/plan-1" {
		t.Errorf("plans: got %+v", a.Plans)
	}
}

func TestSixteenWindsInBothLanguages(t *testing.T) {
	for w, want := range map[string][2]string{"": {"", ""}, "N": {"bắc", "north"}, "NE": {"đông bắc", "northeast"}, "WSW": {"tây tây nam", "west-southwest"}, "NNW": {"bắc tây bắc", "north-northwest"}} {
		got := layers.Wind(w)
		if got.In(text.VI) != want[0] || got.In(text.EN) != want[1] {
			t.Errorf("%q: got %v, want %v", w, got, want)
		}
	}
}

func TestGenerationFollowsContentAndNotOrder(t *testing.T) {
	a := layers.Build(town())
	turned := town()
	slices.Reverse(turned)
	if b := layers.Build(turned); a.Generation != b.Generation {
		t.Error("another order of records is another generation")
	}
	changed := town()
	changed[2].Status = "existing"
	c := layers.Build(changed)
	ha, _ := a.Layer("heritage")
	hc, _ := c.Layer("heritage")
	ua, _ := a.Layer("units")
	uc, _ := c.Layer("units")
	if a.Generation == c.Generation || ha.Fresh() == hc.Fresh() || ua.Fresh() != uc.Fresh() {
		t.Error("a changed record changes its layers and no others")
	}
}

func TestPropertiesAreFlatAndEncodeAsJSON(t *testing.T) {
	r := record(vocab.Place, "x", nil, func(r *catalog.Record) {
		capital := 12.5
		r.Capital = &capital
		r.Topics = []string{"culture"}
		r.Attributes = map[string]any{"status": "x", "kind": "place", "n": 3, "none": nil, "list": []any{"a", "b"}, "deep": map[string]any{"a": 1.0}, "quote": "a\"\\\x01đ\xff", "limit": "5", "mixed": []any{"a", 1.0}}
		r.Status = "existing"
	})
	f := layers.Build([]catalog.Record{r}).All().Features[0]
	var got map[string]any
	if err := json.Unmarshal(f.JSON, &got); err != nil {
		t.Fatal(err, string(f.JSON))
	}
	want := map[string]any{"record": "place/x", "kind": "place", "title_vi": "Tên x", "title_en": "Name x", "status": "existing", "attribute_status": "x", "topics": []any{"culture"},
		"capital_billion_vnd": 12.5, "n": 3.0, "list": []any{"a", "b"}, "deep": `{"a":1}`, "quote": "a\"\\\x01đ�", "attribute_limit": "5", "mixed": `["a",1]`, "modified": "2026-07-01T00:00:00Z"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestABrokenGeometryLosesItsPlaceAndIsReported(t *testing.T) {
	nan := 0.0
	nan /= nan
	set := layers.Build([]catalog.Record{record(vocab.Place, "nan", orb.Point{nan, 1}, nil)})
	if len(set.Refused) != 1 || set.All().Unplaced() != 1 || set.All().Features[0].Geometry() != nil {
		t.Errorf("got %v refused, %d unplaced", set.Refused, set.All().Unplaced())
	}
}

func TestRegionsEqualBruteForce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		coord := func(s string) float64 { return float64(rapid.IntRange(0, 40).Draw(r, s)) / 2 }
		var rs []catalog.Record
		for i := range rapid.IntRange(1, 30).Draw(r, "n") {
			var g orb.Geometry
			switch rapid.IntRange(0, 3).Draw(r, fmt.Sprint("kind", i)) {
			case 0:
				g = orb.Point{coord("x"), coord("y")}
			case 1:
				g = orb.LineString{{coord("x"), coord("y")}, {coord("x"), coord("y")}}
			case 2:
				g = square(coord("x"), coord("y"), 1+coord("s"))
			}
			rs = append(rs, record(vocab.Place, fmt.Sprint("p", i), g, nil))
		}
		set := layers.Build(rs)
		q := square(coord("qx"), coord("qy"), 1+coord("qs"))
		area, err := shape.New(q)
		if err != nil {
			r.Fatal(err)
		}
		var want, located []string
		for _, f := range set.All().Features {
			s, err := shape.New(f.Geometry())
			if err != nil {
				r.Fatal(err)
			}
			meets := f.Geometry() != nil && shape.Intersects(s, area)
			if meets {
				located = append(located, f.Record)
			}
			if meets || f.Geometry() == nil {
				want = append(want, f.ID)
			}
		}
		region, err := spatial.Polygon(q)
		if err != nil {
			r.Fatal(err)
		}
		var got []string
		for _, i := range set.All().Meeting(region) {
			got = append(got, set.All().Features[i].ID)
		}
		if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
			r.Fatal(d)
		}
		var current layers.Current
		current.Store(set)
		part, err := layers.Spatial{Current: &current}.Area(r.Context(), search.Region{Geometry: q}, float64(rapid.IntRange(0, 2).Draw(r, "slack")))
		if err != nil {
			r.Fatal(err)
		}
		if d := cmp.Diff(located, find(r, rs, part), cmpopts.EquateEmpty()); d != "" {
			r.Fatal(d)
		}
	})
}

func TestWhatIsAroundARecordSaysHowItIsKnown(t *testing.T) {
	records := append(town(),
		record(vocab.Opportunity, "plot", nil, func(r *catalog.Record) {
			r.Places = []catalog.PlaceRef{{ID: "unit/ward-a"}}
			r.Links = []catalog.Link{{Rel: "plan", ID: "plan/plan-far"}}
			r.Attributes = map[string]any{"planning_conformity": "conforms", "planning_conformity_vi": "Phù hợp", "planning_conformity_en": "In line", "distance_airport_km": 30.0}
		}),
		record(vocab.Opportunity, "nowhere", nil, nil),
		record(vocab.Unit, "gone", nil, func(r *catalog.Record) { r.Valid.To = "2025-06-30" }),
		record(vocab.Plan, "plan-far", nil, func(r *catalog.Record) {
			r.Attributes = map[string]any{"number": "12/QĐ-UBND"}
			r.Links = []catalog.Link{{Rel: "decision", ID: "document/decision"}}
		}),
		record(vocab.Plan, "plan-ward", nil, func(r *catalog.Record) { r.Places = []catalog.PlaceRef{{ID: "unit/ward-a"}} }))
	set := layers.Build(records)
	kin := func(id string) []string {
		if id == "unit/gone" || id == "unit/ward-a" {
			return []string{"unit/gone", "unit/ward-a"}
		}
		return []string{id}
	}
	ask := layers.AroundAsk{RadiusKm: 5, Now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Kin: kin}
	type told struct {
		Basis, Unit, Conformity string
		Located                 bool
		Units, Plans            []string
		Filed                   []string
	}
	for id, want := range map[string]told{
		"place/temple": {Basis: "record", Located: true, Conformity: "unknown", Units: []string{"unit/ward-a outline", "unit/town-old outline"}, Plans: []string{"plan/plan-1 outline", "plan/plan-ward unit"}, Filed: []string{"place/pagoda-adrift"}},
		"opportunity/plot": {Basis: "unit", Unit: "unit/ward-a", Located: true, Conformity: "conforms", Units: []string{"unit/ward-a record", "unit/gone history"},
			Plans: []string{"plan/plan-far record", "plan/plan-ward unit"}, Filed: []string{"place/pagoda-adrift"}},
		"unit/gone":           {Basis: "unit", Unit: "unit/ward-a", Located: true, Conformity: "unknown", Units: []string{"unit/ward-a history", "unit/gone history"}, Plans: []string{"plan/plan-ward unit"}, Filed: []string{"place/pagoda-adrift"}},
		"opportunity/nowhere": {Basis: "none", Conformity: "unknown"},
	} {
		a, ok := set.AroundRecord(id, ask)
		if !ok {
			t.Fatal(id, "is not there")
		}
		got := told{Basis: a.Basis.Kind, Conformity: a.Conformity, Located: a.Point != nil}
		if a.Basis.Unit != nil {
			got.Unit = a.Basis.Unit.Record
		}
		for _, u := range a.Units {
			got.Units = append(got.Units, u.Record+" "+u.Basis)
		}
		for _, p := range a.Plans {
			got.Plans = append(got.Plans, p.Record+" "+p.Basis)
		}
		for _, f := range a.HeritageSameUnit {
			got.Filed = append(got.Filed, f.Record)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", id, d)
		}
		for _, n := range a.Nearest {
			if n.Known != (n.Neighbour != nil) || n.Known && n.Record == id || n.Known && a.Point == nil {
				t.Errorf("%s: nearest %+v", id, n)
			}
			if printed := n.PrintedKm != nil; printed != (id == "opportunity/plot" && n.Category == "airport") {
				t.Errorf("%s: printed %v for %s", id, printed, n.Category)
			}
		}
	}
	plot, _ := set.AroundRecord("opportunity/plot", ask)
	if p := plot.Plans[0]; p.Number != "12/QĐ-UBND" || p.Decision != "document/decision" {
		t.Errorf("the plan does not say its decision: %+v", p)
	}
	if _, ok := set.AroundRecord("place/none", ask); ok {
		t.Error("a record that is not there has no surroundings")
	}
}

// TestChangesLeadToTheSetOfAllRecords walks from town to town by changes and holds each set against the one made of all records.
func TestChangesLeadToTheSetOfAllRecords(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		now := map[string]catalog.Record{}
		set := layers.Build(nil)
		for range rapid.IntRange(1, 6).Draw(r, "runs") {
			var put []catalog.Record
			var removed []string
			for range rapid.IntRange(0, 8).Draw(r, "changes") {
				rec := drawn(r)
				if slices.ContainsFunc(put, func(p catalog.Record) bool { return p.ID == rec.ID }) || slices.Contains(removed, rec.ID) {
					continue
				}
				if rapid.Bool().Draw(r, "gone") {
					delete(now, rec.ID)
					removed = append(removed, rec.ID)
					continue
				}
				now[rec.ID] = rec
				put = append(put, rec)
			}
			set = set.With(put, removed)
			var all []catalog.Record
			for _, rec := range now {
				all = append(all, rec)
			}
			want := layers.Build(all)
			if got, want := told(set), told(want); !cmp.Equal(got, want) {
				r.Fatalf("after changes: %s", cmp.Diff(want, got))
			}
		}
	})
}

// drawn is some record of a small town, often one that was there before.
func drawn(r *rapid.T) catalog.Record {
	kind := rapid.SampledFrom([]vocab.Kind{vocab.Place, vocab.Unit, vocab.Plan, vocab.Document, vocab.Opportunity}).Draw(r, "kind")
	geometry := rapid.SampledFrom([]orb.Geometry{nil, orb.Point{105.65, 18.55}, square(105.6, 18.5, 0.1), orb.LineString{{105.3, 18.55}, {105.9, 18.55}}, orb.Polygon{{{1, 1}}}}).Draw(r, "geometry")
	category := rapid.SampledFrom([]string{"temple", "school", "market", "hospital", ""}).Draw(r, "category")
	return record(kind, fmt.Sprintf("r%d", rapid.IntRange(0, 9).Draw(r, "slug")), geometry, func(rec *catalog.Record) {
		typed("category", category, "culture")(rec)
		rec.Modified = rec.Modified.AddDate(0, 0, rapid.IntRange(0, 3).Draw(r, "day"))
	})
}

// told is what a set says, as values.
func told(s *layers.Set) map[string]any {
	out := map[string]any{"generation": s.Generation, "modified": s.Modified, "refused": fmt.Sprint(s.Refused)}
	for _, d := range append(slices.Clone(s.Layers()), s.All()) {
		var ids []string
		for _, f := range d.Features {
			ids = append(ids, f.ID+" "+string(f.JSON)+fmt.Sprint(f.Geometry()))
		}
		box, placed := d.Bound()
		out[d.ID] = []any{d.Fresh(), d.Modified, ids, d.Unplaced(), box, placed, d.Order()}
	}
	at := orb.Point{105.65, 18.55}
	around := s.Around(at, layers.AroundAsk{RadiusKm: 50, Now: time.Date(2026, 7, 2, 0, 0, 0, 0, time.UTC), Kin: func(string) []string { return nil }})
	raw, _ := json.Marshal(around)
	out["around"] = string(raw)
	return out
}

func TestASetHasABitForEachList(t *testing.T) {
	if n := max(len(layers.List()), len(layers.AroundCategories())+2); n > 64 {
		t.Errorf("%d lists in one word of 64 bits", n)
	}
}
