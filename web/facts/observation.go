package facts

import (
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/web/address"
	"honglinh/web/frame"
)

// Readable returns the record's values with the labels of their units of
// measurement and boundary vintages, as the data dictionary names them.
func Readable(s *frame.Frame, l *frame.Locale, rec *catalog.Record) []catalog.Observation {
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
		out[i].Unit = l.Label(units.Labels[out[i].Unit], l.Unit(out[i].Unit))
		out[i].Vintage = l.Label(vintages.Labels[out[i].Vintage], vintage(l, out[i].Vintage))
		out[i].Method = l.Label(methods.Labels[out[i].Method], out[i].Method)
	}
	return out
}

func tableOf(rec *catalog.Record) catalog.TableRef {
	if rec.Table == nil {
		return catalog.TableRef{}
	}
	return *rec.Table
}

// Born is the first day of the unit that a figure is of; "" where its area is no unit or the day is not known.
func Born(s *frame.Frame, o catalog.Observation) string {
	u, _ := s.Places().ByID("unit/" + strings.TrimPrefix(o.Area, "unit/"))
	return string(u.From)
}

// AreaName is the name of the area that a figure is of, its code where it has none.
func AreaName(l *frame.Locale, o catalog.Observation) string { return l.Label(o.Name, o.Area) }

func vintage(l *frame.Locale, v string) string {
	if key := "vintage." + v; l.Has(key) {
		return l.T(key)
	}
	return v
}

// Basis names a sort of figure; a package may have sorts of its own.
func Basis(l *frame.Locale, b string) string {
	if key := "basis." + b; l.Has(key) {
		return l.T(key)
	}
	return b
}

// Latest writes the newest value of an indicator.
func Latest(l *frame.Locale, list []catalog.Observation) string {
	var best *catalog.Observation
	for i := range list {
		if list[i].Value == nil {
			continue
		}
		// What was only planned or drafted is the newest only where nothing else is.
		fact, was := Unborn(list[i].Basis) == "", best != nil && Unborn(best.Basis) == ""
		if best == nil || fact && !was || fact == was && list[i].Period > best.Period {
			best = &list[i]
		}
	}
	if best == nil {
		return ""
	}
	return l.T("indicator.latest", l.Num(*best.Value), best.Unit, l.Period(best.Period), boundaries(l, *best))
}

// boundaries names the area with its boundaries: a figure for a proposed ward, or
// for the old town, must not pass for one of today's.
func boundaries(l *frame.Locale, o catalog.Observation) string {
	name := AreaName(l, o)
	switch {
	case o.Vintage == "":
		return name
	case strings.Contains(o.Vintage, name):
		return o.Vintage
	}
	return name + "; " + o.Vintage
}

// ObservationRow is one value with its source.
type ObservationRow struct {
	Area, Period, Value, Printed, Unit, Vintage, Note, Confidence, Level string
	Sort, Method                                                         string // what sort of figure, how it is worked out
	Source                                                               frame.Link
}

// RowOf makes the row of a value. What would be said twice is left out: a printed number that is the
// value, a note that the method or the sort has already.
func RowOf(l *frame.Locale, o catalog.Observation) ObservationRow {
	row := ObservationRow{Area: AreaName(l, o), Period: l.Period(o.Period), Printed: o.Printed, Unit: o.Unit, Vintage: o.Vintage,
		Note: l.Label(o.Note, ""), Level: o.Provenance.Confidence, Confidence: l.Label(vocab.Confidences().Label(o.Provenance.Confidence), "")}
	if row.Method = o.Method; o.Basis != "" {
		row.Sort = Basis(l, o.Basis)
	}
	if note := text.Fold(row.Note); note != "" && (strings.Contains(text.Fold(row.Method), note) || strings.Contains(text.Fold(row.Sort), note)) {
		row.Note = "" // said already
	}
	if o.Value != nil {
		row.Value = l.Num(*o.Value)
	}
	if f, err := strconv.ParseFloat(row.Printed, 64); row.Printed == row.Value || err == nil && o.Value != nil && f == *o.Value {
		row.Printed = "" // the same number
	}
	p := o.Provenance
	row.Source = frame.Link{Text: address.Name(p.URL, p.Title), URL: address.Source(p.URL), Note: p.Title, External: true}
	return row
}

// Unborn returns the sort of a figure that is no fact yet and so no part of a
// line of facts.
func Unborn(basis string) string {
	if basis == "plan" || basis == "draft" {
		return basis
	}
	return ""
}
