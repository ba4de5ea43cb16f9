package charts

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/web/address"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// Figure is one value of an indicator.
type Figure struct {
	ID          string
	Title       frame.Phrase
	Observation catalog.Observation
	Born        string // first day of the unit that the figure is of; "" where it is of none or not known
}

// panel is the series that share a chart: one unit of measurement, one length
// of period.
type panel struct {
	unit   string
	step   float64
	all    []series
	lists  [][]catalog.Observation
	titles []string // of the indicators in it
	names  []string // of the areas in it
}

// Explore makes the charts: values of different units of measurement never
// share an axis, values of different boundaries or sources never a line.
func Explore(l *frame.Locale, as string, rows []Figure) []Plot {
	out := Plots(l, as, rows)
	if out = out[:min(len(out), MaxCharts)]; as == "multiples" && len(out) > 1 {
		sameScale(l, out)
	}
	return out
}

// Plots makes a chart of each unit of measurement and length of period; as is "multiples" for
// one of each indicator and area. Those without a value are left out. Ids are plot-1, plot-2 ….
func Plots(l *frame.Locale, as string, rows []Figure) []Plot {
	var out []Plot
	for _, p := range panels(l, as, rows) {
		if len(p.all) == 0 {
			continue
		}
		plot := panelPlot(l, as, p)
		plot.ID = fmt.Sprintf("plot-%d", len(out)+1)
		out = append(out, plot)
	}
	return out
}

// panels groups the values. Small multiples have one indicator and area each.
func panels(l *frame.Locale, as string, rows []Figure) []panel {
	type key struct {
		unit, figure, area string
		step               float64
	}
	type line struct{ figure, area string }
	var keys []key
	lines := map[key][]line{}
	values := map[key]map[line][]Figure{}
	for _, v := range rows {
		if _, ok := Year(v.Observation.Period); !ok || v.Observation.Value == nil {
			continue
		}
		k := key{unit: v.Observation.Unit, step: step(v.Observation.Period)}
		if as == "multiples" {
			k.figure, k.area = v.ID, v.Observation.Area
		}
		n := line{v.Title.Text, facts.AreaName(l, v.Observation)}
		if values[k] == nil {
			keys, values[k] = append(keys, k), map[line][]Figure{}
		}
		if values[k][n] == nil {
			lines[k] = append(lines[k], n)
		}
		values[k][n] = append(values[k][n], v)
	}
	var out []panel
	for _, k := range keys {
		p := panel{unit: k.unit, step: k.step}
		for _, n := range lines[k] {
			p.add(l, n.figure, n.area, values[k][n])
		}
		for _, one := range p.byScale() {
			out = append(out, one.parts()...)
		}
	}
	return out
}

// add splits one area's values into series by boundary and, where sources
// disagree, by source.
func (p *panel) add(l *frame.Locale, figure, area string, values []Figure) {
	list := make([]catalog.Observation, 0, len(values))
	for _, v := range values {
		list = append(list, v.Observation)
	}
	for _, one := range split(l, figure+"\x00"+area, values[0].Born, list) {
		p.all = append(p.all, one)
		p.lists = append(p.lists, list)
		p.titles, p.names = append(p.titles, figure), append(p.names, area)
	}
}

// parts cuts a panel that has more series than colours.
func (p panel) parts() []panel {
	var out []panel
	for from := 0; from < len(p.all); from += maxSeries {
		to := min(from+maxSeries, len(p.all))
		out = append(out, panel{p.unit, p.step, p.all[from:to], p.lists[from:to], p.titles[from:to], p.names[from:to]})
	}
	return out
}

func panelPlot(l *frame.Locale, as string, p panel) Plot {
	all := p.named(l)
	width, height := float64(Width), float64(plotHeight)
	if as == "multiples" {
		width, height = smallWidth, smallHeight
	}
	var plot Plot
	if as == "bar" {
		plot = barPlot(l, all, width, height)
	} else {
		plot = linePlot(l, all, width, height)
	}
	plot.Title = strings.Join(frame.Distinct(p.titles), "; ") + ": " + strings.Join(frame.Distinct(p.names), ", ") + ", " + stretch(l, all)
	plot.Unit, plot.Desc = p.unit, describe(l, all, p.unit)
	plot.Caption = exploreCaption(l, p, all)
	return plot
}

// exploreCaption tells the unit, the boundaries, the breaks and the sources.
func exploreCaption(l *frame.Locale, p panel, all []series) []string {
	var vintages, sources, methods []string
	sorts := map[string][]string{}
	low, differ := false, false
	for i, s := range p.all {
		vintages = append(vintages, cmp.Or(s.vintage, l.T("unknown")))
		differ = differ || s.source != ""
		methods = append(methods, s.method)
		for _, d := range s.points {
			if d.basis != "" {
				sorts[d.basis] = append(sorts[d.basis], l.Period(d.period))
			}
		}
		for _, o := range p.lists[i] {
			sources = append(sources, address.Name(o.Provenance.URL, o.Provenance.Title))
			low = low || o.Provenance.Confidence == "low"
		}
	}
	out := []string{l.T("explore_unit", cmp.Or(p.unit, l.T("unknown"))) + " " + l.T("explore_vintage", strings.Join(frame.Distinct(vintages), "; "))}
	if methods = frame.Distinct(methods); len(methods) > 0 {
		out = append(out, l.T("explore_method", strings.Join(methods, "; ")))
	}
	xs, _ := bounds(all)
	for _, c := range visibleCuts(all, xs) {
		if c.to != "" {
			out = append(out, l.T("explore_break.method", c.from, c.to))
		} else {
			out = append(out, l.T("explore_break"))
		}
	}
	out = frame.Distinct(out)
	for _, b := range slices.Sorted(maps.Keys(sorts)) {
		out = append(out, l.T("explore_basis", facts.Basis(l, b), strings.Join(frame.Distinct(sorts[b]), ", ")))
	}
	if differ {
		out = append(out, l.T("explore_differ"))
	}
	if low {
		out = append(out, l.T("explore_low"))
	}
	return append(out, l.T("explore_sources", strings.Join(frame.Distinct(sources), ", ")))
}

// sameScale is said where charts that stand side by side have scales of their own.
func sameScale(l *frame.Locale, plots []Plot) {
	for i := range plots {
		plots[i].Caption = append(plots[i].Caption, l.T("explore_scale"))
	}
}

// named gives each series the shortest name that tells it from the others: the
// indicator and the area where there are several, the boundaries and methods
// where an area has several, plan or draft, the source where sources disagree.
func (p panel) named(l *frame.Locale) []series {
	all := slices.Clone(p.all)
	vintages, methods := map[string][]string{}, map[string]map[string]bool{}
	for _, s := range all {
		vintages[s.of] = frame.Distinct(append(vintages[s.of], s.vintage))
		if methods[s.of] == nil {
			methods[s.of] = map[string]bool{}
		}
		methods[s.of][s.method] = true
	}
	for i := range all {
		var parts []string
		if len(frame.Distinct(p.titles)) > 1 {
			parts = append(parts, p.titles[i])
		}
		if len(frame.Distinct(p.names)) > 1 {
			parts = append(parts, p.names[i])
		}
		if len(vintages[all[i].of]) > 1 {
			parts = append(parts, all[i].vintage)
		}
		if len(methods[all[i].of]) > 1 {
			parts = append(parts, cmp.Or(all[i].method, l.T("explore_method.none")))
		}
		if all[i].sort != "" {
			parts = append(parts, facts.Basis(l, all[i].sort))
		}
		all[i].name = strings.Join(frame.Distinct(append(parts, all[i].source)), ", ")
	}
	return all
}

// tooFar is how many times larger one series may be than another on one axis;
// beyond it the smaller lies flat on the axis and goes to a chart of its own.
const tooFar = 12

// byScale parts a panel whose series differ so much that one axis cannot show them.
func (p panel) byScale() []panel {
	top := func(s series) float64 {
		return math.Abs(slices.MaxFunc(s.points, func(a, b sample) int { return cmp.Compare(math.Abs(a.y), math.Abs(b.y)) }).y)
	}
	order := make([]int, len(p.all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return sign(top(p.all[b]) - top(p.all[a])) })
	var out []panel
	high := 0.0
	for n, i := range order {
		if t := top(p.all[i]); n == 0 || t > 0 && high/t > tooFar {
			out, high = append(out, panel{unit: p.unit, step: p.step}), t
		}
		last := &out[len(out)-1]
		last.all, last.lists = append(last.all, p.all[i]), append(last.lists, p.lists[i])
		last.titles, last.names = append(last.titles, p.titles[i]), append(last.names, p.names[i])
	}
	return out
}
