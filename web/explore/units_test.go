package explore

import (
	"testing"

	"honglinh/catalog"
)

func TestUnitsThatDifferByAFactorAreOne(t *testing.T) {
	value := func(f float64) *float64 { return &f }
	recs := []catalog.Record{{Observations: []catalog.Observation{{Value: value(1238.8), Unit: "thousand people", Printed: "1.238,8"}, {Value: value(1290000), Unit: "people"}, {Value: value(1300000), Unit: "people"},
		{Value: value(58.97), Unit: "km2"}, {Value: value(5897), Unit: "ha"}, {Value: value(3), Unit: "rank"}, {Unit: "thousand people"}}}}
	kept := recs[0].Observations
	oneUnit(recs)
	want := []struct {
		value float64
		unit  string
	}{{1238800, "people"}, {1290000, "people"}, {1300000, "people"}, {5897, "ha"}, {5897, "ha"}, {3, "rank"}}
	for i, w := range want {
		if o := recs[0].Observations[i]; *o.Value != w.value || o.Unit != w.unit {
			t.Errorf("%d: %v %s, want %v %s", i, *o.Value, o.Unit, w.value, w.unit)
		}
	}
	if recs[0].Observations[0].Printed != "1.238,8" || *kept[0].Value != 1238.8 {
		t.Error("what was printed or stored was changed")
	}
}
