package crs_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"honglinh/catalog/geo/crs"
)

func TestManyPointsAreConvertedToATenthOfAMicrometre(t *testing.T) {
	wgs, worst := crs.MustLookup("CRS84"), 0.0
	for _, c := range crs.All() {
		there, back := crs.Transform(wgs, c), crs.Transform(c, wgs)
		manyThere, manyBack := there.Bulk(), back.Bulk()
		rapid.Check(t, func(r *rapid.T) {
			p := orb.Point{rapid.Float64Range(102, 118).Draw(r, "lon"), rapid.Float64Range(6, 24).Draw(r, "lat")}
			for _, way := range []struct {
				exact crs.Transformation
				many  *crs.Bulk
				to    *crs.CRS
			}{{there, manyThere, c}, {back, manyBack, wgs}} {
				want, err := way.exact.Point(p)
				if err != nil {
					r.Fatal(err)
				}
				got, err := way.many.Point(p)
				if err != nil {
					r.Fatal(err)
				}
				d := metres(way.to, got, want)
				if worst = max(worst, d); d > 2e-7 {
					r.Fatalf("%v to %s: %v, exactly %v, %g m apart", p, way.to, got, want, d)
				}
				p = want
			}
		})
	}
	t.Logf("at most %.2g m", worst)
}

func TestManyPointsMeetPROJ(t *testing.T) {
	wgs := crs.MustLookup("CRS84")
	for _, l := range lines(t, "testdata/proj.tsv") {
		c := crs.MustLookup(l[1])
		geo, xy := orb.Point{number(t, l[2]), number(t, l[3])}, orb.Point{number(t, l[4]), number(t, l[5])}
		from, to, in, want, limit := wgs, c, geo, xy, 1e-6
		if l[0] == "inv" {
			from, to, in, want = c, wgs, xy, geo
			if c.Datum() == "VN-2000" {
				limit = 0.75e-3 // on purpose, see the package comment
			}
		}
		got, err := crs.Transform(from, to).Bulk().Point(in)
		if err != nil {
			t.Fatal(err)
		}
		if d := metres(to, got, want); d > limit {
			t.Errorf("%v: got %v, PROJ has %v, %g m apart", l, got, want, d)
		}
	}
}

func TestBulkAnswersAsItsTransformationWhereNoPolynomialFits(t *testing.T) {
	wgs, vn := crs.MustLookup("CRS84"), crs.MustLookup("9209")
	exact := crs.Transform(wgs, vn)
	many := exact.Bulk()
	for _, p := range []orb.Point{{105.5, 89.99}, {105.5, -89.9}, {134.9, 18}, {75.6, 18}, {105.5, 0}} {
		want, err := exact.Point(p)
		if err != nil {
			t.Fatal(err)
		}
		got, err := many.Point(p)
		if d := metres(vn, got, want); err != nil || d > 1e-6 {
			t.Errorf("%v: got %v, %v, want %v", p, got, err, want)
		}
	}
	for _, p := range []orb.Point{{106, 91}, {math.NaN(), 18}, {106, math.Inf(1)}, {-60, 18}, {1e300, 18}} {
		if q, err := many.Point(p); !errors.Is(err, crs.ErrDomain) {
			t.Errorf("%v gave %v, %v", p, q, err)
		}
	}
	line := orb.LineString{{105, 18}, {106, 19}}
	if _, err := many.Geometry(orb.Collection{orb.Point{105, 18}, line, orb.LineString{{105, 18}, {300, 18}}}); !errors.Is(err, crs.ErrDomain) {
		t.Errorf("a member outside the domain gave %v", err)
	}
	if d := cmp.Diff(orb.LineString{{105, 18}, {106, 19}}, line); d != "" {
		t.Error("the original changed", d)
	}
	same := orb.LineString{{105.1234567890123, 18.1}, {1e300, -1e300}}
	if g, err := crs.Transform(wgs, wgs).Bulk().Geometry(same); err != nil || !orb.Equal(g, same) {
		t.Errorf("the same system changed a coordinate: %v, %v", g, err)
	}
	if g, err := many.Geometry(nil); g != nil || err != nil {
		t.Error(g, err)
	}
}

func BenchmarkBulkWGS84ToVN2000(b *testing.B) { bulkBenchmark(b, "CRS84", "9209") }
func BenchmarkBulkVN2000ToWGS84(b *testing.B) { bulkBenchmark(b, "9209", "CRS84") }

// bulkBenchmark converts outlines: 1,000 of 150 corners, some kilometres across, all over the country.
func bulkBenchmark(b *testing.B, from, to string) {
	var in []orb.Point
	for i := range 1000 {
		for j := range 150 {
			s, c := math.Sincos(float64(j) / 150 * 2 * math.Pi)
			in = append(in, orb.Point{104 + float64(i%40)/10 + 0.02*c, 9 + float64(i/40)/2 + 0.02*s})
		}
	}
	if err := crs.Transform(crs.MustLookup("CRS84"), crs.MustLookup(from)).Points(in); err != nil {
		b.Fatal(err)
	}
	t := crs.Transform(crs.MustLookup(from), crs.MustLookup(to))
	work := make([]orb.Point, len(in))
	for b.Loop() {
		copy(work, in)
		if err := t.Bulk().Points(work); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(in))*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mpoints/s")
}
