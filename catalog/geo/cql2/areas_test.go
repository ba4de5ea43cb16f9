package cql2_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo/cql2"
)

func TestAreasAreThePartOfAFilterThatAnIndexAnswers(t *testing.T) {
	box := orb.Bound{Min: orb.Point{105, 18}, Max: orb.Point{106, 19}}
	for _, c := range []struct {
		filter string
		areas  []orb.Geometry
		rest   bool
	}{
		{"S_INTERSECTS(geometry, BBOX(105,18,106,19))", []orb.Geometry{box}, false},
		{"S_INTERSECTS(BBOX(105,18,106,19), geometry)", []orb.Geometry{box}, false},
		{"S_INTERSECTS(geometry, POINT(105 18)) AND a = 1", []orb.Geometry{orb.Point{105, 18}}, true},
		{"a = 1 AND (b = 2 AND S_WITHIN(geometry, BBOX(105,18,106,19)))", []orb.Geometry{box}, true},
		{"S_DISJOINT(geometry, BBOX(105,18,106,19))", nil, true},
		{"a = 1 OR S_INTERSECTS(geometry, BBOX(105,18,106,19))", nil, true},
		{"NOT S_INTERSECTS(geometry, BBOX(105,18,106,19))", nil, true},
		{"S_INTERSECTS(other, BBOX(105,18,106,19))", nil, true},
	} {
		f, err := cql2.ParseText(c.filter, cql2.Options{})
		if err != nil {
			t.Fatal(err)
		}
		areas, rest := f.Areas("geometry")
		if d := cmp.Diff(fmt.Sprint(c.areas), fmt.Sprint(areas)); d != "" || (rest != nil) != c.rest {
			t.Errorf("%s: rest %v: %s", c.filter, rest != nil, d)
		}
	}
}
