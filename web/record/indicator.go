package record

import (
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/web/charts"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// observationTable is the values behind the charts.
type observationTable struct {
	Rows  []facts.ObservationRow
	More  *frame.Link
	Count string
}

// maxObservations are shown on the page; the API has all.
const maxObservations = 400

func (v *recordView) indicator(p *page) {
	l, rec := v.L, v.Rec
	list := facts.Readable(v.Frame, l, rec)
	p.Charts = v.pages.charts(l, p.Name, list)
	slices.SortStableFunc(list, func(a, b catalog.Observation) int {
		if c := strings.Compare(facts.AreaName(l, a), facts.AreaName(l, b)); c != 0 {
			return c
		}
		return strings.Compare(a.Period, b.Period)
	})
	t := &observationTable{Count: l.N("count.values", len(list))}
	for _, o := range list[:min(len(list), maxObservations)] {
		t.Rows = append(t.Rows, facts.RowOf(l, o))
	}
	if len(list) > maxObservations {
		t.More = &frame.Link{Text: l.T("indicator.more"), URL: frame.APIRecords + rec.ID}
	}
	if len(list) > 0 {
		p.Table = t
	}
}

// charts draws a small chart for every area and unit of measurement with three
// values or with two that follow each other, those with most values first.
func (s *pages) charts(l *frame.Locale, name frame.Phrase, list []catalog.Observation) []charts.PlotView {
	rows := make([]charts.Figure, 0, len(list))
	for _, o := range list {
		rows = append(rows, charts.Figure{Title: name, Observation: o, Born: facts.Born(s.Frame, o)})
	}
	plots := slices.DeleteFunc(charts.Plots(l, "multiples", rows), func(p charts.Plot) bool { return len(p.Lines) == 0 && len(p.Dots) < 3 })
	slices.SortStableFunc(plots, func(a, b charts.Plot) int { return len(b.Dots) - len(a.Dots) })
	var out []charts.PlotView
	for i, p := range plots[:min(len(plots), charts.MaxCharts)] {
		p.ID = "chart-" + strconv.Itoa(i+1)
		svg, err := p.SVG()
		if err != nil {
			s.Log.Warn("chart of an indicator", "op", "web.chart", "err", err)
			continue
		}
		out = append(out, charts.PlotView{ID: p.ID, Title: p.Title, Unit: p.Unit, SVG: svg, Caption: p.Caption, Small: true})
	}
	return out
}
