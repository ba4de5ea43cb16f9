package indexer_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"pgregory.net/rapid"

	"honglinh/catalog"
	"honglinh/catalog/geo/geodesy"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/enginetest"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// The reference of this test knows nothing of indexes and boxes: corners in and on outlines by counting edges, and every edge against every other. Coordinates are halves, so that its signs
// are exact.

// edges are the edges of a geometry and its corners; a point has one corner.
func edges(g orb.Geometry) (segments [][2]orb.Point, corners []orb.Point) {
	add := func(ps []orb.Point) {
		corners = append(corners, ps...)
		for i := 1; i < len(ps); i++ {
			segments = append(segments, [2]orb.Point{ps[i-1], ps[i]})
		}
	}
	switch g := g.(type) {
	case orb.Point:
		add([]orb.Point{g})
	case orb.LineString:
		add(g)
	case orb.Polygon:
		for _, r := range g {
			add(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			s, c := edges(p)
			segments, corners = append(segments, s...), append(corners, c...)
		}
	}
	return segments, corners
}

func turn(a, b, c orb.Point) float64 { return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0]) }

func onEdge(p orb.Point, e [2]orb.Point) bool {
	return turn(e[0], e[1], p) == 0 && min(e[0][0], e[1][0]) <= p[0] && p[0] <= max(e[0][0], e[1][0]) && min(e[0][1], e[1][1]) <= p[1] && p[1] <= max(e[0][1], e[1][1])
}

func cross(a, b [2]orb.Point) bool {
	s := func(f float64) int {
		switch {
		case f > 0:
			return 1
		case f < 0:
			return -1
		}
		return 0
	}
	if onEdge(a[0], b) || onEdge(a[1], b) || onEdge(b[0], a) || onEdge(b[1], a) {
		return true
	}
	return s(turn(a[0], a[1], b[0]))*s(turn(a[0], a[1], b[1])) < 0 && s(turn(b[0], b[1], a[0]))*s(turn(b[0], b[1], a[1])) < 0
}

// covers tells whether a geometry holds a point, by the even-odd rule over each polygon's rings.
func covers(g orb.Geometry, p orb.Point) bool {
	if many, ok := g.(orb.MultiPolygon); ok {
		return slices.ContainsFunc(many, func(one orb.Polygon) bool { return covers(one, p) })
	}
	segments, corners := edges(g)
	if slices.Contains(corners, p) || slices.ContainsFunc(segments, func(e [2]orb.Point) bool { return onEdge(p, e) }) {
		return true
	}
	inside := false
	if _, ok := g.(orb.Polygon); ok {
		for _, e := range segments {
			if a, b := e[0], e[1]; (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
				inside = !inside
			}
		}
	}
	return inside
}

func meet(a, b orb.Geometry) bool {
	sa, ca := edges(a)
	sb, cb := edges(b)
	return slices.ContainsFunc(ca, func(p orb.Point) bool { return covers(b, p) }) || slices.ContainsFunc(cb, func(p orb.Point) bool { return covers(a, p) }) ||
		slices.ContainsFunc(sa, func(e [2]orb.Point) bool {
			return slices.ContainsFunc(sb, func(f [2]orb.Point) bool { return cross(e, f) })
		})
}

func moved(g orb.Geometry, by float64) orb.Geometry {
	shift := func(ps []orb.Point) {
		for i := range ps {
			ps[i][0] += by
		}
	}
	switch g := orb.Clone(g).(type) {
	case orb.Point:
		return orb.Point{g[0] + by, g[1]}
	case orb.LineString:
		shift(g)
		return g
	case orb.Polygon:
		for _, r := range g {
			shift(r)
		}
		return g
	}
	return g
}

// kmTo is the way from p to a geometry by trying every edge.
func kmTo(p orb.Point, g orb.Geometry) float64 {
	segments, corners := edges(g)
	if covers(g, p) || covers(g, orb.Point{p[0] + 360, p[1]}) || covers(g, orb.Point{p[0] - 360, p[1]}) {
		return 0
	}
	best := math.Inf(1)
	for _, c := range corners {
		best = min(best, geodesy.Distance(p, c))
	}
	for _, e := range segments {
		for _, by := range []float64{-360, 0, 360} {
			best = min(best, geodesy.Distance(p, geodesy.Nearest(orb.Point{p[0] + by, p[1]}, e[0], e[1])))
		}
	}
	return best / 1000
}

// outline draws a polygon: either winding, with a hole, a bow-tie, or a box whose edges and corners others share.
func outline(r *rapid.T, at float64, name string) orb.Polygon {
	n := func(s string, lo, hi int) float64 { return float64(rapid.IntRange(lo, hi).Draw(r, name+s)) / 2 }
	x, y, w, h := at+n("x", 0, 12), n("y", 0, 12), n("w", 1, 8), n("h", 1, 8)
	p := orb.Polygon{{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}, {x, y}}}
	switch rapid.IntRange(0, 3).Draw(r, name+"form") {
	case 0:
		p[0] = orb.Ring{{x, y}, {x + w, y + h}, {x + w, y}, {x, y + h}, {x, y}} // a bow-tie
	case 1:
		if w > 1 && h > 1 {
			p = append(p, orb.Ring{{x + 0.5, y + 0.5}, {x + 0.5, y + h - 0.5}, {x + w - 0.5, y + h - 0.5}, {x + w - 0.5, y + 0.5}, {x + 0.5, y + 0.5}})
		}
	case 2:
		p[0] = orb.Ring{{x, y}, {x + w, y + h/2}, {x, y + h}, {x + w/2, y + h/2}, {x, y}} // an arrow
	}
	if rapid.Bool().Draw(r, name+"clockwise") {
		for _, ring := range p {
			ring.Reverse()
		}
	}
	return p
}

func spot(r *rapid.T, at float64, name string) orb.Geometry {
	n := func(s string) float64 { return float64(rapid.IntRange(0, 16).Draw(r, name+s)) / 2 }
	switch rapid.IntRange(0, 4).Draw(r, name+"sort") {
	case 0:
		return nil
	case 1:
		return orb.Point{at + n("x"), n("y")}
	case 2:
		return orb.LineString{{at + n("x1"), n("y1")}, {at + n("x2"), n("y2")}, {at + n("x3"), n("y3")}}
	}
	return outline(r, at, name)
}

// within180 puts what lies wholly beyond the antimeridian on its own side, as records have it; what crosses it stays in the west of it.
func within180(g orb.Geometry) orb.Geometry {
	if g == nil || g.Bound().Max[0] <= 180 {
		return g
	}
	if g.Bound().Min[0] >= 180 {
		return moved(g, -360)
	}
	return moved(g, 180-g.Bound().Max[0])
}

// TestSearchInSpaceEqualsBruteForce asks the real engine, finder and layers for boxes, polygons and circles, with and without a text and other filters.
func TestSearchInSpaceEqualsBruteForce(t *testing.T) {
	found := map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		at := rapid.SampledFrom([]float64{100, 175, -180}).Draw(r, "at") // inland, and both sides of the antimeridian
		var records []catalog.Record
		for i := range rapid.IntRange(1, 25).Draw(r, "n") {
			rec := catalog.Record{ID: fmt.Sprintf("place/p%02d", i), Kind: vocab.Place, Title: text.New([]string{"chợ làng", "bến cảng"}[i%2], ""), Licence: "CC-BY-4.0"}
			if g := within180(spot(r, at, fmt.Sprint(i))); g != nil {
				rec.Geometry = geojson.NewGeometry(g)
			}
			records = append(records, rec)
		}
		rounds := rapid.Bool().Draw(r, "rounds")
		ask := finder(r, records, rounds)
		q := search.Query{Limit: 100}
		form := rapid.SampledFrom([]string{"box", "polygon", "circle", "polygon and box"}).Draw(r, "ask")
		var tests []func(orb.Geometry) bool
		if form == "box" || form == "polygon and box" {
			b := outline(r, at, "box").Bound()
			tests = append(tests, meets(b.ToPolygon()))
			if b.Min[0] > 180 {
				b.Min[0] -= 360
			}
			if b.Max[0] > 180 {
				b.Max[0] -= 360
			}
			q.BBox = &b
		}
		if form == "polygon" || form == "polygon and box" {
			p := outline(r, at, "polygon")
			q.Polygon = p
			tests = append(tests, meets(p))
		}
		if form == "circle" {
			c, ok := within180(orb.Point{at + float64(rapid.IntRange(0, 16).Draw(r, "cx"))/2, float64(rapid.IntRange(0, 16).Draw(r, "cy")) / 2}).(orb.Point)
			if !ok {
				r.Fatal("no point")
			}
			q.Near, q.RadiusKM, q.Sort = &c, float64(rapid.IntRange(0, 500).Draw(r, "km"))+0.5, search.ByDistance
			tests = append(tests, func(g orb.Geometry) bool { return kmTo(c, g) <= q.RadiusKM })
		}
		word := rapid.SampledFrom([]string{"", "chợ", "cảng"}).Draw(r, "text")
		q.Text = word
		var want []string
		ways := map[string]float64{}
		for i, rec := range records {
			if rec.Geometry == nil || word != "" && (i%2 == 0) != (word == "chợ") {
				continue
			}
			g := rec.Geometry.Geometry()
			if !slices.ContainsFunc(tests, func(test func(orb.Geometry) bool) bool { return !test(g) }) {
				want = append(want, rec.ID)
			}
			if q.Near != nil {
				ways[rec.ID] = kmTo(*q.Near, g)
			}
		}
		a, err := ask.Search(t.Context(), q)
		if err != nil {
			r.Fatal(err)
		}
		var got []string
		before := 0.0
		for _, h := range a.Hits {
			got = append(got, h.Record.ID)
			if q.Near == nil || rounds {
				continue
			}
			if h.DistanceKM == nil || math.Abs(*h.DistanceKM-ways[h.Record.ID]) > 0.001 || *h.DistanceKM < before {
				r.Fatalf("%s %v is %v km away and comes after %v, want %v", h.Record.ID, h.Record.Geometry.Geometry(), *h.DistanceKM, before, ways[h.Record.ID])
			}
			before = *h.DistanceKM
		}
		slices.Sort(got)
		if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" || a.Total != len(want) {
			r.Fatalf("%s %q: total %d (-want +got)\n%s", form, word, a.Total, d)
		}
		found[form] += len(got)
	})
	for _, form := range []string{"box", "polygon", "circle", "polygon and box"} {
		if found[form] == 0 {
			t.Errorf("nothing was ever found by %s", form)
		}
	}
}

// meets tests records against a region that may lie beyond 180 degrees.
func meets(region orb.Geometry) func(orb.Geometry) bool {
	return func(g orb.Geometry) bool {
		return meet(g, region) || meet(moved(g, 360), region) || meet(moved(g, -360), region)
	}
}

// rounding is an engine that holds every place up to a tenth of a degree beside where it is.
type rounding struct{ search.Engine }

func (rounding) Slack() float64 { return 0.11 }

func (e rounding) Apply(ctx context.Context, b search.Batch) error {
	for i := range b.Put {
		d := &b.Put[i]
		if d.Point == nil {
			continue
		}
		h := fnv.New32a()
		fmt.Fprint(h, d.ID, i)
		dx, dy := float64(h.Sum32()%21)/100-0.1, float64(h.Sum32()/21%21)/100-0.1
		d.Point = &orb.Point{max(-180, min(180, d.Point[0]+dx)), d.Point[1] + dy}
		d.Bound = &orb.Bound{Min: orb.Point{max(-180, d.Bound.Min[0]+dx), d.Bound.Min[1] + dy}, Max: orb.Point{min(180, d.Bound.Max[0]+dx), d.Bound.Max[1] + dy}}
	}
	return e.Engine.Apply(ctx, b)
}

func finder(r *rapid.T, records []catalog.Record, rounds bool) *search.Finder {
	var e search.Engine
	e, err := bleveengine.Create("")
	if err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() { e.Close() })
	if rounds {
		e = rounding{e}
	}
	shelf, prep, b := enginetest.Shelf{}, search.Preparer{}, search.Batch{Seq: 1}
	for i := range records {
		shelf[records[i].ID] = records[i]
		b.Put = append(b.Put, prep.Document(&records[i]))
	}
	if err := e.Apply(r.Context(), b); err != nil {
		r.Fatal(err)
	}
	var current layers.Current
	current.Store(layers.Build(records))
	f := search.NewFinder(search.FinderOptions{Records: shelf, Spatial: layers.Spatial{Current: &current}})
	f.Swap(search.Snapshot{Engine: e})
	return f
}
