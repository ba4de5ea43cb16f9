package charts

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

func obs(area, vintage, period string, value float64, source, confidence string) catalog.Observation {
	return catalog.Observation{Area: area, Name: text.New(area, area), Vintage: vintage, Period: period, Value: &value, Unit: "people",
		Provenance: catalog.Provenance{Title: source, URL: "https://" + source + "/x", Confidence: confidence}}
}

// drawnOf are the small charts of one indicator.
func drawnOf(t *testing.T, list ...catalog.Observation) []Plot {
	t.Helper()
	var rows []Figure
	for _, o := range list {
		rows = append(rows, Figure{Title: frame.Phrase{Text: "Population"}, Observation: o})
	}
	return Explore(locale(t, text.EN), "multiples", rows)
}

func as(o catalog.Observation, basis, method string) catalog.Observation {
	o.Basis, o.Method = basis, method
	return o
}

func caption(p Plot) string { return strings.Join(p.Caption, "\n") }

func TestValuesOfTwoBoundariesAreNeverJoined(t *testing.T) {
	plots := drawnOf(t,
		obs("Town", "old", "2023", 100, "a.example", "high"), obs("Town", "old", "2024", 110, "a.example", "high"),
		obs("Town", "new", "2026", 50, "a.example", "high"), obs("Town", "new", "2027", 52, "a.example", "high"))
	if len(plots) != 1 {
		t.Fatalf("got %d charts, want 1", len(plots))
	}
	p := plots[0]
	if len(p.Lines) != 2 || p.Lines[0].Series == p.Lines[1].Series {
		t.Errorf("want a line of its own for each boundary, got %v", p.Lines)
	}
	if len(p.Cuts) != 1 || p.Cuts[0].Label != "1 July 2025" || !strings.Contains(caption(p), "1 July 2025") {
		t.Errorf("want one break with its caption, got %+v %q", p.Cuts, p.Caption)
	}
}

func TestAChangeOfMethodIsABreakWithItsCaption(t *testing.T) {
	of63, of34 := "among 63", "among 34"
	ranks := []catalog.Observation{as(obs("Province", "v", "2021", 32, "a.example", "high"), "", of63), as(obs("Province", "v", "2022", 15, "a.example", "high"), "", of63),
		as(obs("Province", "v", "2023", 10, "a.example", "high"), "", of34), as(obs("Province", "v", "2024", 11, "a.example", "high"), "", of34)}
	p := drawnOf(t, ranks...)[0]
	if len(p.Lines) != 2 || len(p.Cuts) != 1 || p.Cuts[0].Label != "method changes" {
		t.Errorf("got %d lines and breaks %+v", len(p.Lines), p.Cuts)
	}
	if !strings.Contains(caption(p), "“among 63” to “among 34”") {
		t.Errorf("the caption does not name the methods: %q", p.Caption)
	}
	if p.Names[0].Text == p.Names[1].Text {
		t.Errorf("the two methods have one name: %+v", p.Names)
	}
	bars := Explore(locale(t, text.VI), "bar", []Figure{{Observation: ranks[1]}, {Observation: ranks[2]}})[0]
	if len(bars.Cuts) != 1 || bars.Cuts[0].Label != "đổi cách tính" {
		t.Errorf("bars: %+v", bars.Cuts)
	}
	// Another area's end is no break in this one.
	apart := Explore(locale(t, text.EN), "line", []Figure{
		{Observation: obs("A", "a", "2018", 5, "a.example", "high")}, {Observation: obs("A", "a", "2019", 5, "a.example", "high")},
		{Observation: obs("B", "b", "2021", 6, "a.example", "high")}, {Observation: obs("B", "b", "2022", 6, "a.example", "high")}})[0]
	if len(apart.Cuts) != 0 {
		t.Errorf("two areas with figures of other years have breaks %+v", apart.Cuts)
	}
}

func TestAPlanIsNoPartOfALineOfFacts(t *testing.T) {
	p := drawnOf(t, obs("Mill", "v", "2020", 5, "a.example", "high"), obs("Mill", "v", "2021", 6, "a.example", "high"),
		as(obs("Mill", "v", "2022", 9, "a.example", "high"), "plan", ""), as(obs("Mill", "v", "2022", 7, "a.example", "high"), "estimate", ""))[0]
	if len(p.Lines) != 1 || strings.Count(p.Lines[0].Path(), "L") != 2 {
		t.Errorf("want one line of the three facts, the estimate among them: %+v", p.Lines)
	}
	if says := caption(p); !strings.Contains(says, "plan: 2022") || !strings.Contains(says, "estimate: 2022") {
		t.Errorf("the caption does not say which are no final figures: %q", p.Caption)
	}
}

func TestTheLatestFigureIsNoDraft(t *testing.T) {
	l := locale(t, text.EN)
	list := []catalog.Observation{obs("Ward", "v", "2024", 100, "a.example", "high"), as(obs("Ward", "v", "2025", 120, "a.example", "high"), "draft", "")}
	if got := facts.Latest(l, list); !strings.Contains(got, "100") {
		t.Errorf("got %q, want the figure of 2024", got)
	}
	if got := facts.Latest(l, list[1:]); !strings.Contains(got, "120") {
		t.Errorf("got %q, want the draft where nothing else is", got)
	}
}

func TestGapsStayOpen(t *testing.T) {
	plots := drawnOf(t, obs("Town", "v", "2015", 1, "a.example", "high"), obs("Town", "v", "2016", 2, "a.example", "high"),
		obs("Town", "v", "2019", 3, "a.example", "high"), obs("Town", "v", "2020", 4, "a.example", "high"))
	var got []int
	for _, line := range plots[0].Lines {
		got = append(got, strings.Count(line.Path(), "L"))
	}
	if diff := cmp.Diff([]int{1, 1}, got); diff != "" {
		t.Error(diff)
	}
}

func TestSourcesThatDisagreeAreDrawnApartAndDoubtIsHollow(t *testing.T) {
	p := drawnOf(t, obs("Town", "v", "2019", 36940, "a.example", "high"), obs("Town", "v", "2019", 39000, "b.example", "low"),
		obs("Town", "v", "2020", 37000, "a.example", "high"), obs("Town", "v", "2020", 39500, "b.example", "low"))[0]
	var names []string
	for _, n := range p.Names {
		names = append(names, n.Text)
	}
	hollow := 0
	for _, d := range p.Dots {
		if d.Hollow {
			hollow++
		}
	}
	slices.Sort(names)
	if diff := cmp.Diff([]string{"a.example", "b.example"}, names); diff != "" {
		t.Error(diff)
	}
	if hollow != 2 || !strings.Contains(caption(p), "never averaged") || !strings.Contains(caption(p), "Hollow") {
		t.Errorf("got %d hollow markers and captions %q", hollow, p.Caption)
	}
}

func TestNamesNeverCrowd(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var rows []Figure
		for i := range rapid.IntRange(2, maxSeries).Draw(rt, "series") {
			area := strings.Repeat("Phường Bắc ", rapid.IntRange(1, 5).Draw(rt, "long")) + strconv.Itoa(i)
			for _, y := range rapid.SliceOfNDistinct(rapid.IntRange(2000, 2030), 1, 12, rapid.ID).Draw(rt, "years") {
				rows = append(rows, Figure{Title: frame.Phrase{Text: "X"}, Observation: obs(area, "v", strconv.Itoa(y), rapid.Float64Range(50, 100).Draw(rt, "value"), "a.example", "high")})
			}
		}
		for _, kind := range []string{"line", "bar"} {
			for _, p := range Explore(locale(t, text.VI), kind, rows) {
				var taken []box
				for _, n := range p.Names {
					wide := letter * float64(len([]rune(n.Text)))
					b := box{n.X, n.Y - 11, n.X + wide, n.Y + 2.9}
					if n.Anchor == "end" {
						b.left, b.right = n.X-wide, n.X
					}
					if n.Key && b.bottom > p.Top || b.left < 0 || b.right > p.Width+1 || b.top < 0 || slices.ContainsFunc(taken, b.meets) || !n.Key && slices.ContainsFunc(p.drawn(), b.meets) {
						rt.Fatalf("%s: the name %q at %+v covers something", kind, n.Text, b)
					}
					taken = append(taken, b)
				}
			}
		}
	})
}

func TestTheValueAxisLeavesRoomForItsLabels(t *testing.T) {
	for _, l := range []*frame.Locale{locale(t, text.VI), locale(t, text.EN)} {
		var p Plot
		p.Frame(l, Width, plotHeight, 1_200_000, 1_340_000, false)
		for _, tick := range p.YTicks {
			if need := 6 + letter*float64(utf8.RuneCountInString(tick.Label)); p.Left < need {
				t.Errorf("%q needs %v, has %v", tick.Label, need, p.Left)
			}
		}
	}
}

func TestPeriodsOnTheAxis(t *testing.T) {
	tests := []struct {
		in   string
		want float64
		ok   bool
	}{{"2019", 2019, true}, {"2025-07", 2025 + 6.5/12, true}, {"2024-Q1", 2024.125, true}, {"2016-2020", 0, false}, {"", 0, false}, {"khoảng 2010", 0, false}}
	for _, tt := range tests {
		got, ok := Year(tt.in)
		if ok != tt.ok || got != tt.want {
			t.Errorf("%q: got %v %v, want %v %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}

func TestYearsAndMonthsAreChartedApart(t *testing.T) {
	plots := drawnOf(t,
		obs("Town", "v", "2022", 100, "a.example", "high"), obs("Town", "v", "2023", 110, "a.example", "high"),
		obs("Town", "v", "2023-01", 9, "a.example", "high"), obs("Town", "v", "2023-02", 8, "a.example", "high"), obs("Town", "v", "2023-04", 7, "a.example", "high"),
		obs("Town", "v", "2023-H1", 60, "a.example", "high"))
	if len(plots) != 2 {
		t.Fatalf("got %d charts, want one of years and one of months", len(plots))
	}
	for _, p := range plots {
		if len(p.Lines) != 1 || strings.Count(p.Lines[0].Path(), "L") != 1 {
			t.Errorf("want a line of two values, got %v", p.Lines)
		}
	}
}

func FuzzYear(f *testing.F) {
	for _, s := range []string{"2019", "2025-07-01", "2024Q4", "-1", "9999-99"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if y, ok := Year(s); ok && (y < 0 || y > 10010) {
			t.Errorf("%q lies at %v", s, y)
		}
	})
}
