package web

import (
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
)

// readable returns the record's values with the labels of their units of
// measurement and boundary vintages, as the data dictionary names them.
func (s *site) readable(l *locale, rec *catalog.Record) []catalog.Observation {
	out := slices.Clone(rec.Observations)
	var units, vintages, methods datasets.Field
	if pkg, ok := s.Library().Find(tableOf(rec).Dataset); ok {
		if res, ok := pkg.Resource(tableOf(rec).Table); ok && res.Mapping != nil && res.Mapping.Series != nil {
			units, _ = res.Schema.Field(res.Mapping.Series.Unit)
			vintages, _ = res.Schema.Field(res.Mapping.Series.Vintage)
			methods, _ = res.Schema.Field(res.Mapping.Series.Method)
		}
	}
	for i := range out {
		out[i].Unit = l.label(units.Labels[out[i].Unit], l.unit(out[i].Unit))
		out[i].Vintage = l.label(vintages.Labels[out[i].Vintage], l.vintage(out[i].Vintage))
		out[i].Method = l.label(methods.Labels[out[i].Method], out[i].Method)
	}
	return out
}

func tableOf(rec *catalog.Record) catalog.TableRef {
	if rec.Table == nil {
		return catalog.TableRef{}
	}
	return *rec.Table
}

func (l *locale) areaName(o catalog.Observation) string { return l.label(o.Name, o.Area) }

func (l *locale) vintage(v string) string {
	if key := "vintage." + v; l.has(key) {
		return l.t(key)
	}
	return v
}

// basis names a sort of figure; a package may have sorts of its own.
func (l *locale) basis(b string) string {
	if key := "basis." + b; l.has(key) {
		return l.t(key)
	}
	return b
}

// latest writes the newest value of an indicator.
func (l *locale) latest(list []catalog.Observation) string {
	var best *catalog.Observation
	for i := range list {
		if list[i].Value == nil {
			continue
		}
		// What was only planned or drafted is the newest only where nothing else is.
		fact, was := unborn(list[i].Basis) == "", best != nil && unborn(best.Basis) == ""
		if best == nil || fact && !was || fact == was && list[i].Period > best.Period {
			best = &list[i]
		}
	}
	if best == nil {
		return ""
	}
	return l.t("indicator.latest", l.num(*best.Value), best.Unit, l.period(best.Period), l.ground(*best))
}

// ground names the area with its boundaries: a figure for a proposed ward, or
// for the old town, must not pass for one of today's.
func (l *locale) ground(o catalog.Observation) string {
	name := l.areaName(o)
	switch {
	case o.Vintage == "":
		return name
	case strings.Contains(o.Vintage, name):
		return o.Vintage
	}
	return name + "; " + o.Vintage
}

// span returns the first and the last period of the values.
func span(list []catalog.Observation) (from, to string) {
	for _, o := range list {
		if _, ok := year(o.Period); !ok {
			continue
		}
		if from == "" || o.Period < from {
			from = o.Period
		}
		to = max(to, o.Period)
	}
	return from, to
}

// ObservationTable is the values behind the charts.
type ObservationTable struct {
	Rows  []ObservationRow
	More  *Link
	Count string
}

// ObservationRow is one value with its source.
type ObservationRow struct {
	Area, Period, Value, Printed, Unit, Vintage, Note, Confidence, Level string
	Sort, Method                                                         string // what sort of figure, how it is worked out
	Source                                                               Link
}

// maxObservations are shown on the page; the API has all.
const maxObservations = 400

func (v *view) indicator(p *RecordPage) {
	l, rec := v.l, v.rec
	list := v.readable(l, rec)
	p.Charts = v.charts(l, p.Name, list)
	slices.SortStableFunc(list, func(a, b catalog.Observation) int {
		if c := strings.Compare(l.areaName(a), l.areaName(b)); c != 0 {
			return c
		}
		return strings.Compare(a.Period, b.Period)
	})
	t := &ObservationTable{Count: l.n("count.values", len(list))}
	for _, o := range list[:min(len(list), maxObservations)] {
		t.Rows = append(t.Rows, l.observationRow(o))
	}
	if len(list) > maxObservations {
		t.More = &Link{Text: l.t("indicator.more"), URL: apiRecords + rec.ID}
	}
	if len(list) > 0 {
		p.Table = t
	}
}

// charts draws a small chart for every area and unit of measurement with three
// values or with two that follow each other, those with most values first.
func (s *site) charts(l *locale, name Phrase, list []catalog.Observation) []PlotView {
	rows := make([]figureValue, 0, len(list))
	for _, o := range list {
		rows = append(rows, figureValue{figure: name, o: o})
	}
	plots := slices.DeleteFunc(l.plots(exploreAsk{as: "multiples"}, rows), func(p Plot) bool { return len(p.Lines) == 0 && len(p.Dots) < 3 })
	slices.SortStableFunc(plots, func(a, b Plot) int { return len(b.Dots) - len(a.Dots) })
	var out []PlotView
	for i, p := range plots[:min(len(plots), maxCharts)] {
		p.ID = "chart-" + strconv.Itoa(i+1)
		svg, err := s.svg(p)
		if err != nil {
			s.log.Warn("chart of an indicator", "op", "web.chart", "err", err)
			continue
		}
		out = append(out, PlotView{ID: p.ID, Title: p.Title, Unit: p.Unit, SVG: svg, Caption: p.Caption, Small: true})
	}
	return out
}

func (l *locale) observationRow(o catalog.Observation) ObservationRow {
	row := ObservationRow{Area: l.areaName(o), Period: l.period(o.Period), Printed: o.Printed, Unit: o.Unit, Vintage: o.Vintage,
		Note: l.label(o.Note, ""), Level: o.Provenance.Confidence, Confidence: l.label(vocab.Confidences().Label(o.Provenance.Confidence), "")}
	if row.Method = o.Method; o.Basis != "" {
		row.Sort = l.basis(o.Basis)
	}
	if note := text.Fold(row.Note); note != "" && (strings.Contains(text.Fold(row.Method), note) || strings.Contains(text.Fold(row.Sort), note)) {
		row.Note = "" // said already
	}
	if o.Value != nil {
		row.Value = l.num(*o.Value)
	}
	if f, err := strconv.ParseFloat(row.Printed, 64); row.Printed == row.Value || err == nil && o.Value != nil && f == *o.Value {
		row.Printed = "" // the same number
	}
	p := o.Provenance
	row.Source = Link{Text: firstOf(hostOf(p.URL), p.Title), URL: webURL(p.URL), Note: p.Title, External: true}
	return row
}
