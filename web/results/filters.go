package results

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/web/frame"
)

// filter is a field of the query whose values are alternatives.
type filter struct {
	name   string
	values func(*search.Query) *[]string
}

func filters() []filter {
	return []filter{
		{"kind", func(q *search.Query) *[]string { return &q.Kinds }},
		{"topic", func(q *search.Query) *[]string { return &q.Topics }},
		{"place", func(q *search.Query) *[]string { return &q.Places }},
		{"status", func(q *search.Query) *[]string { return &q.Statuses }},
		{"sector", func(q *search.Query) *[]string { return &q.Sectors }},
		{"source", func(q *search.Query) *[]string { return &q.Sources }},
		{"licence", func(q *search.Query) *[]string { return &q.Licences }},
		{"confidence", func(q *search.Query) *[]string { return &q.Confidences }},
		{"dataset", func(q *search.Query) *[]string { return &q.Datasets }},
	}
}

// Toggle returns the query with a facet's value added, or taken away if it was there.
func Toggle(q search.Query, facet, value string) search.Query {
	q.Cursor = ""
	if facet == "year" {
		year, err := strconv.Atoi(value)
		if err == nil {
			q.Years = toggled(q.Years, year)
		}
		return q
	}
	for _, f := range filters() {
		if f.name == facet {
			list := f.values(&q)
			*list = toggled(*list, value)
		}
	}
	return q
}

func toggled[T comparable](list []T, v T) []T {
	if i := slices.Index(list, v); i >= 0 {
		return slices.Delete(slices.Clone(list), i, i+1)
	}
	return append(slices.Clone(list), v)
}

// facetViews are the facets that can narrow the search: one whose only value
// holds for every result says nothing.
func facetViews(s *frame.Frame, l *frame.Locale, q search.Query, a search.Answer) []Facet {
	var out []Facet
	for _, f := range a.Facets {
		if len(f.Values) == 1 && !f.Values[0].Selected && f.Values[0].Count == a.Total {
			continue
		}
		view := Facet{Name: f.Name, Label: l.T("filter." + f.Name)}
		for i, v := range f.Values {
			p := l.Pick(v.Label)
			if p.Text == "" || p.Text == v.Value {
				p.Text = valueLabel(s, l, f.Name, v.Value)
			}
			p.Text = dated(l, f.Name, v.Value, p.Text)
			link := frame.Link{Text: p.Text, Lang: p.Lang, Note: l.Num(float64(v.Count)), Current: v.Selected, URL: s.SearchPath(l.Lang, Toggle(q, f.Name, v.Value))}
			if i < shownValues || v.Selected {
				view.Values = append(view.Values, link)
			} else {
				view.More = append(view.More, link)
			}
		}
		if len(view.Values) > 0 {
			out = append(out, view)
		}
	}
	return out
}

// valueLabel names a filter's value where the answer does not.
func valueLabel(s *frame.Frame, l *frame.Locale, filter, value string) string {
	label := search.ValueLabel(filter, value)
	switch filter {
	case "place":
		if units := s.Places().Resolve(value, ""); len(units) > 0 {
			label = units[0].Name
		}
	case "dataset", "source":
		if p, ok := s.Library().Find(strings.TrimPrefix(value, "dataset:")); ok {
			label = p.Title
		}
	}
	return l.Label(label, value)
}

// chips are the active filters, each with the address without it.
func chips(s *frame.Frame, l *frame.Locale, q search.Query, facets []search.Facet) []frame.Chip {
	var out []frame.Chip
	add := func(name, value string, without search.Query) {
		without.Cursor = ""
		out = append(out, frame.Chip{Label: l.T("filter." + name), Value: value, Remove: s.SearchPath(l.Lang, without)})
	}
	for _, f := range filters() {
		for _, v := range *f.values(&q) {
			add(f.name, chipValue(s, l, facets, f.name, v), Toggle(q, f.name, v))
		}
	}
	for _, y := range q.Years {
		add("year", strconv.Itoa(y), Toggle(q, "year", strconv.Itoa(y)))
	}
	amounts := []struct {
		name     string
		min, max **float64
		write    func(float64) string
	}{{"capital", &q.MinCapital, &q.MaxCapital, l.Money}, {"area", &q.MinArea, &q.MaxArea, l.Area}}
	for _, a := range amounts {
		lo, hi := *a.min, *a.max
		if lo == nil && hi == nil {
			continue
		}
		*a.min, *a.max = nil, nil
		add(a.name, span(l, lo, hi, a.write), q)
		*a.min, *a.max = lo, hi
	}
	return append(out, placeChips(s, l, q)...)
}

func placeChips(s *frame.Frame, l *frame.Locale, q search.Query) []frame.Chip {
	var out []frame.Chip
	add := func(name, value string, clear func(*search.Query)) {
		without := q
		without.Cursor = ""
		clear(&without)
		out = append(out, frame.Chip{Label: l.T("filter." + name), Value: value, Remove: s.SearchPath(l.Lang, without)})
	}
	if q.AsOf != "" {
		add("as_of", l.Date(q.AsOf), func(o *search.Query) { o.AsOf = "" })
	}
	if q.BBox != nil {
		add("bbox", l.T("filter.bbox.value"), func(o *search.Query) { o.BBox = nil })
	}
	if q.Near != nil {
		value := fmt.Sprintf("%.4f, %.4f", q.Near[1], q.Near[0])
		if q.RadiusKM > 0 {
			value = l.T("filter.near.value", l.Num(q.RadiusKM), value)
		}
		add("near", value, func(o *search.Query) {
			o.Near, o.RadiusKM = nil, 0
			if o.Sort == search.ByDistance {
				o.Sort = ""
			}
		})
	}
	if q.Within != "" {
		add("within", valueLabel(s, l, "place", q.Within), func(o *search.Query) { o.Within = "" })
	}
	if q.Polygon != nil {
		add("polygon", l.T("filter.polygon.value"), func(o *search.Query) { o.Polygon = nil })
	}
	return out
}

func chipValue(s *frame.Frame, l *frame.Locale, facets []search.Facet, name, value string) string {
	for _, f := range facets {
		if f.Name != name {
			continue
		}
		for _, v := range f.Values {
			if v.Value == value {
				if label := l.Label(v.Label, ""); label != "" {
					return dated(l, name, value, label)
				}
			}
		}
	}
	return dated(l, name, value, valueLabel(s, l, name, value))
}

// dated says of a call for investment that it stood on the day of the list it is from: nobody need have
// confirmed it since.
func dated(l *frame.Locale, filter, value, label string) string {
	if filter == "status" && value == "calling" {
		return l.T("filter.status.calling", label)
	}
	return label
}

// span writes a range with one or two ends.
func span(l *frame.Locale, lo, hi *float64, write func(float64) string) string {
	switch {
	case hi == nil:
		return l.T("format.from", write(*lo))
	case lo == nil:
		return l.T("format.upto", write(*hi))
	}
	return l.T("format.range", write(*lo), write(*hi))
}

func ranges(s *frame.Frame, l *frame.Locale, q search.Query) RangeForm {
	plain := func(f *float64) string {
		if f == nil {
			return ""
		}
		return strconv.FormatFloat(*f, 'f', -1, 64)
	}
	f := RangeForm{Action: s.Local(frame.RouteSearch, l.Lang), MinCapital: plain(q.MinCapital), MaxCapital: plain(q.MaxCapital),
		MinArea: plain(q.MinArea), MaxArea: plain(q.MaxArea)}
	if len(q.AsOf) == len("2006-01-02") { // what a date field can show
		f.AsOf = string(q.AsOf)
	}
	q.MinCapital, q.MaxCapital, q.MinArea, q.MaxArea, q.AsOf, q.Cursor = nil, nil, nil, nil, catalog.Date(""), ""
	f.Hidden = frame.Hidden(frame.PageValues(q))
	return f
}
