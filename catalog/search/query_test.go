package search_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

func clock() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

func parse(t *testing.T, s string) (search.Query, error) {
	t.Helper()
	v, err := url.ParseQuery(s)
	if err != nil {
		t.Fatal(err)
	}
	return search.ParseQuery(v, clock())
}

func number(f float64) *float64 { return &f }

func TestParseQueryReadsEveryParameter(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     search.Query
	}{
		{"nothing is the zero query", "", search.Query{}},
		{"empty values are as good as absent", "q=&kind=&min_capital=&cursor=", search.Query{}},
		{"a text is cleaned of control characters", "q=%20cụm%00%0a%20công%07 ", search.Query{Text: "cụm công"}},
		{"alternatives by commas and by repetition", "kind=plan,document&kind=plan", search.Query{Kinds: []string{"document", "plan"}}},
		{"codes in any case", "kind=PLAN&licence=cc-by-4.0&lang=EN-gb", search.Query{Kinds: []string{"plan"}, Licences: []string{"CC-BY-4.0"}, Lang: text.EN}},
		{"names keep their commas", "place=Hồng Lĩnh, Hà Tĩnh&place=18118", search.Query{Places: []string{"18118", "Hồng Lĩnh, Hà Tĩnh"}}},
		{"sectors with and without edition", "sector=c,vsic2018:10", search.Query{Sectors: []string{"C", "VSIC2018:10"}}},
		{"amounts, years and a page", "min_capital=1.5&max_area=20&year=2024,2023&limit=50", search.Query{MinCapital: number(1.5), MaxArea: number(20), Years: []int{2023, 2024}, Limit: 50}},
		{"a box", "bbox=105.6,18.4,105.8,18.6", search.Query{BBox: &orb.Bound{Min: orb.Point{105.6, 18.4}, Max: orb.Point{105.8, 18.6}}}},
		{"a box across the antimeridian", "bbox=170,-10,-170,10", search.Query{BBox: &orb.Bound{Min: orb.Point{170, -10}, Max: orb.Point{-170, 10}}}},
		{"near with a radius and an order", "near=105.7,18.5&radius=5&sort=distance", search.Query{Near: &orb.Point{105.7, 18.5}, RadiusKM: 5, Sort: search.ByDistance}},
		{"a day, a month, a Vietnamese day, today", "as_of=1/7/2025", search.Query{AsOf: "2025-07-01"}},
		{"today", "as_of=today", search.Query{AsOf: "2026-11-22"}},
		{"facets", "facets=kind,topic", search.Query{Facets: []string{"kind", "topic"}}},
		{"a polygon as WKT", "polygon=POLYGON((0 0,1 0,1 1,0 0))", search.Query{Polygon: orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}},
		{"a polygon as GeoJSON", `polygon={"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`, search.Query{Polygon: orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parse(t, c.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseQueryRefusesWithTheParameterAndTheNearestName(t *testing.T) {
	for _, c := range []struct{ name, in, where, nearest string }{
		{"an unknown parameter", "kin=plan", "kin", "kind"},
		{"an unknown parameter like none", "zzzzzzzz=1", "zzzzzzzz", ""},
		{"an unknown kind", "kind=plans", "kind", "plan"},
		{"an unknown topic", "topic=turism", "topic", "tourism"},
		{"an unknown order", "sort=dates", "sort", "date"},
		{"an unknown facet", "facets=kinds", "facets", "kind"},
		{"an unknown language", "lang=fr", "lang", ""},
		{"a limit that is too great", "limit=1e9", "limit", ""},
		{"a limit below one", "limit=-1", "limit", ""},
		{"a limit in parts", "limit=2.5", "limit", ""},
		{"a limit in words", "limit=ten", "limit", ""},
		{"a number that is none", "min_capital=NaN", "min_capital", ""},
		{"an endless number", "max_area=Inf", "max_area", ""},
		{"a negative amount", "min_area=-3", "min_area", ""},
		{"bounds the wrong way round", "min_capital=5&max_capital=1", "min_capital", ""},
		{"a year before writing", "year=12", "year", ""},
		{"a text of ten thousand characters", "q=" + strings.Repeat("đ", 10_000), "q", ""},
		{"two texts", "q=a&q=b", "q", ""},
		{"too many values", manyValues(), "source", ""},
		{"a name without end", "place=" + strings.Repeat("x", 300), "place", ""},
		{"latitude first", "near=18.5,105.7", "near", ""},
		{"half a point", "near=105.7", "near", ""},
		{"a radius around nothing", "radius=5", "radius", ""},
		{"no radius", "near=1,1&radius=0", "radius", ""},
		{"a box upside down", "bbox=1,5,2,3", "bbox", ""},
		{"a box of three", "bbox=1,2,3", "bbox", ""},
		{"distance from nowhere", "sort=distance", "sort", ""},
		{"a day that does not exist", "as_of=2025-02-30", "as_of", ""},
		{"a sector of letters", "sector=ABC", "sector", ""},
		{"a polygon that is a point", "polygon=POINT(1 1)", "polygon", ""},
		{"a polygon that is open", "polygon=POLYGON((0 0,1 0,1 1,0 1))", "polygon", ""},
		{"a polygon off the Earth", "polygon=POLYGON((0 0,500 0,1 1,0 0))", "polygon", ""},
		{"a polygon that is broken", "polygon={", "polygon", ""},
		{"a polygon of no coordinates", `polygon={"type":"Polygon","coordinates":[]}`, "polygon", ""},
		{"a cursor without end", "cursor=" + strings.Repeat("A", 3000), "cursor", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parse(t, c.in)
			var f *catalog.Fault
			if !errors.As(err, &f) || f.Kind != catalog.Invalid {
				t.Fatalf("error %v, want an Invalid fault", err)
			}
			if f.Where != c.where || f.Nearest != c.nearest {
				t.Errorf("fault at %q nearest %q, want %q nearest %q", f.Where, f.Nearest, c.where, c.nearest)
			}
			if f.Detail[text.VI] == "" || f.Detail[text.EN] == "" {
				t.Errorf("the message is not in both languages: %v", f.Detail)
			}
			if len(f.Error()) > 2000 {
				t.Errorf("the message has %d bytes", len(f.Error()))
			}
		})
	}
}

// manyValues is a filter by 60 sources.
func manyValues() string {
	v := url.Values{}
	for i := range 60 {
		v.Add("source", strings.Repeat("x", i+1))
	}
	return v.Encode()
}

func TestParamsDescribeEveryParameterInBothLanguages(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range search.Params() {
		if seen[p.Name] || p.Help[text.VI] == "" || p.Help[text.EN] == "" || p.Type == "" {
			t.Errorf("parameter %+v is described twice or not in full", p)
		}
		seen[p.Name] = true
		if p.Example == "" || p.Name == "near" || p.Name == "radius" || p.Name == "cursor" {
			continue
		}
		if _, err := parse(t, url.Values{p.Name: {p.Example}}.Encode()); err != nil {
			t.Errorf("the example of %s is refused: %v", p.Name, err)
		}
	}
}

// FuzzParseQuery wants any query string to be refused with an Invalid fault or to come
// back the same through its canonical form.
func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{"", "q=cụm công nghiệp&kind=plan,document", "near=105.7,18.5&radius=5&sort=distance", "bbox=1,2,3,4",
		"polygon=POLYGON((0 0,1 0,1 1,0 0))", "q=\"a", "min_capital=1e3&as_of=2025-07", "place=a,b&place=c", "limit=1e9", "year=2024", "sector=C&within=x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := url.ParseQuery(s)
		if err != nil {
			t.Skip()
		}
		q, err := search.ParseQuery(v, clock())
		if err != nil {
			if catalog.KindOf(err) != catalog.Invalid {
				t.Fatalf("%q: %v is no Invalid fault", s, err)
			}
			return
		}
		again, err := search.ParseQuery(q.Values(), clock())
		if err != nil {
			t.Fatalf("%q: its canonical form %q is refused: %v", s, q.Values().Encode(), err)
		}
		if diff := cmp.Diff(q, again); diff != "" {
			t.Fatalf("%q: (-once +twice):\n%s", s, diff)
		}
	})
}
