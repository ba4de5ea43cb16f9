package web

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

func obs(area, vintage, period string, value float64, source, confidence string) catalog.Observation {
	return catalog.Observation{Area: area, Name: text.New(area, area), Vintage: vintage, Period: period, Value: &value, Unit: "people",
		Provenance: catalog.Provenance{Title: source, URL: "https://" + source + "/x", Confidence: confidence}}
}

func TestValuesOfTwoBoundariesAreNeverJoined(t *testing.T) {
	l := locales(t)[text.EN]
	charts := l.charts("Population", []catalog.Observation{
		obs("Town", "old", "2023", 100, "a.example", "high"), obs("Town", "old", "2024", 110, "a.example", "high"),
		obs("Town", "new", "2026", 50, "a.example", "high"), obs("Town", "new", "2027", 52, "a.example", "high"),
	})
	if len(charts) != 1 {
		t.Fatalf("got %d charts, want 1", len(charts))
	}
	c := charts[0]
	if len(c.Lines) != 2 || c.Lines[0].Class == c.Lines[1].Class {
		t.Errorf("want a line of its own for each boundary, got %v", c.Lines)
	}
	if len(c.Breaks) != 1 || !strings.Contains(c.BreakNote, "1 July 2025") {
		t.Errorf("want one break with its caption, got %v %q", c.Breaks, c.BreakNote)
	}
}

func TestGapsStayOpen(t *testing.T) {
	l := locales(t)[text.EN]
	charts := l.charts("Population", []catalog.Observation{
		obs("Town", "v", "2015", 1, "a.example", "high"), obs("Town", "v", "2016", 2, "a.example", "high"),
		obs("Town", "v", "2019", 3, "a.example", "high"), obs("Town", "v", "2020", 4, "a.example", "high"),
	})
	var got []int
	for _, line := range charts[0].Lines {
		got = append(got, strings.Count(line.Path, "L"))
	}
	if diff := cmp.Diff([]int{1, 1}, got); diff != "" {
		t.Error(diff)
	}
}

func TestSourcesThatDisagreeAreDrawnApartAndDoubtIsHollow(t *testing.T) {
	l := locales(t)[text.EN]
	charts := l.charts("Population", []catalog.Observation{
		obs("Town", "v", "2019", 36940, "a.example", "high"), obs("Town", "v", "2019", 39000, "b.example", "low"),
		obs("Town", "v", "2020", 37000, "a.example", "high"), obs("Town", "v", "2020", 39500, "b.example", "low"),
	})
	c := charts[0]
	var names []string
	hollow := 0
	for _, label := range c.Labels {
		names = append(names, label.Text)
	}
	for _, p := range c.Points {
		if p.Hollow {
			hollow++
		}
	}
	if diff := cmp.Diff([]string{"a.example", "b.example"}, names); diff != "" {
		t.Error(diff)
	}
	if hollow != 2 || len(c.Notes) != 2 {
		t.Errorf("got %d hollow markers and notes %q", hollow, c.Notes)
	}
}

func TestPeriodsOnTheAxis(t *testing.T) {
	tests := []struct {
		in   string
		want float64
		ok   bool
	}{{"2019", 2019, true}, {"2025-07", 2025 + 6.5/12, true}, {"2024-Q1", 2024.125, true}, {"2016-2020", 0, false}, {"", 0, false}, {"khoảng 2010", 0, false}}
	for _, tt := range tests {
		got, ok := year(tt.in)
		if ok != tt.ok || got != tt.want {
			t.Errorf("%q: got %v %v, want %v %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}

func TestYearsAndMonthsAreChartedApart(t *testing.T) {
	l := locales(t)[text.EN]
	charts := l.charts("Budget", []catalog.Observation{
		obs("Town", "v", "2022", 100, "a.example", "high"), obs("Town", "v", "2023", 110, "a.example", "high"),
		obs("Town", "v", "2023-01", 9, "a.example", "high"), obs("Town", "v", "2023-02", 8, "a.example", "high"), obs("Town", "v", "2023-04", 7, "a.example", "high"),
		obs("Town", "v", "2023-H1", 60, "a.example", "high"),
	})
	if len(charts) != 2 {
		t.Fatalf("got %d charts, want one of years and one of months", len(charts))
	}
	for _, c := range charts {
		if len(c.Lines) != 1 || strings.Count(c.Lines[0].Path, "L") != 1 {
			t.Errorf("want a line of two values, got %v", c.Lines)
		}
	}
}

func TestPeriodsInWords(t *testing.T) {
	both := locales(t)
	tests := []struct{ in, vi, en string }{
		{"2021", "2021", "2021"}, {"2025-07", "7/2025", "July 2025"}, {"2023-H1", "nửa đầu năm 2023", "first half of 2023"},
		{"2024-Q3", "quý 3/2024", "Q3 2024"}, {"2023-M01/M05", "tháng 1–5/2023", "January–May 2023"}, {"2016-2020", "2016-2020", "2016-2020"},
	}
	for _, tt := range tests {
		if vi, en := both[text.VI].period(tt.in), both[text.EN].period(tt.in); vi != tt.vi || en != tt.en {
			t.Errorf("%s: got %q and %q, want %q and %q", tt.in, vi, en, tt.vi, tt.en)
		}
	}
}

func FuzzYear(f *testing.F) {
	for _, s := range []string{"2019", "2025-07-01", "2024Q4", "-1", "9999-99"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if y, ok := year(s); ok && (y < 0 || y > 10010) {
			t.Errorf("%q lies at %v", s, y)
		}
	})
}
