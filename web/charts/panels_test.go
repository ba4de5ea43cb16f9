package charts

import (
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/web/frame"
)

func locale(t *testing.T, lang text.Lang) *frame.Locale {
	t.Helper()
	l, err := frame.LoadLocale(lang)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func observation(area, vintage, period, source string, value float64, sure string) Figure {
	return Figure{ID: "indicator/x", Title: frame.Phrase{Text: "X"}, Observation: catalog.Observation{Area: area, Name: text.New(area, area), Vintage: vintage, Period: period, Value: &value, Unit: "ha",
		Provenance: catalog.Provenance{URL: "https://" + source + "/", Confidence: sure}}}
}

// born says that the unit began on the day of the reform.
func born(f Figure) Figure {
	f.Born = "2025-07-01"
	return f
}

func draft(f Figure) Figure {
	f.Observation.Basis = "draft"
	return f
}

func TestChartsJoinOnlyWhatBelongsTogether(t *testing.T) {
	l := locale(t, text.EN)
	tests := []struct {
		name                 string
		rows                 []Figure
		plots, lines, breaks int
	}{
		{"years in a row are one line", []Figure{observation("a", "v", "2020", "s.vn", 1, ""), observation("a", "v", "2021", "s.vn", 2, "")}, 1, 1, 0},
		{"a gap stays open", []Figure{observation("a", "v", "2018", "s.vn", 1, ""), observation("a", "v", "2019", "s.vn", 2, ""), observation("a", "v", "2022", "s.vn", 2, ""), observation("a", "v", "2023", "s.vn", 2, "")}, 1, 2, 0},
		{"boundaries that change break the line", []Figure{observation("a", "old", "2024", "s.vn", 1, ""), observation("a", "new", "2026", "s.vn", 2, "")}, 1, 0, 1},
		{"the reform shows even within one name of boundaries", []Figure{observation("a", "v", "2025", "s.vn", 1, ""), observation("a", "v", "2026", "s.vn", 2, "")}, 1, 1, 1},
		{"the reform shows between a former unit and one that was born in the year", []Figure{observation("town", "old", "2024", "s.vn", 1, ""), born(observation("ward", "new", "2025", "s.vn", 2, ""))}, 1, 0, 1},
		{"a draft for a unit is from before it", []Figure{observation("town", "old", "2024", "s.vn", 1, ""), draft(born(observation("ward", "new", "2025", "s.vn", 2, "")))}, 1, 0, 0},
		{"sources that disagree are drawn apart", []Figure{observation("a", "v", "2020", "s.vn", 1, ""), observation("a", "v", "2020", "r.vn", 2, ""), observation("a", "v", "2021", "s.vn", 1, ""), observation("a", "v", "2021", "r.vn", 2, "")}, 1, 2, 0},
		{"a province and a ward have charts of their own", []Figure{observation("a", "v", "2020", "s.vn", 1000, ""), observation("b", "v", "2020", "s.vn", 2, "")}, 2, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plots, lines, breaks := Explore(l, "line", tt.rows), 0, 0
			for _, p := range plots {
				lines, breaks = lines+len(p.Lines), breaks+len(p.Cuts)
			}
			if len(plots) != tt.plots || lines != tt.lines || breaks != tt.breaks {
				t.Errorf("got %d charts, %d lines, %d breaks; want %d, %d, %d", len(plots), lines, breaks, tt.plots, tt.lines, tt.breaks)
			}
		})
	}
}

func TestBarsStandOnZeroAndLowConfidenceIsHollow(t *testing.T) {
	l := locale(t, text.VI)
	p := Explore(l, "bar", []Figure{observation("a", "v", "2020", "s.vn", 95, "high"), observation("a", "v", "2021", "s.vn", 100, "low")})[0]
	if p.Zero == nil || len(p.Bars) != 2 {
		t.Fatalf("got %+v", p)
	}
	for i, b := range p.Bars {
		if low := b.Y + b.H; low < *p.Zero-0.01 || low > *p.Zero+0.01 {
			t.Errorf("bar %d ends at %v, the zero line is at %v", i, low, *p.Zero)
		}
	}
	if p.Bars[0].Hollow || !p.Bars[1].Hollow {
		t.Error("the value of low confidence is not hollow, or the other is")
	}
}
