package explore

import (
	"math"

	"honglinh/catalog"
)

// exact are the units of measurement that differ by a factor and nothing else.
func exact() []map[string]float64 {
	return []map[string]float64{
		{"people": 1, "thousand people": 1e3, "million people": 1e6},
		{"m2": 1, "ha": 1e4, "km2": 1e6},
		{"million VND": 1, "billion VND": 1e3},
		{"USD": 1, "million USD": 1e6, "billion USD": 1e9},
		{"visits": 1, "thousand visits": 1e3, "million visits": 1e6},
		{"tonnes": 1, "thousand tonnes": 1e3, "million tonnes": 1e6},
		{"head": 1, "thousand head": 1e3},
	}
}

// oneUnit writes the values of records in the unit that most of them have, as far as units
// differ by a factor alone: that is no splice. What a source prints stays beside the value.
func oneUnit(recs []catalog.Record) {
	count := map[string]int{}
	for _, rec := range recs {
		for _, o := range rec.Observations {
			count[o.Unit]++
		}
	}
	for _, family := range exact() {
		common := ""
		for unit := range family {
			if count[unit] > count[common] || count[unit] == count[common] && count[unit] > 0 && unit < common {
				common = unit
			}
		}
		if common == "" || family[common] == 0 {
			continue
		}
		for i := range recs {
			recs[i].Observations = rescaled(recs[i].Observations, family, common)
		}
	}
}

func rescaled(list []catalog.Observation, family map[string]float64, to string) []catalog.Observation {
	out := make([]catalog.Observation, len(list))
	for i, o := range list {
		if factor := family[o.Unit]; factor != 0 && o.Unit != to && o.Value != nil {
			v := *o.Value * factor / family[to]
			if v != 0 { // to the digits that a float has, not to those that the division adds
				digits := math.Pow(10, 12-math.Ceil(math.Log10(math.Abs(v))))
				v = math.Round(v*digits) / digits
			}
			o.Value, o.Unit = &v, to
		}
		out[i] = o
	}
	return out
}
