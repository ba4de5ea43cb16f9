package web

import (
	"testing"
)

// crowded are series whose last points lie close to each other, as those of a
// population that several sources count do.
func crowded() []series {
	return []series{
		{name: "123docz.net", points: []sample{{x: 1991, y: 1209447}, {x: 2000, y: 1273382}, {x: 2015, y: 1261288}, {x: 2020, y: 1298638}}},
		{name: "smartdirectory.vn", points: []sample{{x: 2015, y: 1280782}}},
		{name: "en.investglobal.vn", points: []sample{{x: 2019, y: 1288866}}},
		{name: "vi.wikipedia.org", points: []sample{{x: 2022, y: 1317200}}},
	}
}

func TestNamesOnAChartCoverNeitherMarkersNorEachOther(t *testing.T) {
	all := crowded()
	x, y := scale{1991, 2022, chartLeft + 6, chartWidth - chartRight - 6}, scale{1200000, 1350000, chartBase, chartTop}
	var named []box
	for i, label := range labels(all, x, y) {
		if label.Text != all[i].name {
			t.Errorf("series %d is named %q", i, label.Text)
		}
		var b box
		for _, c := range candidates(all[i].points, x, y, letterWidth*float64(len(label.Text))) {
			if c.label.X == label.X && c.label.Y == label.Y && c.label.Anchor == label.Anchor {
				b = c.box
			}
		}
		if n := crowding(b, marks(all, x, y)); n > 0 {
			t.Errorf("%s covers %v markers", label.Text, n)
		}
		if n := crowding(b, named); n > 0 {
			t.Errorf("%s covers another name", label.Text)
		}
		named = append(named, b)
	}
}

func TestManySeriesHaveALegendAndEachAMarkerOfItsOwn(t *testing.T) {
	l := locales(t)["en"]
	all := append(crowded(), series{name: "e.example", points: []sample{{x: 2001, y: 1250000}}}, series{name: "f.example", points: []sample{{x: 2003, y: 1250000}}})
	c := l.draw(all)
	if len(c.Labels) != 0 || len(c.Legend) != len(all) {
		t.Errorf("got %d labels and a legend of %d, want the legend alone", len(c.Labels), len(c.Legend))
	}
	seen := map[string]bool{}
	for _, item := range c.Legend {
		seen[item.Marker] = true
	}
	if len(seen) != len(all) {
		t.Errorf("only %d shapes of markers for %d series", len(seen), len(all))
	}
}

func TestYearsOnTheAxisAreRound(t *testing.T) {
	for _, tt := range []struct {
		lo, hi float64
		want   []float64
	}{
		{1991, 2022, []float64{1995, 2000, 2005, 2010, 2015, 2020}}, {2019, 2023, []float64{2019, 2020, 2021, 2022, 2023}},
		{2015, 2025, []float64{2016, 2018, 2020, 2022, 2024}}, {2021, 2021, []float64{2021}}, {1900, 2020, []float64{1900, 1920, 1940, 1960, 1980, 2000, 2020}},
	} {
		got := yearTicks(tt.lo, tt.hi)
		if len(got) != len(tt.want) {
			t.Errorf("%v to %v: got %v, want %v", tt.lo, tt.hi, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%v to %v: got %v, want %v", tt.lo, tt.hi, got, tt.want)
			}
		}
	}
}
