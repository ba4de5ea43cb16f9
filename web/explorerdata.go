package web

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"honglinh/catalog"
)

// exploration is what the explorer shows: the values chosen and their charts.
type exploration struct {
	title string
	areas []AreaGroup
	rows  []figureValue
	plots []Plot
}

// figureValue is one value of an indicator.
type figureValue struct {
	id     string
	figure Phrase
	o      catalog.Observation
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

// exploration reads the values chosen. Without a choice of areas, those with
// most values are shown.
func (s *site) exploration(ctx context.Context, l *locale, a exploreAsk) (exploration, error) {
	var e exploration
	if len(a.figures) == 0 {
		return e, nil
	}
	recs, err := s.Store.Records(ctx, a.figures)
	if err != nil {
		return e, err
	}
	var titles []string
	for i := range recs {
		name := l.pick(recs[i].Title)
		titles = append(titles, name.Text)
		for _, o := range s.readable(l, &recs[i]) {
			e.rows = append(e.rows, figureValue{recs[i].ID, name, o})
		}
	}
	e.title = strings.Join(titles, "; ")
	chosen := a.areas
	if len(chosen) == 0 {
		chosen = mostValued(e.rows)
	}
	if e.areas, err = s.areaGroups(l, e.rows, chosen); err != nil {
		return e, err
	}
	for _, area := range a.areas {
		if !slices.ContainsFunc(e.rows, func(v figureValue) bool { return v.o.Area == area }) {
			f := catalog.NewFault(catalog.Invalid, "area", "Các chỉ tiêu đã chọn không có số cho khu vực này.", "The chosen indicators have no figures for this area.")
			f.Nearest = nearestArea(area, e.rows)
			return e, f
		}
	}
	e.rows = slices.DeleteFunc(e.rows, func(v figureValue) bool { return !slices.Contains(chosen, v.o.Area) || !within(v.o.Period, a) })
	slices.SortStableFunc(e.rows, func(x, y figureValue) int {
		return firstNonZero(strings.Compare(x.id, y.id), strings.Compare(l.areaName(x.o), l.areaName(y.o)), strings.Compare(x.o.Period, y.o.Period))
	})
	e.plots = l.explorePlots(a, e.rows)
	return e, nil
}

func firstNonZero(list ...int) int {
	for _, n := range list {
		if n != 0 {
			return n
		}
	}
	return 0
}

// within reports whether a period lies in the years asked for; a period without
// a place on the axis stays in the table unless years are asked for.
func within(period string, a exploreAsk) bool {
	if a.from == 0 && a.to == 0 {
		return true
	}
	y, ok := year(period)
	at := int(math.Floor(y))
	return ok && (a.from == 0 || at >= a.from) && (a.to == 0 || at <= a.to)
}

// mostValued are the areas with most values, at most three.
func mostValued(rows []figureValue) []string {
	count := map[string]int{}
	for _, v := range rows {
		if v.o.Value != nil {
			count[v.o.Area]++
		}
	}
	list := sortedAreas(count)
	slices.SortStableFunc(list, func(a, b string) int { return count[b] - count[a] })
	return list[:min(len(list), 3)]
}

func sortedAreas[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func nearestArea(area string, rows []figureValue) string {
	best := ""
	for _, v := range rows {
		if best == "" || strings.HasPrefix(v.o.Area, area[:min(len(area), 4)]) {
			best = v.o.Area
		}
	}
	return best
}

// The sorts of areas, in the order of the form.
const (
	areaCountry = iota
	areaProvince
	areaNew
	areaOld
	areaOther
)

// areaGroups are the areas that the values have, by sort.
func (s *site) areaGroups(l *locale, rows []figureValue, chosen []string) ([]AreaGroup, error) {
	groups := make([]AreaGroup, areaOther+1)
	for i, key := range []string{"country", "province", "new", "old", "other"} {
		groups[i].Title = l.t("explore_area." + key)
	}
	seen := map[string]bool{}
	for _, v := range rows {
		if seen[v.o.Area] {
			continue
		}
		seen[v.o.Area] = true
		g := &groups[s.areaSort(v.o.Area)]
		g.Areas = append(g.Areas, Pick{Name: "area", Value: v.o.Area, Text: firstOf(l.areaName(v.o), v.o.Area), On: slices.Contains(chosen, v.o.Area)})
	}
	return slices.DeleteFunc(groups, func(g AreaGroup) bool { return len(g.Areas) == 0 }), nil
}

// areaSort tells an area by the register of units: what ended is old.
func (s *site) areaSort(area string) int {
	u, ok := s.Places().ByID("unit/" + strings.TrimPrefix(area, "unit/"))
	switch {
	case area == "viet-nam" || ok && u.Level == "country":
		return areaCountry
	case ok && u.Level == "province":
		return areaProvince
	case ok && u.To != "":
		return areaOld
	case ok:
		return areaNew
	}
	return areaOther
}

// explorePlots makes the charts: values of different units of measurement never
// share an axis, values of different boundaries or sources never a line.
func (l *locale) explorePlots(a exploreAsk, rows []figureValue) []Plot {
	out := l.plots(a, rows)
	if out = out[:min(len(out), maxCharts)]; a.as == "multiples" && len(out) > 1 {
		sameScale(l, out)
	}
	return out
}

func (l *locale) plots(a exploreAsk, rows []figureValue) []Plot {
	var out []Plot
	for _, p := range l.panels(a, rows) {
		if len(p.all) == 0 {
			continue
		}
		plot := l.panelPlot(a, p)
		plot.ID = fmt.Sprintf("plot-%d", len(out)+1)
		out = append(out, plot)
	}
	return out
}

// panels groups the values. Small multiples have one indicator and area each.
func (l *locale) panels(a exploreAsk, rows []figureValue) []panel {
	type key struct {
		unit, figure, area string
		step               float64
	}
	type line struct{ figure, area string }
	var keys []key
	lines := map[key][]line{}
	values := map[key]map[line][]figureValue{}
	for _, v := range rows {
		if _, ok := year(v.o.Period); !ok || v.o.Value == nil {
			continue
		}
		k := key{unit: v.o.Unit, step: step(v.o.Period)}
		if a.as == "multiples" {
			k.figure, k.area = v.id, v.o.Area
		}
		n := line{v.figure.Text, l.areaName(v.o)}
		if values[k] == nil {
			keys, values[k] = append(keys, k), map[line][]figureValue{}
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
func (p *panel) add(l *locale, figure, area string, values []figureValue) {
	list := make([]catalog.Observation, 0, len(values))
	for _, v := range values {
		list = append(list, v.o)
	}
	for _, one := range l.split(figure+"\x00"+area, list) {
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

func (l *locale) panelPlot(a exploreAsk, p panel) Plot {
	all := p.named(l)
	width, height := float64(plotWidth), float64(plotHeight)
	if a.as == "multiples" {
		width, height = smallWidth, smallHeight
	}
	var plot Plot
	if a.as == "bar" {
		plot = l.barPlot(all, width, height)
	} else {
		plot = l.linePlot(all, width, height)
	}
	plot.Title = strings.Join(distinct(p.titles), "; ") + ": " + strings.Join(distinct(p.names), ", ") + ", " + l.stretch(all)
	plot.Unit, plot.Desc = p.unit, l.describe(all, p.unit)
	plot.Caption = l.exploreCaption(p, all)
	return plot
}

// exploreCaption tells the unit, the boundaries, the breaks and the sources.
func (l *locale) exploreCaption(p panel, all []series) []string {
	var vintages, sources, methods []string
	sorts := map[string][]string{}
	low, differ := false, false
	for i, s := range p.all {
		vintages = append(vintages, firstOf(s.vintage, l.t("unknown")))
		differ = differ || s.source != ""
		methods = append(methods, s.method)
		for _, d := range s.points {
			if d.basis != "" {
				sorts[d.basis] = append(sorts[d.basis], l.period(d.period))
			}
		}
		for _, o := range p.lists[i] {
			sources = append(sources, firstOf(hostOf(o.Provenance.URL), o.Provenance.Title))
			low = low || o.Provenance.Confidence == "low"
		}
	}
	out := []string{l.t("explore_unit", firstOf(p.unit, l.t("unknown"))) + " " + l.t("explore_vintage", strings.Join(distinct(vintages), "; "))}
	if methods = distinct(methods); len(methods) > 0 {
		out = append(out, l.t("explore_method", strings.Join(methods, "; ")))
	}
	xs, _ := bounds(all)
	for _, c := range visibleCuts(all, xs) {
		if c.to != "" {
			out = append(out, l.t("explore_break.method", c.from, c.to))
		} else {
			out = append(out, l.t("explore_break"))
		}
	}
	out = distinct(out)
	for _, b := range sortedAreas(sorts) {
		out = append(out, l.t("explore_basis", l.basis(b), strings.Join(distinct(sorts[b]), ", ")))
	}
	if differ {
		out = append(out, l.t("explore_differ"))
	}
	if low {
		out = append(out, l.t("explore_low"))
	}
	return append(out, l.t("explore_sources", strings.Join(distinct(sources), ", ")))
}

// sameScale is said where charts that stand side by side have scales of their own.
func sameScale(l *locale, plots []Plot) {
	for i := range plots {
		plots[i].Caption = append(plots[i].Caption, l.t("explore_scale"))
	}
}

// named gives each series the shortest name that tells it from the others: the
// indicator and the area where there are several, the boundaries and methods
// where an area has several, plan or draft, the source where sources disagree.
func (p panel) named(l *locale) []series {
	all := slices.Clone(p.all)
	vintages, methods := map[string][]string{}, map[string]map[string]bool{}
	for _, s := range all {
		vintages[s.of] = distinct(append(vintages[s.of], s.vintage))
		if methods[s.of] == nil {
			methods[s.of] = map[string]bool{}
		}
		methods[s.of][s.method] = true
	}
	for i := range all {
		var parts []string
		if len(distinct(p.titles)) > 1 {
			parts = append(parts, p.titles[i])
		}
		if len(distinct(p.names)) > 1 {
			parts = append(parts, p.names[i])
		}
		if len(vintages[all[i].of]) > 1 {
			parts = append(parts, all[i].vintage)
		}
		if len(methods[all[i].of]) > 1 {
			parts = append(parts, firstOf(all[i].method, l.t("explore_method.none")))
		}
		if all[i].sort != "" {
			parts = append(parts, l.basis(all[i].sort))
		}
		all[i].name = strings.Join(distinct(append(parts, all[i].source)), ", ")
	}
	return all
}

// tooFar is how many times larger one series may be than another on one axis;
// beyond it the smaller lies flat on the ground and goes to a chart of its own.
const tooFar = 12

// byScale parts a panel whose series differ so much that one axis cannot show them.
func (p panel) byScale() []panel {
	top := func(s series) float64 { return slicesMax(s.points, func(d sample) float64 { return math.Abs(d.y) }) }
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
