package charts

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/web/address"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

const (
	MaxCharts         = 12 // on one page
	maxSeries         = 6  // the colours that people with any colour vision tell apart
	labelGap  float64 = 14
)

// series is the values of one area, boundary vintage, method and, where sources
// disagree, source. What is planned or drafted is a series of its own.
type series struct {
	of                            string // the figure and the area
	name, vintage, method, source string
	sort                          string // of figures that are not facts: plan, draft
	points                        []sample
}

type sample struct {
	x, y    float64
	low     bool
	period  string
	printed string
	basis   string // estimate, preliminary, plan, draft; "" is actual or not said
}

// split makes series of one area's values: one per boundary vintage, method and
// sort, and one per source where two sources give different values for a period.
// A year in which the unit was born stands where the unit was: behind its first day.
func split(l *frame.Locale, of, born string, list []catalog.Observation) []series {
	same := func(o catalog.Observation) string {
		return strings.Join([]string{o.Vintage, o.Method, facts.Unborn(o.Basis)}, "\x00")
	}
	disagree := map[string]bool{}
	first := map[string]float64{}
	for _, o := range list {
		k := same(o) + "\x00" + o.Period
		if v, ok := first[k]; ok && v != *o.Value {
			disagree[same(o)] = true
		}
		first[k] = *o.Value
	}
	var out []series
	at := map[string]int{}
	for _, o := range list {
		source := ""
		if disagree[same(o)] {
			source = address.Name(o.Provenance.URL, o.Provenance.Title)
		}
		k := same(o) + "\x00" + source
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, series{of: of, vintage: o.Vintage, method: o.Method, sort: facts.Unborn(o.Basis), source: source})
		}
		x, _ := Year(o.Period)
		if facts.Unborn(o.Basis) == "" {
			x = behind(born, x)
		}
		out[i].points = append(out[i].points, sample{x, *o.Value, o.Provenance.Confidence == "low", o.Period, o.Printed, o.Basis})
	}
	for i := range out {
		slices.SortStableFunc(out[i].points, func(a, b sample) int { return sign(a.x - b.x) })
	}
	return out
}

// behind moves a whole year to the middle of what is left of it after a day within it.
func behind(day string, year float64) float64 {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil || float64(t.Year()) != year {
		return year
	}
	start := year + float64(t.YearDay()-1)/365
	return (start + year + 1) / 2
}

func sign(x float64) int {
	switch {
	case x < 0:
		return -1
	case x > 0:
		return 1
	}
	return 0
}

// stretch writes the years that the values span.
func stretch(l *frame.Locale, all []series) string {
	xs, _ := bounds(all)
	first, last := math.Floor(xs[0]), math.Floor(xs[1])
	if first == last {
		return strconv.Itoa(int(first))
	}
	return l.T("chart.stretch", int(first), int(last))
}

func distinctX(all []series) int {
	seen := map[float64]bool{}
	for _, s := range all {
		for _, p := range s.points {
			seen[p.x] = true
		}
	}
	return len(seen)
}

// reform is 1 July 2025, when wards and communes were merged and districts
// ended all over Viet Nam, on the axis of years.
const reform = 2025.5

// cut is where figures on either side do not compare: boundaries change, or the
// method does, from one to the other.
type cut struct {
	at       float64
	from, to string // methods; "" is a change of boundaries
}

// cuts are where one boundary vintage ends and the next begins, and where a
// source states another method than the one before it, of the same figure and area.
func cuts(all []series) []cut {
	var out []cut
	add := func(c cut) {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	for _, a := range all {
		for _, b := range all {
			if a.vintage == b.vintage {
				continue
			}
			end, begin := a.points[len(a.points)-1].x, b.points[0].x
			switch {
			case a.of == b.of && end < begin:
				add(cut{at: between(end, begin)})
			case end < reform && begin > reform: // a former unit beside one of today
				add(cut{at: reform})
			}
		}
	}
	type stated struct {
		x          float64
		of, method string
	}
	var points []stated
	for _, s := range all {
		for _, p := range s.points {
			if s.method != "" {
				points = append(points, stated{p.x, s.of, s.method})
			}
		}
	}
	slices.SortStableFunc(points, func(a, b stated) int { return cmp.Or(strings.Compare(a.of, b.of), sign(a.x-b.x)) })
	for i := 1; i < len(points); i++ {
		if a, b := points[i-1], points[i]; a.of == b.of && a.method != b.method && a.x < b.x {
			add(cut{(a.x + b.x) / 2, a.method, b.method})
		}
	}
	return out
}

// between places a change of boundaries: at the reform if that lies between.
func between(end, begin float64) float64 {
	if end < reform && begin > reform {
		return reform
	}
	return (end + begin) / 2
}

// describe says in words what the chart shows.
func describe(l *frame.Locale, all []series, unit string) string {
	var parts []string
	for _, s := range all {
		first, last := s.points[0], s.points[len(s.points)-1]
		name := s.name
		if name != "" {
			name += ": "
		}
		parts = append(parts, name+l.T("chart.describe", l.Period(first.period), l.Num(first.y), l.Period(last.period), l.Num(last.y), unit))
	}
	return strings.Join(parts, "; ")
}
