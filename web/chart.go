package web

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
)

// Chart is a line chart ready to print: every coordinate is worked out.
type Chart struct {
	ID, Title, Desc, Unit string
	Width, Height         int
	Left, Right, Base     int
	XTicks, YTicks        []Tick
	Lines                 []Line
	Points                []Point
	Labels                []ChartLabel
	Legend                []LegendItem // in place of labels, where they would crowd
	Breaks                []Tick
	BreakNote             string
	Notes                 []string
}

// Tick is a mark on an axis at a coordinate.
type Tick struct {
	At    string
	Label string
}

// Line is a stroke through points that follow each other without a gap.
type Line struct{ Class, Path string }

// Point is one value as a path around it; hollow where the confidence is low.
type Point struct {
	Class, Path, Title string
	Hollow             bool
}

// ChartLabel names a series beside its last point.
type ChartLabel struct{ Class, X, Y, Anchor, Text string }

// The chart's frame in SVG units; the text is 13 high, so that it is readable
// on a telephone, where a unit is a little less than a pixel.
const (
	chartWidth, chartHeight         = 400, 230
	chartLeft, chartRight           = 70, 14
	chartTop, chartBase             = 16, 200
	maxCharts                       = 12 // small multiples on one page
	maxSeries                       = 6  // the colours that people with any colour vision tell apart
	labelGap                float64 = 14
)

// series is the values of one area, boundary vintage and, where sources
// disagree, source.
type series struct {
	name, vintage, source string
	points                []sample
}

type sample struct {
	x, y    float64
	low     bool
	period  string
	printed string
}

// charts draws a chart for every area and unit of measurement with three values
// or with two that follow each other. Values of different boundary vintages are never joined.
func (l *locale) charts(title string, list []catalog.Observation) []Chart {
	type key struct {
		area, unit string
		step       float64
	}
	var keys []key
	groups := map[key][]catalog.Observation{}
	for _, o := range list {
		if _, ok := year(o.Period); !ok || o.Value == nil {
			continue
		}
		k := key{l.areaName(o), o.Unit, step(o.Period)}
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], o)
	}
	slices.SortStableFunc(keys, func(a, b key) int { return len(groups[b]) - len(groups[a]) })
	var out []Chart
	for _, k := range keys {
		all := l.split(groups[k])
		if len(out) == maxCharts {
			break
		}
		c := l.draw(all)
		if distinctX(all) < 3 && len(c.Lines) == 0 { // two lone dots say no more than the table
			continue
		}
		c.ID, c.Unit = fmt.Sprintf("chart-%d", len(out)+1), k.unit
		c.Title = l.t("chart.title", title, k.area, l.stretch(all))
		if n := len(l.apart(groups[k])) - len(all); n > 0 {
			c.Notes = append(c.Notes, l.t("chart.undrawn", n))
		}
		c.Desc = l.describe(all, c.Unit)
		out = append(out, c)
	}
	return out
}

// split returns the series that a chart can hold.
func (l *locale) split(list []catalog.Observation) []series {
	out := l.apart(list)
	return out[:min(len(out), maxSeries)]
}

// stretch writes the years that the values span.
func (l *locale) stretch(all []series) string {
	xs, _ := bounds(all)
	first, last := math.Floor(xs[0]), math.Floor(xs[1])
	if first == last {
		return strconv.Itoa(int(first))
	}
	return l.t("chart.stretch", int(first), int(last))
}

// apart makes series of one area's values: one per vintage, and one per source
// within a vintage where two sources give different values for a period.
func (l *locale) apart(list []catalog.Observation) []series {
	disagree := map[string]bool{}
	first := map[string]float64{}
	for _, o := range list {
		k := o.Vintage + "\x00" + o.Period
		if v, ok := first[k]; ok && v != *o.Value {
			disagree[o.Vintage] = true
		}
		first[k] = *o.Value
	}
	var out []series
	at := map[string]int{}
	for _, o := range list {
		source := ""
		if disagree[o.Vintage] {
			source = firstOf(hostOf(o.Provenance.URL), o.Provenance.Title)
		}
		k := o.Vintage + "\x00" + source
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, series{name: firstOf(source, o.Vintage), vintage: o.Vintage, source: source})
		}
		x, _ := year(o.Period)
		out[i].points = append(out[i].points, sample{x, *o.Value, o.Provenance.Confidence == "low", o.Period, o.Printed})
	}
	for i := range out {
		slices.SortStableFunc(out[i].points, func(a, b sample) int { return sign(a.x - b.x) })
	}
	return out
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

func distinctX(all []series) int {
	seen := map[float64]bool{}
	for _, s := range all {
		for _, p := range s.points {
			seen[p.x] = true
		}
	}
	return len(seen)
}

func (l *locale) draw(all []series) Chart {
	c := Chart{Width: chartWidth, Height: chartHeight, Left: chartLeft, Right: chartWidth - chartRight, Base: chartBase}
	xs, ys := bounds(all)
	ticks, gap := niceTicks(ys[0], ys[1])
	x := scale{xs[0], xs[1], chartLeft + 6, chartWidth - chartRight - 6}
	y := scale{ticks[0], ticks[len(ticks)-1], chartBase, chartTop}
	for _, v := range ticks {
		c.YTicks = append(c.YTicks, Tick{coord(y.at(v)), l.short(v, gap)})
	}
	for _, v := range yearTicks(xs[0], xs[1]) {
		c.XTicks = append(c.XTicks, Tick{coord(x.at(v)), strconv.Itoa(int(v))})
	}
	for i, s := range all {
		class := "k" + strconv.Itoa(i%maxSeries+1)
		c.Lines = append(c.Lines, lines(class, s.points, x, y)...)
		for _, p := range s.points {
			c.Points = append(c.Points, Point{class, markerPath(i, x.at(p.x), y.at(p.y)), l.period(p.period) + ": " + firstOf(p.printed, l.num(p.y)), p.low})
		}
	}
	switch {
	case len(all) > maxDirect:
		c.Legend = legend(all)
	case len(all) > 1:
		c.Labels = labels(all, x, y)
	}
	for _, b := range breaks(all) {
		c.Breaks = append(c.Breaks, Tick{coord(x.at(b)), ""})
		c.BreakNote = l.t("chart.break")
	}
	c.Notes = l.chartNotes(all)
	return c
}

func (l *locale) chartNotes(all []series) []string {
	var notes []string
	low, sources := false, false
	for _, s := range all {
		sources = sources || s.source != ""
		for _, p := range s.points {
			low = low || p.low
		}
	}
	if sources {
		notes = append(notes, l.t("chart.sources"))
	}
	if low {
		notes = append(notes, l.t("chart.low"))
	}
	return notes
}

// lines joins values of consecutive years; a gap stays open.
func lines(class string, points []sample, x, y scale) []Line {
	var out []Line
	var b strings.Builder
	n := 0
	flush := func() {
		if n > 1 {
			out = append(out, Line{class, b.String()})
		}
		b.Reset()
		n = 0
	}
	for i, p := range points {
		if i > 0 && p.x-points[i-1].x > step(p.period) {
			flush()
		}
		verb := "L"
		if n == 0 {
			verb = "M"
		}
		fmt.Fprintf(&b, "%s%s %s", verb, coord(x.at(p.x)), coord(y.at(p.y)))
		n++
	}
	flush()
	return out
}

// reform is 1 July 2025, when wards and communes were merged and districts
// ended all over Viet Nam, on the axis of years.
const reform = 2025.5

// breaks are where one boundary vintage ends and the next begins.
func breaks(all []series) []float64 {
	var out []float64
	for _, a := range all {
		for _, b := range all {
			if a.vintage == b.vintage {
				continue
			}
			end, begin := a.points[len(a.points)-1].x, b.points[0].x
			if end >= begin {
				continue
			}
			at := (end + begin) / 2
			if end < reform && begin > reform {
				at = reform
			}
			if !slices.Contains(out, at) {
				out = append(out, at)
			}
		}
	}
	return out
}

// describe says in words what the chart shows.
func (l *locale) describe(all []series, unit string) string {
	var parts []string
	for _, s := range all {
		first, last := s.points[0], s.points[len(s.points)-1]
		name := s.name
		if name != "" {
			name += ": "
		}
		parts = append(parts, name+l.t("chart.describe", l.period(first.period), l.num(first.y), l.period(last.period), l.num(last.y), unit))
	}
	return strings.Join(parts, "; ")
}
